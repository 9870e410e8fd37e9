"""Writes the NPY and NPZ files that the tests read, and the values NumPy sees in them.

arrays.npz    every element type, order and byte order, deflated, as numpy.savez_compressed writes them
stored.npz    two arrays, stored, as numpy.savez writes them
wide.npz      a member whose sizes stand in the 64-bit extension of the directory (built by hand, checked with zipfile)
version2.npy, version3.npy   the two later headers
written.npy   what numpy.save makes of a float32 array
written.npz   the archive that NPZWriter should make of two arrays (built by hand, checked with numpy.load)
values.json   for each array of arrays.npz: shape, type, order and the float32 bit patterns in row-major order
"""
import io
import json
import os
import struct
import zipfile
import zlib

import numpy as np
from numpy.lib import format as npy

os.chdir(os.path.dirname(os.path.abspath(__file__)))
random = np.random.default_rng(20)


def numbers(kind, size):
    shape = (2, 3, 4)
    code = kind + str(size)
    if kind == "b":
        return random.integers(0, 2, shape).astype("?")
    if kind in "iu":
        limits = np.iinfo(code)
        values = random.integers(limits.min, limits.max, shape, dtype=code, endpoint=True)
        values.flat[:2] = limits.min, limits.max
        return values
    values = (random.standard_normal(shape) * 100).astype(code)
    if kind == "c":
        values = values + 1j * random.standard_normal(shape).astype(values.real.dtype)
        return values.astype(code)
    values.flat[:6] = np.inf, -np.inf, 0.0, -0.0, np.finfo(code).smallest_subnormal, np.finfo(code).max
    return values


def bits(array):
    if array.dtype.kind == "c":
        array = np.stack([array.real, array.imag], axis=-1)
    with np.errstate(over="ignore"):
        return np.ascontiguousarray(array).astype("<f4").view("<u4").ravel().tolist()


arrays = {}
for kind, sizes in {"b": [1], "i": [1, 2, 4, 8], "u": [1, 2, 4, 8], "f": [2, 4, 8], "c": [8, 16]}.items():
    for size in sizes:
        values = numbers(kind, size)
        for order in "<>" if size > 1 else "|":
            for layout in "CF":
                name = f"{kind}{size}-{ {'<': 'little', '>': 'big', '|': 'byte'}[order] }-{layout}"
                arrays[name] = np.array(values, dtype=values.dtype.newbyteorder(order), order=layout)
arrays["scalar"] = np.array(2.5, "<f4")
arrays["empty"] = np.zeros((3, 0, 2), "<f8")
arrays["vector"] = np.arange(5, dtype="<i2")
np.savez_compressed("arrays.npz", **arrays)
np.savez("stored.npz", first=np.arange(6, dtype="<f4").reshape(2, 3), labels=np.array([3, 1, 2], "<i8"))
with open("values.json", "w") as file:
    json.dump(
        {
            name: {
                "shape": list(array.shape) + ([2] if array.dtype.kind == "c" else []),
                "code": array.dtype.newbyteorder("=").str if array.dtype.str[0] == "=" else array.dtype.str,
                "isFortranOrder": bool(array.flags.f_contiguous and not array.flags.c_contiguous),
                "bits": bits(array),
            }
            for name, array in arrays.items()
        },
        file,
    )
for version in (2, 3):
    with open(f"version{version}.npy", "wb") as file:
        npy.write_array(file, np.arange(6, dtype=">u2").reshape(3, 2), version=(version, 0))
np.save("written.npy", (np.arange(12, dtype="<f4") / 8 - 0.5).reshape(3, 1, 4))

member = io.BytesIO()
np.save(member, np.array([[1.5, -2.5]], "<f4"))
data, name = member.getvalue(), b"wide.npy"
checksum = zlib.crc32(data)
local = struct.pack("<IHHHHHIIIHH", 0x04034B50, 45, 0, 0, 0, 0x21, checksum, 2**32 - 1, 2**32 - 1, len(name), 20)
local += name + struct.pack("<HHQQ", 1, 16, len(data), len(data)) + data
extra = struct.pack("<HH4s", 0x7075, 4, b"skip") + struct.pack("<HHQQQ", 1, 24, len(data), len(data), 0)
directory = struct.pack(
    "<IHHHHHHIIIHHHHHII", 0x02014B50, 45, 45, 0, 0, 0, 0x21, checksum, 2**32 - 1, 2**32 - 1, len(name), len(extra), 0,
    0, 0, 0, 2**32 - 1)
directory += name + extra
end64 = struct.pack("<IQHHIIQQQQ", 0x06064B50, 44, 45, 45, 0, 0, 1, 1, len(directory), len(local))
locator = struct.pack("<IIQI", 0x07064B50, 0, len(local) + len(directory), 1)
end = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, 0xFFFF, 0xFFFF, 2**32 - 1, 2**32 - 1, 0)
with open("wide.npz", "wb") as file:
    file.write(local + directory + end64 + locator + end)
assert zipfile.ZipFile("wide.npz").read("wide.npy") == data
assert np.load("wide.npz")["wide"].tolist() == [[1.5, -2.5]]

body, directory = b"", b""
for name, array in [(b"first.npy", np.array([[1, 2], [3, 4]], "<f4")), (b"labels.npy", np.array([7, 9], "u1"))]:
    member = io.BytesIO()
    np.save(member, array)
    data = member.getvalue()
    common = struct.pack("<HHHHHIIIHH", 20, 0x800, 0, 0, 0x21, zlib.crc32(data), len(data), len(data), len(name), 0)
    directory += b"PK\1\2" + struct.pack("<H", 20) + common + struct.pack("<HHHII", 0, 0, 0, 0, len(body)) + name
    body += b"PK\3\4" + common + name + data
with open("written.npz", "wb") as file:
    file.write(body + directory + b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, 2, 2, len(directory), len(body), 0))
loaded = np.load("written.npz")
assert loaded["first"].tolist() == [[1, 2], [3, 4]] and loaded["labels"].tolist() == [7, 9]
assert zipfile.ZipFile("written.npz").testzip() is None
