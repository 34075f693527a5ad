"""More of them, written once calibration was settled, so that nothing of it was chosen by how it did on these."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from latent_explorer.model.config import MNIST, Conventions
from latent_explorer.model.config.sprites import SPRITES
from tests.wild.data import PICTURES_32
from tests.wild.style import Style, WildVae


def divergence(mu: Tensor, variance: Tensor) -> Tensor:
    """From N(mu, variance) to N(0, I), in nats, summed over the batch (n, d)."""
    return (mu.square() + variance - 1 - variance.log()).sum() / 2


class SignedSprites(WildVae):
    """Sprites in −1..1, halves with log σ, tanh."""

    def __init__(self) -> None:
        super().__init__()
        self.q = nn.Sequential(
            nn.Conv2d(1, 16, 4, 2, 1), nn.SiLU(), nn.Conv2d(16, 32, 4, 2, 1), nn.SiLU(), nn.Flatten(),
            nn.Linear(2048, 128), nn.SiLU(), nn.Linear(128, 2 * 5),
        )  # fmt: skip
        self.p = nn.Sequential(
            nn.Linear(5, 128), nn.SiLU(), nn.Linear(128, 2048), nn.SiLU(), nn.Unflatten(1, (32, 8, 8)),
            nn.ConvTranspose2d(32, 16, 4, 2, 1), nn.SiLU(), nn.ConvTranspose2d(16, 1, 4, 2, 1), nn.Tanh(),
        )  # fmt: skip

    def encode(self, x: Tensor) -> Tensor:
        stats: Tensor = self.q(x)
        return stats

    def decode(self, z: Tensor) -> Tensor:
        image: Tensor = self.p(z)
        return image


def fit_signed_sprites(images: Tensor) -> SignedSprites:
    """Squared error, summed."""
    net, x_all = SignedSprites(), images.view(-1, 1, 32, 32) * 2 - 1
    opt = torch.optim.Adam(net.parameters(), 2e-3)
    for _ in range(10):
        for x in x_all[torch.randperm(len(x_all))].split(64):
            mu, log_sd = net.encode(x).split(5, dim=1)
            out = net.decode(mu + log_sd.exp() * torch.randn_like(mu))
            opt.zero_grad()
            (F.mse_loss(out, x, reduction="sum") + divergence(mu, (2 * log_sd).exp())).div(len(x)).backward()
            opt.step()
    return net


class StackedColours(WildVae):
    """Colour pictures flattened, a pixel's three numbers after another's, μ and softplus σ as a tuple, logits."""

    def __init__(self) -> None:
        super().__init__()
        self.a, self.mu, self.sd = nn.Linear(3072, 256), nn.Linear(256, 10), nn.Linear(256, 10)
        self.b, self.c = nn.Linear(10, 256), nn.Linear(256, 3072)

    def encode(self, x: Tensor) -> tuple[Tensor, Tensor]:
        h = F.gelu(self.a(x))
        return self.mu(h), F.softplus(self.sd(h))

    def decode(self, z: Tensor) -> Tensor:
        logits: Tensor = self.c(F.gelu(self.b(z)))
        return logits


def fit_stacked_colours(images: Tensor) -> StackedColours:
    """Binary cross entropy with logits, of pixels in colour, as is often done."""
    net = StackedColours()
    opt = torch.optim.Adam(net.parameters(), 1e-3)
    for _ in range(15):
        for x in images[torch.randperm(len(images))].split(64):
            mu, sd = net.encode(x)
            logits = net.decode(mu + sd * torch.randn_like(sd))
            loss = F.binary_cross_entropy_with_logits(logits, x, reduction="sum") + divergence(mu, sd.square())
            opt.zero_grad()
            (loss / len(x)).backward()
            opt.step()
    return net


class Grown(WildVae):
    """σ² by an exponential, digits standardised on both sides, two dimensions, one hidden layer of tanh."""

    def __init__(self) -> None:
        super().__init__()
        self.inner, self.mean, self.grow = nn.Linear(784, 300), nn.Linear(300, 2), nn.Linear(300, 2)
        self.outer = nn.Sequential(nn.Linear(2, 300), nn.Tanh(), nn.Linear(300, 300), nn.Tanh(), nn.Linear(300, 784))

    def encode(self, x: Tensor) -> tuple[Tensor, Tensor]:
        h = torch.tanh(self.inner(x.flatten(1)))
        return self.mean(h), self.grow(h).exp()

    def decode(self, z: Tensor) -> Tensor:
        flat: Tensor = self.outer(z)
        return flat.view(-1, 28, 28)


def fit_grown(images: Tensor) -> Grown:
    """Half the squared error: a Gaussian of standardised pixels, with σ = 1."""
    net, digits = Grown(), (images.view(-1, 28, 28) - 0.13) / 0.31
    opt = torch.optim.Adam(net.parameters(), 1e-3)
    for _ in range(25):
        for x in digits[torch.randperm(len(digits))].split(64):
            mean, variance = net.encode(x)
            out = net.decode(mean + variance.sqrt() * torch.randn_like(mean))
            opt.zero_grad()
            ((out - x).square().sum() / 2 + divergence(mean, variance)).backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1000)
            opt.step()
    return net


class Wide(WildVae):
    """Thirty-two dimensions, of which few are used, log σ² by turns with μ, of transposed digits."""

    def __init__(self) -> None:
        super().__init__()
        self.enc = nn.Sequential(nn.Flatten(), nn.Linear(784, 400), nn.ReLU(), nn.Linear(400, 64))
        self.dec = nn.Sequential(nn.Linear(32, 400), nn.ReLU(), nn.Linear(400, 784), nn.Sigmoid())

    def encode(self, x: Tensor) -> Tensor:
        pairs: Tensor = self.enc(x)
        return pairs.view(-1, 32, 2)

    def decode(self, z: Tensor) -> Tensor:
        image: Tensor = self.dec(z)
        return image.view(-1, 1, 28, 28)


def fit_wide(images: Tensor) -> Wide:
    """Squared error of transposed digits."""
    net, digits = Wide(), images.view(-1, 1, 28, 28).mT.contiguous()
    opt = torch.optim.Adam(net.parameters(), 1e-3)
    for _ in range(20):
        for x in digits[torch.randperm(len(digits))].split(128):
            mu, log_variance = net.encode(x).unbind(-1)
            out = net.decode(mu + (log_variance / 2).exp() * torch.randn_like(mu))
            opt.zero_grad()
            ((out - x).square().sum() + divergence(mu, log_variance.exp())).backward()
            opt.step()
    return net


UNSEEN = (
    Style(
        "signed-sprites",
        "convolutions, 32×32 grey in −1..1; halves, log σ; tanh, squared error; d = 5",
        SPRITES,
        Conventions((1, 32, 32), input="symmetric", output="symmetric", second="log_sd", layout="halves"),
        5,
        fit_signed_sprites,
    ),
    Style(
        "stacked-colours",
        "MLP, 32×32 colour flattened pixel by pixel; softplus to σ; logits, BCE; d = 10",
        PICTURES_32,
        Conventions((3072,), output="logits", second="sd", axes="pixels"),
        10,
        fit_stacked_colours,
    ),
    Style(
        "grown",
        "MLP, digits standardised on both sides; σ² by an exponential; half the squared error; d = 2",
        MNIST,
        Conventions((28, 28), input="standardised", output="standardised", second="variance", mean=(0.13,), sd=(0.31,)),
        2,
        fit_grown,
    ),
    Style(
        "wide",
        "MLP, transposed digits; (d, 2) of μ and log σ²; sigmoid, squared error; d = 32",
        MNIST,
        Conventions((1, 28, 28), layout="interleaved", transposed=True),
        32,
        fit_wide,
    ),
)
