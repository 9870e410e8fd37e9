#!/usr/bin/env python3
"""Serves an ONNX model through MLServer: `serve_onnx.py FOLDER PORT [MODEL.onnx]`, by default a small linear model.

FOLDER is where the server's settings are written; the model's name on the server is its file's, without the ending. The linear model is z = x W^T + b with W = [[1, 1], [2, 0], [-1, 3]] and b = [0, 0.5, -1], as `linear`. Needs mlserver, onnx and
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
        z = self.session.run(None, {self.session.get_inputs()[0].name: x})[0]
        name = self.session.get_outputs()[0].name
        return InferenceResponse(model_name=self.name, outputs=[NumpyCodec.encode_output(name, z)])


def write_linear(path):
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
    onnx.save(model, str(path))


def write(folder, port, model):
    if not model:
        model = folder / "linear.onnx"
        write_linear(model)
    session = onnxruntime.InferenceSession(str(model), providers=["CPUExecutionProvider"])

    def facts(tensor):
        shape = [extent if isinstance(extent, int) else -1 for extent in tensor.shape]
        return {"name": tensor.name, "datatype": "FP32", "shape": [-1] + shape[1:]}

    settings = {
        "name": pathlib.Path(model).stem, "implementation": "serve_onnx.ONNXModel",
        "parameters": {"uri": str(pathlib.Path(model).resolve())},
        "inputs": [facts(session.get_inputs()[0])], "outputs": [facts(session.get_outputs()[0])],
    }
    (folder / "model-settings.json").write_text(json.dumps(settings))
    server = {"host": "127.0.0.1", "http_port": port, "grpc_port": port + 1, "metrics_port": port + 2,
              "parallel_workers": 0, "debug": False}
    (folder / "settings.json").write_text(json.dumps(server))


if __name__ == "__main__":
    folder, port = pathlib.Path(sys.argv[1]).resolve(), int(sys.argv[2])
    write(folder, port, sys.argv[3] if len(sys.argv) > 3 else None)
    here = str(pathlib.Path(__file__).resolve().parent)
    os.environ["PYTHONPATH"] = here + os.pathsep + os.environ.get("PYTHONPATH", "")
    os.execv(sys.executable, [sys.executable, "-c", "from mlserver.cli import main; main()", "start", str(folder)])
