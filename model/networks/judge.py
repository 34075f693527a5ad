"""The judge: the frozen classifier that measures decoded images."""

import torch
from torch import Tensor, nn

from latent_explorer.model.config import MNIST, ImageSet
from latent_explorer.model.networks.modules import as_planes


class MaxPool(nn.Module):
    """2×2 max pooling: the same result as nn.MaxPool2d(2), on a CPU in a tenth of the time."""

    def forward(self, h: Tensor) -> Tensor:
        """h (n, c, 2h, 2w) to (n, c, h, w); of an odd side the last row or column is left out."""
        h = h[..., : h.shape[-2] // 2 * 2, : h.shape[-1] // 2 * 2]
        h = torch.maximum(h[..., ::2, :], h[..., 1::2, :])  # (n, c, h, 2w)
        return torch.maximum(h[..., ::2], h[..., 1::2])


class Judge(nn.Module):
    """A convolutional classifier: images (n, p) in 0..1 to class logits (n, classes)."""

    def __init__(self, images: ImageSet = MNIST) -> None:
        super().__init__()
        self.images = images
        self.features = nn.Sequential(
            nn.Conv2d(images.channels, 32, 3, padding=1), nn.GroupNorm(8, 32), nn.GELU(), MaxPool(),
            nn.Conv2d(32, 64, 3, padding=1), nn.GroupNorm(8, 64), nn.GELU(), MaxPool(),
            nn.Conv2d(64, 96, 3, padding=1), nn.GroupNorm(8, 96), nn.GELU(), nn.AdaptiveAvgPool2d(3),
            nn.Flatten(),
        )  # fmt: skip
        self.classify = nn.Sequential(nn.Dropout(0.3), nn.Linear(96 * 9, len(images.classes)))

    def forward(self, x: Tensor) -> Tensor:
        """Images (n, p) to class logits (n, classes)."""
        logits: Tensor = self.classify(self.describe(x))
        return logits

    def describe(self, x: Tensor) -> Tensor:
        """Images (n, p) to the features (n, 864) in front of the last linear layer."""
        h: Tensor = self.features(as_planes(x, self.images))
        return h
