"""Writes the small ONNX models of the ONNX tests, and what onnxruntime and onnx's own evaluator make of them.

    python generate_fixtures.py

needs onnx, onnxruntime and numpy. Every case becomes Fixtures/operators/NAME.onnx; Fixtures/operators.json holds its
inputs and expected outputs. Fixtures/files holds models that are odd or wrong in one way each. onnxruntime gives the numbers; the reference evaluator of the onnx package must agree
wherever it knows the operator (differences are printed).
"""

import json
import pathlib

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper
from onnx.reference import ReferenceEvaluator

onnxruntime.set_default_logger_severity(4)
ROOT = pathlib.Path(__file__).parent / "Fixtures"
random = np.random.default_rng(7)
cases = {}


def array(*shape, low=-1.0, high=1.0):
    return np.round(random.uniform(low, high, shape), 3).astype(np.float32)


def node(op, inputs, outputs="y", **attributes):
    outputs = outputs if isinstance(outputs, list) else [outputs]
    return helper.make_node(op, inputs, outputs, name=f"/{op}_{outputs[0]}", **attributes)


def ints(*values):
    return np.array(values, dtype=np.int64)


def model(nodes, x, constants, outputs, opset, declared=None, ir=8):
    inputs = [
        helper.make_tensor_value_info(name, TensorProto.FLOAT, (declared or {}).get(name, list(value.shape)))
        for name, value in x.items()
    ]
    graph = helper.make_graph(
        nodes, "case", inputs,
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in outputs],
        [numpy_helper.from_array(value, name) for name, value in constants.items()])
    proto = helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)], producer_name="chaff-tests")
    proto.ir_version = ir
    return proto


def run(proto, feeds, outputs, name):
    """onnxruntime's answer, checked against the reference evaluator."""
    session = answer = None
    try:
        session = onnxruntime.InferenceSession(proto.SerializeToString(), providers=["CPUExecutionProvider"])
        answer = session.run(outputs, feeds)
    except Exception as error:
        print(f"{name}: onnxruntime: {str(error)[:120]}")
    try:
        other = ReferenceEvaluator(proto).run(outputs, feeds)
        if answer is None:
            answer = other
        elif any(a.shape != b.shape or np.abs(a - b).max() > 1e-4 for a, b in zip(answer, other)):
            print(f"{name}: onnxruntime and the reference evaluator differ")
    except Exception as error:
        print(f"{name}: reference: {str(error)[:120]}")
    return answer


def case(name, nodes, x, constants=None, outputs=("y",), opset=17, declared=None, batch=None, expected=None, ir=8):
    """One model and its expected outputs.

    With `batch`, the model is exported as it is but run for that many random samples, one at a time; the test
    lowers it for the whole batch.
    """
    nodes = nodes if isinstance(nodes, list) else [nodes]
    outputs = list(outputs)
    proto = model(nodes, x, constants or {}, outputs, opset, declared, ir)
    feeds = x
    if batch:
        feeds = {key: array(batch, *value.shape[1:]) for key, value in x.items()}
        answers = [run(proto, {k: v[i:i + 1] for k, v in feeds.items()}, outputs, name) for i in range(batch)]
        answer = [np.concatenate(parts) for parts in zip(*answers)]
    else:
        answer = expected or run(proto, x, outputs, name)
    if answer is None:
        raise SystemExit(f"{name}: nobody can run it")
    (ROOT / "operators" / f"{name}.onnx").write_bytes(proto.SerializeToString())
    pack = lambda a: {"shape": list(a.shape), "values": [float(f"{v:.8g}") for v in a.astype(np.float64).ravel()]}
    cases[name] = {
        "inputs": {key: pack(value) for key, value in feeds.items()},
        "outputs": [pack(np.asarray(value)) for value in answer],
    }


def convolutions():
    x1, x2, x3 = array(2, 4, 9), array(2, 4, 7, 6), array(1, 2, 5, 6, 4)
    case("conv1d", node("Conv", ["x", "w", "b"], strides=[2], pads=[2, 1], dilations=[2]), {"x": x1},
         {"w": array(3, 4, 3), "b": array(3)})
    case("conv2d", node("Conv", ["x", "w"], kernel_shape=[3, 2], strides=[2, 1], pads=[1, 0, 2, 1]), {"x": x2},
         {"w": array(5, 4, 3, 2)})
    case("conv2d_groups", node("Conv", ["x", "w", "b"], group=2, dilations=[1, 2]), {"x": x2},
         {"w": array(6, 2, 3, 2), "b": array(6)})
    case("conv2d_depthwise", node("Conv", ["x", "w"], group=4, pads=[1, 1, 1, 1]), {"x": x2}, {"w": array(4, 1, 3, 3)})
    case("conv3d", node("Conv", ["x", "w", "b"], pads=[1, 1, 1, 1, 1, 1], strides=[1, 2, 2]), {"x": x3},
         {"w": array(3, 2, 3, 3, 3), "b": array(3)}, opset=7)
    for pad in ["SAME_UPPER", "SAME_LOWER", "VALID"]:
        case(f"conv2d_{pad.lower()}", node("Conv", ["x", "w"], auto_pad=pad, strides=[2, 3], kernel_shape=[4, 3]),
             {"x": x2}, {"w": array(2, 4, 4, 3)})
    w = array(4, 3, 3, 2)
    case("convtranspose2d", node("ConvTranspose", ["x", "w", "b"], strides=[2, 3], pads=[1, 0, 0, 1]), {"x": x2},
         {"w": w, "b": array(3)})
    case("convtranspose2d_output_padding",
         node("ConvTranspose", ["x", "w"], strides=[2, 2], output_padding=[1, 0], dilations=[1, 2]), {"x": x2}, {"w": w})
    case("convtranspose2d_output_shape", node("ConvTranspose", ["x", "w"], strides=[2, 2], output_shape=[14, 11]),
         {"x": x2}, {"w": w})
    case("convtranspose2d_output_shape_upper",
         node("ConvTranspose", ["x", "w"], strides=[2, 2], output_shape=[14, 11], auto_pad="SAME_UPPER"),
         {"x": x2}, {"w": w})
    case("convtranspose2d_same_upper", node("ConvTranspose", ["x", "w"], strides=[2, 2], auto_pad="SAME_UPPER"),
         {"x": x2}, {"w": w})
    case("convtranspose2d_same_lower", node("ConvTranspose", ["x", "w"], strides=[2, 2], auto_pad="SAME_LOWER"),
         {"x": x2}, {"w": w})
    case("convtranspose2d_groups", node("ConvTranspose", ["x", "w"], group=2, strides=[1, 2]), {"x": x2},
         {"w": array(4, 2, 2, 3)})
    case("convtranspose1d", node("ConvTranspose", ["x", "w"], strides=[3], pads=[1, 1]), {"x": x1}, {"w": array(4, 2, 4)})
    case("convtranspose3d", node("ConvTranspose", ["x", "w"], strides=[2, 1, 2]), {"x": x3}, {"w": array(2, 2, 2, 3, 2)})


