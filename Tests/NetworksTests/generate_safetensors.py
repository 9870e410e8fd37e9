#!/usr/bin/env python3
"""Writes Fixtures/types.safetensors with the safetensors package: every element type that Chaff reads.

Checks files that Chaff wrote as well: each tensor must hold 0, ½, 1, 1½ … and `name` of the metadata must be "ä/ü \\"q\\"".

    python3 generate_safetensors.py [FILE-WRITTEN-BY-CHAFF]
"""
import pathlib
import struct
import sys

import numpy
from safetensors import safe_open
from safetensors.numpy import save


def bfloat16(file):
    """NumPy has no bfloat16, so one tensor is renamed in the header: F16 and BF16 have the same size."""
    size = struct.unpack("<Q", file[:8])[0]
    header, count = file[8 : 8 + size], file.count(b'"brain":{"dtype":"F16"')
    assert count == 1
    changed = header.replace(b'"brain":{"dtype":"F16"', b'"brain":{"dtype":"BF16"').rstrip(b" ")
    changed += b" " * (-len(changed) % 8)
    return struct.pack("<Q", len(changed)) + changed + file[8 + size :]


def write():
    values = numpy.array([[0, 1, 2], [3, 100, 5]])
    tensors = {f"{t}": values.astype(t) for t in
               ["float64", "float32", "float16", "int64", "int32", "int16", "int8", "uint64", "uint32", "uint16", "uint8"]}
    tensors["negative"] = numpy.array([-1.5, float("inf"), -0.0], numpy.float32)
    tensors["bool"] = numpy.array([True, False])
    tensors["scalar"] = numpy.array(7, numpy.int64)
    tensors["empty"] = numpy.zeros((0, 3), numpy.float32)
    tensors["brain"] = numpy.array([0x3FC0, 0xC000], numpy.uint16).view(numpy.float16)
    file = bfloat16(save(tensors, metadata={"made by": "safetensors", "note": "ä \"quoted\""}))
    (pathlib.Path(__file__).parent / "Fixtures" / "types.safetensors").write_bytes(file)


def check(path):
    with safe_open(path, "numpy") as file:
        assert file.metadata()["name"] == 'ä/ü "q"', file.metadata()
        for name in file.keys():
            tensor = file.get_tensor(name)
            assert tensor.dtype == numpy.float32
            assert (tensor.ravel() == numpy.arange(tensor.size) / 2).all(), name
        print(sorted((name, list(file.get_slice(name).get_shape())) for name in file.keys()))


check(sys.argv[1]) if len(sys.argv) > 1 else write()
