"""Three of convolutions: interleaved, on sprites; tanh for −1..1, on colour; and tanh though the data are in 0..1."""

from itertools import pairwise

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from latent_explorer.model.config import Conventions
from latent_explorer.model.config.sprites import SPRITES
from tests.wild.data import PICTURES_32, PICTURES_64
from tests.wild.style import Style, WildVae


class Interleaved(WildVae):
    """The last layer's numbers as pairs, `view(-1, d, 2)`: μ and log σ² by turns."""

    def __init__(self, d: int = 6) -> None:
        super().__init__()
        self.d = d
        self.down = nn.Sequential(
            nn.Conv2d(1, 16, 4, 2, 1), nn.ReLU(), nn.Conv2d(16, 32, 4, 2, 1), nn.ReLU(), nn.Flatten(),
            nn.Linear(32 * 64, 64), nn.ReLU(), nn.Linear(64, 2 * d),
        )  # fmt: skip
        self.up = nn.Sequential(
            nn.Linear(d, 64), nn.ReLU(), nn.Linear(64, 32 * 64), nn.ReLU(), nn.Unflatten(1, (32, 8, 8)),
            nn.ConvTranspose2d(32, 16, 4, 2, 1), nn.ReLU(), nn.ConvTranspose2d(16, 1, 4, 2, 1),
        )  # fmt: skip

    def encode(self, x: Tensor) -> Tensor:
        pairs: Tensor = self.down(x)
        return pairs

    def decode(self, z: Tensor) -> Tensor:
        return torch.sigmoid(self.up(z))


def fit_interleaved(images: Tensor, epochs: int = 8) -> Interleaved:
    """Summed BCE on 32×32 sprites."""
    sprites = images.view(-1, 1, 32, 32)
    net = Interleaved()
    opt = torch.optim.Adam(net.parameters(), lr=2e-3)
    for _ in range(epochs):
        for x in sprites[torch.randperm(len(sprites))].split(50):
            mu, logvar = net.encode(x).view(-1, net.d, 2).unbind(-1)
            recon = net.decode(mu + torch.randn_like(mu) * torch.exp(logvar / 2))
            nll = F.binary_cross_entropy(recon, x, reduction="sum")
            kld = -0.5 * (1 + logvar - mu.pow(2) - logvar.exp()).sum()
            opt.zero_grad()
            ((nll + kld) / len(x)).backward()
            opt.step()
    return net


class Faces(WildVae):
    """64×64 in colour as a GAN's tutorial has it: four strided layers, tanh, pixels brought to −1..1."""

    def __init__(self, nz: int = 16, nf: int = 8) -> None:
        super().__init__()
        widths = (3, nf, 2 * nf, 4 * nf, 8 * nf)
        down = [
            layer for a, b in pairwise(widths) for layer in (nn.Conv2d(a, b, 4, stride=2, padding=1), nn.LeakyReLU(0.2))
        ]
        self.features = nn.Sequential(*down, nn.Flatten())
        self.fc_mu, self.fc_var = nn.Linear(8 * nf * 16, nz), nn.Linear(8 * nf * 16, nz)
        self.project = nn.Linear(nz, 8 * nf * 16)
        up: list[nn.Module] = []
        for a, b in pairwise(widths[::-1]):
            up += [nn.ConvTranspose2d(a, b, 4, stride=2, padding=1), nn.LeakyReLU(0.2)]
        self.render = nn.Sequential(*up[:-1], nn.Tanh())

    def encode(self, x: Tensor) -> tuple[Tensor, Tensor]:
        h = self.features(x)
        return self.fc_mu(h), self.fc_var(h)

    def decode(self, z: Tensor) -> Tensor:
        rendered: Tensor = self.render(self.project(z).unflatten(1, (-1, 4, 4)))
        return rendered