def pooling():
    x1, x2, x3 = array(2, 2, 11), array(2, 3, 7, 8), array(1, 2, 5, 6, 5)
    case("maxpool2d", node("MaxPool", ["x"], kernel_shape=[3, 2], strides=[2, 2], pads=[1, 0, 1, 1]), {"x": x2})
    case("maxpool2d_ceil", node("MaxPool", ["x"], kernel_shape=[3, 3], strides=[2, 2], ceil_mode=1), {"x": x2})
    case("maxpool2d_ceil_drop", node("MaxPool", ["x"], kernel_shape=[2, 2], strides=[3, 3], ceil_mode=1, pads=[1, 1, 1, 1]),
         {"x": x2})
    case("maxpool1d_dilated", node("MaxPool", ["x"], kernel_shape=[3], dilations=[2], strides=[2]), {"x": x1})
    case("maxpool3d", node("MaxPool", ["x"], kernel_shape=[2, 2, 2], strides=[2, 2, 2]), {"x": x3}, opset=8)
    case("maxpool2d_same_lower", node("MaxPool", ["x"], kernel_shape=[2, 3], strides=[2, 2], auto_pad="SAME_LOWER"),
         {"x": x2}, opset=7)
    for pad in [0, 1]:
        case(f"averagepool2d_include{pad}",
             node("AveragePool", ["x"], kernel_shape=[3, 3], strides=[2, 2], pads=[1, 1, 1, 0], count_include_pad=pad),
             {"x": x2}, opset=11)
        case(f"averagepool2d_ceil_include{pad}",
             node("AveragePool", ["x"], kernel_shape=[3, 3], strides=[2, 2], pads=[1, 1, 1, 1], ceil_mode=1,
                  count_include_pad=pad), {"x": x2}, opset=19)
    case("averagepool2d_same_upper", node("AveragePool", ["x"], kernel_shape=[2, 3], strides=[2, 2],
                                          auto_pad="SAME_UPPER"), {"x": x2}, opset=7)
    case("averagepool1d_dilated", node("AveragePool", ["x"], kernel_shape=[2], dilations=[3]), {"x": x1}, opset=19)
    case("averagepool3d", node("AveragePool", ["x"], kernel_shape=[2, 3, 2], strides=[1, 2, 1]), {"x": x3})
    case("globalaveragepool", node("GlobalAveragePool", ["x"]), {"x": x3})
    case("globalmaxpool", node("GlobalMaxPool", ["x"]), {"x": x2})


def linear():
    a, b, c = array(3, 4), array(4, 5), array(3, 5)
    case("gemm", node("Gemm", ["x", "b", "c"]), {"x": a}, {"b": b, "c": array(5)})
    case("gemm_alpha_beta", node("Gemm", ["x", "b", "c"], alpha=0.5, beta=2.0, transB=1), {"x": a},
         {"b": array(5, 4), "c": c}, opset=9)
    case("gemm_trans_a", node("Gemm", ["x", "b", "c"], transA=1), {"x": array(4, 3)}, {"b": b, "c": array(3, 1)})
    case("gemm_without_c", node("Gemm", ["x", "b"], alpha=2.0), {"x": a}, {"b": b}, opset=11)
    case("gemm_computed_b", node("Gemm", ["x", "x"], transB=1, alpha=0.25), {"x": a})
    case("matmul", node("MatMul", ["x", "b"]), {"x": array(2, 3, 4)}, {"b": b})
    case("matmul_batched", node("MatMul", ["x", "b"]), {"x": array(2, 1, 3, 4)}, {"b": array(5, 4, 2)})
    case("matmul_column", node("MatMul", ["x", "b"]), {"x": array(2, 3, 4)}, {"b": array(4)})
    case("matmul_row", node("MatMul", ["b", "x"]), {"x": array(2, 4, 3)}, {"b": array(4)})
    case("matmul_attention", [node("Transpose", ["x"], "t", perm=[0, 2, 1]), node("MatMul", ["x", "t"], "s"),
                              node("Softmax", ["s"], "p", axis=-1), node("MatMul", ["p", "x"])], {"x": array(2, 3, 4)})


def normalizations():
    x = array(2, 6, 3, 4)
    bn = {"s": array(6), "b": array(6), "m": array(6), "v": array(6, low=0.5, high=2)}
    case("batchnorm", node("BatchNormalization", ["x", "s", "b", "m", "v"], epsilon=1e-3), {"x": x}, bn, opset=15)
    case("batchnorm_opset7", node("BatchNormalization", ["x", "s", "b", "m", "v"], momentum=0.9), {"x": x}, bn, opset=7)
    case("batchnorm_2d", node("BatchNormalization", ["x", "s", "b", "m", "v"]), {"x": array(3, 6)}, bn, opset=9)
    case("instancenorm", node("InstanceNormalization", ["x", "s", "b"], epsilon=1e-2), {"x": x},
         {"s": array(6), "b": array(6)})
    case("layernorm", node("LayerNormalization", ["x", "s", "b"]), {"x": array(2, 3, 5)}, {"s": array(5), "b": array(5)})
    case("layernorm_axis", node("LayerNormalization", ["x", "s"], axis=1, epsilon=1e-3), {"x": array(2, 3, 5)},
         {"s": array(3, 5)})
    case("layernorm_primitive", [
        node("ReduceMean", ["x"], "m", axes=[-1]), node("Sub", ["x", "m"], "d"), node("Pow", ["d", "two"], "q"),
        node("ReduceMean", ["q"], "v", axes=[-1]), node("Add", ["v", "e"], "ve"), node("Sqrt", ["ve"], "sd"),
        node("Div", ["d", "sd"], "n"), node("Mul", ["n", "s"], "ns"), node("Add", ["ns", "b"])],
        {"x": array(2, 3, 5)},
        {"two": np.float32(2), "e": np.float32(1e-5), "s": array(5), "b": array(5)}, opset=13)
    case("groupnorm_18", node("GroupNormalization", ["x", "s", "b"], num_groups=3), {"x": x},
         {"s": array(3), "b": array(3)}, opset=18)
    case("groupnorm_21", node("GroupNormalization", ["x", "s", "b"], num_groups=3, epsilon=1e-3), {"x": x},
         {"s": array(6), "b": array(6)}, opset=21, ir=10)
    case("groupnorm_primitive", [
        node("Reshape", ["x", "g"], "r"), node("InstanceNormalization", ["r", "one", "zero"], "i"),
        node("Shape", ["x"], "sh"), node("Reshape", ["i", "sh"], "n"), node("Mul", ["n", "s"], "ns"),
        node("Add", ["ns", "b"])],
        {"x": x}, {"g": ints(0, 3, -1), "one": np.ones(3, np.float32), "zero": np.zeros(3, np.float32),
                   "s": array(6, 1, 1), "b": array(6, 1, 1)})


