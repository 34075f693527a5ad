"""One digit's ink to 28×28: its box to 20 px, its centre of mass to the middle."""

import numpy as np
from PIL import Image
from scipy import ndimage

from latent_explorer.app.images.normalise.arrays import Grey
from latent_explorer.model.config import MNIST

BOX = 20  # px, the longer side of a digit
CENTRE = 14.0  # pixel index of the centre of mass


def to_convention(cut: Grey) -> Grey:
    """Ink (h, w), cut to the digit's box, as (28, 28) float32 in 0..1 by MNIST's convention."""
    return centre(to_grey_levels(scale_to_box(cut))) / np.float32(255)


def scale_to_box(ink: Grey) -> Grey:
    """Ink (h, w) in the middle of a square (20, 20) that its longer side fills, its brightest pixel 1."""
    side = max(ink.shape)
    margins = [((side - n) // 2, side - n - (side - n) // 2) for n in ink.shape]
    padded = np.pad(ink, margins)
    if side < BOX:  # an area filter would make blocks
        square = np.asarray(Image.fromarray(padded).resize((BOX, BOX), Image.Resampling.BICUBIC))
    else:
        weights = area_weights(side, BOX)
        square = weights @ padded @ weights.T
    return np.asarray(np.clip(square / square.max(), 0, 1))


def area_weights(n: int, m: int) -> Grey:
    """The area filter from n px to m as a matrix (m, n): what part of each new pixel each old one covers.

    Pillow's BOX gives each pixel whole to one neighbour, and so loses a hairline from 21 px to 20.
    """
    edges, old = np.arange(m + 1)[:, None] * n / m, np.arange(n)
    overlap = np.minimum(edges[1:], old + 1) - np.maximum(edges[:-1], old)
    return np.asarray(np.maximum(overlap, 0) * m / n, np.float32)


def centre(square: Grey) -> Grey:
    """Place a square (20, 20) on black (28, 28), all of it inside, its centre of mass at 14.0 to the nearest pixel.

    Of whole levels, whose float32 sums are exact: else a symmetric digit would go left or right by rounding alone.
    """
    room = MNIST.side - BOX
    y, x = (min(max(round(CENTRE - mass), 0), room) for mass in ndimage.center_of_mass(square))
    return np.pad(square, ((y, room - y), (x, room - x)))


def to_grey_levels(pixels: Grey) -> Grey:
    """Round pixels (h, w) in 0..1 to levels 0, 1, … 255, as in MNIST: a digit kept as bytes is the same digit."""
    return np.rint(pixels * 255).astype(np.float32)
