"""How hard a simulated set is: nearest neighbours, a linear classifier and a small 3-D convolution network, across subjects.

    chaff simulate radar --output gestures --subjects 1-24 --instances 8 --seed 1
    python3 classifiers.py gestures --test 21,22,23,24 [--epochs 20]

Needs numpy, h5py and torch. Maps are averaged over 2 × 2 cells to make it quick; the angle is weighted by the magnitude.
"""
import argparse
import glob

import h5py
import numpy as np
import torch
from torch import nn

FRAMES, CLASSES = 40, 7


def load(folder):
    paths = sorted(glob.glob(f"{folder}/*/*.h5"))
    inputs = np.zeros((len(paths), 2, FRAMES, 16, 16), np.float32)
    labels, subjects = np.zeros(len(paths), int), np.zeros(len(paths), int)
    for i, path in enumerate(paths):
        with h5py.File(path) as file:
            magnitude, angle = (file[name][:FRAMES].reshape(-1, 32, 32) for name in ("ch0", "ch1"))
            labels[i], subjects[i] = file["label"][0, 0], file.attrs["subject"]
        magnitude = magnitude / 255.0
        side = np.where(angle > 0, (angle - 128.0) / 127, 0) * magnitude
        for channel, values in enumerate((magnitude, side)):
            inputs[i, channel, : len(values)] = values.reshape(-1, 16, 2, 16, 2).mean((2, 4))
    return inputs, labels, subjects


def neighbours(train, train_labels, test, test_labels, count):
    distances = (test**2).sum(1)[:, None] + (train**2).sum(1)[None] - 2 * test @ train.T
    nearest = train_labels[np.argsort(distances, 1)[:, :count]]
    return (np.array([np.bincount(row, minlength=CLASSES).argmax() for row in nearest]) == test_labels).mean()


def ridge(train, train_labels, test, test_labels, weight):
    a, b = (np.c_[x, np.ones(len(x))] for x in (train, test))
    coefficients = a.T @ np.linalg.solve(a @ a.T + weight * np.eye(len(a)), np.eye(CLASSES)[train_labels])
    return ((b @ coefficients).argmax(1) == test_labels).mean()


def block(inputs, outputs, stride):
    return nn.Sequential(
        nn.Conv3d(inputs, outputs, 3, stride, 1, bias=False), nn.BatchNorm3d(outputs), nn.ReLU())


def convolution_network(x, labels, train, test, epochs):
    torch.manual_seed(0)
    generator = np.random.default_rng(0)
    net = nn.Sequential(
        block(2, 16, (1, 2, 2)), block(16, 32, 2), block(32, 64, 2), block(64, 64, (2, 1, 1)),
        nn.AdaptiveAvgPool3d((None, 1, 1)), nn.Flatten(), nn.Dropout(0.4), nn.Linear(64 * 5, CLASSES))
    x, labels = torch.from_numpy(x), torch.from_numpy(labels)
    x = (x - x[train].mean((0, 2, 3, 4), keepdim=True)) / x[train].std((0, 2, 3, 4), keepdim=True)
    batches = -(-len(train) // 32)
    optimizer = torch.optim.AdamW(net.parameters(), weight_decay=0.02)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 6e-3, total_steps=epochs * batches)
    for _ in range(epochs):
        net.train()
        for part in np.array_split(generator.permutation(train), batches):
            shifts = zip(generator.integers(-5, 6, len(part)), generator.integers(-2, 3, len(part)))
            shifted = [x[i].roll((int(t), int(r)), (1, 2)) for i, (t, r) in zip(part, shifts)]
            loss = nn.functional.cross_entropy(net(torch.stack(shifted)), labels[part], label_smoothing=0.05)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
    net.eval()
    with torch.no_grad():
        return (net(x[test]).argmax(1) == labels[test]).float().mean().item()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder")
    parser.add_argument("--test", default="21,22,23,24", help="subjects to test on")
    parser.add_argument("--epochs", type=int, default=20)
    arguments = parser.parse_args()
    x, labels, subjects = load(arguments.folder)
    held_out = np.isin(subjects, [int(s) for s in arguments.test.split(",")])
    train, test = np.flatnonzero(~held_out), np.flatnonzero(held_out)
    features = x.reshape(len(x), 2, 10, 4, 8, 2, 8, 2).mean((3, 5, 7)).reshape(len(x), -1)
    features = (features - features[train].mean(0)) / (features[train].std(0) + 1e-3)
    sides = features[train], labels[train], features[test], labels[test]
    print(f"{len(train)} recordings to train on, {len(test)} of subjects {arguments.test} to test on")
    for count in (1, 5):
        print(f"{count} nearest neighbours: {neighbours(*sides, count):.3f}")
    # The best of several weights, chosen on the test recordings: an upper bound for the linear classifier.
    print(f"linear (ridge): {max(ridge(*sides, weight) for weight in (10, 100, 1000, 10000)):.3f}")
    print(f"3-D convolution network: {convolution_network(x, labels, train, test, arguments.epochs):.3f}")


if __name__ == "__main__":
    main()
