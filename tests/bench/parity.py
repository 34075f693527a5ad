"""Codes of the sample's 1,000 digits, by the page's engine in Node and by PyTorch: `python -m tests.bench.parity`.

Prints the share of digits whose code is within 1 % of its σ (of an autoencoder, of the spread of codes), the same of
PyTorch's own codes of one digit at a time and of all at once, and the digits that are farther apart, with the loss of
both codes by PyTorch: refinement takes a step where it lowers the loss, a sum of 784 float32 numbers, so that near the
minimum its last digits decide.
"""

from typing import Annotated

import numpy as np
import torch
import typer

from latent_explorer.model.arrays import Array
from latent_explorer.model.config import MNIST
from latent_explorer.model.datasets.sample import load_sample, sample_pixels
from latent_explorer.model.networks.autoencoder import Autoencoder
from latent_explorer.model.networks.refine import expected_loss
from latent_explorer.model.registry import ZOO, Model, open_model
from latent_explorer.model.store.checkpoint import CONFIG
from latent_explorer.model.store.foreign import images_of
from latent_explorer.model.store.image_sets import JUDGE
from tests.helpers.page_engine import answers

CLOSE = 0.01
FOLDERS = [path.parent for path in sorted(ZOO.glob(f"*/{CONFIG}"))]
MODELS = [folder.name for folder in FOLDERS if folder.name != JUDGE and images_of(folder) == MNIST]
FEW = 2
HEAD = """| model | μ within 1 % of σ | σ | PyTorch, one by one: μ | σ | farthest: digit, of σ, nats of both codes |
|---|---|---|---|---|---|"""


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


def one_by_one(model: Model) -> tuple[Array, Array | None]:
    """μ and σ (1000, d) of the sample by PyTorch, which sums in another order than for all at once."""
    parts = [model.codec.encode(image[None]) for image in sample_pixels()]
    sigmas = [sigma for _, sigma in parts if sigma is not None]
    return np.concatenate([mu for mu, _ in parts]), np.concatenate(sigmas) if sigmas else None


def distances(model: Model, mu: Array, sigma: Array | None) -> tuple[Array, Array | None]:
    """Of each code from the model's own, in σ, and of each σ, as parts: (1000,) each."""
    apart = (np.abs(mu - model.mu) / (model.sd if model.sigma is None else model.sigma)).max(axis=1)
    if model.sigma is None or sigma is None:
        return apart, None
    return apart, np.abs(sigma / model.sigma - 1).max(axis=1)


def share(apart: Array | None) -> str:
    """Of those that are close."""
    return "–" if apart is None else f"{(apart < CLOSE).mean():.1%}"


def row(name: str, most: int) -> str:
    """A model's row of the table, with at most so many digits named."""
    model = open_model(ZOO / name)
    mu, sigma = codes(name)
    by_mu, by_sigma = distances(model, mu, sigma)
    alone = distances(model, *one_by_one(model))
    apart = by_mu if by_sigma is None else np.maximum(by_mu, by_sigma)  # (1000,)
    far = [int(i) for i in np.argsort(-apart) if apart[i] >= CLOSE]
    named = [
        f"{i}: {apart[i]:.3f}, {nats(model, i, model.mu[i], None if model.sigma is None else model.sigma[i]):.4f}, "
        f"{nats(model, i, mu[i], None if sigma is None else sigma[i]):.4f}"
        for i in far[:most]
    ]
    rest = [f"and {len(far) - most} more"] if len(far) > most else []
    shares = " | ".join(share(of) for of in (by_mu, by_sigma, *alone))
    return f"| {name} | {shares} | {'; '.join([*named, *rest]) or 'none'} |"


def main(every: Annotated[bool, typer.Option("--every", help="Name each digit that is apart.")] = False) -> None:
    """Print the table."""
    print(HEAD)
    for name in MODELS:
        print(row(name, 1000 if every else FEW), flush=True)


if __name__ == "__main__":
    typer.run(main)
