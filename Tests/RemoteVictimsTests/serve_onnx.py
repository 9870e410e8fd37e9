#!/usr/bin/env python3
"""Serves an ONNX model through MLServer: `serve_onnx.py FOLDER PORT` writes a small linear model there and serves it.

The model is z = x W^T + b with W = [[1, 1], [2, 0], [-1, 3]] and b = [0, 0.5, -1], as `linear`. Needs mlserver, onnx and
onnxruntime. MLServer is a server of the Open Inference Protocol that nobody here wrote.
"""
import json, os, pathlib, sys

import numpy as np
import onnxruntime
from mlserver import MLModel
from mlserver.codecs import NumpyCodec
from mlserver.types import InferenceRequest, InferenceResponse


class ONNXModel(MLModel):
    async def load(self) -> bool:
        path = str(pathlib.Path(self.settings.parameters.uri))
        self.session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
        return True

    async def predict(self, payload: InferenceRequest) -> InferenceResponse:
        x = NumpyCodec.decode_input(payload.inputs[0]).astype(np.float32)
        (z,) = self.session.run(None, {"x": x})
        return InferenceResponse(model_name=self.name, outputs=[NumpyCodec.encode_output("z", z)])


def write(folder, port):
    import onnx
    from onnx import TensorProto, helper

    weights = np.array([[1, 1], [2, 0], [-1, 3]], np.float32)
    bias = np.array([0, 0.5, -1], np.float32)
    node = helper.make_node("Gemm", ["x", "w", "b"], ["z"], transB=1)
    graph = helper.make_graph(
        [node], "linear", [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["batch", 2])],
        [helper.make_tensor_value_info("z", TensorProto.FLOAT, ["batch", 3])],
        [onnx.numpy_helper.from_array(weights, "w"), onnx.numpy_helper.from_array(bias, "b")])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.save(model, str(folder / "linear.onnx"))
    settings = {
        "name": "linear", "implementation": "serve_onnx.ONNXModel",
        "parameters": {"uri": str(folder / "linear.onnx")},
        "inputs": [{"name": "x", "datatype": "FP32", "shape": [-1, 2]}],
        "outputs": [{"name": "z", "datatype": "FP32", "shape": [-1, 3]}],
    }
    (folder / "model-settings.json").write_text(json.dumps(settings))
    server = {"host": "127.0.0.1", "http_port": port, "grpc_port": port + 1, "metrics_port": port + 2,
              "parallel_workers": 0, "debug": False}
    (folder / "settings.json").write_text(json.dumps(server))


if __name__ == "__main__":
    folder, port = pathlib.Path(sys.argv[1]).resolve(), int(sys.argv[2])
    write(folder, port)
    here = str(pathlib.Path(__file__).resolve().parent)
    os.environ["PYTHONPATH"] = here + os.pathsep + os.environ.get("PYTHONPATH", "")
    os.execv(sys.executable, [sys.executable, "-c", "from mlserver.cli import main; main()", "start", str(folder)])