def activations():
    x = array(2, 3, 4, low=-4, high=4)
    for op, opset, attributes in [
        ("Relu", 7, {}), ("LeakyRelu", 7, {"alpha": 0.3}), ("LeakyRelu", 16, {}), ("Elu", 7, {"alpha": 0.5}),
        ("Selu", 7, {}), ("Selu", 17, {"alpha": 1.5, "gamma": 2.0}), ("Sigmoid", 7, {}), ("HardSigmoid", 7, {}),
        ("HardSigmoid", 17, {"alpha": 0.3, "beta": 0.4}), ("HardSwish", 17, {}), ("Tanh", 7, {}), ("Softplus", 7, {}),
        ("Erf", 9, {}), ("Gelu", 20, {}), ("Gelu", 20, {"approximate": "tanh"}), ("Softsign", 7, {}),
        ("ThresholdedRelu", 10, {"alpha": 0.7}), ("Mish", 18, {}), ("Celu", 12, {"alpha": 0.8}), ("Exp", 7, {}),
        ("Abs", 7, {}), ("Neg", 7, {}), ("Sign", 9, {}), ("Floor", 7, {}), ("Ceil", 7, {}), ("Round", 11, {}),
    ]:
        suffix = "_" + "_".join(map(str, attributes.values())).replace(".", "p") if attributes else ""
        case(f"{op.lower()}_{opset}{suffix}", node(op, ["x"], **attributes), {"x": x}, opset=opset)
    for op in ["Sqrt", "Log", "Reciprocal"]:
        case(op.lower(), node(op, ["x"]), {"x": array(2, 5, low=0.2, high=3)})
    case("prelu_channel", node("PRelu", ["x", "s"]), {"x": x}, {"s": array(3, 1)})
    case("prelu_scalar", node("PRelu", ["x", "s"]), {"x": x}, {"s": array(1)}, opset=7)
    case("clip_attributes", node("Clip", ["x"], min=-1.5, max=2.0), {"x": x}, opset=7)
    case("clip_attribute_max", node("Clip", ["x"], max=0.5), {"x": x}, opset=10)
    case("clip_inputs", node("Clip", ["x", "lo", "hi"]), {"x": x}, {"lo": np.float32(-1), "hi": np.float32(3)}, opset=11)
    case("clip_no_min", node("Clip", ["x", "", "hi"]), {"x": x}, {"hi": np.float32(1)}, opset=13)
    case("clip_computed", [node("ReduceMean", ["x"], "m", keepdims=0), node("Clip", ["x", "m"])], {"x": x}, opset=13)
    for op in ["Softmax", "LogSoftmax"]:
        for opset in [11, 13]:
            for axis in [None, 0, 1, 2, -1]:
                name = f"{op.lower()}_{opset}_{'default' if axis is None else axis}".replace("-", "m")
                case(name, node(op, ["x"], **({} if axis is None else {"axis": axis})), {"x": x}, opset=opset)


def elementwise():
    a, b = array(2, 3, 4), array(3, 1, low=0.5, high=2)
    for op in ["Add", "Sub", "Mul", "Div", "Pow"]:
        case(op.lower(), node(op, ["x", "z"]), {"x": array(2, 3, 4, low=0.2, high=2), "z": b})
        case(f"{op.lower()}_constant_left", node(op, ["c", "x"]), {"x": a}, {"c": array(4, low=0.3, high=2)})
    for exponent in [1.0, 2.0, 3.0, -1.0, 0.5]:
        case(f"pow_{exponent}".replace(".", "p").replace("-", "m"), node("Pow", ["x", "e"]),
             {"x": array(2, 3, low=0.2, high=2)}, {"e": np.float32(exponent)})
    for op in ["Min", "Max", "Sum", "Mean"]:
        case(f"{op.lower()}_three", node(op, ["x", "z", "c"]), {"x": a, "z": b}, {"c": array(4)}, opset=13)
        case(f"{op.lower()}_one", node(op, ["x"]), {"x": a}, opset=8)
    for op, opset in [("Equal", 13), ("Less", 9), ("LessOrEqual", 12), ("Greater", 9), ("GreaterOrEqual", 12)]:
        z = a.copy()
        z[0] += array(3, 4)
        case(f"{op.lower()}_where", [node(op, ["x", "z"], "t"), node("Where", ["t", "x", "c"])],
             {"x": a, "z": z}, {"c": np.float32(9)}, opset=opset)
    case("logic", [node("Greater", ["x", "zero"], "p"), node("Less", ["x", "half"], "q"), node("And", ["p", "q"], "pq"),
                   node("Not", ["pq"], "n"), node("Or", ["n", "q"], "o"), node("Cast", ["o"], to=TensorProto.FLOAT)],
         {"x": a}, {"zero": np.float32(0), "half": np.float32(0.5)})
    case("cast_through_int", [node("Cast", ["x"], "i", to=TensorProto.INT64), node("Cast", ["i"], to=TensorProto.FLOAT)],
         {"x": array(3, 4, low=-5, high=5)})
    case("cast_through_bool", [node("Cast", ["x"], "i", to=TensorProto.BOOL), node("Cast", ["i"], to=TensorProto.FLOAT)],
         {"x": np.array([[0, 0.5, -2, 0]], np.float32)})
    case("identity_dropout", [node("Identity", ["x"], "i"), node("Dropout", ["i"], "d"), node("Relu", ["d"])], {"x": a})
    case("dropout_7", [node("Dropout", ["x"], "d", ratio=0.4), node("Relu", ["d"])], {"x": a}, opset=7)
    case("where_broadcast", [node("Where", ["c", "x", "z"])], {"x": a, "z": b},
         {"c": np.array([True, False, True, False])})


def reductions():
    x = array(2, 3, 4, 5)
    for op in ["ReduceSum", "ReduceMean", "ReduceMax", "ReduceMin", "ReduceL1", "ReduceL2", "ReduceSumSquare"]:
        case(f"{op.lower()}_attribute", node(op, ["x"], axes=[1, -1], keepdims=0), {"x": x}, opset=11)
        case(f"{op.lower()}_input", node(op, ["x", "a"]), {"x": x}, {"a": ints(-2)}, opset=18)
        case(f"{op.lower()}_all", node(op, ["x"], keepdims=0), {"x": x}, opset=11)
    case("reducesum_13_noop", [node("ReduceSum", ["x", "a"], "r", noop_with_empty_axes=1), node("Relu", ["r"])],
         {"x": x}, {"a": ints()}, opset=13)


