"""Reference numbers for the training tests, from PyTorch: losses, optimisers, schedules, and a few steps of a network.

Run: python generate_fixtures.py    (writes Fixtures/*.json beside this file; PyTorch 2, CPU)
"""
import json
import math
import pathlib

import torch
import torch.nn as nn
import torch.nn.functional as F

folder = pathlib.Path(__file__).parent / "Fixtures"
folder.mkdir(exist_ok=True)
torch.manual_seed(7)


def flat(t):
    return [round(float(x), 9) for x in t.detach().double().flatten()]


def write(name, value):
    (folder / name).write_text(json.dumps(value) + "\n")


def loss_case(name, logits, targets, function, **settings):
    logits = logits.clone().requires_grad_(True)
    value = function(logits, targets)
    value.backward()
    return dict(name=name, shape=list(logits.shape), logits=flat(logits), targets=[row.flatten().tolist() for row in targets],
                value=float(value.double()), gradient=flat(logits.grad), **settings)


def dice(logits, targets, smoothing):
    if logits.shape[1] == 1:
        p = torch.sigmoid(logits)
        t = (targets == 1).unsqueeze(1).to(p)
    else:
        p = torch.softmax(logits, 1)[:, 1:]
        t = torch.stack([(targets == c) for c in range(1, logits.shape[1])], 1).to(p)
    counted = (targets >= 0).unsqueeze(1).to(p)
    p, t = p * counted, t * counted
    common, total = (p * t).sum((2, 3)), p.sum((2, 3)) + t.sum((2, 3))
    return (1 - ((2 * common + smoothing) / (total + smoothing)).mean(1)).mean()


def binary(logits, targets, weight):
    counted = targets >= 0
    return F.binary_cross_entropy_with_logits(
        logits.squeeze(1)[counted], (targets[counted] > 0).to(logits), pos_weight=torch.tensor(weight, dtype=logits.dtype))


def losses():
    labels = torch.tensor([[2], [0], [1], [2]])
    plain = 3 * torch.randn(4, 3, dtype=torch.float64)
    weights = [0.5, 2.0, 1.25]
    masks = torch.tensor([[[0, 1, 2], [1, 1, -1]], [[2, 0, 0], [-1, 2, 1]]])
    maps = 2 * torch.randn(2, 3, 2, 3, dtype=torch.float64)
    single = 2 * torch.randn(2, 1, 2, 3, dtype=torch.float64)
    binary_masks = masks.clamp(max=1)
    w = torch.tensor(weights, dtype=torch.float64)

    def entropy(smoothing=0.0, weight=None):
        return lambda z, t: F.cross_entropy(z, t.squeeze(-1) if z.dim() == 2 else t, weight=weight, label_smoothing=smoothing,
                                            ignore_index=-1)

    write("losses.json", [
        loss_case("cross-entropy", plain, labels, entropy(), smoothing=0.0),
        loss_case("cross-entropy", plain, labels, entropy(0.1), smoothing=0.1),
        loss_case("cross-entropy", plain, labels, entropy(0.2, w), smoothing=0.2, weights=weights),
        loss_case("cross-entropy", maps, masks, entropy(0.0, w), smoothing=0.0, weights=weights),
        loss_case("dice", maps, masks, lambda z, t: dice(z, t, 1.0), smoothing=1.0),
        loss_case("dice", single, binary_masks, lambda z, t: dice(z, t, 0.5), smoothing=0.5),
        loss_case("bce", single, binary_masks, lambda z, t: binary(z, t, 1.0), smoothing=1.0),
        loss_case("bce", single, binary_masks, lambda z, t: binary(z, t, 3.0), smoothing=3.0),
    ])
    clean = (2 * torch.randn(3, 4, dtype=torch.float64)).requires_grad_(True)
    perturbed = (2 * torch.randn(3, 4, dtype=torch.float64)).requires_grad_(True)
    value = F.kl_div(F.log_softmax(perturbed, 1), F.softmax(clean, 1), reduction="batchmean")
    value.backward()
    write("divergence.json", dict(clean=flat(clean), perturbed=flat(perturbed), value=float(value),
                                  cleanGradient=flat(clean.grad), perturbedGradient=flat(perturbed.grad)))


