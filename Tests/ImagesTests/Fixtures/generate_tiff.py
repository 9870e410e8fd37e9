"""Writes the TIFF files that the tests read, and what tifffile sees in them.

    pip install numpy tifffile imagecodecs pillow
    python generate_tiff.py

expected-tiff.npz   NAME.tif -> stored samples [H, W] or [H, W, C]; "palette" -> the colours, 8 bits
"""
import os

import numpy as np
import tifffile
from PIL import Image

os.chdir(os.path.dirname(os.path.abspath(__file__)))
random = np.random.default_rng(5)
HEIGHT, WIDTH = 21, 27
expected = {}


def write(name, samples, stored=None, **options):
    tifffile.imwrite(name, samples, software="", **options)
    expected[name] = samples if stored is None else stored


def integers(kind, *more):
    # Runs, so that every compression has something to do.
    low = np.iinfo(kind).min // 2
    return np.repeat(random.integers(low, np.iinfo(kind).max, (HEIGHT, 9) + more), 3, axis=1).astype(kind)


for name, options in {"none": {}, "lzw": dict(compression="lzw"), "deflate": dict(compression="zlib"),
                      "packbits": dict(compression="packbits")}.items():
    for layout, more in {"strips": dict(rowsperstrip=4), "tiles": dict(tile=(16, 16))}.items():
        write(f"grey-8-{name}-{layout}.tif", integers("uint8"), **options, **more)
write("grey-16-predictor.tif", integers("uint16"), compression="lzw", predictor=True, rowsperstrip=5)
write("grey-16-big.tif", integers("uint16"), byteorder=">", compression="zlib")
for bits in (1, 2, 4):
    few = random.integers(0, 2**bits, (HEIGHT, WIDTH)).astype("uint8")
    write(f"grey-{bits}.tif", few, bitspersample=bits)
write("grey-32.tif", integers("uint32"), byteorder=">")
write("signed-8.tif", integers("int8"))
write("signed-16.tif", integers("int16"), bigtiff=True)
write("signed-32.tif", integers("int32"), compression="zlib")
for bits in (16, 32, 64):
    write(f"float-{bits}.tif", random.normal(3, 40, (HEIGHT, WIDTH)).astype(f"float{bits}"),
          compression="zlib", predictor=bits == 32)
write("float-unit.tif", random.random((HEIGHT, WIDTH)).astype("float32"), tile=(16, 16))
write("rgb-8.tif", integers("uint8", 3), compression="lzw", tile=(16, 16))
write("rgb-16.tif", integers("uint16", 3), byteorder=">", rowsperstrip=3)
planes = integers("uint8", 3)
write("rgb-8-planes.tif", np.moveaxis(planes, -1, 0).copy(), planes, photometric="rgb", planarconfig="separate",
      compression="zlib", rowsperstrip=8)
write("rgba-8.tif", integers("uint8", 4), photometric="rgb", extrasamples=["unassalpha"], compression="packbits")
write("grey-alpha-8.tif", integers("uint8", 2), photometric="minisblack", extrasamples=["unassalpha"],
      planarconfig="contig")
white = integers("uint8")
write("white-zero-8.tif", white, 255 - white, photometric="miniswhite")
for orientation in (3, 6):
    write(f"orientation-{orientation}.tif", integers("uint8"), extratags=[(274, "H", 1, orientation, True)])
pages = integers("uint8")
write("pages.tif", np.stack([pages, 255 - pages, pages]), pages, photometric="minisblack")

# 1-bit, fax and palette images by Pillow (libtiff), which tifffile does not write.
disc = (np.add.outer((np.arange(HEIGHT) - 9) ** 2, (np.arange(WIDTH) - 14) ** 2) < 50)
for compression in ("raw", "group3", "group4", "tiff_lzw"):
    name = f"bits-{compression}.tif"
    Image.fromarray(disc).save(name, compression=compression)
    expected[name] = disc.astype("uint8")
colours = random.integers(0, 256, (256, 3)).astype("uint8")
colours[:2] = [[0, 0, 0], [255, 0, 0]]
mask = Image.fromarray(disc.astype("uint8"), "P")
mask.putpalette(colours.tobytes())
mask.save("palette-8.tif", compression="tiff_lzw")
expected["palette-8.tif"] = disc.astype("uint8")
expected["palette"] = colours

# Kinds that are refused.
write("refused-jpeg.tif", integers("uint8", 3), compression="jpeg", photometric="rgb")
write("refused-zstd.tif", integers("uint8"), compression="zstd")
write("refused-cmyk.tif", integers("uint8", 4), photometric="separated")
write("refused-channels.tif", integers("uint8", 7), photometric="minisblack", planarconfig="contig")
write("refused-complex.tif", random.random((4, 4)).astype("complex64"))
write("refused-uint64.tif", integers("uint8").astype("uint64"))

for name, samples in expected.items():
    if name.endswith(".tif") and not name.startswith(("refused", "white", "pages", "rgb-8-planes")):
        assert (tifffile.imread(name) == samples).all(), name
expected = {name: samples for name, samples in expected.items() if not name.startswith("refused")}
np.savez_compressed("expected-tiff.npz", **expected)
