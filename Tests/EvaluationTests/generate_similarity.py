"""Golden numbers for StructuralSimilarityTests and PerturbationMeasureTests, from scikit-image and numpy.

Run with: python generate_similarity.py
"""
import numpy as np
from skimage.metrics import peak_signal_noise_ratio, structural_similarity


def numbers(count, seed):
    """The linear congruential generator of the C standard's example, as numbers in [0, 1)."""
    state, out = seed, []
    for _ in range(count):
        state = (1103515245 * state + 12345) % 2**31
        out.append(state / 2**31)
    return np.array(out).astype(np.float32)


def pair(shape, strength):
    x = numbers(int(np.prod(shape)), 1).reshape(shape)
    noise = numbers(x.size, 2).reshape(shape)
    y = np.clip(x + np.float32(strength) * (noise - np.float32(0.5)), np.float32(0), np.float32(1))
    return x, y.astype(np.float32)


def ssim(x, y, data_range):
    options = dict(gaussian_weights=True, sigma=1.5, use_sample_covariance=False, data_range=data_range)
    planes = zip(x.reshape(-1, *x.shape[-2:]).astype(float), y.reshape(-1, *y.shape[-2:]).astype(float))
    return np.mean([structural_similarity(a, b, **options) for a, b in planes])


for shape, strength in [((1, 16, 20), 0.25), ((2, 3, 11, 15), 0.5), ((11, 11), 0.125)]:
    x, y = pair(shape, strength)
    d = y.astype(float) - x.astype(float)
    print(shape, strength)
    print("  ssim", repr(float(ssim(x, y, 1.0))), "ssim with range 2", repr(float(ssim(x, y, 2.0))))
    print("  psnr", repr(float(peak_signal_noise_ratio(x.astype(float), y.astype(float), data_range=1.0))))
    print("  l0", int((d != 0).sum()), "l1", repr(float(np.abs(d).sum())), "l2", repr(float(np.sqrt((d**2).sum()))),
          "linf", repr(float(np.abs(d).max())))
    if len(shape) == 4:
        print("  per frame (axis 1)", [float(v) for v in np.sqrt((d**2).sum(axis=(0, 2, 3)))])