def arrangements():
    x = array(2, 3, 4)
    case("reshape_copy_infer", node("Reshape", ["x", "s"]), {"x": x}, {"s": ints(0, -1)})
    case("reshape_full", node("Reshape", ["x", "s"]), {"x": x}, {"s": ints(2, 2, 3, 2)}, opset=7)
    case("reshape_allowzero", node("Reshape", ["x", "s"], allowzero=1), {"x": x}, {"s": ints(2, 12)}, opset=14)
    for axis in [0, 1, 2, 3, -1]:
        case(f"flatten_{axis}".replace("-", "m"), node("Flatten", ["x"], axis=axis), {"x": x}, opset=13)
    case("squeeze_attribute", node("Squeeze", ["x"], axes=[1, -1]), {"x": array(2, 1, 3, 1)}, opset=11)
    case("squeeze_input", node("Squeeze", ["x", "a"]), {"x": array(2, 1, 3, 1)}, {"a": ints(-3)}, opset=13)
    case("squeeze_all", node("Squeeze", ["x"]), {"x": array(2, 1, 3, 1)}, opset=13)
    case("unsqueeze_attribute", node("Unsqueeze", ["x"], axes=[0, 3]), {"x": x}, opset=11)
    case("unsqueeze_input", node("Unsqueeze", ["x", "a"]), {"x": x}, {"a": ints(-1, 1)}, opset=13)
    case("transpose", node("Transpose", ["x"], perm=[2, 0, 1]), {"x": x})
    case("transpose_default", node("Transpose", ["x"]), {"x": x})
    case("concat", node("Concat", ["x", "z", "c"], axis=-2), {"x": x, "z": array(2, 2, 4)}, {"c": array(2, 1, 4)})
    case("split_attribute", [node("Split", ["x"], ["p", "q"], axis=2, split=[1, 3]), node("Sub", ["q", "p"])],
         {"x": x}, opset=11)
    case("split_input", [node("Split", ["x", "s"], ["p", "q", "r"], axis=-1), node("Concat", ["r", "q", "p"], axis=2)],
         {"x": x}, {"s": ints(1, 2, 1)}, opset=13)
    case("split_equal", [node("Split", ["x"], ["p", "q"], axis=2), node("Mul", ["p", "q"])], {"x": x}, opset=13)
    case("split_num_outputs", node("Split", ["x"], ["p", "q", "r"], axis=1, num_outputs=3), {"x": array(2, 7)},
         outputs=("r", "q", "p"), opset=18)
    case("slice_attributes", node("Slice", ["x"], starts=[1, -3], ends=[9, -1], axes=[1, 2]), {"x": x}, opset=9)
    case("slice_inputs", node("Slice", ["x", "s", "e", "a", "t"]), {"x": array(2, 5, 7)},
         {"s": ints(4, -1), "e": ints(0, -9223372036854775807), "a": ints(1, -1), "t": ints(-2, -3)}, opset=13)
    case("slice_no_axes", node("Slice", ["x", "s", "e"]), {"x": x}, {"s": ints(0, 1), "e": ints(1, 9223372036854775807)},
         opset=10)
    case("gather_scalar", node("Gather", ["x", "i"], axis=1), {"x": x}, {"i": np.int64(-1)})
    case("gather_matrix", node("Gather", ["x", "i"], axis=2), {"x": x}, {"i": np.array([[0, 3], [-2, 1]], np.int64)})
    case("expand", node("Expand", ["x", "s"]), {"x": array(3, 1)}, {"s": ints(2, 1, 4)})
    case("tile", node("Tile", ["x", "r"]), {"x": array(2, 3)}, {"r": ints(2, 3)})
    case("depthtospace_dcr", node("DepthToSpace", ["x"], blocksize=2, mode="DCR"), {"x": array(1, 8, 2, 3)})
    case("depthtospace_crd", node("DepthToSpace", ["x"], blocksize=2, mode="CRD"), {"x": array(1, 8, 2, 3)})
    case("depthtospace_7", node("DepthToSpace", ["x"], blocksize=3), {"x": array(1, 9, 2, 2)}, opset=7)
    case("spacetodepth", node("SpaceToDepth", ["x"], blocksize=2), {"x": array(2, 2, 4, 6)})


def padding():
    x = array(2, 3, 4, 5)
    pads = [0, 0, 1, 2, 0, 0, 2, 1]
    for mode in ["constant", "reflect", "edge"]:
        case(f"pad_{mode}_attribute", node("Pad", ["x"], mode=mode, pads=pads), {"x": x}, opset=7)
        case(f"pad_{mode}_input", node("Pad", ["x", "p"], mode=mode), {"x": x}, {"p": ints(*pads)}, opset=13)
    case("pad_value_attribute", node("Pad", ["x"], pads=pads, value=1.5), {"x": x}, opset=10)
    case("pad_value_input", node("Pad", ["x", "p", "v"]), {"x": x}, {"p": ints(*pads), "v": np.float32(-2)}, opset=11)
    case("pad_negative", node("Pad", ["x", "p"]), {"x": x}, {"p": ints(0, 0, -1, 2, 0, 0, 0, -3)}, opset=13)
    case("pad_axes", node("Pad", ["x", "p", "", "a"], mode="edge"), {"x": x}, {"p": ints(1, 0, 0, 2), "a": ints(-1, 1)},
         opset=18)


def resizing():
    x = array(1, 2, 3, 5)
    up, down = np.array([1, 1, 2, 2], np.float32), np.array([1, 1, 0.7, 0.5], np.float32)
    modes = ["half_pixel", "pytorch_half_pixel", "asymmetric", "align_corners"]
    for transformation in modes:
        for name, scales in [("up", up), ("down", down)]:
            case(f"resize_linear_{transformation}_{name}",
                 node("Resize", ["x", "", "s"], mode="linear", coordinate_transformation_mode=transformation),
                 {"x": x}, {"s": scales}, opset=13)
        case(f"resize_linear_{transformation}_sizes",
             node("Resize", ["x", "", "", "z"], mode="linear", coordinate_transformation_mode=transformation),
             {"x": x}, {"z": ints(1, 2, 7, 4)}, opset=13)
    for rounding in ["round_prefer_floor", "round_prefer_ceil", "floor", "ceil"]:
        for transformation in ["half_pixel", "asymmetric", "align_corners"]:
            case(f"resize_nearest_{transformation}_{rounding}",
                 node("Resize", ["x", "", "s"], mode="nearest", nearest_mode=rounding,
                      coordinate_transformation_mode=transformation),
                 {"x": x}, {"s": np.array([1, 1, 2.3, 1.6], np.float32)}, opset=13)
    case("resize_roi_11", node("Resize", ["x", "roi", "s"], mode="linear"), {"x": x},
         {"roi": np.zeros(0, np.float32), "s": up}, opset=11)
    case("resize_sizes_empty_scales", node("Resize", ["x", "roi", "s", "z"], mode="nearest"), {"x": x},
         {"roi": np.zeros(0, np.float32), "s": np.zeros(0, np.float32), "z": ints(1, 2, 6, 10)}, opset=11)
    case("resize_axes_18", node("Resize", ["x", "", "s"], mode="linear", axes=[2, 3]), {"x": x},
         {"s": np.array([2, 3], np.float32)}, opset=18)
    case("resize_10_linear", node("Resize", ["x", "s"], mode="linear"), {"x": x}, {"s": up}, opset=10)
    case("resize_10_nearest_up", node("Resize", ["x", "s"]), {"x": x}, {"s": np.array([1, 1, 1.5, 2], np.float32)}, opset=10)
    case("resize_10_nearest_down", node("Resize", ["x", "s"]), {"x": x}, {"s": np.array([1, 1, 0.6, 0.5], np.float32)},
         opset=10)
    case("resize_1d", node("Resize", ["x", "", "s"], mode="linear"), {"x": array(1, 2, 5)},
         {"s": np.array([1, 1, 2], np.float32)}, opset=13)
    case("resize_3d", node("Resize", ["x", "", "s"], mode="linear"), {"x": array(1, 1, 2, 3, 2)},
         {"s": np.array([1, 1, 2, 2, 1.5], np.float32)}, opset=13)
    case("upsample_7_nearest", node("Upsample", ["x"], scales=[1.0, 1.0, 2.0, 3.0]), {"x": x}, opset=7)
    case("upsample_7_linear", node("Upsample", ["x"], mode="linear", scales=[1.0, 1.0, 2.0, 2.0]), {"x": x}, opset=7)
    # PyTorch's invalid spelling of its own interpolation: scales as an attribute in opset 9, mode "bilinear".
    half_pixel = model([node("Resize", ["x", "", "s"], mode="linear")], {"x": x}, {"s": up}, ["y"], 13)
    answer = onnxruntime.InferenceSession(half_pixel.SerializeToString()).run(None, {"x": x})
    case("upsample_9_bilinear_attribute", node("Upsample", ["x"], mode="bilinear", scales=[1.0, 1.0, 2.0, 2.0]), {"x": x},
         opset=9, expected=answer)
    case("upsample_9_nearest", node("Upsample", ["x", "s"]), {"x": x}, {"s": up}, opset=9)
    case("upsample_9_linear", node("Upsample", ["x", "s"], mode="linear"), {"x": x}, {"s": up}, opset=9)


