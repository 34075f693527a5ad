"""Make strokes thicker or thinner by fractions of a pixel."""

import numpy as np
from scipy import ndimage

from latent_explorer.app.images.normalise.arrays import Grey
from latent_explorer.app.images.normalise.centre import BOX

THINNEST = 1.0  # px of the 28×28; thinning leaves at least that of a stroke
FAINT = np.float32(0.15)  # of ink; fainter pixels do not widen the box


def thicken(cut: Grey, thickness: float) -> Grey:
    """Widen each stroke of ink (h, w), cut to the digit's box, by `thickness` px of the 28×28, and cut to its new box.

    The outline moves by half of that along the distance field, and the greys with it, so that 0 changes nothing.
    """
    if thickness == 0:
        return cut
    scale = max(cut.shape) / BOX  # px of the cut per px of the 28×28
    ink = np.pad(cut, int(np.ceil(max(thickness, 0) / 2 * scale)) + 1)
    before = outline_distance(ink)
    after = before + thickness / 2 * scale
    if thickness < 0:  # keep a line along each stroke's middle
        window = 2 * int(np.ceil(before.max())) + 1
        along = before - ndimage.maximum_filter(before, window)
        after = np.maximum(after, np.minimum(before, along + THINNEST / 2 * scale))
    moved = ink + np.clip(after + 0.5, 0, 1) - np.clip(before + 0.5, 0, 1)
    return _trimmed(np.asarray(np.clip(moved, 0, 1), np.float32))


def outline_distance(ink: Grey) -> Grey:
    """The signed distance of each pixel of (h, w) from the ink's outline, px, positive inside."""
    inside = ink > 0.5 * ink.max()
    distance = ndimage.distance_transform_edt(inside) - ndimage.distance_transform_edt(~inside)
    return np.asarray(distance - np.where(inside, 0.5, -0.5), np.float32)


def _trimmed(ink: Grey) -> Grey:
    rows, columns = (np.flatnonzero(ink.max(axis) > FAINT) for axis in (1, 0))
    return ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
