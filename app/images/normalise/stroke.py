"""Make strokes thicker or thinner by fractions of a pixel."""

import numpy as np
from PIL import Image
from scipy import ndimage

from latent_explorer.app.images.normalise.arrays import Grey, reduced
from latent_explorer.app.images.normalise.centre import BOX

LEAST = 1.8  # px of the 28×28: fewer than a tenth of MNIST's digits have thinner strokes
THINNEST = 1.0  # px of the 28×28; thinning leaves at least that of a stroke
ENOUGH = 320  # px of the longer side: 16 for each of the 28×28's, whose sixteenths no eye sees
FINE = 100  # px of the longer side in which strokes are measured
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


def to_pen(cut: Grey, width: float, thickness: float) -> Grey:
    """Ink (h, w), cut to the digit's box, of strokes `width` px wide, in ones of LEAST px at least, `thickness` more.

    A ballpoint's line is half as wide, in the 28×28, as almost any of MNIST's, and its code lies where no digit's does.
    """
    added = max(LEAST - width, 0.0) + thickness
    return thicken(reduced(cut, ENOUGH), added) if added else cut


def stroke_width(cut: Grey) -> float:
    """The mean width of the strokes of ink (h, w), cut to the digit's box, in px of the 28×28.

    Across a stroke of width w the distance from its outline is w/4 in the mean.
    """
    size = tuple(max(1, round(n * FINE / max(cut.shape))) for n in cut.shape[::-1])
    fine = np.asarray(Image.fromarray(cut).resize(size, Image.Resampling.BILINEAR))
    distance = outline_distance(np.pad(fine, 1))
    return float(4 * distance[distance > 0].mean() * BOX / FINE)


def outline_distance(ink: Grey) -> Grey:
    """The signed distance of each pixel of (h, w) from the ink's outline, px, positive inside."""
    inside = ink > 0.5 * ink.max()
    distance = ndimage.distance_transform_edt(inside) - ndimage.distance_transform_edt(~inside)
    return np.asarray(distance - np.where(inside, 0.5, -0.5), np.float32)


def _trimmed(ink: Grey) -> Grey:
    rows, columns = (np.flatnonzero(ink.max(axis) > FAINT) for axis in (1, 0))
    return ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
