"""What an autoencoder is made of: an encoder trunk, convolutional or dense, and a residual MLP decoder."""

import math
from itertools import pairwise

import torch
from torch import Tensor, nn

from latent_explorer.model.config import MNIST, NORM_GROUPS, ImageSet


def full_precision(x: Tensor) -> torch.autocast:
    """Turn autocast off: codes lie closer together than the three digits of bfloat16 can tell apart."""
    return torch.autocast(x.device.type, enabled=False)


def as_planes(x: Tensor, images: ImageSet) -> Tensor:
    """Flattened images x (n, p) as convolutions take them: (n, c, side, side)."""
    return x.view(-1, images.side, images.side, images.channels).permute(0, 3, 1, 2)


def encoder_trunk(channels: tuple[int, ...], width: int, images: ImageSet = MNIST) -> nn.Sequential:
    """Stride-2 convolutions, one for each of `channels`, and a linear layer: (n, c, side, side) to (n, width).

    Without channels the linear layer reads the image itself.
    """
    if not channels:
        return nn.Sequential(nn.Flatten(), nn.Linear(images.values, width), nn.GELU())
    layers: list[nn.Module] = [nn.Conv2d(images.channels, channels[0], 5, stride=2, padding=2), nn.GELU()]
    for before, after in pairwise(channels):
        layers += [nn.Conv2d(before, after, 3, stride=2, padding=1), nn.GroupNorm(NORM_GROUPS, after), nn.GELU()]
    side = math.ceil(images.side / 2 ** len(channels))
    return nn.Sequential(*layers, nn.Flatten(), nn.Linear(channels[-1] * side * side, width), nn.GELU())


class FourierFeatures(nn.Module):
    """Append the sine and cosine of `count` random projections of z: (n, d) to (n, d + 2·count).

    They let a smooth decoder with few inputs draw fine detail. Source: Tancik et al. 2020, "Fourier features let
    networks learn high frequency functions in low dimensional domains".
    """

    frequencies: Tensor

    def __init__(self, latent_dim: int, count: int) -> None:
        super().__init__()
        # Rounded to float16 as checkpoints are, so that a loaded decoder has the frequencies it was trained with.
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
    """Codes z (n, d) to pixel logits (n, p)."""

    def __init__(
        self, latent_dim: int, fourier_features: int, width: int, blocks: int, values: int = MNIST.values
    ) -> None:
        super().__init__()
        self.features = FourierFeatures(latent_dim, fourier_features)
        self.lift = nn.Linear(latent_dim + 2 * fourier_features, width)
        self.blocks = nn.Sequential(*(ResidualBlock(width) for _ in range(blocks)))
        self.norm = nn.LayerNorm(width)
        self.pixels = nn.Linear(width, values)

    def forward(self, z: Tensor) -> Tensor:
        """z (n, d) to logits (n, p)."""
        with full_precision(z):
            h = self.lift(self.features(z))  # (n, width)
        logits: Tensor = self.pixels(self.norm(self.blocks(h)))  # (n, p)
        return logits.float()

    @torch.no_grad()
    def reorder(self, order: Tensor) -> None:
        """Permute the input weights, so that axis i of z is from now on what axis order[i] was; order is (d,)."""
        axes = self.lift.weight[:, : len(order)]  # (width, d)
        axes.copy_(axes[:, order])
        self.features.frequencies.copy_(self.features.frequencies[order])

    @torch.no_grad()
    def start_at(self, mean_image: Tensor) -> None:
        """Set the output bias to the logits of `mean_image` (p,), so that training starts at the mean image."""
        self.pixels.bias.copy_(torch.logit(mean_image.flatten(), eps=1e-3))
