#!/usr/bin/env python3
"""Writes Fixtures/networks.json: parameter counts and logits of every architecture, computed by PyTorch.

The networks are written here a second time, from their documentation, with torch.nn.functional. Parameters, statistics
and inputs are sines of their index (see `sines` and Values), so that the Swift tests can make the same numbers.

    python3 generate_networks.py
"""
import json
import math
import pathlib

import torch
import torch.nn.functional as F

torch.set_num_threads(1)


def sines(shape, phase):
    index = torch.arange(1, math.prod(shape) + 1, dtype=torch.float64)
    return torch.sin(0.37 * index + 1.3 * phase).reshape(shape)


class Values:
    """Hands out parameters in the order in which they are asked for."""

    def __init__(self):
        self.names = {}
        self.norms = 0

    def __call__(self, name, *shape):
        assert name not in self.names, name
        wave = sines(shape, len(self.names))
        self.names[name] = math.prod(shape)
        if len(shape) == 1:
            value = 1 + 0.2 * wave if name.endswith("norm.weight") else 0.1 * wave
        elif name.endswith(".b"):
            value = 0.1 * wave
        else:
            fan = shape[-1] if name.endswith((".w", ".r")) else math.prod(shape[1:])
            value = wave * math.sqrt(3 / fan)
        return value.float()

    @property
    def count(self):
        return sum(self.names.values())

    def conv(self, x, filters, kernel, name, bias=True, **more):
        w = self(name + ".weight", filters, x.shape[1], *kernel)
        b = self(name + ".bias", filters) if bias else None
        return {1: F.conv1d, 2: F.conv2d, 3: F.conv3d}[len(kernel)](x, w, b, **more)

    def norm(self, x, name):
        channels = x.shape[1]
        scale, shift = self(name + ".weight", channels), self(name + ".bias", channels)
        mean = (0.1 * sines((channels,), self.norms)).float()
        variance = (1 + 0.5 * sines((channels,), self.norms + 0.5)).float()
        self.norms += 1
        return F.batch_norm(x, mean, variance, scale, shift, training=False)

    def instance(self, x, name):
        scale, shift = self(name + ".weight", x.shape[1]), self(name + ".bias", x.shape[1])
        return F.instance_norm(x, weight=scale, bias=shift)

    def linear(self, x, units, name):
        w, b = self(name + ".weight", units, x.shape[1]), self(name + ".bias", units)
        return F.linear(x, w, b)

    def block(self, x, filters, kernel, name, activation=F.relu, pads=None, **more):
        pads = [k // 2 for k in kernel] if pads is None else pads
        y = self.norm(self.conv(x, filters, kernel, name + ".conv", bias=False, padding=pads, **more), name + ".norm")
        return y if activation is None else activation(y)


def radar_conv3d(v, x, classes, widths=(8, 16, 32, 64), timePooling=(1, 2, 1, 1), spacePooling=(2, 2, 2, 1),
                 activation="relu", masksPadding=False):
    function = {"relu": F.relu, "elu": F.elu}[activation]
    mask = None
    if masksPadding:
        mask = (x[:, -1:].amax(dim=(3, 4), keepdim=True) > 0.5).float()
        x = x[:, :-1] * mask
    for i, (width, time, space) in enumerate(zip(widths, timePooling, spacePooling)):
        x = v.block(x, width, (3, 3, 3), f"block{i + 1}", function)
        if mask is not None:
            x = x * mask
            mask = F.max_pool3d(mask, (time, 1, 1))
        x = F.max_pool3d(x, (time, space, space))
    if mask is None:
        x = x.mean(dim=(2, 3, 4))
    else:
        x = (x * mask).mean(dim=(3, 4)).sum(dim=2) / mask.sum(dim=(2, 3, 4)).clamp(min=1)
    return v.linear(x, classes, "head")


def radar_resnet(v, x, classes, widths=(16, 32, 64), timeStrides=(1, 2, 1), spaceStrides=(1, 2, 2)):
    x = v.block(x, widths[0], (1, 3, 3), "stem", stride=(1, 2, 2))
    for i, (width, time, space) in enumerate(zip(widths, timeStrides, spaceStrides)):
        name = f"stage{i + 1}"
        y = v.block(x, width, (1, 3, 3), name + ".space", stride=(1, space, space))
        y = v.block(y, width, (3, 1, 1), name + ".time", None, stride=(time, 1, 1))
        if y.shape != x.shape:
            x = v.block(x, width, (1, 1, 1), name + ".shortcut", None, stride=(time, space, space))
        x = F.relu(x + y)
    x = v.block(x, widths[-1], (1, 1, 1), "features")
    return v.linear(x.mean(dim=(2, 3, 4)), classes, "head")


def frames(v, x, widths, features):
    n, c, t, h, w = x.shape
    x = x.permute(0, 2, 1, 3, 4).reshape(n * t, c, h, w)
    for i, width in enumerate(widths):
        x = F.max_pool2d(v.block(x, width, (3, 3), f"frame{i + 1}"), 2)
    return F.relu(v.linear(x.flatten(1), features, "embedding")).reshape(n, t, features)


def radar_cnn_lstm(v, x, classes, widths=(8, 16, 32), features=64, units=64, readout="last"):
    x = frames(v, x, widths, features)
    w, r, b = v("lstm.w", 1, 4 * units, features), v("lstm.r", 1, 4 * units, units), v("lstm.b", 1, 8 * units)
    lstm = torch.nn.LSTM(features, units, batch_first=True)

    def gates(value):
        """ONNX has the gates in the order i, o, f, c; PyTorch i, f, g, o."""
        i, o, f, c = value.chunk(4)
        return torch.cat([i, f, c, o])

    with torch.no_grad():
        lstm.weight_ih_l0.copy_(gates(w[0]))
        lstm.weight_hh_l0.copy_(gates(r[0]))
        lstm.bias_ih_l0.copy_(gates(b[0, : 4 * units]))
        lstm.bias_hh_l0.copy_(gates(b[0, 4 * units :]))
    sequence, _ = lstm(x)
    return v.linear(sequence[:, -1] if readout == "last" else sequence.mean(dim=1), classes, "head")


def radar_tcn(v, x, classes, widths=(8, 16, 32), features=32, blocks=5, kernel=3, headWidth=64, readout="mean"):
    x = frames(v, x, widths, features).permute(0, 2, 1)
    for i in range(blocks):
        padded = F.pad(x, ((kernel - 1) << i, 0))
        x = x + v.block(padded, features, (kernel,), f"tcn{i + 1}", pads=[0], dilation=1 << i)
    x = v.block(x, headWidth, (1,), "features")
    return v.linear(x[:, :, -1] if readout == "last" else x.mean(dim=2), classes, "head")


def micro_doppler(v, x, classes, widths=(8, 16, 32, 64), timePooling=(1, 2, 1, 1), dopplerPooling=(2, 2, 2, 1)):
    for i, (width, time, doppler) in enumerate(zip(widths, timePooling, dopplerPooling)):
        x = F.max_pool2d(v.block(x, width, (3, 3), f"block{i + 1}"), (time, doppler))
    return v.linear(x.mean(dim=(2, 3)), classes, "head")


def small_unet(v, x, classes, width=8, depth=3):
    def twice(x, filters, name):
        return v.block(v.block(x, filters, (3, 3), name + ".1"), filters, (3, 3), name + ".2")

    skipped = []
    for level in range(depth):
        x = twice(x, width << level, f"down{level + 1}")
        skipped.append(x)
        x = F.max_pool2d(x, 2)
    x = twice(x, width << depth, "bottom")
    for level in reversed(range(depth)):
        name, filters = f"up{level + 1}", width << level
        w, b = v(f"{name}.upsample.weight", x.shape[1], filters, 2, 2), v(f"{name}.upsample.bias", filters)
        x = F.conv_transpose2d(x, w, b, stride=2)
        x = twice(torch.cat([skipped[level], x], dim=1), filters, name)
    return v.conv(x, classes, (1, 1), "head")


def unet(v, x, classes, width=16, depth=4, padding="same", normalization="batch", upsampling="transposed",
         attention=False):
    def block(x, filters, size, name, pads):
        y = v.conv(x, filters, (size, size), name + ".conv", bias=normalization == "none", padding=pads)
        norm = {"batch": v.norm, "instance": v.instance, "none": lambda y, _: y}[normalization]
        return F.relu(norm(y, name + ".norm"))

    def twice(x, filters, name):
        pads = 1 if padding == "same" else 0
        return block(block(x, filters, 3, name + ".1", pads), filters, 3, name + ".2", pads)

    def gate(x, g, channels, name):
        w = v(name + ".x.weight", channels, x.shape[1], 2, 2)
        q = F.relu(F.conv2d(x, w, stride=2) + v.conv(g, channels, (1, 1), name + ".g"))
        alpha = torch.sigmoid(v.conv(q, 1, (1, 1), name + ".psi"))
        return x * F.interpolate(alpha, scale_factor=2, mode="bilinear", align_corners=False)

    if padding in ("reflect", "edge"):
        margin = (12 * 2**depth - 8) // 2
        x = F.pad(x, (margin,) * 4, mode={"reflect": "reflect", "edge": "replicate"}[padding])
    skipped = []
    for level in range(depth):
        x = twice(x, width << level, f"down{level + 1}")
        skipped.append(x)
        x = F.max_pool2d(x, 2)
    x = twice(x, width << depth, "bottom")
    for level in reversed(range(depth)):
        name, filters = f"up{level + 1}", width << level
        if upsampling == "transposed":
            w, b = v(f"{name}.upsample.weight", x.shape[1], filters, 2, 2), v(f"{name}.upsample.bias", filters)
            large = F.conv_transpose2d(x, w, b, stride=2)
        else:
            more = {"align_corners": False} if upsampling == "bilinear" else {}
            large = F.interpolate(x, scale_factor=2, mode=upsampling, **more)
            large = block(large, filters, *((3, name + ".narrow", 1) if padding == "same" else (1, name + ".narrow", 0)))
        skip = skipped[level]
        top, left = (skip.shape[2] - large.shape[2]) // 2, (skip.shape[3] - large.shape[3]) // 2
        skip = skip[:, :, top : top + large.shape[2], left : left + large.shape[3]]
        if attention and level > 0:
            skip = gate(skip, x, max(1, filters // 2), name + ".gate")
        x = twice(torch.cat([large, skip], dim=1), filters, name)
    return v.conv(x, classes, (1, 1), "head")


def deeplab(v, x, classes, width=16, rates=(2, 4, 6)):
    def residual(x, filters, name, stride=1, dilation=1):
        y = v.block(x, filters, (3, 3), name + ".1", pads=dilation, stride=stride, dilation=dilation)
        y = v.block(y, filters, (3, 3), name + ".2", None, pads=dilation, dilation=dilation)
        if x.shape != y.shape:
            x = v.block(x, filters, (1, 1), name + ".shortcut", None, stride=stride)
        return F.relu(x + y)

    def separable(x, filters, name, rate=1):
        w = v(name + ".depthwise.weight", x.shape[1], 1, 3, 3)
        y = F.conv2d(x, w, padding=rate, dilation=rate, groups=x.shape[1])
        return v.block(y, filters, (1, 1), name)

    def larger(x, factor):
        return F.interpolate(x, scale_factor=factor, mode="bilinear", align_corners=False)

    x = v.block(x, width, (3, 3), "stem", stride=2)
    early = residual(x, 2 * width, "stage1", 2)
    x = residual(residual(early, 4 * width, "stage2", 2), 4 * width, "stage3", 1, 2)
    branches = [v.block(x, 4 * width, (1, 1), "aspp.point")]
    branches += [separable(x, 4 * width, f"aspp.rate{i + 1}", rate) for i, rate in enumerate(rates)]
    image = F.relu(v.conv(x.mean(dim=(2, 3), keepdim=True), 4 * width, (1, 1), "aspp.image.conv"))
    branches.append(image.expand(-1, -1, *x.shape[2:]))
    x = v.block(torch.cat(branches, dim=1), 4 * width, (1, 1), "aspp.project")
    low = v.block(early, width, (1, 1), "decoder.early")
    x = torch.cat([larger(x, 2), low], dim=1)
    x = separable(separable(x, 4 * width, "decoder.1"), 4 * width, "decoder.2")
    return larger(v.conv(x, classes, (1, 1), "head"), 4)


def linear(v, x, classes, pooling=(4, 4, 4)):
    return v.linear(F.avg_pool3d(x, pooling).flatten(1), classes, "head")


NETWORKS = {
    "radar-conv3d": (radar_conv3d, [2, 40, 32, 32], 7), "radar-resnet": (radar_resnet, [2, 40, 32, 32], 7),
    "radar-cnn-lstm": (radar_cnn_lstm, [2, 40, 32, 32], 7), "radar-tcn": (radar_tcn, [2, 40, 32, 32], 7),
    "micro-doppler-conv2d": (micro_doppler, [1, 40, 32], 7), "small-unet": (small_unet, [3, 128, 128], 1),
    "unet": (unet, [3, 128, 128], 1), "deeplab": (deeplab, [3, 128, 128], 1),
    "linear": (linear, [2, 40, 32, 32], 7),
}

CASES = [
    ("radar-conv3d", [2, 13, 16, 18], 5, {}),
    ("radar-conv3d", [1, 9, 8, 8], 3,
     {"widths": [4, 6], "timePooling": [2, 1], "spacePooling": [2, 2], "activation": "elu"}),
    ("radar-conv3d", [3, 12, 16, 16], 4, {"masksPadding": True}),
    ("radar-resnet", [2, 10, 16, 16], 5, {}),
    ("radar-cnn-lstm", [2, 8, 16, 16], 5, {}),
    ("radar-cnn-lstm", [1, 5, 16, 16], 3, {"widths": [4, 8], "features": 6, "units": 5, "readout": "mean"}),
    ("radar-tcn", [2, 9, 16, 16], 5, {}),
    ("radar-tcn", [2, 9, 16, 16], 3, {"blocks": 2, "kernel": 2, "readout": "last"}),
    ("micro-doppler-conv2d", [1, 20, 16], 5, {}),
    ("small-unet", [3, 16, 8], 1, {}),
    ("small-unet", [1, 8, 8], 3, {"width": 4, "depth": 2}),
    ("unet", [3, 16, 8], 1, {"width": 4, "depth": 2}),
    ("unet", [2, 44, 48], 2, {"width": 2, "depth": 2, "padding": "valid", "normalization": "none"}),
    ("unet", [2, 10, 12], 3,
     {"width": 3, "depth": 1, "padding": "reflect", "normalization": "instance", "upsampling": "bilinear"}),
    ("unet", [1, 6, 4], 2, {"width": 5, "depth": 1, "padding": "edge", "normalization": "none"}),
    ("unet", [1, 16, 24], 1, {"width": 2, "depth": 3, "attention": True, "upsampling": "nearest"}),
    ("deeplab", [3, 16, 24], 2, {"width": 4}),
    ("deeplab", [1, 8, 16], 1, {"width": 3, "rates": [1, 3]}),
    ("linear", [2, 9, 8, 8], 4, {}),
]


def input_for(shape, settings):
    x = (0.5 + 0.5 * sines([2] + shape, 0)).float()
    if settings.get("masksPadding"):
        x[:, -1] = 0
        x[0, -1, :7] = 1  # sample 0: 7 frames, sample 1: 3 frames, what is after them is padding
        x[1, -1, :3] = 1
    return x


def main():
    usual = {}
    for name, (network, shape, classes) in NETWORKS.items():
        values = Values()
        network(values, torch.zeros([1] + shape), classes)
        usual[name] = values.count
    cases = []
    for name, shape, classes, settings in CASES:
        values = Values()
        logits = NETWORKS[name][0](values, input_for(shape, settings), classes, **settings)
        cases.append({
            "settings": {"architecture": name, "inputShape": shape, "classes": classes, **settings},
            "parameters": values.count, "logits": [float(f"{v:.8g}") for v in logits.flatten().tolist()],
        })
    text = json.dumps({"torch": torch.__version__, "usualParameters": usual, "cases": cases}, indent=1)
    (pathlib.Path(__file__).parent / "Fixtures" / "networks.json").write_text(text + "\n")
    print(usual)


with torch.no_grad():
    main()
