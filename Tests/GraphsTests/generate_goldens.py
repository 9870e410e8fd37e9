"""Writes Fixtures/goldens.json: small operations as onnxruntime and PyTorch compute them.

Each case names an operation with its attributes, its inputs, its outputs and, where PyTorch can tell, the gradient of
sum(cotangent * output) with respect to the first input. Run with any Python that has onnx, onnxruntime and torch.
"""

import json
import pathlib

import numpy as np
import onnxruntime
import torch
import torch.nn.functional as F
from onnx import TensorProto, helper

torch.set_default_dtype(torch.float64)
random = np.random.default_rng(7)
cases = []


def draw(*shape, low=-1.0, high=1.0):
    """Multiples of 1/32: exact in both precisions, and short to write down."""
    return (np.round(random.uniform(low, high, shape) * 32) / 32).astype(np.float32)


def encode(array):
    array = np.asarray(array, dtype=np.float64)
    return {"shape": list(array.shape), "values": [float(f"{v:.8g}") for v in array.reshape(-1)]}


def record(name, operation, inputs, outputs, cotangents=None, gradient=None, **attributes):
    case = {"name": name, "operation": operation, "inputs": [encode(x) for x in inputs]}
    case["outputs"] = [encode(y) for y in outputs]
    if gradient is not None:
        case["cotangents"] = [encode(c) for c in cotangents]
        case["gradient"] = encode(gradient)
    case.update(attributes)
    cases.append(case)


def with_torch(name, operation, function, inputs, /, **attributes):
    tensors = [torch.tensor(np.asarray(x, np.float64), requires_grad=i == 0) for i, x in enumerate(inputs)]
    outputs = function(*tensors)
    outputs = outputs if isinstance(outputs, tuple) else (outputs,)
    cotangents = [torch.tensor(draw(*y.shape).astype(np.float64)) for y in outputs]
    sum((c * y).sum() for c, y in zip(cotangents, outputs)).backward()
    record(
        name, operation, inputs, [y.detach().numpy() for y in outputs], [c.numpy() for c in cotangents],
        tensors[0].grad.numpy(), **attributes)


def with_onnx(name, operation, node, inputs, output_count=1, constants=None, opset=19, **attributes):
    """Runs one ONNX node; `constants` are further inputs by name, in order, None for an absent one."""
    names = [f"x{i}" for i in range(len(inputs))]
    extra, initializers = [], []
    for key, value in (constants or {}).items():
        extra.append(key if value is not None else "")
        if value is not None:
            kind = TensorProto.INT64 if value.dtype == np.int64 else TensorProto.FLOAT
            initializers.append(helper.make_tensor(key, kind, value.shape, value.reshape(-1)))
    kind, settings = node
    outputs = [f"y{i}" for i in range(output_count)]
    graph = helper.make_graph(
        [helper.make_node(kind, names + extra, outputs, **settings)], "golden",
        [helper.make_tensor_value_info(n, TensorProto.FLOAT, x.shape) for n, x in zip(names, inputs)],
        [helper.make_tensor_value_info(n, TensorProto.FLOAT, None) for n in outputs], initializers)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)], ir_version=9)
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    record(name, operation, inputs, session.run(None, dict(zip(names, inputs))), **attributes)


