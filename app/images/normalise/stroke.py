"""Strokes made thicker or thinner, by parts of a pixel."""

import numpy as np
from scipy import ndimage

from latent_explorer.app.images.normalise.arrays import Grey
from latent_explorer.app.images.normalise.centre import BOX

THINNEST = 1.0  # px of the 28×28 that thinning leaves of a stroke
FAINT = np.float32(0.15)  # of ink; what is fainter does not widen the box


def thicken(cut: Grey, thickness: float) -> Grey:
    """Ink (h, w) cut to the digit's box, each stroke wider by `thickness` px of the 28×28, cut to its new box.

    The outline moves by half of that along the distance to it, and the greys with it, so that 0 changes nothing.
    """
    if thickness == 0:
        return cut
    scale = max(cut.shape) / BOX  # px of the cut to a px of the 28×28
    ink = np.pad(cut, int(np.ceil(max(thickness, 0) / 2 * scale)) + 1)
    before = outline_distance(ink)
    after = before + thickness / 2 * scale
    if thickness < 0:  # what is left of a stroke lies along its middle
        window = 2 * int(np.ceil(before.max())) + 1
        along = before - ndimage.maximum_filter(before, window)
        after = np.maximum(after, np.minimum(before, along + THINNEST / 2 * scale))
    moved = ink + np.clip(after + 0.5, 0, 1) - np.clip(before + 0.5, 0, 1)
    return _trimmed(np.asarray(np.clip(moved, 0, 1), np.float32))


def outline_distance(ink: Grey) -> Grey:
    """How far inside (above 0) or outside of the ink's outline each pixel of (h, w) lies, px."""
    inside = ink > 0.5 * ink.max()
    distance = ndimage.distance_transform_edt(inside) - ndimage.distance_transform_edt(~inside)
    return np.asarray(distance - np.where(inside, 0.5, -0.5), np.float32)


def _trimmed(ink: Grey) -> Grey:
    rows, columns = (np.flatnonzero(ink.max(axis) > FAINT) for axis in (1, 0))
    return ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
