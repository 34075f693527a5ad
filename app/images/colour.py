"""Ink and paper of one brightness: what tells them apart is their colour."""

import numpy as np
from numpy.typing import NDArray

from latent_explorer.app.images.normalise.arrays import Grey, contrast, reduced, subsample

FAINT = 0.25  # contrast of brightness; above it, brightness tells ink from paper
COLOURED = 0.06  # least contrast of colour, in parts of a pixel's light: paper's own tint varies by less
DIM = 0.1  # light added to all, lest the noise of dark pixels be colour
SMALL = 256  # px of the longer side, in which the ends are sought that become black and white


def is_faint(grey: Grey) -> bool:
    """Whether ink and paper of grey (h, w) are about as bright, if both are there."""
    return contrast(grey) < FAINT


def by_colour(rgb: NDArray[np.float32], grey: Grey) -> Grey:
    """Grey (h, w) of a picture (h, w, 3) in 0..1 along the line on which its colours vary most, if they tell more.

    Colours are a pixel's parts of red, green and blue, which shade does not change. Where brightness tells as much,
    `grey` (h, w) is returned as it is.
    """
    light = rgb.sum(-1, keepdims=True) + np.float32(DIM)
    parts = (rgb + np.float32(DIM / 3)) / light  # (h, w, 3), their sum 1
    few = np.stack([subsample(np.ascontiguousarray(parts[..., i]).reshape(-1)) for i in range(3)], -1).astype(
        np.float64
    )
    off = few - np.median(few, 0)
    axis = np.linalg.eigh(off.T @ off)[1][:, -1]
    along = np.asarray(parts @ axis.astype(np.float32))
    if contrast(along) < max(COLOURED, contrast(grey) / 2):
        return grey
    small = reduced(along, SMALL)  # in which no pixel is mere noise
    low, high = float(small.min()), float(small.max())
    return np.asarray(np.clip((along - low) / (high - low), 0, 1), np.float32)