def recurrents():
    steps, batch, features, hidden = 4, 2, 3, 5
    x = array(steps, batch, features)
    gates = {"LSTM": 4, "GRU": 3, "RNN": 1}
    for op, count in gates.items():
        for direction in ["forward", "reverse", "bidirectional"]:
            d = 2 if direction == "bidirectional" else 1
            weights = {"w": array(d, count * hidden, features), "r": array(d, count * hidden, hidden),
                       "b": array(d, 2 * count * hidden), "h": array(d, batch, hidden)}
            ins = ["x", "w", "r", "b", "", "h"]
            outs = ["y", "yh"]
            if op == "LSTM":
                weights["c"] = array(d, batch, hidden)
                ins.append("c")
                outs.append("yc")
            case(f"{op.lower()}_{direction}", node(op, ins, outs, hidden_size=hidden, direction=direction), {"x": x},
                 weights, outputs=outs, opset=14)
        weights = {"w": array(1, count * hidden, features), "r": array(1, count * hidden, hidden)}
        case(f"{op.lower()}_bare", node(op, ["x", "w", "r"], ["y"], hidden_size=hidden), {"x": x}, weights, opset=7)
    weights = {"w": array(1, 15, features), "r": array(1, 15, hidden), "b": array(1, 30)}
    case("gru_linear_before_reset", node("GRU", ["x", "w", "r", "b"], hidden_size=hidden, linear_before_reset=1),
         {"x": x}, weights)
    case("rnn_relu", node("RNN", ["x", "w", "r"], hidden_size=hidden, activations=["Relu"]), {"x": x},
         {"w": array(1, 5, features), "r": array(1, 5, hidden)})
    weights = {"w": array(2, 20, features), "r": array(2, 20, hidden), "b": array(2, 40), "h": array(batch, 2, hidden),
               "c": array(batch, 2, hidden)}
    # Only the reference evaluator knows layout 1, and only forward; so the answer is worked out with layout 0.
    plain = model([node("LSTM", ["x", "w", "r", "b", "", "h", "c"], ["y", "yh", "yc"], hidden_size=hidden,
                        direction="bidirectional")], {"x": x},
                  {**weights, "h": weights["h"].transpose(1, 0, 2), "c": weights["c"].transpose(1, 0, 2)},
                  ["y", "yh", "yc"], 14)
    y, yh, yc = onnxruntime.InferenceSession(plain.SerializeToString()).run(None, {"x": x})
    case("lstm_batch_first", node("LSTM", ["x", "w", "r", "b", "", "h", "c"], ["y", "yh", "yc"], hidden_size=hidden,
                                  direction="bidirectional", layout=1), {"x": np.ascontiguousarray(x.transpose(1, 0, 2))},
         weights, outputs=["y", "yh", "yc"], opset=14,
         expected=[y.transpose(2, 0, 1, 3), yh.transpose(1, 0, 2), yc.transpose(1, 0, 2)])