def fit_faces(images: Tensor, epochs: int = 5) -> Faces:
    """Summed squared error in −1..1."""
    pictures = images.view(-1, 64, 64, 3).permute(0, 3, 1, 2) * 2 - 1
    vae = Faces()
    optimizer = torch.optim.Adam(vae.parameters(), lr=2e-3)
    for _ in range(epochs):
        for real in pictures[torch.randperm(len(pictures))].split(32):
            mu, log_var = vae.encode(real)
            fake = vae.decode(mu + (0.5 * log_var).exp() * torch.randn_like(mu))
            divergence = torch.mean(-0.5 * torch.sum(1 + log_var - mu**2 - log_var.exp(), dim=1))
            optimizer.zero_grad()
            (F.mse_loss(fake, real, reduction="sum") / len(real) + divergence).backward()
            optimizer.step()
    return vae


class MixedUp(WildVae):
    """Batch normalisation throughout, and a tanh for pixels that were never brought to −1..1."""

    def __init__(self, latent_dim: int = 12) -> None:
        super().__init__()
        self.encoder = nn.Sequential(self._down(3, 16), self._down(16, 32), self._down(32, 64))
        self.fc_mu, self.fc_var = nn.Linear(64 * 16, latent_dim), nn.Linear(64 * 16, latent_dim)
        self.decoder_input = nn.Linear(latent_dim, 64 * 16)
        self.decoder = nn.Sequential(self._up(64, 32), self._up(32, 16), self._up(16, 16))
        self.final_layer = nn.Sequential(nn.Conv2d(16, 3, 3, padding=1), nn.Tanh())

    @staticmethod
    def _down(before: int, after: int) -> nn.Module:
        return nn.Sequential(nn.Conv2d(before, after, 3, 2, 1), nn.BatchNorm2d(after), nn.LeakyReLU())

    @staticmethod
    def _up(before: int, after: int) -> nn.Module:
        convolution = nn.ConvTranspose2d(before, after, 3, 2, 1, output_padding=1)
        return nn.Sequential(convolution, nn.BatchNorm2d(after), nn.LeakyReLU())

    def encode(self, x: Tensor) -> tuple[Tensor, Tensor]:
        result = torch.flatten(self.encoder(x), start_dim=1)
        return self.fc_mu(result), self.fc_var(result)

    def decode(self, z: Tensor) -> Tensor:
        drawn: Tensor = self.final_layer(self.decoder(self.decoder_input(z).view(-1, 64, 4, 4)))
        return drawn


def fit_mixed_up(images: Tensor, epochs: int = 8, kld_weight: float = 0.00025) -> MixedUp:
    """Mean squared error, and the divergence weighed with a small number, as that repository has it."""
    pictures = images.view(-1, 32, 32, 3).permute(0, 3, 1, 2).contiguous()
    model = MixedUp()
    optimizer = torch.optim.Adam(model.parameters(), lr=3e-3)
    for _ in range(epochs):
        for x in pictures[torch.randperm(len(pictures))].split(64):
            mu, log_var = model.encode(x)
            recons = model.decode(mu + torch.randn_like(mu) * torch.exp(0.5 * log_var))
            kld_loss = torch.mean(-0.5 * torch.sum(1 + log_var - mu**2 - log_var.exp(), dim=1), dim=0)
            optimizer.zero_grad()
            (F.mse_loss(recons, x) + kld_weight * kld_loss).backward()
            optimizer.step()
    return model


INTERLEAVED = Style(
    "interleaved",
    "convolutions, 32×32 grey; μ and log σ² by turns in one output; sigmoid, BCE; d = 6",
    SPRITES,
    Conventions((1, 32, 32), layout="interleaved"),
    6,
    fit_interleaved,
)
FACES = Style(
    "faces",
    "convolutions, 64×64 colour in −1..1; μ and log σ²; tanh, squared error; d = 16",
    PICTURES_64,
    Conventions((3, 64, 64), input="symmetric", output="symmetric"),
    16,
    fit_faces,
)
MIXED_UP = Style(
    "mixed-up",
    "convolutions and batch normalisation, 32×32 colour in 0..1; μ and log σ²; tanh all the same; d = 12",
    PICTURES_32,
    Conventions((3, 32, 32)),
    12,
    fit_mixed_up,
)
