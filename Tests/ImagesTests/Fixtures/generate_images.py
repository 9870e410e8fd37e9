"""Writes the PNG and JPEG files that the tests read, and what is in them.

PNG: a small encoder of our own, because Pillow writes neither interlaced files nor 2- and 4-bit grey nor 16-bit colour.
Every file is read back with Pillow and compared as far as Pillow keeps the stored values.
JPEG: written and read by Pillow (libjpeg-turbo).

expected.npz   NAME.png / NAME.jpg -> stored samples [H, W] or [H, W, C]; resize-* and upright-* -> see below
"""
import io
import os
import struct
import zlib

import numpy as np
import torch
from PIL import Image, ImageOps

os.chdir(os.path.dirname(os.path.abspath(__file__)))
random = np.random.default_rng(21)
WIDTH, HEIGHT = 13, 11
expected = {}
ADAM7 = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def packed(rows, depth):
    """[h, w, c] samples -> one bytes object per row."""
    result = []
    for row in rows:
        flat = row.reshape(-1)
        if depth == 16:
            result.append(flat.astype(">u2").tobytes())
        else:
            bits = np.unpackbits(flat.astype(np.uint8)[:, None], axis=1)[:, 8 - depth:]
            result.append(np.packbits(bits.reshape(-1)).tobytes())
    return result


def filtered(rows, unit):
    """Uses the five filters of the specification in turn."""
    output, previous = b"", None
    for index, row in enumerate(rows):
        kind = index % 5
        above = previous or bytes(len(row))
        line = bytearray()
        for i, value in enumerate(row):
            a = row[i - unit] if i >= unit else 0
            b = above[i]
            c = above[i - unit] if i >= unit else 0
            p = a + b - c
            paeth = min((a, b, c), key=lambda v: (abs(p - v), (a, b, c).index(v)))
            line.append((value - [0, a, b, (a + b) // 2, paeth][kind]) & 255)
        output += bytes([kind]) + bytes(line)
        previous = row
    return output


def png(samples, colour, depth, interlaced=False, extra=b""):
    height, width, channels = samples.shape
    unit = max(1, channels * depth // 8)
    raw = b""
    for x, y, dx, dy in ADAM7 if interlaced else [(0, 0, 1, 1)]:
        part = samples[y::dy, x::dx]
        if part.size:
            raw += filtered(packed(part, depth), unit)
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, int(interlaced))
    # The data are split over two chunks, as large files have them.
    data = zlib.compress(raw, 9)
    half = len(data) // 2
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + extra + chunk(b"IDAT", data[:half])
            + chunk(b"IDAT", data[half:]) + chunk(b"IEND", b""))


def check_with_pillow(name, samples, colour, depth):
    image = np.array(Image.open(name))
    stored = samples[..., 0] if samples.shape[2] == 1 else samples
    if colour == 3 or depth == 8 or (colour == 0 and depth == 16):
        wanted = stored
    elif depth == 1:
        wanted = stored.astype(bool)
    elif depth < 8:
        wanted = stored * (255 // (2**depth - 1))
    else:
        wanted = stored >> 8
        if colour == 4:
            image, wanted = image[..., [0, -1]], wanted
    assert image.shape == wanted.shape and (image == wanted).all(), name


palette = random.integers(0, 256, (256, 3)).astype(np.uint8)
kinds = {"grey": (0, 1, [1, 2, 4, 8, 16]), "palette": (3, 1, [1, 2, 4, 8]), "rgb": (2, 3, [8, 16]),
         "grey-alpha": (4, 2, [8, 16]), "rgba": (6, 4, [8, 16])}
for kind, (colour, channels, depths) in kinds.items():
    for depth in depths:
        for interlaced in (False, True):
            samples = random.integers(0, 2**depth, (HEIGHT, WIDTH, channels)).astype(np.uint16)
            extra = chunk(b"PLTE", palette[:2**depth].tobytes()) if colour == 3 else b""
            name = f"{kind}-{depth}{'-interlaced' if interlaced else ''}.png"
            with open(name, "wb") as file:
                file.write(png(samples, colour, depth, interlaced, extra))
            check_with_pillow(name, samples, colour, depth)
            stored = samples if depth == 16 else samples.astype(np.uint8)
            expected[name] = stored[..., 0] if channels == 1 else stored
expected["palette"] = palette

tiny = np.arange(6, dtype=np.uint16).reshape(2, 3, 1) * 40
with open("transparent-grey.png", "wb") as file:
    file.write(png(tiny, 0, 8, extra=chunk(b"tRNS", struct.pack(">H", 80))))
with open("transparent-palette.png", "wb") as file:
    indices = np.array([[[0], [1], [2]]], np.uint16)
    file.write(png(indices, 3, 8, extra=chunk(b"PLTE", bytes([0, 0, 0, 255, 0, 0, 0, 255, 0])) + chunk(b"tRNS", b"\0\x80")))
with open("short-palette.png", "wb") as file:
    file.write(png(np.array([[[0], [1], [7]]], np.uint16), 3, 8, extra=chunk(b"PLTE", bytes([0, 0, 0, 255, 0, 0]))))
with open("forged-size.png", "wb") as file:
    file.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 11000, 11000, 16, 6, 0, 0, 0))
               + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b""))

y, x = np.mgrid[0:33, 0:45]
picture = np.stack([128 + 100 * np.sin(x / 6), 128 + 100 * np.cos(y / 5), 60 + 3 * x], axis=-1).round().astype(np.uint8)
colour, grey = Image.fromarray(picture), Image.fromarray(picture[..., 0])
exif = Image.Exif()
exif[0x0112] = 6
for name, image, options in [
    ("baseline.jpg", colour, dict(quality=90)), ("full-chroma.jpg", colour, dict(quality=90, subsampling=0)),
    ("half-chroma.jpg", colour, dict(quality=90, subsampling=1)),
    ("progressive.jpg", colour, dict(quality=85, progressive=True)), ("grey.jpg", grey, dict(quality=80)),
    ("restarts.jpg", colour, dict(quality=70, restart_marker_blocks=2)),
    ("turned.jpg", colour, dict(quality=90, exif=exif)), ("cmyk.jpg", colour.convert("CMYK"), dict(quality=90))]:
    image.save(name, **options)
    if name != "cmyk.jpg":
        expected[name] = np.array(Image.open(name))
expected["luminance"] = np.array(colour.convert("L"))
expected["picture"] = picture

# The eight orientations of a 2 x 3 image, as Pillow turns them.
for orientation in range(1, 9):
    buffer = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = orientation
    Image.fromarray((np.arange(6, dtype=np.uint8) * 40).reshape(2, 3)).save(buffer, "PNG", exif=exif)
    with open(f"orientation-{orientation}.png", "wb") as file:
        file.write(buffer.getvalue())
    expected[f"upright-{orientation}"] = np.array(ImageOps.exif_transpose(Image.open(buffer)))

source = torch.rand(2, 9, 14, generator=torch.Generator().manual_seed(3))
expected["resize-source"] = source.numpy()
for height, width in [(4, 5), (9, 14), (3, 29), (20, 6), (1, 1), (18, 28)]:
    for antialias in (False, True):
        result = torch.nn.functional.interpolate(
            source[None].double(), size=(height, width), mode="bilinear", align_corners=False, antialias=antialias)[0]
        expected[f"resize-{height}-{width}-{'smooth' if antialias else 'plain'}"] = result.float().numpy()
np.savez_compressed("expected.npz", **expected)