def optimizers():
    cases = []
    start = [torch.randn(2, 3), torch.randn(4)]
    gradients = [[torch.randn(2, 3), torch.randn(4)] for _ in range(6)]
    kinds = {
        "sgd": (dict(momentum=0.0, isNesterov=False, weightDecay=0.0), lambda g: torch.optim.SGD(g, lr=0.1)),
        "sgd momentum": (dict(momentum=0.9, isNesterov=False, weightDecay=0.05),
                         lambda g: torch.optim.SGD(g, lr=0.1, momentum=0.9)),
        "sgd nesterov": (dict(momentum=0.8, isNesterov=True, weightDecay=0.05),
                         lambda g: torch.optim.SGD(g, lr=0.1, momentum=0.8, nesterov=True)),
        "adamw": (dict(beta1=0.9, beta2=0.999, epsilon=1e-8, weightDecay=0.1),
                  lambda g: torch.optim.AdamW(g, lr=0.01, betas=(0.9, 0.999), eps=1e-8)),
        "adamw other": (dict(beta1=0.8, beta2=0.95, epsilon=1e-3, weightDecay=0.0),
                        lambda g: torch.optim.AdamW(g, lr=0.05, betas=(0.8, 0.95), eps=1e-3)),
    }
    for name, (settings, make) in kinds.items():
        parameters = [nn.Parameter(p.clone()) for p in start]
        # The first parameter decays, the second (a bias) does not.
        optimizer = make([dict(params=[parameters[0]], weight_decay=settings["weightDecay"]),
                          dict(params=[parameters[1]], weight_decay=0.0)])
        trace = []
        for gradient in gradients:
            for p, g in zip(parameters, gradient):
                p.grad = g.clone()
            torch.nn.utils.clip_grad_norm_(parameters, 2.0)
            optimizer.step()
            trace.append([flat(p) for p in parameters])
        cases.append(dict(name=name, settings=settings, rate=optimizer.param_groups[0]["lr"], trace=trace))
    write("optimizers.json", dict(start=[flat(p) for p in start],
                                  gradients=[[flat(g) for g in step] for step in gradients], cases=cases))


def schedules():
    def trace(make, steps):
        optimizer = torch.optim.SGD([nn.Parameter(torch.zeros(1))], lr=0.5)
        schedule = make(optimizer)
        rates = []
        for _ in range(steps):
            rates.append(optimizer.param_groups[0]["lr"])
            optimizer.step()
            schedule.step()
        return rates

    n = 20
    write("schedules.json", dict(
        steps=n, peak=0.5,
        cosine=trace(lambda o: torch.optim.lr_scheduler.CosineAnnealingLR(o, T_max=n), n),
        oneCycle=trace(lambda o: torch.optim.lr_scheduler.OneCycleLR(
            o, max_lr=0.5, total_steps=n, pct_start=0.3, cycle_momentum=False), n)))


def network():
    """A few steps of a small 3-D network, batch statistics included."""
    model = nn.Sequential(
        nn.Conv3d(1, 2, 3, padding=1, bias=False), nn.BatchNorm3d(2), nn.ReLU(), nn.MaxPool3d((1, 2, 2)),
        nn.Conv3d(2, 3, 3, padding=1, bias=False), nn.BatchNorm3d(3), nn.ReLU(), nn.MaxPool3d((2, 2, 2)),
        nn.AdaptiveAvgPool3d(1), nn.Flatten(), nn.Linear(3, 2))
    names = {"0.weight": "block1.conv.weight", "1.weight": "block1.norm.weight", "1.bias": "block1.norm.bias",
             "1.running_mean": "block1.norm.running_mean", "1.running_var": "block1.norm.running_var",
             "4.weight": "block2.conv.weight", "5.weight": "block2.norm.weight", "5.bias": "block2.norm.bias",
             "5.running_mean": "block2.norm.running_mean", "5.running_var": "block2.norm.running_var",
             "10.weight": "head.weight", "10.bias": "head.bias"}

    def state():
        return {names[k]: dict(shape=list(v.shape), scalars=flat(v)) for k, v in model.state_dict().items() if k in names}

    inputs, labels = torch.rand(6, 1, 4, 8, 8), torch.tensor([0, 1, 1, 0, 1, 0])
    before = state()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.05, momentum=0.9)
    values = []
    for _ in range(4):
        optimizer.zero_grad()
        loss = F.cross_entropy(model(inputs), labels)
        loss.backward()
        optimizer.step()
        values.append(float(loss))
    model.eval()
    write("network.json", dict(inputs=flat(inputs), labels=labels.tolist(), before=before, after=state(), losses=values,
                               logits=flat(model(inputs))))


losses()
optimizers()
schedules()
network()
