"""Normalise a drawing, given as pen strokes, to 28×28 by MNIST's convention. Pure, array to array.

The page makes the same bytes without a server, in static/engine/strokes.js, so the ink is defined as any language can
compute it exactly: points and half the pen's width are rounded to a grid, and a fine pixel is ink where its centre is
no farther than that half from a segment, by whole numbers below 2^53. Pillow's ImageDraw, 13.0, moves points to whole
pixels, makes a circle of radius 10 21 pixels wide, and a slanted line thinner than a level one.
"""

import numpy as np
from numpy.typing import NDArray

from latent_explorer.app.errors import Problem
from latent_explorer.app.images.normalise import Grey, Normalised, warnings_of
from latent_explorer.app.images.normalise.arrays import Mask
from latent_explorer.app.images.normalise.centre import BOX, centre

Strokes = NDArray[np.float32]
Numbers = NDArray[np.float64]

FINE = 8  # pixels drawn per pixel of the box, along each axis
GRID = 16  # steps per fine pixel, to which points and half the pen's width are rounded, up if halfway
SIDE = BOX * FINE  # fine pixels
BLOCK = 256  # segments at once: for larger arrays the system has to clear new pages, which takes longer than the sums
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
    digit = centre(_levels(_ink(strokes))) / np.float32(255)  # (28, 28)
    return Normalised(digit, (), warnings_of(float(digit.mean()), False))


def _check(strokes: Strokes) -> None:
    pens = np.abs(strokes[:, 2])
    if not (np.abs(strokes[:, :2]) <= FARTHEST).all() or not ((pens >= PEN[0]) & (pens <= PEN[1])).all():
        raise Problem("bad_drawing", low=PEN[0], high=PEN[1], limit=MAX_POINTS)


def _levels(ink: Mask) -> Grey:
    """Ink (SIDE, SIDE) in 256 levels (20, 20), the brightest 255.

    Whole numbers, whose sums are exact in any order: so the centre of mass of a symmetric drawing is exactly between
    two pixels, and moves to the same one everywhere.
    """
    counts = ink.reshape(BOX, FINE, BOX, FINE).sum((1, 3))  # (20, 20)
    return np.asarray(np.rint(counts * 255 / counts.max()), np.float32)


def _ink(strokes: Strokes) -> Mask:
    """The drawing (SIDE, SIDE), its longer side filling it: what lies in a run of some segment in some row."""
    segments, wide = _segments(strokes), SIDE + 1  # a run's end is marked behind it
    marks = np.zeros(SIDE * wide, np.int64)
    for i in range(0, len(strokes), BLOCK):
        rows, first, last = _runs(segments[:, i : i + BLOCK])
        marks += np.bincount(rows * wide + first, minlength=len(marks))
        marks -= np.bincount(rows * wide + last + 1, minlength=len(marks))
    np.cumsum(marks, out=marks)  # how many runs each fine pixel is in
    return np.asarray(marks.reshape(SIDE, wide)[:, :SIDE] > 0)


def _segments(strokes: Strokes) -> Numbers:
    """Segments (5, n): x and y of the left end, how far to the right and down the other is, half the pen's width.

    On the grid, from the first pixel's centre. The first point of a stroke is a segment without length.
    """
    ends = np.floor(_to_page(strokes) * GRID + 0.5) - GRID / 2  # (n, 2)
    half = np.floor(np.abs(strokes[:, 2]).astype(np.float64) * (FINE * GRID / 2) + 0.5)
    begins = strokes[:, 2] < 0
    begins[0] = True
    starts = np.where(begins[:, None], ends, np.roll(ends, 1, 0))
    turned = (starts[:, 0] > ends[:, 0])[:, None]
    left, right = np.where(turned, ends, starts), np.where(turned, starts, ends)
    return np.vstack([left.T, (right - left).T, half])


def _to_page(strokes: Strokes) -> Numbers:
    """The points (n, 2) in the box's fine pixels, with room for the pen's width. The page has the same operations."""
    places, pens = strokes[:, :2].astype(np.float64), strokes[:, 2].astype(np.float64)
    low, high = places.min(0), places.max(0)
    scale = (BOX - np.abs(pens).max()) / max((high - low).max(), SMALLEST)
    return np.asarray(((places - (low + high) / 2) * scale + BOX / 2) * FINE)


def _runs(segments: Numbers) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Of segments (5, n), the row, first and last fine pixel of each run of ink, (m) each: one per row and segment."""
    _, y, _, down, half = segments
    top = np.ceil((np.minimum(y, y + down) - half) / GRID)
    count = (np.floor((np.maximum(y, y + down) + half) / GRID) - top + 1).astype(np.int64)
    before = np.cumsum(count) - count
    rows = np.arange(count.sum()) + np.repeat(top.astype(np.int64) - before, count)
    x, y, across, down, half = np.repeat(segments, count, 1)  # (m) each
    left, right = _reach(rows * GRID - y, across, down, half)
    first, last = np.ceil((x + left) / GRID), np.floor((x + right) / GRID)
    return rows, first.astype(np.int64), last.astype(np.int64)


def _reach(y: Numbers, across: Numbers, down: Numbers, half: Numbers) -> tuple[Numbers, Numbers]:
    """The least and greatest whole x, (m) each, within `half` of the segment from (0, 0) to (across, down), at y.

    Of discs around both ends and of the bar between them. Bounds lie between whole numbers, so none is ever met.
    """
    one, other = _chord(y, half), _chord(y - down, half)
    squared = across * across + down * down
    beside = np.floor(np.sqrt(half * half * squared)) + 0.5  # bounds |across · y − down · x|
    with np.errstate(divide="ignore"):  # by 0: ±inf, as a level or upright segment bounds all x or none
        sides = (across * y - beside) / down, (across * y + beside) / down
        low = np.ceil(np.maximum(np.minimum(*sides), (0.5 - down * y) / across))
        high = np.floor(np.minimum(np.maximum(*sides), (squared - 0.5 - down * y) / across))
    left, right = np.minimum(-one, across - other), np.maximum(one, across + other)
    bar = low <= high
    return np.where(bar, np.minimum(left, low), left), np.where(bar, np.maximum(right, high), right)


def _chord(y: Numbers, half: Numbers) -> Numbers:
    """Half of a disc's chord (m) at y from its centre, in whole numbers; −inf beyond the disc."""
    squared = half * half - y * y
    return np.where(squared < 0, -np.inf, np.floor(np.sqrt(np.maximum(squared, 0))))
