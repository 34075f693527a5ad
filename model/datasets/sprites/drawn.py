"""A set of images that is drawn from factors: by their values, at random, or its two fixed splits."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from latent_explorer.model.arrays import Bytes, Doubles
from latent_explorer.model.config import ImageSet
from latent_explorer.model.datasets.factors import Factor, check_factors, draw_factors
from latent_explorer.model.datasets.image_data import ImageData
from latent_explorer.model.datasets.mnist import Split
from latent_explorer.model.datasets.sprites import shapes

BATCH = 64  # images drawn at once: what is computed for them stays in a processor's cache
SEEDS: dict[Split, int] = {"train": 0, "test": 1}


@dataclass(frozen=True)
class DrawnSet:
    """Images of `about` that `paint` draws from `factors`, the first of which is the label; `sizes` of the splits.

    `paint` takes the factors (n, k) and gives pixels of 0..1, (n, side, side) or (n, side, side, 3).
    """

    about: ImageSet
    factors: tuple[Factor, ...]
    paint: Callable[[Doubles], Doubles]
    sizes: dict[Split, int]

    def draw(self, factors: Doubles) -> Bytes:
        """The images of factors (n, k): (n, side, side), or (n, side, side, 3). Raises DataError at one out of range.

        An image is the same whichever others are drawn with it.
        """
        check_factors(factors, self.factors)
        images = np.empty((len(factors), *self.about.shape), np.uint8)
        for start in range(0, len(factors), BATCH):
            painted = self.paint(factors[start : start + BATCH])
            images[start : start + BATCH] = np.rint(255 * painted)
        return images

    def sample(self, n: int, seed: int) -> tuple[ImageData, Doubles]:
        """Draw n images at random, by seed, with their factors (n, k)."""
        factors = draw_factors(self.factors, n, seed)
        return ImageData(self.draw(factors), factors[:, 0].astype(np.uint8)), factors

    def split(self, split: Split) -> tuple[ImageData, Doubles]:
        """The fixed training or test images, with their factors (n, k): the same in each call."""
        return self.sample(self.sizes[split], SEEDS[split])


def cover(side: int, shape: Doubles, size: Doubles, angle: Doubles, x: Doubles, y: Doubles) -> Doubles:
    """How much of each pixel n sprites cover, each of a shape of its own: five times (n,) to (n, side, side).

    `shape` is an index of `shapes.ALL`; for the others see `shapes.coverage`.
    """
    covered = np.empty((len(shape), side, side))
    for index, one in enumerate(shapes.ALL):
        here = shape == index
        covered[here] = shapes.coverage(one, side, size[here], angle[here], x[here], y[here])
    return covered
