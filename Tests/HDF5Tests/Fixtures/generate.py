"""Writes kinds.h5: one dataset of every kind that users' files hold, with h5py (3.16.0, HDF5 2.0.0).

    python generate.py

The values are repeated in HDF5FileTests.swift.
"""
import h5py
import numpy as np

with h5py.File("kinds.h5", "w", libver="earliest") as file:
    ramp = np.arange(-3, 9)
    for name in ("f2", "f4", "f8", "i1", "i2", "i4", "i8"):
        file[f"numbers/{name}"] = ramp.reshape(3, 4).astype(f"<{name}")
    for name in ("u1", "u2", "u4", "u8"):
        file[f"numbers/{name}"] = (ramp + 3).reshape(3, 4).astype(f"<{name}")
    for name in ("f2", "f4", "f8", "i2", "i4", "i8"):
        file[f"big_endian/{name}"] = ramp.reshape(3, 4).astype(f">{name}")
    file["exact"] = np.array([2**24 + 1, -(2**53) - 1, 2**63 - 1], dtype="i8")
    file["half"] = np.array([0.1, -2.5, 65504, 6e-8, np.inf, np.nan], dtype="f2")
    file["overflow"] = np.array([1e300, 1.5], dtype="f8")
    file["truth"] = np.array([True, False, True])
    file["states"] = h5py.Empty("f4")
    states = h5py.enum_dtype({"IDLE": 0, "BUSY": 5, "DONE": 7}, basetype="i2")
    file.create_dataset("enumeration", data=np.array([5, 0, 7]), dtype=states)
    file["scalar"] = np.float64(2.25)

    pairs = np.array([(1, -2), (300, 400)], dtype=[("real", "<i2"), ("imag", "<i2")])
    file["complex/int16"] = pairs
    file["complex/complex64"] = np.array([[1 + 2j], [3.5 - 4j]], dtype="c8")
    file["record"] = np.array([(1, 2.5, 3)], dtype=[("x", "i4"), ("y", "f8"), ("z", "u1")])

    long = np.arange(2000, dtype="i2").reshape(100, 20)
    file.create_dataset("packed/gzip", data=long, chunks=(30, 7), compression="gzip")
    file.create_dataset("packed/gzip_shuffle", data=long, chunks=(30, 7), compression="gzip", shuffle=True)
    file.create_dataset("packed/checksum", data=long, chunks=(30, 7), fletcher32=True)
    file.create_dataset("packed/lzf", data=long, chunks=(30, 7), compression="lzf")
    file.create_dataset("growing", data=long[:5], chunks=(64, 20), maxshape=(None, 20))
    file.create_dataset("sparse", shape=(40, 3), chunks=(8, 3), dtype="f4", fillvalue=-1.5)
    file["sparse"][9] = [1, 2, 3]
    file.create_dataset("empty", shape=(0, 4), maxshape=(None, 4), chunks=(64, 4), dtype="f2")

    file["text/variable"] = "kaf\u00e9 \u529b"
    file["text/list"] = np.array([b"one", b"three"], dtype="S6")
    file.create_dataset("text/variable_list", data=["", "two"], dtype=h5py.string_dtype())

    attributes = file.create_group("attributes").attrs
    attributes["text"] = "Open->Close->Open"
    attributes["fixed"] = np.bytes_(b"K60168A")
    attributes["texts"] = ["a", "bc"]
    attributes["integer"] = np.int32(70)
    attributes["numbers"] = np.array([[1.5, 2], [3, 4]])
    attributes["empty"] = np.zeros(0)
    attributes["flag"] = True
    file.attrs["fps"] = 30.0

    # Links in a circle, to nowhere, and twice to one dataset.
    file["loop/up"] = file
    file["loop/self"] = file["loop"]
    file["loop/again"] = file["scalar"]
    file["nowhere"] = h5py.SoftLink("/does/not/exist")
    file["elsewhere"] = h5py.ExternalLink("missing.h5", "/x")
    file.create_group("no_values")