def unary():
    x = np.concatenate([draw(9, low=-5, high=5), np.float32([0, -3, 3, 1, -1, 2.5, 3.5])])
    positive = draw(8, low=0.2, high=4)
    table = {
        "relu": (F.relu, x), "leakyRelu": (lambda v: F.leaky_relu(v, 0.25), x), "elu": (lambda v: F.elu(v, 0.5), x),
        "selu": (F.selu, x), "sigmoid": (torch.sigmoid, x), "hardSigmoid": (F.hardsigmoid, x),
        "hardSwish": (F.hardswish, x), "tanh": (torch.tanh, x), "softplus": (F.softplus, x), "erf": (torch.erf, x),
        "gelu": (F.gelu, x), "geluTanh": (lambda v: F.gelu(v, approximate="tanh"), x),
        "clip": (lambda v: F.hardtanh(v, -1.0, 2.0), x), "exp": (torch.exp, x), "log": (torch.log, positive),
        "sqrt": (torch.sqrt, positive), "abs": (torch.abs, x), "negate": (torch.neg, x),
        "reciprocal": (torch.reciprocal, positive), "sign": (torch.sign, x), "floor": (torch.floor, x),
        "ceil": (torch.ceil, x), "round": (torch.round, x),
    }
    for name, (function, argument) in table.items():
        with_torch(name, "unary", function, [argument], function=name)


def binary():
    a, b = draw(2, 3, low=0.2, high=2), draw(3, low=0.2, high=2)
    tied = np.float32([[1, 2, 3], [3, 2, 1]]), np.float32([2, 2, 2])
    zeros = np.float32([0, 0, 0, 2]), np.float32([0, 2, 1, 0])
    with_torch("divide", "binary", torch.divide, [a, b], function="divide")
    with_torch("power", "binary", torch.pow, [a, b], function="power")
    with_torch("power of zero", "binary", torch.pow, list(zeros), function="power")
    with_torch("power to zero", "binary", lambda b, a: torch.pow(a, b), list(zeros[::-1]), function="power", swaps=True)
    with_torch("maximum with ties", "binary", torch.maximum, list(tied), function="maximum")
    with_torch("minimum with ties", "binary", torch.minimum, list(tied), function="minimum")
    with_torch(
        "amax with ties", "reduction", lambda x: torch.amax(x, (0, 1)), [np.float32([[1, 3, 2], [3, 0, 3]])],
        function="maximum", axes=[0, 1])
    with_torch("mean", "reduction", lambda x: x.mean((0, 2)), [draw(2, 3, 4)], function="mean", axes=[0, 2])


