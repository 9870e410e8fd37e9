"""Writes the DICOM files that the tests read, and what pydicom sees in them.

    pip install numpy pydicom
    python generate_dicom.py

mr-real.dcm, ct-real.dcm, mr-real-implicit.dcm and refused-*-real.dcm are pictures by real scanners without a patient,
from pydicom's own test files (MIT licence); the others are made here.

expected-dicom.npz   NAME.dcm -> slope · stored + intercept, [H, W]
"""
import os
import shutil

import numpy as np
import pydicom
from pydicom.data import get_testdata_file
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.sequence import Sequence
from pydicom.uid import ExplicitVRLittleEndian, ImplicitVRLittleEndian, generate_uid

os.chdir(os.path.dirname(os.path.abspath(__file__)))
random = np.random.default_rng(8)
ROWS, COLUMNS = 7, 9
expected = {}


def dataset(samples, bits, stored, **attributes):
    data = Dataset()
    data.file_meta = FileMetaDataset()
    data.file_meta.MediaStorageSOPClassUID = "1.2.840.10008.5.1.4.1.1.7"
    data.file_meta.MediaStorageSOPInstanceUID = generate_uid(entropy_srcs=["chaff"])
    data.SOPClassUID = data.file_meta.MediaStorageSOPClassUID
    data.SOPInstanceUID = data.file_meta.MediaStorageSOPInstanceUID
    data.Rows, data.Columns = samples.shape[-2:]
    data.SamplesPerPixel = 1
    data.PhotometricInterpretation = "MONOCHROME2"
    data.BitsAllocated, data.BitsStored, data.HighBit = bits, stored, stored - 1
    data.PixelRepresentation = int(samples.dtype.kind == "i")
    for name, value in attributes.items():
        setattr(data, name, value)
    data.PixelData = samples.tobytes() + b"\0" * (samples.nbytes % 2)
    return data


def save(name, data, syntax=ExplicitVRLittleEndian, values=None):
    data.file_meta.TransferSyntaxUID = syntax
    pydicom.dcmwrite(name, data, enforce_file_format=True, implicit_vr=syntax == ImplicitVRLittleEndian,
                     little_endian=True)
    if values is None:
        read = pydicom.dcmread(name)
        values = read.pixel_array * float(read.get("RescaleSlope", 1)) + float(read.get("RescaleIntercept", 0))
    expected[name] = values.astype("float32")


def numbers(low, high, kind):
    return random.integers(low, high, (ROWS, COLUMNS)).astype(kind)


save("unsigned-8.dcm", dataset(numbers(0, 256, "uint8"), 8, 8))
save("unsigned-12.dcm", dataset(numbers(0, 4096, "uint16"), 16, 12, RescaleSlope="0.5", RescaleIntercept="-100.25",
                                PixelSpacing=["0.5", "0.75"]))
save("signed-16-implicit.dcm", dataset(numbers(-2000, 2000, "int16"), 16, 16, RescaleSlope="1",
                                       RescaleIntercept="-1024", WindowCenter=["40", "300"],
                                       WindowWidth=["400", "1500"]), ImplicitVRLittleEndian)
save("white-low.dcm", dataset(numbers(0, 256, "uint8"), 8, 8, PhotometricInterpretation="MONOCHROME1"))

# Bits 12 to 15 hold an overlay, as old scanners put it there; the sign is in bit 11.
stored = numbers(-2048, 2048, "int16")
overlay = ((stored & 0x0FFF) | (random.integers(0, 16, stored.shape) << 12)).astype("uint16")
save("overlay-bits.dcm", dataset(overlay, 16, 12, PixelRepresentation=1), values=stored)

# Sequences of defined and undefined length, one in the other, in front of the pixels.
inner, outer = Dataset(), Dataset()
inner.CodeMeaning = "inner"
outer.ConceptNameCodeSequence = Sequence([inner])
outer["ConceptNameCodeSequence"].is_undefined_length = True
outer.is_undefined_length_sequence_item = True
nested = dataset(numbers(0, 256, "uint8"), 8, 8)
nested.ReferencedImageSequence = Sequence([outer, Dataset()])
nested["ReferencedImageSequence"].is_undefined_length = True
save("sequences.dcm", nested)
save("sequences-implicit.dcm", nested, ImplicitVRLittleEndian)

for name, source in {"mr-real.dcm": "MR_small.dcm", "ct-real.dcm": "CT_small.dcm",
                     "mr-real-implicit.dcm": "MR_small_implicit.dcm", "refused-rle-real.dcm": "MR_small_RLE.dcm",
                     "refused-big-endian-real.dcm": "MR_small_bigendian.dcm",
                     "refused-jpeg-real.dcm": "JPEG-lossy.dcm", "refused-jpeg2000-real.dcm": "693_J2KI.dcm"}.items():
    shutil.copyfile(get_testdata_file(source, download=False), name)
    os.chmod(name, 0o644)
    if not name.startswith("refused"):
        read = pydicom.dcmread(name)
        values = read.pixel_array * float(read.get("RescaleSlope", 1)) + float(read.get("RescaleIntercept", 0))
        expected[name] = values.astype("float32")

save("refused-frames.dcm", dataset(numbers(0, 256, "uint8"), 8, 8, NumberOfFrames="3"), values=np.zeros(1))
save("refused-colour.dcm", dataset(np.zeros((3, ROWS, COLUMNS), "uint8"), 8, 8, SamplesPerPixel=3,
                                   PlanarConfiguration=1, PhotometricInterpretation="RGB"), values=np.zeros(1))
save("refused-bits.dcm", dataset(np.zeros((8, 8), "uint8"), 1, 1), values=np.zeros(1))
expected = {name: values for name, values in expected.items() if not name.startswith("refused")}
np.savez_compressed("expected-dicom.npz", **expected)
