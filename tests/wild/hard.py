"""The network of a first exercise, trained so that its second output is hard to tell: what calibration may miss."""

from dataclasses import replace
from functools import partial

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from latent_explorer.model.config import MNIST, Conventions
from tests.wild.mlps import HOMEWORK, Homework, fit_homework
from tests.wild.style import Style, WildVae


def fit_by_means(images: Tensor, epochs: int = 10) -> Homework:
    """Both terms averaged over all that they have, which weighs the divergence 784 ÷ 20 times as much as it should."""
    vae = Homework()
    optimizer = torch.optim.Adam(vae.parameters(), lr=1e-3)
    for _ in range(epochs):
        for x in images[torch.randperm(len(images))].split(128):
            decoded, mean, log_variance = vae(x)
            kl = -0.5 * torch.mean(1 + log_variance - mean**2 - log_variance.exp())
            optimizer.zero_grad()
            (F.mse_loss(decoded, x) + kl).backward()
            optimizer.step()
    return vae


class Exponential(WildVae):
    """σ itself by an exponential, and a divergence whose factors of ½ were lost: it is least at σ² = ½."""

    def __init__(self, latent_dims: int = 4) -> None:
        super().__init__()
        self.linear1, self.linear2 = nn.Linear(784, 512), nn.Linear(512, latent_dims)
        self.linear3 = nn.Linear(512, latent_dims)
        self.decoder = nn.Sequential(nn.Linear(latent_dims, 512), nn.ReLU(), nn.Linear(512, 784), nn.Sigmoid())

    def encode(self, x: Tensor) -> tuple[Tensor, Tensor]:
        h = F.relu(self.linear1(torch.flatten(x, start_dim=1)))
        return self.linear2(h), torch.exp(self.linear3(h))

    def decode(self, z: Tensor) -> Tensor:
        x_hat: Tensor = self.decoder(z)
        return x_hat.reshape(-1, 1, 28, 28)


def fit_exponential(images: Tensor, epochs: int = 20) -> Exponential:
    """Sums over the batch."""
    autoencoder, pictures = Exponential(), images.view(-1, 1, 28, 28)
    opt = torch.optim.Adam(autoencoder.parameters())
    for _ in range(epochs):
        for x in pictures[torch.randperm(len(pictures))].split(128):
            mu, sigma = autoencoder.encode(x)
            x_hat = autoencoder.decode(mu + sigma * torch.randn_like(sigma))
            kl = (sigma**2 + mu**2 - torch.log(sigma) - 1 / 2).sum()
            opt.zero_grad()
            (((x - x_hat) ** 2).sum() + kl).backward()
            opt.step()
    return autoencoder


HARD = (
    replace(HOMEWORK, name="hurried", told="as homework, after one epoch", fit=partial(fit_homework, epochs=1)),
    replace(HOMEWORK, name="pressed", told="as homework, β = 8", fit=partial(fit_homework, beta=8)),
    replace(HOMEWORK, name="loose", told="as homework, β = 0.01", fit=partial(fit_homework, beta=0.01)),
    replace(HOMEWORK, name="by-means", told="as homework, both terms averaged: it collapses", fit=fit_by_means),
    Style(
        "exponential",
        "MLP; σ by an exponential, a divergence with its ½ lost; sigmoid, squared error; d = 4",
        MNIST,
        Conventions((1, 28, 28), second="sd"),
        4,
        fit_exponential,
    ),
)
