"""The layers: a convolutional encoder trunk, a residual MLP decoder, and the judge's classifier."""

import torch
from torch import Tensor, nn

from model.config import CLASSES, IMAGE_SIZE, PIXELS


def encoder_trunk(channels: tuple[int, int], width: int) -> nn.Sequential:
    """Two strided convolutions and a dense layer: (n, 1, 28, 28) to (n, width)."""
    first, second = channels
    side = IMAGE_SIZE // 4
    return nn.Sequential(
        nn.Conv2d(1, first, 4, stride=2, padding=1), nn.GELU(),
        nn.Conv2d(first, second, 4, stride=2, padding=1), nn.GELU(),
        nn.Flatten(), nn.Linear(second * side * side, width), nn.GELU(),
    )  # fmt: skip


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

    def __init__(self, latent_dim: int, width: int, blocks: int) -> None:
        super().__init__()
        self.lift = nn.Linear(latent_dim, width)
        self.blocks = nn.Sequential(*(ResidualBlock(width) for _ in range(blocks)))
        self.norm = nn.LayerNorm(width)
        self.pixels = nn.Linear(width, PIXELS)

    def forward(self, z: Tensor) -> Tensor:
        """z (n, d) to logits (n, 784)."""
        h = self.blocks(self.lift(z))  # (n, width)
        logits: Tensor = self.pixels(self.norm(h))  # (n, 784)
        return logits

    @torch.no_grad()
    def start_at(self, mean_image: Tensor) -> None:
        """Set the output bias to the logits of `mean_image` (784,), so that training starts from the average digit."""
        self.pixels.bias.copy_(torch.logit(mean_image.flatten(), eps=1e-3))


class Judge(nn.Module):
    """The frozen classifier that measures decoded images: (n, 784) pixels in 0..1 to class logits (n, 10)."""

    def __init__(self) -> None:
        super().__init__()
        self.features = nn.Sequential(
            nn.Conv2d(1, 32, 3, padding=1), nn.GroupNorm(8, 32), nn.GELU(), nn.MaxPool2d(2),
            nn.Conv2d(32, 64, 3, padding=1), nn.GroupNorm(8, 64), nn.GELU(), nn.MaxPool2d(2),
            nn.Conv2d(64, 96, 3, padding=1), nn.GroupNorm(8, 96), nn.GELU(), nn.AdaptiveAvgPool2d(3),
            nn.Flatten(),
        )  # fmt: skip
        self.classify = nn.Sequential(nn.Dropout(0.3), nn.Linear(96 * 9, CLASSES))

    def forward(self, x: Tensor) -> Tensor:
        """Pixels (n, 784) to logits (n, 10)."""
        h = self.features(x.view(-1, 1, IMAGE_SIZE, IMAGE_SIZE))  # (n, 864)
        logits: Tensor = self.classify(h)  # (n, 10)
        return logits
