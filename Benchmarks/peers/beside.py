"""What the scripts of this folder share: the victim in PyTorch, Chaff's runs and their inputs, judging examples."""
import json, pathlib, subprocess, sys, types

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent


def number(text):
    top, _, bottom = text.partition("/")
    return float(top) / float(bottom or 1)


def run(chaff, experiment, folder):
    """`chaff run` on the text of an experiment; the result it printed."""
    path = folder / "experiment.yaml"
    path.write_text(experiment)
    done = subprocess.run([chaff, "run", path, "--output", folder / "out", "--no-report", "--json", "--quiet"],
                          capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"chaff run failed:\n{done.stderr.strip()}")
    return json.loads((folder / "out/result.json").read_text())


def inputs(run):
    """The clean inputs and labels that are classified rightly, as Chaff kept them in a run folder."""
    import h5py, numpy as np

    plan = json.loads((run / "run.json").read_text())
    first, clean, labels = plan["attacks"][0], [], []
    for line in (run / "records.jsonl").read_text().splitlines():
        record = json.loads(line)
        if record["attack"]["name"] != first or record["status"] not in ("succeeded", "failed"):
            continue
        arrays = record["arrays"]
        with h5py.File(run / arrays["shard"], "r") as file:
            clean.append(np.asarray(file[arrays["clean"]], np.float32))
        labels.append(record["sample"]["label"])
    return np.stack(clean), np.array(labels)


def lengths(run, attack, norm):
    """Of the inputs that `inputs` gives, in its order, how long the attack's answers are; infinite where it found none."""
    found = []
    for line in (run / "records.jsonl").read_text().splitlines():
        record = json.loads(line)
        if (record["attack"]["method"], record["attack"]["norm"]) == (attack, norm) and record["status"] in ("succeeded", "failed"):
            found.append(record["size"][norm] if record["status"] == "succeeded" else float("inf"))
    return found


def import_onnx2torch():
    """onnx2torch imports torchvision for one operator; a torchvision for another build of PyTorch lacks its operators.

    Declaring their names is enough to import it: nothing here calls them.
    """
    import torch

    try:
        import onnx2torch
    except RuntimeError:
        for module in [name for name in sys.modules if name.split(".")[0] in ("torchvision", "onnx2torch")]:
            del sys.modules[module]
        import_onnx2torch.library = torch.library.Library("torchvision", "DEF")
        for name in ("nms", "qnms"):
            import_onnx2torch.library.define(f"{name}(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
        import onnx2torch
    return onnx2torch


def without_visdom():
    """adversarial-library imports visdom, which draws its course in a browser; a name is enough."""
    if "visdom" not in sys.modules:
        module = types.ModuleType("visdom")
        module.Visdom = object
        sys.modules["visdom"] = module


def complete_card(options, folder):
    """The card with the model's whole path."""
    lines = options.card.read_text().splitlines()
    stated = next(line.split(":", 1)[1].split("#")[0].strip() for line in lines if line.startswith("model:"))
    model = (options.model or options.card.parent / stated).resolve()
    card = folder / "card.yaml"
    card.write_text("\n".join([f"model: {model}"] + [line for line in lines if not line.startswith("model:")]) + "\n")
    return card, model


def network(path, card):
    """The model in PyTorch, up to its logits: peers are not made to differentiate through a softmax that Chaff takes off."""
    return normalized(imported(path, without_final=("Identity", "Softmax")), card)


def imported(path, without_final=()):
    """A model file in PyTorch, its parameters fixed; of its last nodes those are left out that are named."""
    import onnx
    from onnx import numpy_helper

    onnx2torch = import_onnx2torch()
    proto = onnx.load(str(path))
    graph = proto.graph
    for node in [n for n in graph.node if n.op_type == "Constant"]:  # onnx2torch looks for weights among initializers.
        graph.initializer.append(numpy_helper.from_array(numpy_helper.to_array(node.attribute[0].t), node.output[0]))
        graph.node.remove(node)
    while (last := next(n for n in graph.node if n.output[0] == graph.output[0].name)).op_type in without_final:
        graph.node.remove(last)
        graph.output[0].name = last.input[0]
    model = onnx2torch.convert(proto).eval()
    for parameter in model.parameters():
        parameter.requires_grad_(False)
    return model


def normalized(model, card):
    """Behind the card's mean and deviation, as the model is attacked here too."""
    import torch

    stated = dict(line.split(":", 1) for line in card.read_text().splitlines() if line.startswith(("mean:", "deviation:")))
    if not stated:
        return model
    mean, deviation = (torch.tensor(json.loads(stated[key])).reshape(-1, 1, 1) for key in ("mean", "deviation"))

    class Net(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.model = model

        def forward(self, x):
            return self.model((x - mean) / deviation)

    return Net().eval()


class Folded:
    """Some peers take four axes alone: channel and time become one for them."""

    def __init__(self, model, shape):
        import torch

        class Net(torch.nn.Module):
            def __init__(self):
                super().__init__()
                self.model = model

            def forward(self, x):
                return self.model(x.reshape((len(x),) + shape))

        self.net, self.shape = Net().eval(), shape

    def __call__(self, attack, x, y):
        return attack(x.reshape(len(x), -1, *x.shape[-2:]), y).reshape(x.shape)


class Counted:
    """A network that counts gradients: backward passes through its input, a batch as one for each input."""

    def __init__(self, model, inputs):
        import torch

        counter = self

        class Net(torch.nn.Module):
            def __init__(self):
                super().__init__()
                self.model = model

            def forward(self, x):
                if x.requires_grad:
                    x = x.view_as(x)
                    x.register_hook(counter.count)
                return self.model(x)

        self.net, self.inputs, self.rows = Net().eval(), inputs, 0

    def count(self, gradient):
        self.rows += len(gradient)

    @property
    def gradients(self):
        return self.rows / self.inputs


def judged(model, x, y, examples, norm, size):
    """Robust accuracy at the size, or the share of successes and the norm of each, infinite where there is none."""
    import torch

    with torch.no_grad():
        examples = examples.detach().clamp(0, 1)
        wrong = model(examples).argmax(1) != y
    difference = (examples - x).flatten(1)
    length = difference.abs().amax(1) if norm == "linf" else difference.norm(dim=1)
    if size is not None:
        # x + size − x is off by as much as half a step of single precision at 1: 3e-5 of 1/510.
        broken = wrong & (length <= size * (1 + 1e-5) + 1e-7)
        return {"robust": 1 - broken.float().mean().item()}
    return {"found": wrong.float().mean().item(), "lengths": torch.where(wrong, length, torch.inf).tolist()}
