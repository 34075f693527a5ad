"""The judge: the frozen classifier that measures decoded images."""

import torch
from torch import Tensor, nn

from latent_explorer.model.config import MNIST, NORM_GROUPS, ImageSet
from latent_explorer.model.networks.modules import as_planes

OF_MNIST = (32, 64, 96)  # channels of its convolutions
OF_OTHERS = (16, 32, 64)  # a quarter of the work, for who waits for the judge of images of their own
POOLED = 3  # pixels on a side in front of the last layer


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
        a, b, c = OF_MNIST if images == MNIST else OF_OTHERS
        self.features = nn.Sequential(
            nn.Conv2d(images.channels, a, 3, padding=1), nn.GroupNorm(NORM_GROUPS, a), nn.GELU(), MaxPool(),
            nn.Conv2d(a, b, 3, padding=1), nn.GroupNorm(NORM_GROUPS, b), nn.GELU(), MaxPool(),
            nn.Conv2d(b, c, 3, padding=1), nn.GroupNorm(NORM_GROUPS, c), nn.GELU(), nn.AdaptiveAvgPool2d(POOLED),
            nn.Flatten(),
        )  # fmt: skip
        self.classify = nn.Sequential(nn.Dropout(0.3), nn.Linear(c * POOLED**2, len(images.classes)))

    def forward(self, x: Tensor) -> Tensor:
        """Images (n, p) to class logits (n, classes)."""
        logits: Tensor = self.classify(self.describe(x))
        return logits

    def describe(self, x: Tensor) -> Tensor:
        """Images (n, p) to the features (n, k) in front of the last linear layer."""
        h: Tensor = self.features(as_planes(x, self.images))
        return h
