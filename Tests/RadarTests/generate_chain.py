"""Prints ChainFixture.swift: the signal chain of a small radar, written a second time with numpy in double precision.

    python3 generate_chain.py > ChainFixture.swift
"""
import numpy as np

SAMPLES, CHIRPS, RECEIVERS, FRAMES = 8, 6, 2, 3


def raw(count):
    """((73 n² + 29 n) mod 997) / 100 - 5, as the test makes it."""
    return np.array([((73 * n * n + 29 * n) % 997) / 100 - 5 for n in range(count)])


def blackman_harris(n):
    x = 2 * np.pi * np.arange(n) / (n - 1)
    return 0.35875 - 0.48829 * np.cos(x) + 0.14128 * np.cos(2 * x) - 0.01168 * np.cos(3 * x)


def area(matrix, rows, columns):
    def weights(old, new):
        w = np.zeros((new, old))
        step = old / new
        for k in range(new):
            for i in range(old):
                w[k, i] = max(0, min((k + 1) * step, i + 1) - max(k * step, i)) / step
        return w
    return weights(matrix.shape[0], rows) @ matrix @ weights(matrix.shape[1], columns).T


def chain(frames, is_complex):
    """[channel, time, 3, 5]: mean magnitude and angle."""
    history = None
    rw = blackman_harris(SAMPLES)
    rw = rw / rw.sum() * (1 if is_complex else 2)
    dw = np.hanning(CHIRPS)
    dw = dw / dw.sum()
    magnitudes, angles = [], []
    for frame in frames:
        x = frame - frame.mean(axis=(1, 2), keepdims=True)
        if history is None:
            history = x.copy()
        y = x - history
        history = 0.8 * x + 0.2 * history
        y = y - y.mean(axis=2, keepdims=True)
        profiles = np.fft.fft(y * rw, 2 * SAMPLES, axis=2)
        if not is_complex:
            profiles = profiles[:, :, :SAMPLES]
        maps = np.fft.fftshift(np.fft.fft(profiles * dw[None, :, None], 2 * CHIRPS, axis=1), axes=1)
        maps = maps.transpose(0, 2, 1)
        magnitudes.append(np.sqrt(area((np.abs(maps) ** 2).mean(axis=0), 3, 5)))
        z = area(maps[0] * maps[1].conj(), 3, 5)
        power = np.abs(z) ** 2
        quiet = 16 * np.sort(power.reshape(-1))[power.size // 2]
        weight = np.divide(power, power + quiet, out=np.zeros_like(power), where=power > 0)
        angles.append(weight * np.angle(z) / np.pi)
    return np.stack([magnitudes, angles])


def spectrogram(frames):
    """[time, 8]: a Hann window over samples, the mean over chirps taken off, Blackman windows of 8 chirps every 4."""
    chirps = frames[:, 0].reshape(-1, SAMPLES)
    chirps = chirps - chirps.mean(axis=1, keepdims=True)
    w = np.hanning(SAMPLES)
    profiles = np.fft.fft(chirps * w / w.sum() * 2, axis=1)[:, :SAMPLES // 2]
    profiles = profiles - profiles.mean(axis=0)
    b = np.blackman(8)
    b = b / b.sum()
    columns = []
    for start in range(0, len(profiles) - 7, 4):
        s = np.fft.fftshift(np.fft.fft(profiles[start:start + 8] * b[:, None], axis=0), axes=0)
        columns.append(np.sqrt((np.abs(s) ** 2).sum(axis=1)))
    return np.array(columns)


def row(values):
    return "[" + ", ".join(f"{v:.6g}" for v in np.asarray(values).reshape(-1)) + "]"


shape = (FRAMES, RECEIVERS, CHIRPS, SAMPLES)
real = raw(np.prod(shape)).reshape(shape)
pairs = raw(2 * np.prod(shape)).reshape(shape + (2,))
print("// Printed by generate_chain.py (numpy), not written by hand.")
print("enum ChainFixture {")
for name, values in (
    ("real", chain(real, False)), ("complex", chain(pairs[..., 0] + 1j * pairs[..., 1], True)),
    ("microDoppler", spectrogram(real))):
    print("  // swift-format-ignore")
    print(f"  static let {name}: [Float] = {row(values)}")
print("}")
