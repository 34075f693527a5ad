"""Two that are no plain VAE: a conditional one, and an autoencoder."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from latent_explorer.model.config import MNIST, Conventions
from tests.wild.style import Style, WildVae


class Conditional(nn.Module):
    """Encoder and decoder are told the digit, as ten numbers of which one is 1."""

    def __init__(self, z_dim: int = 2, classes: int = 10) -> None:
        super().__init__()
        self.fc1, self.fc21, self.fc22 = nn.Linear(784 + classes, 256), nn.Linear(256, z_dim), nn.Linear(256, z_dim)
        self.fc3, self.fc4 = nn.Linear(z_dim + classes, 256), nn.Linear(256, 784)

    def encode(self, x: Tensor, y: Tensor) -> tuple[Tensor, Tensor]:
        h = F.relu(self.fc1(torch.cat([x, y], 1)))
        return self.fc21(h), self.fc22(h)

    def decode(self, z: Tensor, y: Tensor) -> Tensor:
        return torch.sigmoid(self.fc4(F.relu(self.fc3(torch.cat([z, y], 1)))))


def fit_conditional(images: Tensor, labels: Tensor, epochs: int = 5) -> Conditional:
    """On digits (n, 784) and their labels (n,)."""
    net, known = Conditional(), F.one_hot(labels.long(), 10).float()
    opt = torch.optim.Adam(net.parameters(), 1e-3)
    for _ in range(epochs):
        for rows in torch.randperm(len(images)).split(100):
            x, y = images[rows], known[rows]
            mu, logvar = net.encode(x, y)
            again = net.decode(mu + torch.randn_like(mu) * (logvar / 2).exp(), y)
            kl = -0.5 * torch.sum(1 + logvar - mu**2 - logvar.exp())
            opt.zero_grad()
            (F.binary_cross_entropy(again, x, reduction="sum") + kl).backward()
            opt.step()
    return net


class Plain(WildVae):
    """An autoencoder: a code is a point."""

    def __init__(self, bottleneck: int = 8) -> None:
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(784, 128), nn.ReLU(), nn.Linear(128, bottleneck))
        self.decoder = nn.Sequential(nn.Linear(bottleneck, 128), nn.ReLU(), nn.Linear(128, 784), nn.Sigmoid())

    def encode(self, x: Tensor) -> Tensor:
        code: Tensor = self.encoder(x)
        return code

    def decode(self, z: Tensor) -> Tensor:
        decoded: Tensor = self.decoder(z)
        return decoded


def fit_plain(images: Tensor, epochs: int = 20) -> Plain:
    """Mean squared error alone."""
    model = Plain()
    optimizer = torch.optim.Adam(model.parameters(), lr=2e-3)
    for _ in range(epochs):
        for x in images[torch.randperm(len(images))].split(64):
            optimizer.zero_grad()
            F.mse_loss(model.decode(model.encode(x)), x).backward()
            optimizer.step()
    return model


PLAIN = Style(
    "plain",
    "an autoencoder: MLP, flat; sigmoid, squared error; d = 8",
    MNIST,
    Conventions((784,), second="none"),
    8,
    fit_plain,
)
