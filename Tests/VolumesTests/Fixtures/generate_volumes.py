"""Writes the NIfTI files that the tests read, and what nibabel sees in them.

    pip install numpy nibabel
    python generate_volumes.py

anatomical-real.nii.gz and functional-real.nii.gz are cut from nibabel's own test images (MIT licence): a T1-weighted
scan and two times of an fMRI series.

expected.npz   NAME.nii -> get_fdata(), [i, j, k(, t)]; facts.txt: NAME, orientation code, spacing
"""
import gzip
import os

import nibabel as nib
import numpy as np

os.chdir(os.path.dirname(os.path.abspath(__file__)))
random = np.random.default_rng(13)
SHAPE = (5, 4, 3)
expected, facts = {}, []


def save(name, image, facts_known=True):
    nib.save(image, name)
    if name.endswith(".gz"):
        # Without the time of day in it.
        data = gzip.open(name).read()
        with open(name, "wb") as file:
            with gzip.GzipFile(filename="", mode="wb", fileobj=file, mtime=0) as packed:
                packed.write(data)
    read = nib.load(name)
    expected[name] = read.get_fdata().astype("float32")
    header = read.header
    known = header["qform_code"] > 0 or header["sform_code"] > 0
    code = "".join(nib.aff2axcodes(read.affine)) if known else "-"
    facts.append(f"{name} {code} {' '.join(f'{float(z):.5f}' for z in header.get_zooms()[:3])}")


def orientation_affine(code, spacing):
    matrix = np.zeros((4, 4))
    matrix[3, 3] = 1
    for axis, letter in enumerate(code):
        for row, pair in enumerate(("LR", "PA", "IS")):
            if letter in pair:
                matrix[row, axis] = spacing[axis] * (1 if letter == pair[1] else -1)
    return matrix


for kind in ("uint8", "int8", "int16", "uint16", "int32", "uint32", "float32", "float64"):
    low, high = (0, 200) if kind.startswith("u") else (-100, 100)
    values = random.uniform(low, high, SHAPE).astype(kind)
    for order, header in (("little", nib.Nifti1Header(endianness="<")), ("big", nib.Nifti1Header(endianness=">"))):
        header.set_data_dtype(kind)
        header.set_xyzt_units("mm")
        save(f"{kind}-{order}.nii", nib.Nifti1Image(values, orientation_affine("RAS", (1, 2, 3)), header))

whole = random.integers(-1000, 1000, SHAPE).astype("int16")
for code in ("LPS", "RAS", "PIR", "LAS", "SRA"):
    image = nib.Nifti1Image(whole, orientation_affine(code, (0.5, 0.75, 4)))
    image.header.set_xyzt_units("mm")
    image.set_qform(None, 0)
    save(f"sform-{code}.nii", image)
    image.set_sform(None, 0)
    image.set_qform(orientation_affine(code, (0.5, 0.75, 4)), 1)
    save(f"qform-{code}.nii.gz", image)
turn = np.deg2rad(20)
oblique = np.eye(4)
oblique[:2, :2] = [[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]]
image = nib.Nifti1Image(whole, oblique @ orientation_affine("RAS", (1, 1, 2)))
image.header.set_xyzt_units("mm")
save("oblique.nii.gz", image)
unknown = nib.Nifti1Image(whole, None)
save("unknown.nii", unknown)
scaled = nib.Nifti1Image(whole, orientation_affine("RAS", (1000, 1000, 2000)))
scaled.header.set_slope_inter(0.5, -3)
scaled.header.set_xyzt_units("micron")
scaled.header["cal_min"], scaled.header["cal_max"] = -100, 300
save("scaled.nii.gz", scaled)
save("plane.nii", nib.Nifti1Image(whole[:, :, 0], np.eye(4)))
save("labels.nii.gz", nib.Nifti1Image((whole > 500).astype("uint8") + 2 * (whole < -700).astype("uint8"),
                                      orientation_affine("RAS", (0.5, 0.75, 4))))

data = os.path.join(os.path.dirname(nib.__file__), "tests", "data")
real = nib.load(os.path.join(data, "anatomical.nii"))
save("anatomical-real.nii.gz", real.slicer[4:28, 6:34, 8:20])
real = nib.load(os.path.join(data, "functional.nii"))
save("functional-real.nii.gz", real.slicer[:, :, :, :2])

nib.save(nib.Nifti2Image(whole, np.eye(4)), "refused-nifti2.nii")
nib.save(nib.Nifti1Image(whole + 1j, np.eye(4)), "refused-complex.nii")
nib.save(nib.Nifti1Image(np.zeros((2, 2, 2, 2, 2), "uint8"), np.eye(4)), "refused-axes.nii")
nib.save(nib.Nifti1Pair(whole, np.eye(4)), "refused-pair.img")
os.remove("refused-pair.img")
np.savez_compressed("expected.npz", **expected)
with open("facts.txt", "w") as file:
    file.write("\n".join(facts) + "\n")