def constants():
    x = array(2, 3, 4)
    for key, value in [("value_float", 2.5), ("value_int", 3), ("value_floats", [1.0, 2.0, 3.0, 4.0]),
                       ("value_ints", [4, 3, 2, 1])]:
        cast = [node("Cast", ["k"], "c", to=TensorProto.FLOAT)]
        case(f"constant_{key}", [node("Constant", [], "k", **{key: value})] + cast + [node("Mul", ["x", "c"])], {"x": x},
             opset=13)
    kinds = [TensorProto.FLOAT16, TensorProto.DOUBLE, TensorProto.INT8, TensorProto.UINT8, TensorProto.INT16,
             TensorProto.UINT16, TensorProto.INT32, TensorProto.INT64, TensorProto.UINT32, TensorProto.UINT64,
             TensorProto.BOOL, TensorProto.BFLOAT16]
    for kind in kinds:
        for raw in [False, True]:
            values = [1, 0, 1, 1] if kind == TensorProto.BOOL else [1, 2, 3, 100]
            if kind in (TensorProto.FLOAT16, TensorProto.DOUBLE, TensorProto.BFLOAT16):
                values = [0.5, -1.25, 2.0, 96.0]
            if raw:
                dtype = helper.tensor_dtype_to_np_dtype(kind)
                tensor = numpy_helper.from_array(np.array(values).astype(dtype), "c")
            else:
                tensor = helper.make_tensor("c", kind, [4], values)
            name = f"tensor_{TensorProto.DataType.Name(kind).lower()}_{'raw' if raw else 'typed'}"
            case(name, [helper.make_node("Constant", [], ["c"], value=tensor),
                        node("Cast", ["c"], "f", to=TensorProto.FLOAT), node("Mul", ["x", "f"])], {"x": x}, opset=13,
                 expected=[x * np.array(values, np.float32)])
    case("shape_arithmetic", [
        node("Shape", ["x"], "sh"), node("Gather", ["sh", "zero"], "n"), node("Gather", ["sh", "one"], "t"),
        node("Mul", ["n", "t"], "nt"), node("Unsqueeze", ["nt", "axis0"], "ntu"), node("Concat", ["ntu", "rest"], "target",
                                                                                       axis=0),
        node("Reshape", ["x", "target"])], {"x": x},
        {"zero": np.int64(0), "one": np.int64(1), "axis0": ints(0), "rest": ints(-1)}, declared={"x": ["n", 3, 4]})
    case("shape_start_end", [node("Shape", ["x"], "sh", start=1, end=-1), node("Cast", ["sh"], "f", to=1),
                             node("Mul", ["x", "f"])], {"x": x}, opset=15)
    case("size", [node("Size", ["x"], "sz"), node("Cast", ["sz"], "f", to=1), node("Div", ["x", "f"])], {"x": x})
    case("constantofshape", [node("Shape", ["x"], "sh"), node("ConstantOfShape", ["sh"], "c", value=helper.make_tensor(
        "v", TensorProto.FLOAT, [1], [2.0])), node("Add", ["x", "c"])], {"x": x})
    case("range", [node("Range", ["a", "b", "c"], "r"), node("Cast", ["r"], "f", to=1), node("Add", ["x", "f"])], {"x": x},
         {"a": np.int64(7), "b": np.int64(-1), "c": np.int64(-2)})
    case("range_float", [node("Range", ["a", "b", "c"], "r"), node("Add", ["x", "r"])], {"x": x},
         {"a": np.float32(0.5), "b": np.float32(2.1), "c": np.float32(0.5)})
    case("nonzero", [node("NonZero", ["m"], "nz"), node("Squeeze", ["nz", "axis0"], "i"), node("Gather", ["x", "i"], axis=2)],
         {"x": x}, {"m": np.array([1, 0, 1, 1], np.float32), "axis0": ints(0)})
    case("integer_arithmetic", [
        node("Div", ["a", "b"], "d"), node("Mod", ["a", "b"], "m"), node("Mod", ["a", "b"], "fm", fmod=1),
        node("Sub", ["d", "m"], "s"), node("Mul", ["s", "fm"], "p"), node("Neg", ["p"], "np"), node("Abs", ["np"], "ab"),
        node("Max", ["ab", "b"], "mx"), node("Min", ["mx", "a"], "mn"), node("Equal", ["mn", "a"], "eq"),
        node("Where", ["eq", "mx", "d"], "wh"), node("ReduceProd", ["wh"], "rp", keepdims=0),
        node("ReduceSum", ["wh", "axis0"], "rs"), node("Add", ["rp", "rs"], "all"), node("Pow", ["all", "two"], "pw"),
        node("Cast", ["pw"], "f", to=1), node("Mul", ["x", "f"])],
        {"x": x}, {"a": ints(7, -7, 9, -1), "b": ints(2, 2, -4, 3), "axis0": ints(0), "two": ints(2)}, opset=13)
    case("float_shape_arithmetic", [
        node("Shape", ["x"], "sh"), node("Slice", ["sh", "two", "four"], "hw"), node("Cast", ["hw"], "f", to=1),
        node("Mul", ["f", "scale"], "sc"), node("Floor", ["sc"], "fl"), node("Cast", ["fl"], "sz", to=7),
        node("Slice", ["sh", "zero", "two"], "nc"), node("Concat", ["nc", "sz"], "sizes", axis=0),
        node("Resize", ["x", "", "", "sizes"], mode="nearest", coordinate_transformation_mode="asymmetric",
             nearest_mode="floor")],
        {"x": array(1, 2, 3, 5)}, {"two": ints(2), "four": ints(4), "zero": ints(0), "scale": np.float32(1.5)}, opset=13)
    case("folded_weights", [
        node("Transpose", ["w"], "wt", perm=[1, 0]), node("Mul", ["wt", "half"], "ws"), node("Concat", ["ws", "ws"], "wc", axis=1),
        node("Split", ["wc", "sizes"], ["wa", "wb"], axis=1), node("Tile", ["wa", "twice"], "wl"),
        node("Slice", ["wl", "from", "to", "axis0"], "wf"), node("Expand", ["bias", "five"], "be"),
        node("Gemm", ["x", "wf", "be"])],
        {"x": array(2, 4)},
        {"w": array(5, 4), "half": np.float32(0.5), "sizes": ints(5, 5), "twice": ints(2, 1), "from": ints(4),
         "to": ints(8), "axis0": ints(0), "bias": array(1), "five": ints(5)}, opset=13)


def batching():
    """Models of one sample that are to be run for several at once; each is marked by how it fixes its batch."""
    x = array(1, 2, 3, 4)
    case("batch1_reshape_literal", [node("Reshape", ["x", "s"], "r"), node("Gemm", ["r", "w"])], {"x": x},
         {"s": ints(1, -1), "w": array(24, 3)}, batch=5)
    case("batch1_reshape_full_literal", [node("Reshape", ["x", "s"], "r"), node("Gemm", ["r", "w"])], {"x": x},
         {"s": ints(1, 24), "w": array(24, 3)}, batch=5)
    case("batch1_frames_folded", [
        node("Reshape", ["x", "fold"], "f"), node("Conv", ["f", "k"], "c"), node("Relu", ["c"], "a"),
        node("Reshape", ["a", "unfold"], "u"), node("ReduceMean", ["u"], axes=[1], keepdims=0)],
        {"x": array(1, 6, 3, 4)}, {"fold": ints(6, 1, 3, 4), "k": array(2, 1, 2, 2), "unfold": ints(1, 6, 12)},
        opset=13, batch=4)
    case("batch1_lstm_states", [
        node("Transpose", ["x"], "t", perm=[1, 0, 2]),
        node("LSTM", ["t", "w", "r", "b", "", "h", "c"], ["y0", "yh"], hidden_size=4),
        node("Squeeze", ["yh", "axis0"])],
        {"x": array(1, 5, 3)}, {"w": array(1, 16, 3), "r": array(1, 16, 4), "b": array(1, 32), "h": array(1, 1, 4),
                                "c": np.zeros((1, 1, 4), np.float32), "axis0": ints(0)}, batch=3)
    case("batch1_squeezed", [
        node("Squeeze", ["x", "axis0"], "s"), node("Reshape", ["s", "flat"], "f"), node("Unsqueeze", ["f", "axis0"], "u"),
        node("Gemm", ["u", "w"])], {"x": x}, {"axis0": ints(0), "flat": ints(24), "w": array(24, 3)}, batch=3)
    case("batch1_class_token", [
        node("Reshape", ["x", "s"], "r"), node("Concat", ["token", "r"], "c", axis=1), node("Add", ["c", "pos"], "p"),
        node("Transpose", ["p"], "t", perm=[0, 2, 1]), node("MatMul", ["p", "t"], "q"), node("Softmax", ["q"], "a", axis=-1),
        node("MatMul", ["a", "p"], "o"), node("Gather", ["o", "zero"], axis=1)],
        {"x": x}, {"s": ints(1, 6, 4), "token": array(1, 1, 4), "pos": array(1, 7, 4), "zero": np.int64(0)}, batch=3)
    case("batch1_resize_sizes", [node("Resize", ["x", "", "", "z"], mode="linear"), ], {"x": x}, {"z": ints(1, 2, 6, 8)},
         opset=13, batch=2)
    case("batch1_conv_expand", [node("Conv", ["x", "k"], "c"), node("GlobalAveragePool", ["c"], "g"),
                                node("Expand", ["g", "s"], "e"), node("Mul", ["c", "e"])], {"x": x},
         {"k": array(3, 2, 2, 2), "s": ints(1, 3, 2, 3)}, batch=3)
    # torch's attention: [T, 1, D] becomes [T, 1·heads, D/heads], where the batch of one could go to either axis.
    case("batch1_attention_heads", [
        node("Transpose", ["x"], "t", perm=[1, 0, 2]), node("Reshape", ["t", "heads"], "h"),
        node("Transpose", ["h"], "q", perm=[1, 0, 2]), node("Transpose", ["h"], "k", perm=[1, 2, 0]),
        node("MatMul", ["q", "k"], "s"), node("Softmax", ["s"], "p", axis=-1), node("MatMul", ["p", "q"], "o"),
        node("Transpose", ["o"], "u", perm=[1, 0, 2]), node("Reshape", ["u", "flat"], "f"),
        node("Transpose", ["f"], perm=[1, 0, 2])],
        {"x": array(1, 5, 8)}, {"heads": ints(5, 2, 4), "flat": ints(5, 1, 8)}, batch=3)
    case("batch_n_literal_one", [node("Reshape", ["x", "s"], "r"), node("Gemm", ["r", "w"])], {"x": x},
         {"s": ints(1, 24), "w": array(24, 3)}, batch=3, declared={"x": ["n", 2, 3, 4]})
    case("batch_n_shape", [node("Shape", ["x"], "sh"), node("Gather", ["sh", "zero"], "n"), node("Concat", ["n", "rest"], "t", axis=0),
                           node("Reshape", ["x", "t"], "r"), node("MatMul", ["r", "w"])], {"x": x},
         {"zero": ints(0), "rest": ints(-1), "w": array(24, 3)}, batch=3, declared={"x": ["n", 2, 3, 4]})


