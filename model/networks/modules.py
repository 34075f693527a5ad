"""What an autoencoder is made of: a convolutional encoder trunk and a residual MLP decoder."""

import math
from itertools import pairwise

import torch
from torch import Tensor, nn

from latent_explorer.model.config import IMAGE_SIZE, NORM_GROUPS, PIXELS


def full_precision(x: Tensor) -> torch.autocast:
    """Where training multiplies in bfloat16, what must not: codes lie closer together than its three digits."""
    return torch.autocast(x.device.type, enabled=False)


def encoder_trunk(channels: tuple[int, ...], width: int) -> nn.Sequential:
    """Convolutions that halve the side, one for each of `channels`, and a dense layer: (n, 1, 28, 28) to (n, width)."""
    layers: list[nn.Module] = [nn.Conv2d(1, channels[0], 5, stride=2, padding=2), nn.GELU()]
    for before, after in pairwise(channels):
        layers += [nn.Conv2d(before, after, 3, stride=2, padding=1), nn.GroupNorm(NORM_GROUPS, after), nn.GELU()]
    side = math.ceil(IMAGE_SIZE / 2 ** len(channels))
    return nn.Sequential(*layers, nn.Flatten(), nn.Linear(channels[-1] * side * side, width), nn.GELU())


class FourierFeatures(nn.Module):
    """z (n, d) with the sine and cosine of `count` random projections of it behind: to (n, d + 2·count).

    They let a smooth decoder of few inputs draw fine detail. Source: Tancik et al. 2020, "Fourier features let networks
    learn high frequency functions in low dimensional domains".
    """

    frequencies: Tensor

    def __init__(self, latent_dim: int, count: int) -> None:
        super().__init__()
        # Rounded as a checkpoint rounds them, so that a loaded decoder has the frequencies that it was trained with.
        self.register_buffer("frequencies", torch.randn(latent_dim, count).half().float())

    def forward(self, z: Tensor) -> Tensor:
        """z (n, d) to (n, d + 2·count)."""
        phase = z @ self.frequencies  # (n, count)
        return torch.cat([z, phase.sin(), phase.cos()], dim=-1)


class ResidualBlock(nn.Module):
    """A pre-norm residual MLP block: (n, width) to (n, width)."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.layers = nn.Sequential(nn.LayerNorm(width), nn.Linear(width, width), nn.GELU(), nn.Linear(width, width))

    def forward(self, h: Tensor) -> Tensor:
        """h (n, width) to (n, width)."""
        out: Tensor = h + self.layers(h)
        return out


class ResidualDecoder(nn.Module):
    """z (n, d) to the logits of an image's pixels (n, 784)."""

    def __init__(self, latent_dim: int, fourier_features: int, width: int, blocks: int) -> None:
        super().__init__()
        self.features = FourierFeatures(latent_dim, fourier_features)
        self.lift = nn.Linear(latent_dim + 2 * fourier_features, width)
        self.blocks = nn.Sequential(*(ResidualBlock(width) for _ in range(blocks)))
        self.norm = nn.LayerNorm(width)
        self.pixels = nn.Linear(width, PIXELS)

    def forward(self, z: Tensor) -> Tensor:
        """z (n, d) to logits (n, 784)."""
        with full_precision(z):
            h = self.lift(self.features(z))  # (n, width)
        logits: Tensor = self.pixels(self.norm(self.blocks(h)))  # (n, 784)
        return logits.float()

    @torch.no_grad()
    def reorder(self, order: Tensor) -> None:
        """Expect z with its axes in another order (d,) from now on."""
        axes = self.lift.weight[:, : len(order)]  # (width, d)
        axes.copy_(axes[:, order])
        self.features.frequencies.copy_(self.features.frequencies[order])

    @torch.no_grad()
    def start_at(self, mean_image: Tensor) -> None:
        """Set the output bias to the logits of `mean_image` (784,), so that training starts from the average digit."""
        self.pixels.bias.copy_(torch.logit(mean_image.flatten(), eps=1e-3))
