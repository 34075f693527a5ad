"""Goes on with a shipped decoder under the exact posterior: what the encoder costs, and what nearness costs.

By Fisher's identity the gradient of log p(x) is that of log p(x|z), averaged over the exact posterior p(z|x). In a
plane that can be drawn from: each epoch a lattice, moved at random, is decoded, and each image draws its z among all
of the lattice's points. This is EM with a sampled E-step. The encoder is not used, and needs no training until the end.

`python -m tests.bench.fits.exact_posterior --data MNIST` prints, on the validation split, exact NLL and nearness of
the decoder before and after. Codes are each image's best point of a lattice, sharpened.
"""

import argparse
import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from latent_explorer.model.codec import Codec, JudgeCodec
from latent_explorer.model.measures.nearness import step_curve
from latent_explorer.model.measures.quadrature import exact_nll
from latent_explorer.model.networks import losses
from latent_explorer.model.networks.autoencoder import Autoencoder
from latent_explorer.model.networks.refine import refine
from latent_explorer.model.registry import ZOO
from latent_explorer.model.statistics.spread import spread
from latent_explorer.model.store.checkpoint import Checkpoint, load
from tests.bench.fits.fitting import Images, epochs

REACH, SPACING, FINE = 4.0, 0.05, 0.04  # latent units
SHARPENED = 8  # steps
MEASURED = 2_000  # images of the validation split


def lattice(spacing: float, shift: Tensor) -> Tensor:
    """The points of a square lattice within REACH of the origin, moved by shift (2,): (m, 2)."""
    along = torch.arange(-math.ceil(REACH / spacing), math.ceil(REACH / spacing) + 1) * spacing
    points = torch.cartesian_prod(along + shift[0], along + shift[1])
    return points[points.norm(dim=1) <= REACH]


@torch.no_grad()
def joint(network: Autoencoder, z: Tensor, x: Tensor) -> Tensor:
    """log p(x, z) of images x (n, p) at points z (m, 2), up to what all points share: (n, m)."""
    decoded = torch.cat([network.decode(part) for part in z.split(2_000)])  # (m, p)
    fixed = -torch.nn.functional.softplus(decoded).sum(1) - 0.5 * z.square().sum(1)  # (m,)
    return torch.addmm(fixed, x, decoded.T)


@torch.no_grad()
def drawn(network: Autoencoder, x: Tensor, generator: torch.Generator) -> Tensor:
    """A z of the exact posterior of each image x (n, p), as fine as the lattice: (n, 2)."""
    network.eval()
    z = lattice(SPACING, SPACING * (torch.rand(2, generator=generator) - 0.5))
    chosen = []
    for part in x.split(1_000):
        weight = joint(network, z, part)  # (n', m)
        weight = (weight - weight.amax(1, keepdim=True)).exp_().cumsum(1)
        level = weight[:, -1:] * torch.rand(len(part), 1, generator=generator)
        chosen.append(torch.searchsorted(weight, level).squeeze(1).clamp(max=len(z) - 1))
    within = SPACING * (torch.rand(len(x), 2, generator=generator) - 0.5)
    return z[torch.cat(chosen)] + within


@dataclass(frozen=True)
class Figures:
    """Of a decoder: exact NLL, nats; the codes' mean KL, nats; and for a step of 0.1 sd, labels kept and the change."""

    nll: float
    kl: float
    kept: float
    change: float

    def row(self, name: str) -> str:
        """A line of the table."""
        return f"| {name} | {self.nll:.2f} | {self.kl:.2f} | {100 * self.kept:.1f} | {self.change:.5f} |"


@torch.no_grad()
def measured(checkpoint: Checkpoint, network: Autoencoder, x: Tensor, judge: JudgeCodec) -> Figures:
    """The figures of images x (n, p)."""
    network.eval()
    z = lattice(FINE, torch.zeros(2))
    best = torch.cat([joint(network, z, part).argmax(1) for part in x.split(500)])
    start = z[best], torch.full((len(x), 2), math.log(FINE))
    mu, log_sigma = refine(network, x, *start, steps=SHARPENED)
    assert log_sigma is not None
    codec = Codec(Checkpoint(**{**vars(checkpoint), "network": network}))
    exact = exact_nll(codec, x.numpy(), mu.numpy(), lambda done, total: None)
    after = step_curve(codec, judge, mu.numpy(), spread(mu.numpy()), seed=0)[1]
    kl = float(losses.kl_per_dim(mu, log_sigma).sum(1).mean())
    return Figures(float(np.mean(exact.nll)), kl, after["label_kept"]["value"], after["mse_median"]["value"])


def main() -> None:
    """Go on training, and print the table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--data", type=Path, required=True)
    options.add_argument("--epochs", type=int, default=20)
    options.add_argument("--every", type=int, default=5)
    options.add_argument("--rate", type=float, default=1e-3)
    options.add_argument("--threads", type=int, default=1)
    given = options.parse_args()
    torch.set_num_threads(given.threads)
    checkpoint, judge = load(ZOO / "vae-2d"), JudgeCodec(load(ZOO / "judge"))
    network = checkpoint.network
    assert isinstance(network, Autoencoder)
    images = Images.of(given.data, checkpoint.training.seed)
    x, few = images.training, images.validation[:MEASURED]
    rows = [measured(checkpoint, network, few, judge).row("`vae-2d`")]
    decoder, generator = network.decoder.requires_grad_(True), torch.Generator().manual_seed(0)
    z = drawn(network, x, generator)

    def loss(batch: Tensor) -> Tensor:
        return losses.reconstruction_bernoulli(decoder(z[batch]), x[batch]).sum(-1).mean()

    for done, average in enumerate(epochs(decoder, loss, given.epochs, len(x), given.rate, seed=0), start=1):
        if done % given.every == 0:
            kept = network.decoder
            network.decoder = average  # type: ignore[assignment]
            rows.append(measured(checkpoint, network, few, judge).row(f"… and {done} epochs"))
            network.decoder = kept
        z.copy_(drawn(network, x, generator))
    print("| validation split | exact NLL, nats | KL, nats | label kept after 0.1 sd, % | image change after 0.1 sd |")
    print("|---|---|---|---|---|")
    print("\n".join(rows))


if __name__ == "__main__":
    main()