def external(name, data, **fields):
    """An initializer whose bytes lie in another file."""
    tensor = numpy_helper.from_array(data, name)
    tensor.ClearField("raw_data")
    tensor.data_location = TensorProto.EXTERNAL
    for key, value in fields.items():
        tensor.external_data.add(key=key, value=str(value))
    return tensor


def files():
    """Models that are unusual, unsupported or broken, one fault each."""
    folder = ROOT / "files"
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*"):
        old.unlink()
    x = {"x": array(1, 2, 4, 4)}
    relu = node("Relu", ["x"])

    def save(name, proto):
        (folder / f"{name}.onnx").write_bytes(proto.SerializeToString())

    def plain(nodes=None, constants=None, opset=17, outputs=("y",), **rest):
        return model(nodes or [relu], x, constants or {}, list(outputs), opset, **rest)

    save("relu", plain())
    for opset in [6, 7, 21, 22]:
        save(f"opset{opset}", plain(opset=opset))
    save("unsorted", plain([node("Relu", ["a"]), node("Neg", ["x"], "a")]))
    save("cyclic", plain([node("Add", ["x", "b"], "a"), node("Neg", ["a"], "b"), node("Relu", ["b"])]))
    save("dangling", plain([node("Add", ["x", "nowhere"])]))
    save("duplicate", plain([node("Neg", ["x"], "y"), relu]))
    save("missing_output", plain([node("Neg", ["x"], "a")]))
    save("dead_code", plain([relu, node("GridSample", ["x", "x"], "dead")]))

    proto = plain()
    del proto.graph.node[:]
    save("no_nodes", proto)
    proto = plain()
    proto.ClearField("graph")
    save("no_graph", proto)
    proto = plain()
    del proto.opset_import[:]
    save("no_opset", proto)
    proto = plain()
    proto = plain([node("Constant", [], "k", value_float=1.0), node("Relu", ["k"])])
    del proto.graph.input[:]
    save("no_input", proto)
    save("old_inputs", plain([node("Add", ["x", "c"])], {"c": array(4)}, opset=8, ir=3))
    proto = onnx.load(folder / "old_inputs.onnx")
    proto.graph.input.append(helper.make_tensor_value_info("c", TensorProto.FLOAT, [4]))
    save("old_inputs", proto)

    proto = plain()
    proto.graph.input[0].type.tensor_type.elem_type = TensorProto.INT64
    save("integer_input", proto)
    proto = plain([node("Add", ["x", "c"])], {"c": array(4)})
    proto.graph.initializer[0].dims[0] = 2**62
    save("forged_extent", proto)
    proto = plain([node("Add", ["x", "c"])], {"c": array(4)})
    proto.graph.initializer[0].raw_data = b"123"
    save("short_weight", proto)
    proto = plain([helper.make_node("Twice", ["x"], ["y"], domain="own")])
    proto.opset_import.append(helper.make_opsetid("own", 1))
    proto.functions.append(helper.make_function("own", "Twice", ["a"], ["b"], [helper.make_node("Add", ["a", "a"], ["b"])],
                                                [helper.make_opsetid("", 17)]))
    save("function", proto)

    branch = helper.make_graph([helper.make_node("Neg", ["x"], ["n"])], "branch", [],
                               [helper.make_tensor_value_info("n", TensorProto.FLOAT, None)])
    lstm = {"w": array(1, 8, 4), "r": array(1, 8, 2), "p": array(1, 6), "lens": np.array([1], np.int32)}
    proto = plain([
        node("Einsum", ["x"], "a", equation="nchw->nhwc"),
        node("If", ["flag"], "b", then_branch=branch, else_branch=branch),
        helper.make_node("FusedConv", ["x", "x"], ["c"], name="/fused", domain="com.microsoft"),
        node("Resize", ["x", "", "s"], "d", mode="cubic"),
        node("MaxPool", ["x"], ["e", "indices"], kernel_shape=[2, 2]),
        node("ArgMax", ["x"], "f"),
        node("QuantizeLinear", ["x", "s"], "g"),
        node("LSTM", ["x", "w", "r", "", "", "", "", "p"], "h", hidden_size=2),
        node("LSTM", ["x", "w", "r", "", "lens"], "i", hidden_size=2),
        node("GRU", ["x", "w", "r"], "j", hidden_size=2, clip=1.0),
        node("RNN", ["x", "w", "r"], "k", hidden_size=2, activations=["Sigmoid"]),
        node("Pad", ["x", "pads"], "l", mode="wrap"),
        node("BatchNormalization", ["x", "s", "s", "s", "s"], "m", training_mode=1),
        node("Resize", ["x", "", "s"], "n", mode="linear", coordinate_transformation_mode="tf_crop_and_resize"),
        helper.make_node("Sum", list("abcdefghijklmn") + ["indices"], ["y"], name="/sum"),
    ], {**lstm, "s": array(2), "flag": np.array(True), "pads": ints(0)}, opset=19)
    proto.opset_import.append(helper.make_opsetid("com.microsoft", 1))
    save("unsupported", proto)

    weight = array(3)
    (folder / "weights.bin").write_bytes(b"\0" * 16 + weight.tobytes() + b"\0" * 4)
    linear = [node("MatMul", ["x", "w"]), ]
    vector = {"x": np.array([[1, 10, 100]], np.float32)}

    def with_external(name, **fields):
        proto = model(linear, vector, {}, ["y"], 17)
        proto.graph.initializer.append(external("w", weight, **fields))
        save(name, proto)

    with_external("external", location="weights.bin", offset=16, length=12)
    with_external("external_no_length", location="weights.bin", offset=16)
    with_external("external_missing", location="absent.bin", offset=16, length=12)
    with_external("external_outside", location="../operators.json", offset=0, length=12)
    with_external("external_absolute", location="/etc/hostname", offset=0, length=12)
    with_external("external_beyond", location="weights.bin", offset=24, length=12)
    with_external("external_wrong_length", location="weights.bin", offset=0, length=8)
    with_external("external_forged_offset", location="weights.bin", offset=2**63 - 1, length=12)
    with_external("external_negative", location="weights.bin", offset=-4, length=12)
    with_external("external_folder", location=".", offset=0, length=12)
    print("external weights:", [float(v) for v in weight])

    mean = [node("ReduceMean", ["x"], "m", axes=[0]), node("Sub", ["x", "m"])]
    save("mixing", plain(mean, opset=13, declared={"x": ["batch", 2, 4, 4]}))
    save("mixing_fixed", plain(mean, opset=13))
    save("batch_softmax", plain([node("Softmax", ["x"], axis=0)], declared={"x": ["batch", 2, 4, 4]}))
    save("batch_size_as_number", plain([
        node("Shape", ["x"], "s"), node("Gather", ["s", "zero"], "n"), node("Cast", ["n"], "f", to=1), node("Div", ["x", "f"])],
        {"zero": np.int64(0)}, declared={"x": ["batch", 2, 4, 4]}))
    save("feature_size_as_number", plain([
        node("Shape", ["x"], "s"), node("Gather", ["s", "one"], "n"), node("Cast", ["n"], "f", to=1), node("Div", ["x", "f"])],
        {"one": np.int64(1)}, declared={"x": ["batch", 2, 4, 4]}))
    save("first_sample_only", plain([node("Gather", ["x", "zero"], axis=0)], {"zero": np.int64(0)}))
    save("two_inputs", model([node("Add", ["a", "b"])], {"a": array(1, 3), "b": array(1, 3)}, {}, ["y"], 17,
                             declared={"a": ["n", 3], "b": ["n", 3]}))
    save("open_extents", plain([node("GlobalAveragePool", ["x"])], declared={"x": ["n", 2, "h", "w"]}))
    half = [numpy_helper.from_array(array(4).astype(np.float16), "c")]
    proto = plain([node("Add", ["x", "c"])])
    proto.graph.input[0].type.tensor_type.elem_type = TensorProto.FLOAT16
    proto.graph.initializer.extend(half)
    save("half", proto)


