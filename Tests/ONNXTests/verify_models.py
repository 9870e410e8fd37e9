#!/usr/bin/env python3
"""Checks models that Chaff wrote with onnx.checker and onnxruntime.

Each subfolder of FOLDER holds model.onnx and, for any number of batches, input<k>.npy and output<k>.npy. What
onnxruntime computes must be as near to the outputs as TOLERANCE, a share of the largest magnitude.

    python3 verify_models.py FOLDER TOLERANCE
"""
import pathlib
import sys

import numpy
import onnx
import onnxruntime

folder, tolerance = pathlib.Path(sys.argv[1]), float(sys.argv[2])
options = onnxruntime.SessionOptions()
options.intra_op_num_threads = 1
options.log_severity_level = 3
count, worst, failed = 0, 0.0, []
for case in sorted(path for path in folder.iterdir() if path.is_dir()):
    try:
        model = onnx.load(case / "model.onnx")
        onnx.checker.check_model(model, full_check=True)
        assert model.ir_version == 8 and [(o.domain, o.version) for o in model.opset_import] == [("", 17)]
        session = onnxruntime.InferenceSession(case / "model.onnx", options, providers=["CPUExecutionProvider"])
        for path in sorted(case.glob("input*.npy")):
            expected = numpy.load(case / path.name.replace("input", "output"))
            found = session.run(None, {session.get_inputs()[0].name: numpy.load(path)})[0]
            assert found.shape == expected.shape, f"shape {found.shape}, expected {expected.shape}"
            error = float(numpy.abs(found - expected).max(initial=0) / max(numpy.abs(expected).max(initial=0), 1e-30))
            assert error <= tolerance, f"differs by {error:.2g} ({path.name})"
            count, worst = count + 1, max(worst, error)
    except Exception as error:  # every broken model is wanted in the list, not only the first
        failed.append(f"{case.name}: {error}")
print(f"{count} outputs agree, the worst to {worst:.2g}")
print("\n".join(failed), file=sys.stderr)
sys.exit(bool(failed))
