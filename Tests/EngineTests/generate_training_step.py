#!/usr/bin/env python3
"""Writes Fixtures/training-step.json: one training step of a small 3-D network, computed by PyTorch in float64.

Values are small multiples of 1/64, so that they are exact in every format. Needs torch (written with 2.13).
"""
import json, pathlib
import torch

torch.manual_seed(7)
net = torch.nn.Sequential(
    torch.nn.Conv3d(2, 5, 3, padding=1), torch.nn.BatchNorm3d(5), torch.nn.ReLU(), torch.nn.MaxPool3d(2),
    torch.nn.Conv3d(5, 4, (3, 2, 3), stride=(1, 2, 1), padding=(1, 0, 1), dilation=(1, 1, 2), groups=1), torch.nn.ReLU(),
    torch.nn.AdaptiveAvgPool3d(1), torch.nn.Flatten(), torch.nn.Linear(4, 3)).double().train()


def exact(shape):
    return torch.randint(-64, 65, shape).double() / 64


with torch.no_grad():
    for parameter in net.parameters():
        parameter.copy_(exact(parameter.shape))
x, cotangent = exact((3, 2, 5, 8, 9)), exact((3, 3))
logits = net(x)
logits.backward(cotangent)
norm = net[1]


def array(tensor):
    return {"shape": list(tensor.shape), "values": tensor.detach().flatten().tolist()}


fixture = {
    "input": array(x), "cotangent": array(cotangent), "logits": array(logits),
    "parameters": [array(p) for p in net.parameters()],
    "gradients": [array(p.grad) for p in net.parameters()],
    # Momentum 0.1 from 0 and 1, the variance unbiased.
    "runningMean": array(norm.running_mean), "runningVariance": array(norm.running_var),
}
path = pathlib.Path(__file__).parent / "Fixtures" / "training-step.json"
path.write_text(json.dumps(fixture) + "\n")