EXTREMES = [-2**63, 2**63 - 1, 2**62, 2**31, -2**31, 2**30 + 1, 2**40, -1, 0, 65536]


def forge(proto, chance):
    """Overwrites one number of a model (an attribute, a shape constant, an extent) with an extreme one."""
    spots = []
    for item in proto.graph.node:
        for attribute in item.attribute:
            if attribute.type == onnx.AttributeProto.INT:
                spots.append(lambda value, a=attribute: setattr(a, "i", value))
            for index in range(len(attribute.ints)):
                spots.append(lambda value, a=attribute, k=index: a.ints.__setitem__(k, value))
    for tensor in proto.graph.initializer:
        for index in range(len(tensor.dims)):
            spots.append(lambda value, t=tensor, k=index: t.dims.__setitem__(k, value))
        if tensor.data_type == TensorProto.INT64 and tensor.raw_data:
            spots.append(lambda value, t=tensor: setattr(t, "raw_data", value.to_bytes(8, "little", signed=True)
                                                         + t.raw_data[8:]))
    for value in proto.graph.input:
        for axis in value.type.tensor_type.shape.dim:
            spots.append(lambda number, a=axis: setattr(a, "dim_value", number))
    spots[chance.integers(len(spots))](EXTREMES[chance.integers(len(EXTREMES))])


def products():
    a, b = array(2, 3, 4, 5), array(2, 3, 6, 5)
    for name, equation in [("scores", "bhid,bhjd->bhij"), ("turned", "bhid,bhjd->jhbi"), ("implicit", "bhid, bhjd")]:
        case(f"einsum_{name}", node("Einsum", ["x", "b"], equation=equation), {"x": a}, {"b": b})
    case("einsum_outer", node("Einsum", ["x", "b"], equation="ij,k->kij"), {"x": array(2, 3)}, {"b": array(4)})
    case("einsum_two_summed", node("Einsum", ["x", "b"], equation="nchw,hwk->nkc"), {"x": a}, {"b": array(4, 5, 3)})
    case("einsum_computed", [node("Relu", ["x"], "r"), node("Einsum", ["x", "r"], equation="bld,bmd->blm")],
         {"x": array(2, 3, 4)})
    # The padding that timm computes for a TensorFlow network: through reals, clipped at 0.
    case("clip_folded", [
        node("Shape", ["x"], "s"), node("Gather", ["s", "last"], "w"), node("Cast", ["w"], "f", to=TensorProto.FLOAT),
        node("Sub", ["f", "nine"], "d"), node("Clip", ["d", "zero"], "c"), node("Cast", ["c"], "i", to=TensorProto.INT64),
        node("Concat", ["zeros", "i"], "p", axis=0), node("Pad", ["x", "p"])], {"x": array(1, 2, 11)},
        {"last": ints(2), "nine": np.array([9.5], np.float32), "zero": np.array(0, np.float32), "zeros": ints(0, 0, 0, 0, 0)})


def forged():
    """Sixteen operators with one forged number each, twenty times over."""
    folder = ROOT / "forged"
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.onnx"):
        old.unlink()
    chance = np.random.default_rng(5)
    names = ["conv2d", "convtranspose2d_output_shape", "averagepool2d_ceil_include1", "gemm", "groupnorm_21", "slice_inputs",
             "split_input", "gather_matrix", "expand", "tile", "pad_axes", "resize_linear_half_pixel_sizes",
             "reshape_copy_infer", "lstm_bidirectional", "range", "batch1_frames_folded"]
    for name in names:
        for index in range(20):
            proto = onnx.load(ROOT / "operators" / f"{name}.onnx")
            forge(proto, chance)
            (folder / f"{name}.{index}.onnx").write_bytes(proto.SerializeToString())


if __name__ == "__main__":
    files()
    (ROOT / "operators").mkdir(parents=True, exist_ok=True)
    for old in (ROOT / "operators").glob("*.onnx"):
        old.unlink()
    for family in [convolutions, pooling, linear, normalizations, activations, elementwise, reductions, arrangements,
                   padding, resizing, recurrents, constants, batching, products]:
        family()
    with open(ROOT / "operators.json", "w") as file:
        lines = [f"  {json.dumps(name)}: {json.dumps(case, separators=(',', ':'))}" for name, case in cases.items()]
        file.write("{\n" + ",\n".join(lines) + "\n}\n")
    forged()
    print(f"{len(cases)} cases")
