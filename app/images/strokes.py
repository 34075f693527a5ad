"""A drawing, as the strokes of a pen, to 28×28 by MNIST's convention. Pure, array to array."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from latent_explorer.app.errors import Problem
from latent_explorer.app.images.normalise import Grey, Normalised, warnings_of
from latent_explorer.app.images.normalise.centre import BOX, to_convention

Strokes = NDArray[np.float32]

FINE = 8  # pixels drawn for one of the box, each way
SMALLEST = 0.04  # of the pad's side: a smaller drawing is a dot, which is not blown up to a digit
PEN = (0.5, 8.0)  # px of the 28×28
FARTHEST = 2.0  # sides of the pad
POINT = 3  # numbers a point: x, y, pen
MAX_POINTS = 4096


def normalise_strokes(strokes: Strokes) -> Normalised:
    """A drawing (n, 3) float32, n from 1 to MAX_POINTS, as a digit by MNIST's convention.

    Of each point: x and y, in sides of the pad; and the pen, how many pixels of the 28×28 the line to this point is
    wide, negative where a stroke begins. So a small drawing has no thicker ink than a large one, as it would have
    photographed. Problem bad_drawing where a point is far from the pad, or a pen is no pen.
    """
    _check(strokes)
    digit = to_convention(_ink(strokes))
    return Normalised(digit, (), warnings_of(float(digit.mean()), False))


def _check(strokes: Strokes) -> None:
    pens = np.abs(strokes[:, 2])
    if not (np.abs(strokes[:, :2]) <= FARTHEST).all() or not ((pens >= PEN[0]) & (pens <= PEN[1])).all():
        raise Problem("bad_drawing", low=PEN[0], high=PEN[1], limit=MAX_POINTS)


def _ink(strokes: Strokes) -> Grey:
    """The drawing in white on black, (20·FINE, 20·FINE), its longer side filling it."""
    side = BOX * FINE
    page = Image.new("L", (side, side))
    pen = ImageDraw.Draw(page)
    points = _to_page(strokes)
    for i, (point, width) in enumerate(zip(points, strokes[:, 2] * FINE, strict=True)):
        if width > 0 and i:
            pen.line([*points[i - 1], *point], 255, round(width))
        pen.circle(point, abs(width) / 2, 255)  # round ends and joints
    return np.asarray(page, np.float32) / np.float32(255)


def _to_page(strokes: Strokes) -> list[tuple[float, float]]:
    """Where the points (n, 3) are in the box, in its fine pixels, the pen's width inside."""
    places = strokes[:, :2].astype(np.float64)
    low, high = places.min(0), places.max(0)
    room = BOX - np.abs(strokes[:, 2]).max()
    scale = room / max(float((high - low).max()), SMALLEST)
    inside = (places - (low + high) / 2) * scale + BOX / 2
    return [(float(x), float(y)) for x, y in inside * FINE]