def convolutions():
    for rank, function in [(1, F.conv1d), (2, F.conv2d), (3, F.conv3d)]:
        extents = [7, 4, 3][:rank]
        for groups in [1, 2]:
            x, w, b = draw(1, 4, *extents), draw(4, 4 // groups, *[3, 2, 2][:rank]), draw(4)
            strides, pads, dilations = [2, 1, 2][:rank], [2, 1, 0][:rank], [2, 2, 1][:rank]
            with_torch(
                f"convolution {rank}-D, {groups} groups", "convolution",
                lambda x, w, b: function(x, w, b, strides, pads, dilations, groups), [x, w, b],
                strides=strides, padBefore=pads, padAfter=pads, dilations=dilations, groups=groups)
    for rank, function in [(1, F.conv_transpose1d), (2, F.conv_transpose2d), (3, F.conv_transpose3d)]:
        for groups in [1, 2]:
            x, w, b = draw(1, 4, *[3, 2, 2][:rank]), draw(4, 2, *[3, 2, 2][:rank]), draw(2 * groups)
            strides, pads, extra, dilations = [2, 3, 2][:rank], [1, 0, 0][:rank], [1, 2, 0][:rank], [2, 1, 1][:rank]
            with_torch(
                f"transposed convolution {rank}-D, {groups} groups", "convolutionTranspose",
                lambda x, w, b: function(x, w, b, strides, pads, extra, groups, dilations), [x, w, b],
                strides=strides, padBefore=pads, padAfter=pads, dilations=dilations, groups=groups)


def pools():
    for ceil in [False, True]:
        settings = dict(kernel=[3, 2], strides=[2, 3], padBefore=[1, 0], padAfter=[1, 0], roundsUp=ceil)
        with_torch(
            f"max pool, ceil {ceil}", "maxPool",
            lambda x: F.max_pool2d(x, [3, 2], [2, 3], [1, 0], [2, 1], ceil), [draw(1, 2, 8, 9)],
            **{**settings, "dilations": [2, 1]})
        for counts in [False, True]:
            with_torch(
                f"average pool, ceil {ceil}, counts padding {counts}", "averagePool",
                lambda x: F.avg_pool2d(x, [3, 2], [2, 3], [1, 0], ceil, counts), [draw(1, 2, 8, 9)],
                **{**settings, "dilations": [1, 1]}, countsPadding=counts)
    with_torch(
        "max pool with ties", "maxPool", lambda x: F.max_pool1d(x, 3, 2), [np.float32([[[1, 1, 0, 2, 2, 2, 2]]])],
        kernel=[3], strides=[2], padBefore=[0], padAfter=[0], dilations=[1], roundsUp=False)
    for ceil in [0, 1]:
        for counts in [0, 1]:
            with_onnx(
                f"onnxruntime average pool 3-D, ceil {ceil}, counts padding {counts}", "averagePool",
                ("AveragePool", dict(
                    kernel_shape=[2, 3, 2], strides=[2, 2, 3], pads=[0, 1, 1, 1, 2, 0], ceil_mode=ceil,
                    count_include_pad=counts)), [draw(1, 1, 5, 4, 6)],
                kernel=[2, 3, 2], strides=[2, 2, 3], padBefore=[0, 1, 1], padAfter=[1, 2, 0], dilations=[1, 1, 1],
                roundsUp=bool(ceil), countsPadding=bool(counts))


def resize():
    for extents, scales in [([7, 5], [2, 1.7]), ([2, 9], [0.6, 3]), ([4, 1], [1.25, 0.5]), ([3, 3], [1, 1])]:
        extents = [int(np.floor(n * np.float32(s))) for n, s in zip([4, 3], scales)]
        for mode in ["nearest", "linear"]:
            for transformation in ["half_pixel", "pytorch_half_pixel", "asymmetric", "align_corners"]:
                roundings = ["round_prefer_floor", "round_prefer_ceil", "floor", "ceil"]
                for rounding in roundings if mode == "nearest" else ["floor"]:
                    if mode == "nearest" and transformation != "asymmetric" and rounding in ["floor", "ceil"]:
                        continue
                    settings = dict(mode=mode, coordinate_transformation_mode=transformation)
                    if mode == "nearest":
                        settings["nearest_mode"] = rounding
                    with_onnx(
                        f"resize {scales} {mode} {transformation} {rounding}", "resize", ("Resize", settings),
                        [draw(1, 1, 4, 3)], constants=dict(roi=None, scales=np.float32([1, 1] + scales)),
                        extents=extents, scales=scales, mode=mode, transformation=transformation, rounding=rounding)
    for align in [False, True]:
        with_torch(
            f"bilinear interpolation, align corners {align}", "resize",
            lambda x: F.interpolate(x, size=(7, 2), mode="bilinear", align_corners=align), [draw(1, 2, 4, 3)],
            extents=[7, 2], scales=[7 / 4, 2 / 3], mode="linear", rounding="floor",
            transformation="align_corners" if align else "half_pixel")


def recurrent():
    steps, batch, inputs, hidden = 4, 2, 3, 2
    onnx_order = {"LSTM": [0, 3, 1, 2], "GRU": [1, 0, 2], "RNN": [0]}  # positions of ONNX's gates among PyTorch's
    kinds = {"LSTM": torch.nn.LSTM, "GRU": torch.nn.GRU, "RNN": torch.nn.RNN}
    for kind, order in onnx_order.items():
        layer = kinds[kind](inputs, hidden, bidirectional=True)

        def gates(parameter):
            parts = np.split(parameter.detach().numpy(), len(order))
            return np.concatenate([parts[g] for g in order]).astype(np.float32)

        def stacked(stem):
            return np.stack([gates(getattr(layer, f"{stem}_l0{suffix}")) for suffix in ["", "_reverse"]])

        w, r = stacked("weight_ih"), stacked("weight_hh")
        b = np.concatenate([stacked("bias_ih"), stacked("bias_hh")], 1)
        states = [draw(2, batch, hidden) for _ in range(2 if kind == "LSTM" else 1)]

        def run(x, w, r, b, *states):
            y, final = layer(x, states if len(states) > 1 else states[0])
            y = y.reshape(steps, batch, 2, hidden).permute(0, 2, 1, 3)
            return (y, *final) if kind == "LSTM" else (y, final)

        with_torch(
            f"PyTorch {kind}", kind, run, [draw(steps, batch, inputs), w, r, b, *states], direction="bidirectional",
            hidden=hidden, linearBeforeReset=True, activation="tanh")
    for kind, gates in [("LSTM", 4), ("GRU", 3), ("RNN", 1)]:
        for direction in ["forward", "reverse", "bidirectional"]:
            d = 2 if direction == "bidirectional" else 1
            settings = dict(hidden_size=hidden, direction=direction)
            x = draw(steps, batch, inputs)
            weights = dict(
                w=draw(d, gates * hidden, inputs), r=draw(d, gates * hidden, hidden), b=draw(d, 2 * gates * hidden))
            h0, c0 = draw(d, batch, hidden), draw(d, batch, hidden)
            given = [x, *weights.values(), h0] + ([c0] if kind == "LSTM" else [])
            for linear in [0, 1] if kind == "GRU" else [1]:
                more = dict(linear_before_reset=linear) if kind == "GRU" else {}
                if kind == "RNN":
                    more = dict(activations=["Relu"] * d)
                one_node_recurrent(
                    f"onnxruntime {kind} {direction}, linear before reset {linear}", kind, {**settings, **more}, given,
                    direction=direction, hidden=hidden, linearBeforeReset=bool(linear), activation="relu")


def one_node_recurrent(name, kind, settings, given, **attributes):
    """The optional `sequence_lens` lies between the bias and the initial state."""
    names = ["x", "w", "r", "b", "h0", "c0"][: len(given)]
    node = helper.make_node(kind, names[:4] + [""] + names[4:], ["y", "yh", "yc"][: 3 if kind == "LSTM" else 2], **settings)
    graph = helper.make_graph(
        [node], "golden", [helper.make_tensor_value_info(n, TensorProto.FLOAT, v.shape) for n, v in zip(names, given)],
        [helper.make_tensor_value_info(n, TensorProto.FLOAT, None) for n in node.output])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 14)], ir_version=9)
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    record(name, kind, given, session.run(None, dict(zip(names, given))), **attributes)


