"""Golden numbers of ValueStepGoldenTests: the steps on [2, 4, 1, 3] values, in float64."""
import numpy as np

values = (np.arange(24, dtype=np.float64) * 7 % 23).reshape(2, 4, 1, 3)


def mti(x, rate):
    result, average = np.empty_like(x), np.zeros_like(x[:, 0])
    for time in range(x.shape[1]):
        result[:, time] = x[:, time] - average
        average = rate * x[:, time] + (1 - rate) * average
    return result


background = values[:, :2].mean(axis=1, keepdims=True)
cases = {
    "perSampleZScore": (values - values.mean()) / values.std(),
    "perSampleMinMax": (values - values.min()) / (values.max() - values.min()),
    "perSetMax:30": values / 30,
    "perSetMax:30:20": values / np.array([30, 20]).reshape(2, 1, 1, 1),
    "standardize:10:4": (values - 10) / 4,
    "standardize:10:4:12:5": (values - np.array([10, 12]).reshape(2, 1, 1, 1)) / np.array([4, 5]).reshape(2, 1, 1, 1),
    "background:2": values - background,
    "background:2:clip": np.maximum(values - background, 0),
    "mti:0.8": mti(values, 0.8),
    "mti:0.25,scale:2": 2 * mti(values, 0.25),
}
for name, result in cases.items():
    numbers = ", ".join(f"{number:.7g}" for number in result.ravel())
    print(f'    "{name}": [\n      {numbers},\n    ],')
samples = [values, 2 * values[:, :3] + 1]
for step, reduce in (("maximum", lambda v: np.abs(v).max()), ("mean", np.mean), ("deviation", np.std)):
    print(step, [float(reduce(np.concatenate([np.log1p(s[c]).ravel() for s in samples]))) for c in (0, 1)])
