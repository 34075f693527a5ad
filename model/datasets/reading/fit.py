"""Images of any size to a square: the whole of each, by areas, in the middle, with margins as its border."""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from latent_explorer.model.arrays import Array
from latent_explorer.model.datasets.reading.options import SIDES, Numbers

USUAL = 32  # where the pictures' own sizes can't be kept
_LUMA = np.array([0.299, 0.587, 0.114])  # of ITU-R BT.601, as JPEG and Pillow make grey


def keeps(shape: tuple[int, ...]) -> bool:
    """Whether an image of this shape (h, w, …) can be kept as it is."""
    return shape[0] == shape[1] and SIDES[0] <= shape[0] <= SIDES[1]


def fit(image: Numbers, side: int, margin: float | None = None) -> Array:
    """An image (h, w) or (h, w, 3) as (side, side, …) float32, on the same scale.

    Its longer side is scaled to `side`, each new pixel the mean of the area that it covers; nothing is cut off. The
    margins beside its shorter side are `margin`, or else the median of its border, channel by channel.
    """
    height, width = image.shape[:2]
    rows, columns = (max(1, round(size * side / max(height, width))) for size in (height, width))
    lines = _areas(height, rows) @ image.reshape(height, -1).astype(np.float32)  # (rows, w·c)
    small = _areas(width, columns) @ lines.reshape(rows, width, -1)  # (rows, columns, c)
    small = small.reshape(rows, columns, *image.shape[2:])
    if rows == columns:
        return np.asarray(small)
    out = np.empty((side, side, *image.shape[2:]), np.float32)
    out[...] = _border(image) if margin is None else margin
    top, left = (side - rows) // 2, (side - columns) // 2
    out[top : top + rows, left : left + columns] = small
    return out


def grey_of(colours: Numbers) -> Numbers:
    """Grey (…) float64 of colours (…, 3), on the same scale."""
    return np.asarray(colours @ _LUMA)


def is_grey(colours: Numbers) -> bool:
    """Whether the three channels (…, 3) are the same everywhere."""
    few = colours[..., :: max(1, colours.shape[-2] // 16), :]  # which mostly show it, and take less time
    return all(bool((some[..., :1] == some[..., 1:]).all()) for some in (few, colours))


@cache
def _areas(old: int, new: int) -> NDArray[np.float32]:
    """Weights (new, old) of a line's old pixels in each new one: the share of the new one's length that they cover."""
    edges = np.arange(new + 1) * (old / new)
    starts, ends = edges[:-1, None], edges[1:, None]
    covered = np.minimum(ends, np.arange(1, old + 1)) - np.maximum(starts, np.arange(old))
    return np.asarray(np.clip(covered, 0, None) * (new / old), np.float32)


def _border(image: Numbers) -> Numbers:
    """The median of an image's outermost pixels, () or (3,)."""
    edges = [image[0], image[-1], image[:, 0], image[:, -1]]
    return np.asarray(np.median(np.concatenate(edges), axis=0))