def rows():
    with_torch("softmax", "softmax", lambda x: F.softmax(x, 1), [draw(2, 3, 2, low=-4, high=4)], axes=[1])
    with_torch("log softmax", "logSoftmax", lambda x: F.log_softmax(x, -1), [draw(2, 4, low=-40, high=40)], axes=[1])
    with_torch(
        "layer norm", "normalization", lambda x: F.layer_norm(x, [3, 4], eps=0.01), [draw(2, 3, 4)], axes=[1],
        epsilon=0.01)
    with_torch(
        "instance norm", "normalization", lambda x: F.instance_norm(x, eps=1e-5), [draw(2, 2, 3, 3)], axes=[2],
        epsilon=1e-5)
    for mode, name in [("constant", "constant"), ("reflect", "reflect"), ("replicate", "edge")]:
        with_torch(
            f"pad {name}", "pad", lambda x: F.pad(x, (1, 2, 2, 0), mode), [draw(1, 2, 3, 4)], mode=name,
            padBefore=[0, 0, 2, 1], padAfter=[0, 0, 0, 2])


for write in [unary, binary, convolutions, pools, resize, recurrent, rows]:
    write()
folder = pathlib.Path(__file__).parent / "Fixtures"
folder.mkdir(exist_ok=True)
lines = ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases)
(folder / "goldens.json").write_text(f"[\n{lines}\n]\n")
print(len(cases), "cases")
