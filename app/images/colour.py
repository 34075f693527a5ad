"""Ink and paper of one brightness: what tells them apart is their colour."""

import numpy as np

from latent_explorer.app.images.normalise.arrays import Bytes, Grey, contrast, reduced

FAINT = 0.25  # contrast of brightness; above it, brightness tells ink from paper
COLOURED = 0.06  # least contrast of colour, in parts of a pixel's light: paper's own tint varies by less
DIM = 0.1  # light added to all, lest the noise of dark pixels be colour
FEW = 15_000  # pixels, enough to see whether colours tell more
SMALL = 256  # px of the longer side, in which the ends are sought that become black and white


def is_faint(grey: Grey) -> bool:
    """Whether ink and paper of grey (h, w) are about as bright, if both are there."""
    return contrast(grey) < FAINT


def by_colour(rgb: Bytes, grey: Grey) -> Grey:
    """Grey (h, w) of a picture (h, w, 3) uint8 along the line on which its colours vary most, if they tell more.

    Colours are a pixel's parts of red, green and blue, which shade does not change. Where brightness tells as much,
    `grey` (h, w) is returned as it is.
    """
    few = _parts(rgb.reshape(-1, 3)[:: -(-grey.size // FEW) | 1])
    off = few - np.median(few, 0)
    axis = np.linalg.eigh((off.T @ off).astype(np.float64))[1][:, -1].astype(np.float32)
    if float((off @ axis).mean()) > 0:  # either sign is an eigenvector: ink, which is less than paper, becomes dark
        axis = -axis
    if contrast(few @ axis) < max(COLOURED, contrast(grey) / 2):
        return grey
    along = np.asarray(_parts(rgb) @ axis)
    small = reduced(along, SMALL)  # in which no pixel is mere noise
    low, high = float(small.min()), float(small.max())
    return np.asarray(np.clip((along - low) / (high - low), 0, 1), np.float32)


def _parts(rgb: Bytes) -> Grey:
    """A pixel's parts of red, green and blue (…, 3), their sum 1, of pixels (…, 3) uint8."""
    light = rgb.astype(np.float32) / np.float32(255) + np.float32(DIM / 3)
    return np.asarray(light / light.sum(-1, keepdims=True))
