"""QLVM, written afresh from its paper, with our decoder's size: no encoder, its likelihood summed over a lattice.

Source: Martinez & Williams 2026, "Quasi Monte Carlo methods enable extremely low-dimensional deep generative models",
arXiv 2601.18676. Codes lie on a torus, uniformly; at each step one Fibonacci lattice, moved at random, is decoded, and
every image of the batch is compared with all of its points. The authors' code leaves log m out of its evidence, 6.4
nats with the 610 points that they train with. Here it is in.

`python -m tests.bench.fits.qlvm --data MNIST` trains and prints the exact NLL, on two lattices that are far finer.
"""

import argparse
import math
from pathlib import Path

import torch
from torch import Tensor, nn

from latent_explorer.model.config import ModelConfig
from latent_explorer.model.networks import losses
from latent_explorer.model.networks.modules import ResidualDecoder
from tests.bench.fits.fitting import USUAL, Images, epochs

POINTS, FINE, FINEST = (15, 23, 25)  # which Fibonacci number: 610, 28,657 and 75,025 points


class Torus(nn.Module):
    """Codes (n, 2) in 0..1 to logits (n, p): the residual decoder on their cosines and sines."""

    def __init__(self, like: ModelConfig) -> None:
        super().__init__()
        self.decoder = ResidualDecoder(4, like.fourier_features, like.decoder_width, like.decoder_blocks)

    def forward(self, z: Tensor) -> Tensor:
        """Codes (n, 2) to logits (n, p)."""
        angle = 2 * math.pi * z  # (n, 2)
        logits: Tensor = self.decoder(torch.cat([angle.cos(), angle.sin()], dim=-1))
        return logits


def fibonacci(order: int, shift: Tensor) -> Tensor:
    """The lattice of the `order`-th Fibonacci number m of points, moved by shift (2,): (m, 2) in 0..1."""
    before, count = 1, 1
    for _ in range(order - 2):
        before, count = count, before + count
    along = torch.arange(count, dtype=torch.float64) / count  # (m,)
    return ((torch.stack([along, along * before], dim=-1) + shift) % 1).float()


def evidence(decoded: Tensor, x: Tensor) -> Tensor:
    """−log p(x) of images x (n, p) over a lattice's logits (m, p), each point as likely as any: (n,) nats."""
    return math.log(len(decoded)) - torch.logsumexp(-losses.between_bernoulli(decoded, x), dim=0)


@torch.inference_mode()
def nll(network: nn.Module, x: Tensor, order: int) -> float:
    """The mean over images x (n, p) on one lattice, nats."""
    decoded = torch.cat([network(z) for z in fibonacci(order, torch.zeros(2)).split(2_000)])  # (m, p)
    return float(torch.cat([evidence(decoded, part) for part in x.split(500)]).mean())


def main() -> None:
    """Train, and print the exact NLL."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--data", type=Path, required=True)
    options.add_argument("--epochs", type=int, default=60)
    options.add_argument("--seed", type=int, default=0)
    options.add_argument("--threads", type=int, default=1)
    given = options.parse_args()
    torch.set_num_threads(given.threads)
    torch.manual_seed(given.seed)
    images, network = Images.of(given.data, given.seed), Torus(ModelConfig("vae"))
    network.decoder.start_at(images.training.mean(0))
    shifts = torch.Generator().manual_seed(given.seed)

    def loss(batch: Tensor) -> Tensor:
        shift = torch.rand(2, generator=shifts, dtype=torch.float64)
        return evidence(network(fibonacci(POINTS, shift)), images.training[batch]).mean()

    *_, fitted = epochs(network, loss, given.epochs, len(images.training), USUAL.learning_rate, given.seed)
    found = [nll(fitted, images.test, order) for order in (FINE, FINEST)]
    print(f"| QLVM, 610 points a step, {given.epochs} epochs, seed {given.seed} | test NLL, nats |\n|---|---|")
    print(f"| exact, on 75,025 points (28,657: {found[0]:.2f}) | {found[1]:.2f} |")
    print(f"| on the validation split | {nll(fitted, images.validation, FINEST):.2f} |")
    print(f"| over the 610 points themselves | {nll(fitted, images.test, POINTS):.2f} |")


if __name__ == "__main__":
    main()
