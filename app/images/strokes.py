"""Normalise a drawing, given as pen strokes, to 28×28 by MNIST's convention. Pure, array to array."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from latent_explorer.app.errors import Problem
from latent_explorer.app.images.normalise import Grey, Normalised, warnings_of
from latent_explorer.app.images.normalise.centre import BOX, to_convention

Strokes = NDArray[np.float32]

FINE = 8  # pixels drawn per pixel of the box, along each axis
SMALLEST = 0.04  # of the pad's side: a smaller drawing is a dot, not to be enlarged to a digit
PEN = (0.5, 8.0)  # narrowest and widest, px of the 28×28
FARTHEST = 2.0  # sides of the pad
POINT = 3  # numbers per point: x, y, pen
MAX_POINTS = 4096


def normalise_strokes(strokes: Strokes) -> Normalised:
    """Normalise a drawing (n, 3) float32, n from 1 to MAX_POINTS, to a digit by MNIST's convention.

    Each point has x and y, in sides of the pad, and the pen: the width of the line to this point in px of the 28×28,
    negative where a stroke begins. In that unit a small drawing has no thicker ink than a large one, as it would in a
    photograph. Raises Problem bad_drawing if a point is far from the pad or a pen's width is out of range.
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
    """The points (n, 3) in the box's fine pixels, with room for the pen's width."""
    places = strokes[:, :2].astype(np.float64)
    low, high = places.min(0), places.max(0)
    room = BOX - np.abs(strokes[:, 2]).max()
    scale = room / max(float((high - low).max()), SMALLEST)
    inside = (places - (low + high) / 2) * scale + BOX / 2
    return [(float(x), float(y)) for x, y in inside * FINE]
