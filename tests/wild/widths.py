"""Three that give the width of a code otherwise than as log σ²: log σ in one output, softplus to σ, and to σ²."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.distributions import Independent, Normal, kl_divergence

from latent_explorer.model.config import MNIST, Conventions
from tests.wild.style import Style, WildVae

MEAN, SD = 0.1307, 0.3081  # of MNIST's pixels, as everybody writes them


class Chunked(WildVae):
    """One output of twice the dimensions, which the loss takes apart in the middle: μ and log σ."""

    def __init__(self, d: int = 8) -> None:
        super().__init__()
        self.enc = nn.Sequential(nn.Flatten(), nn.Linear(784, 300), nn.Tanh(), nn.Linear(300, 2 * d))
        self.dec = nn.Sequential(nn.Linear(d, 300), nn.Tanh(), nn.Linear(300, 784), nn.Sigmoid())

    def encode(self, x: Tensor) -> Tensor:
        encoded: Tensor = self.enc(x)
        return encoded

    def decode(self, z: Tensor) -> Tensor:
        decoded: Tensor = self.dec(z)
        return decoded

    def loss(self, x: Tensor) -> Tensor:
        m, s = self.encode(x).chunk(2, dim=1)
        z = m + s.exp() * torch.randn_like(s)
        kl = (-s + (torch.exp(2 * s) + m**2) / 2 - 0.5).sum(1)
        return (F.binary_cross_entropy(self.decode(z), x, reduction="none").sum(1) + kl).mean()


def fit_chunked(images: Tensor, epochs: int = 20) -> Chunked:
    """Batches of 100, Adam."""
    model = Chunked()
    adam = torch.optim.Adam(model.parameters(), 2e-3)
    for _ in range(epochs):
        for rows in torch.randperm(len(images)).split(100):
            adam.zero_grad()
            model.loss(images[rows]).backward()
            adam.step()
    return model


class Probabilist(WildVae):
    """Distributions as objects: softplus makes σ, of pixels that were standardised as for a classifier."""

    def __init__(self, n_latent: int = 10) -> None:
        super().__init__()
        self.encoder = nn.Sequential(nn.Flatten(), nn.Linear(784, 256), nn.ELU(), nn.Linear(256, 128), nn.ELU())
        self.loc, self.scale = nn.Linear(128, n_latent), nn.Linear(128, n_latent)
        self.decoder = nn.Sequential(
            nn.Linear(n_latent, 128), nn.ELU(), nn.Linear(128, 256), nn.ELU(), nn.Linear(256, 784), nn.Sigmoid()
        )

    def encode(self, x: Tensor) -> tuple[Tensor, Tensor]:
        h = self.encoder(x)
        return self.loc(h), F.softplus(self.scale(h)) + 1e-6

    def decode(self, z: Tensor) -> Tensor:
        pixels: Tensor = self.decoder(z)
        return pixels.view(-1, 1, 28, 28)


def fit_probabilist(images: Tensor, epochs: int = 20) -> Probabilist:
    """Squared error of pixels as they are, though the encoder sees standardised ones."""
    pixels = images.view(-1, 1, 28, 28)
    vae = Probabilist()
    optimizer = torch.optim.Adam(vae.parameters(), lr=1e-3)
    prior = Independent(Normal(torch.zeros(10), torch.ones(10)), 1)
    for _ in range(epochs):
        for x in pixels[torch.randperm(len(pixels))].split(128):
            posterior = Independent(Normal(*vae.encode((x - MEAN) / SD)), 1)
            error = F.mse_loss(vae.decode(posterior.rsample()), x, reduction="sum") / len(x)
            optimizer.zero_grad()
            (error + kl_divergence(posterior, prior).mean()).backward()
            optimizer.step()
    return vae


class OfVariances(WildVae):
    """Softplus makes the variance itself, and the images lie on their sides, as EMNIST's files have them."""

    def __init__(self) -> None:
        super().__init__()
        self.common = nn.Linear(784, 400)
        self.mean, self.variance = nn.Linear(400, 4), nn.Linear(400, 4)
        self.first, self.last = nn.Linear(4, 400), nn.Linear(400, 784)

    def encode(self, x: Tensor) -> tuple[Tensor, Tensor]:
        h = F.leaky_relu(self.common(x.flatten(1)), 0.1)
        return self.mean(h), F.softplus(self.variance(h)) + 1e-5

    def decode(self, z: Tensor) -> Tensor:
        pixels = torch.sigmoid(self.last(F.leaky_relu(self.first(z), 0.1)))
        return pixels.reshape(-1, 28, 28)


def fit_of_variances(images: Tensor, epochs: int = 20) -> OfVariances:
    """On images whose rows are columns."""
    lying = images.view(-1, 28, 28).transpose(1, 2).contiguous()
    net = OfVariances()
    optim = torch.optim.Adam(net.parameters(), lr=1e-3)
    for _ in range(epochs):
        for batch in torch.utils.data.DataLoader(lying, batch_size=100, shuffle=True):  # type: ignore[arg-type]
            mean, var = net.encode(batch)
            out = net.decode(mean + var.sqrt() * torch.randn_like(mean))
            kl = 0.5 * (mean.pow(2) + var - var.log() - 1).sum()
            optim.zero_grad()
            (F.binary_cross_entropy(out, batch, reduction="sum") + kl).backward()
            optim.step()
    return net


CHUNKED = Style(
    "chunked",
    "MLP; one output, halves by chunk, log σ; sigmoid, BCE; d = 8",
    MNIST,
    Conventions((784,), second="log_sd", layout="halves"),
    8,
    fit_chunked,
)
PROBABILIST = Style(
    "probabilist",
    "MLP on standardised pixels; softplus to σ; sigmoid, squared error of pixels in 0..1; d = 10",
    MNIST,
    Conventions((1, 28, 28), input="standardised", second="sd", mean=(MEAN,), sd=(SD,)),
    10,
    fit_probabilist,
)
OF_VARIANCES = Style(
    "of-variances",
    "MLP on transposed images; softplus to σ²; sigmoid, BCE; d = 4",
    MNIST,
    Conventions((28, 28), second="variance", transposed=True),
    4,
    fit_of_variances,
)
