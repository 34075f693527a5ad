"""What a full covariance of the posterior would bring, from the curvature that refinement has already.

`python -m tests.bench.fits.full_covariance --data MNIST` prints, on the validation split, the shipped model's negative
ELBO with its own posteriors, with the inverse curvature at μ (Park, Kim & Kim 2019), and with the inverse of the
curvature's mean over the cubature points of that posterior, about the same μ; of each image the better of the new and
the old counts, as refinement has it. `--steps` sharpens μ further first.
"""

import argparse
import math
from pathlib import Path

import torch
from torch import Tensor

from latent_explorer.model.codec import Codec
from latent_explorer.model.networks.autoencoder import Autoencoder
from latent_explorer.model.networks.jvp import linearise
from latent_explorer.model.networks.refine import refine
from latent_explorer.model.registry import ZOO
from latent_explorer.model.store.checkpoint import load
from tests.bench.fits.fitting import Images

MEASURED, BATCH, DRAWS = 1_000, 100, 100


@torch.no_grad()
def negative_elbo(network: Autoencoder, x: Tensor, mu: Tensor, root: Tensor, seed: int) -> Tensor:
    """Nats of images x (n, p) under N(μ, LLᵀ), L = `root` (n, d, d), the expectation over DRAWS draws: (n,)."""
    generator, dims = torch.Generator().manual_seed(seed), mu.shape[1]
    total = torch.zeros(len(x))
    for _ in range(DRAWS):
        z = mu + (root @ torch.randn(len(x), dims, 1, generator=generator)).squeeze(-1)  # (n, d)
        total += network.reconstruction(network.decode(z), x).sum(-1)
    log_det = root.diagonal(dim1=1, dim2=2).abs().log().sum(1)  # (n,)
    kl = 0.5 * (root.square().sum((1, 2)) + mu.square().sum(1) - dims) - log_det
    return total / DRAWS + kl


@torch.no_grad()
def curvature(network: Autoencoder, x: Tensor, z: Tensor) -> Tensor:
    """Of −log p(x, z) by z, Gauss–Newton: (n, d, d)."""
    identity = torch.eye(z.shape[1])
    logits, jacobian = linearise(network.decoder, z, identity)  # (n, p), (n, p, d)
    _, weight = network.curvature(logits, x)  # (n, p)
    curved: Tensor = jacobian.mT @ (weight[..., None] * jacobian) + identity
    return curved


def root_of(curved: Tensor) -> Tensor:
    """L (n, d, d) of the covariance that is the inverse of a curvature."""
    root: Tensor = torch.linalg.cholesky(torch.linalg.inv(curved))
    return root


def averaged(network: Autoencoder, x: Tensor, mu: Tensor, root: Tensor) -> Tensor:
    """The curvature's mean over the cubature points μ ± √d·L of N(μ, LLᵀ): (n, d, d)."""
    away = math.sqrt(mu.shape[1]) * root
    points = [mu + sign * away[:, :, axis] for axis in range(mu.shape[1]) for sign in (1, -1)]
    return torch.stack([curvature(network, x, point) for point in points]).mean(0)


def figures(network: Autoencoder, x: Tensor, mu: Tensor, sigma: Tensor, steps: int) -> Tensor:
    """Negative ELBO of images x (n, p): with their own posterior, by the curvature at μ, and by its mean: (n, 3)."""
    refined, log_sigma = refine(network, x, mu, sigma.log(), steps)
    assert log_sigma is not None
    own = negative_elbo(network, x, refined, torch.diag_embed(log_sigma.exp()), seed=0)
    at_mu = root_of(curvature(network, x, refined))
    mean = root_of(averaged(network, x, refined, at_mu))
    found = [torch.minimum(own, negative_elbo(network, x, refined, root, seed=0)) for root in (at_mu, mean)]
    return torch.stack([own, *found], dim=1)


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--data", type=Path, required=True)
    options.add_argument("--model", default="vae-16d")
    options.add_argument("--steps", type=int, default=0)
    options.add_argument("--images", type=int, default=MEASURED)
    options.add_argument("--threads", type=int, default=1)
    given = options.parse_args()
    torch.set_num_threads(given.threads)
    checkpoint = load(ZOO / given.model)
    network, codec = checkpoint.network, Codec(checkpoint)
    assert isinstance(network, Autoencoder)
    x = Images.of(given.data, checkpoint.training.seed).validation[: given.images]
    mu, sigma = (torch.from_numpy(part) for part in codec.encode(x.numpy()) if part is not None)
    batches = zip(x.split(BATCH), mu.split(BATCH), sigma.split(BATCH), strict=True)
    parts = [figures(network, *batch, given.steps) for batch in batches]
    own, at_mu, mean = torch.cat(parts).mean(0).tolist()
    print(f"| `{given.model}`, {len(x)} images, {given.steps} more steps | negative ELBO, nats |\n|---|---|")
    print(f"| its own posterior | {own:.2f} |\n| covariance by the curvature at μ | {at_mu:.2f} |")
    print(f"| by the curvature's mean | {mean:.2f} |")


if __name__ == "__main__":
    main()
