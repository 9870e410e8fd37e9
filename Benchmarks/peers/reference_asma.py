"""A transcription of the published ASMA loop in PyTorch."""


class Classes:
    """The network with an axis of classes: one logit z becomes (-z/2, z/2)."""

    def __init__(self, model):
        self.model = model

    def __call__(self, image):
        logits = self.model(image)
        import torch

        return torch.cat([-logits / 2, logits / 2], 1) if logits.shape[1] == 1 else logits


def asma(model, clean, wanted, steps, tau, beta, first_change=None):
    """The published loop: raw gradient, mask of pixels that are not yet as wanted, second forward pass on the unclipped point."""
    import torch

    point, multiplier, trace = clean.clone(), tau, []
    for _ in range(steps):
        point = point.detach().requires_grad_(True)
        logits = model(point)
        predicted = logits.argmax(1)
        loss = 0
        for index in range(logits.shape[1]):
            loss = loss + (logits[:, index] * ((wanted == index) & (predicted != index))).sum()
        gradient, = torch.autograd.grad(loss - ((clean - point) ** 2).sum(), point)
        if first_change and multiplier is None:
            multiplier = tau = first_change / gradient.abs().max().item()
            beta = 10 * tau
        with torch.no_grad():
            moved = point + multiplier * gradient
            predicted = model(moved).argmax(1)
            union = torch.clamp(predicted + wanted, max=1).sum().item()
            overlap = (predicted * wanted).sum().item() / union
            accuracy = (predicted == wanted).double().mean().item()
            trace.append((multiplier, overlap, accuracy))
            multiplier = beta * overlap + tau
            point = moved.clamp(0, 1)
    return point.detach(), trace
