"""Codes of the sample's 1,000 digits, by the page's engine in Node and by PyTorch: `python -m tests.bench.parity`.

Prints a table and, for each model, the digits whose code is apart by more than 1 % of its σ (of an autoencoder, of the
spread of codes), with the loss of both codes by PyTorch: refinement takes a step where it lowers the loss, a sum of 784
float32 numbers, so that near the minimum its last digits decide.
"""

import numpy as np
import torch

from latent_explorer.model.arrays import Array
from latent_explorer.model.datasets.sample import load_sample, sample_pixels
from latent_explorer.model.networks.autoencoder import Autoencoder
from latent_explorer.model.networks.refine import expected_loss
from latent_explorer.model.registry import ZOO, Model, open_model
from tests.helpers.page_engine import answers

CLOSE = 0.01
MODELS = sorted(folder.name for folder in ZOO.iterdir() if folder.is_dir() and folder.name != "judge")
HEAD = "| model | μ within 1 % of σ | σ | apart by more: digit, of σ, nats of PyTorch's code, of the page's |"


def codes(name: str) -> tuple[Array, Array | None]:
    """μ and σ (1000, d) of the sample by the page's engine."""
    digits = [{"digit": image.reshape(-1).tolist()} for image in load_sample().images]
    found = answers(name, *[("digit", digit) for digit in digits])
    mu = np.array([one["mu"] for one in found], np.float32)
    return mu, None if found[0]["sigma"] is None else np.array([one["sigma"] for one in found], np.float32)


@torch.inference_mode()
def nats(model: Model, index: int, mu: Array, sigma: Array | None) -> float:
    """What refinement lowers, of one digit with a code."""
    network = model.checkpoint.network
    assert isinstance(network, Autoencoder)
    log_sigma = None if sigma is None else torch.from_numpy(sigma[None]).log()
    x = torch.from_numpy(sample_pixels()[index : index + 1])
    return float(expected_loss(network, x, torch.from_numpy(mu[None]), log_sigma))


def row(name: str) -> str:
    """A model's row of the table."""
    model = open_model(ZOO / name)
    mu, sigma = codes(name)
    unit = model.sd if model.sigma is None else model.sigma
    apart = (np.abs(mu - model.mu) / unit).max(axis=1)  # (1000,)
    share, wide = f"{(apart < CLOSE).mean():.1%}", "–"
    if model.sigma is not None and sigma is not None:
        off = np.abs(sigma / model.sigma - 1).max(axis=1)  # (1000,)
        apart, wide = np.maximum(apart, off), f"{(off < CLOSE).mean():.1%}"
    named = [
        f"{i}: {apart[i]:.3f}, {nats(model, i, model.mu[i], None if model.sigma is None else model.sigma[i]):.4f}, "
        f"{nats(model, i, mu[i], None if sigma is None else sigma[i]):.4f}"
        for i in map(int, np.flatnonzero(apart >= CLOSE))
    ]
    return f"| {name} | {share} | {wide} | {'; '.join(named) or 'none'} |"


def main() -> None:
    """Print the table."""
    print(f"{HEAD}\n|---|---|---|---|")
    for name in MODELS:
        print(row(name), flush=True)


if __name__ == "__main__":
    main()
