"""Images in memory, with or without labels, and how they are split."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from latent_explorer.model.arrays import Array, Bytes, Labels


class DataError(Exception):
    """Missing or invalid data; the message says what to do."""


@dataclass(frozen=True)
class ImageData:
    """Images (n, side, side), or (n, side, side, 3) in colour, uint8; labels (n,), whole numbers, or None without any.

    Raises DataError if there is not a label for each image.
    """

    images: Bytes
    labels: Labels | None

    def __post_init__(self) -> None:
        if self.labels is not None and len(self.labels) != len(self.images):
            raise DataError(f"there are {len(self.images)} images and {len(self.labels)} labels; each image needs one")

    def __len__(self) -> int:
        return len(self.images)

    def take(self, which: NDArray[np.intp]) -> "ImageData":
        """The images at the given indices."""
        return ImageData(self.images[which], None if self.labels is None else self.labels[which])

    def without_labels(self) -> "ImageData":
        """The images alone."""
        return ImageData(self.images, None)

    def pixels(self) -> Array:
        """The images as (n, p) float32 in 0..1, row by row, the channels of a pixel side by side."""
        return self.images.reshape(len(self), -1).astype(np.float32) / np.float32(255)

    @property
    def known_labels(self) -> Labels:
        """The labels (n,) of images that have them. Raises DataError for others."""
        if self.labels is None:
            raise DataError("these images have no labels, and this needs them")
        return self.labels


def split_validation(data: ImageData, validation_images: int, seed: int) -> tuple[ImageData, ImageData]:
    """Cut a validation split from training images at random, by seed: (training, validation). Raises DataError."""
    if not 0 < validation_images < len(data):
        raise DataError(f"validation_images must be between 1 and {len(data) - 1}, not {validation_images}")
    order = np.random.default_rng(seed).permutation(len(data))
    return data.take(order[validation_images:]), data.take(order[:validation_images])
