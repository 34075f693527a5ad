"""Pixels enlarged to blocks: back to the pixels that they were, and these enlarged smoothly."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from latent_explorer.app.images.normalise.arrays import Grey

LEAST = 4  # px, a block's side
STEEP = 0.08  # least change of grey at a block's edge; less is a JPEG's ringing
STRAY = 0.003  # of all that changes; a row or column with less is a JPEG's doing
SMOOTH = 256  # px
TINY = 20  # px: a picture no larger than MNIST's box holds a digit whose pixels are already few
LINES = 3  # different edges along a side, at least: fewer are a plain shape's


def own_pixels(grey: Grey) -> Grey | None:
    """Grey (h, w) with each block of equal pixels as one, or as it is if it is tiny; None where it has no blocks."""
    if max(grey.shape) <= TINY:
        return grey
    edges = [_edges(grey, axis) for axis in (0, 1)]
    for side in range(min(map(_narrowest, edges)), LEAST - 1, -1):
        top, left = (_start(found, side) for found in edges)
        if top is not None and left is not None:
            return grey[top::side, left::side]
    return None


def smooth(pixels: Grey) -> Grey:
    """A small picture (h, w) enlarged to about SMOOTH px without blocks."""
    size = tuple(n * -(-SMOOTH // max(pixels.shape)) for n in pixels.shape[::-1])
    return np.clip(np.asarray(Image.fromarray(pixels).resize(size, Image.Resampling.BICUBIC)), 0, 1)  # type: ignore


def _edges(grey: Grey, axis: int) -> NDArray[np.float64]:
    """How much grey (h, w) changes before each row, or column, where it does; in every LEAST-th of the others."""
    few = grey[:, ::LEAST].T if axis == 0 else grey[::LEAST]
    steps = np.abs(np.diff(few, axis=1, prepend=few[:, :1]))
    edges = np.where(steps > STEEP, steps, 0).sum(0, np.float64)
    return np.where(edges > STRAY * edges.sum(), edges, 0)


def _narrowest(edges: NDArray[np.float64]) -> int:
    """The least distance of two edges, which no block is wider than; 0 if there are too few."""
    places = np.flatnonzero(edges)
    return int(np.diff(places).min()) if len(places) >= LINES else 0


def _start(edges: NDArray[np.float64], side: int) -> int | None:
    """The middle of the first whole block of that side, if such blocks explain the edges; else None."""
    places = np.flatnonzero(edges) % side
    return (int(places[0]) + side // 2) % side if (places == places[0]).all() else None
