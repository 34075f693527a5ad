"""Straight lines of a form that touch a digit: found by their length, taken out where no stroke crosses them."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from latent_explorer.app.images.normalise.arrays import NEIGHBOURS, Labels, Mask, coarse
from latent_explorer.app.images.normalise.boxes import Box, boxes_of, sides

SMALL = 96  # px, enough to find a line
STEEPEST = 0.12  # px down per px along: a sheet is held at most that slanted
SPANNING = 0.85  # of a piece's width or height: as long is a line
BESIDE = 0.9  # that a pixel beside a line counts
THIN = 0.1  # of the piece's longer side, at most
CROSSED = 1.8  # times a line's thickness: more ink than that above a point is a stroke that crosses there
MOST = 24  # lines along one side
TRIED = 8  # pieces, the longest: a page of text has hundreds
FRAME = 2  # lines each way that make a frame; a 4 has one each way, a square 9 two and one
LEFT = 0.25  # of the piece's longer side: what is left of it without its lines has to be as large
MIDDLE = 0.35  # of the piece's sides: as near to its middle, too, lest a boxy 6 be a frame
LOW = 0.6  # of the piece's height: an underline is below
OUT = 0.1  # of the piece's width, that an underline reaches further than the digit, on both sides
LONG = 1.35  # times the digit's height; the foot of a 2 is shorter


class Line(NamedTuple):
    """A line in a mask (h, w): y at its left end, px down per px along, and its thickness, px."""

    start: float
    slope: float
    thickness: float


def without_lines(pieces: Labels, boxes: list[Box], around: Mask) -> Labels:
    """Pieces (h, w) without the lines that touch a digit: a form's frame, an underline. Numbered anew if there were.

    `around` (n): the pieces that enclose others, whose lines don't matter.
    """
    kept = pieces > 0
    longest_first = sorted(range(len(boxes)), key=lambda i: -max(sides(boxes[i])))
    for i in longest_first[:TRIED]:
        if not around[i] and min(sides(boxes[i])) > 2:
            kept[boxes[i]] &= ~_foreign(pieces[boxes[i]] == i + 1)
    return pieces if kept.sum() == (pieces > 0).sum() else np.asarray(ndimage.label(kept, NEIGHBOURS)[0], np.int32)


def _foreign(own: Mask) -> Mask:
    """The part of a piece (h, w) that is lines around a digit or below it; none if the piece may be a digit itself."""
    across = spanning(own)
    if len(across) >= FRAME:
        down = spanning(own.T)
        framed = ink_of(own, across) | ink_of(own.T, down).T
        if len(down) >= FRAME and _is_inside(own & ~framed):
            return framed
    low = [line for line in across if line.start + line.slope * own.shape[1] / 2 > LOW * own.shape[0]]
    below = ink_of(own, low)
    return below if low and _is_above(own & ~below) else np.zeros_like(own)


def spanning(own: Mask) -> list[Line]:
    """The thin lines that lead from the left end of a piece (h, w) to its right, the clearest first."""
    step = -(-max(own.shape) // SMALL)
    small = coarse(own, step)
    height, width = small.shape
    slopes = np.linspace(-STEEPEST, STEEPEST, 2 * round(STEEPEST * width) + 1)
    starts = np.arange(height)[:, None]
    at = np.rint(starts[..., None] + slopes[:, None] * np.arange(width)).astype(np.int64)  # (height, slopes, width)
    covered, lines = _coverage(small, at), list[Line]()
    if covered.max() < SPANNING:  # as of nearly all pieces
        return lines
    runs = runs_down(own)
    while covered.max() >= SPANNING and len(lines) < MOST:
        row, column = np.unravel_index(covered.argmax(), covered.shape)
        line = _line(runs, float((row + 0.5) * step), float(slopes[column]))
        if 0 < line.thickness <= max(THIN * max(own.shape), 3):
            lines.append(line)
        near = np.abs(starts - at[row, column]) <= line.thickness / step / 2 + 2
        small = small & ~near
        covered = _coverage(small, at)
    return lines


def _coverage(small: Mask, at: NDArray[np.int64]) -> NDArray[np.float64]:
    """What part of each line `at` (h, slopes, w), a y for each x, lies on a mask (h, w) or beside it: (h, slopes).

    Beside it counts a little less, so that the clearest line lies in the middle of its ink.
    """
    height, width = small.shape
    beside = ndimage.maximum_filter1d(small.view(np.uint8), 3, axis=0)
    thick = np.pad(np.where(small, 1, BESIDE * beside), ((height, height), (0, 0)))
    return np.asarray(thick[np.clip(at, -height, 2 * height - 1) + height, np.arange(width)].mean(-1))


def ink_of(own: Mask, lines: list[Line]) -> Mask:
    """The ink of lines in a piece (h, w), save where a stroke crosses them."""
    runs, y = runs_down(own), np.arange(own.shape[0])[:, None]
    taken = np.zeros_like(own)
    for start, slope, thickness in lines:
        near = np.abs(y + 0.5 - start - slope * np.arange(own.shape[1])) <= thickness + 2
        taken |= own & near & (runs <= CROSSED * thickness + 1)
    return taken


def runs_down(own: Mask) -> Labels:
    """How much ink there is above and below each pixel of (h, w) without a gap, itself included, px; 0 off the ink."""
    y = np.arange(own.shape[0])[:, None]
    before = np.maximum.accumulate(np.where(own, -1, y), 0)
    after = np.minimum.accumulate(np.where(own, own.shape[0], y)[::-1], 0)[::-1]
    return np.asarray(np.where(own, after - before - 1, 0), np.int32)


def _line(runs: Labels, start: float, slope: float) -> Line:
    """The line from y `start` on with that slope, its thickness the median of `runs` (h, w) along it."""
    across, last = np.arange(runs.shape[1]), runs.shape[0] - 1
    y = np.rint(start - 0.5 + slope * across).astype(np.int64)
    reach = 1 + max(runs.shape) // SMALL
    near = np.max([runs[np.clip(y + off, 0, last), across] for off in range(-reach, reach + 1)], 0)
    return Line(start, slope, float(np.median(near)))


def _is_inside(rest: Mask) -> bool:
    """Whether what lines leave of a piece (h, w) is as large as a digit in a frame, and in its middle."""
    box = _largest(rest)
    if box is None or max(sides(box)) < LEFT * min(rest.shape):
        return False
    middles = [(part.start + part.stop) / 2 / n for part, n in zip(box, rest.shape, strict=True)]
    return min(sides(box)) > 1 and all(abs(middle - 0.5) < MIDDLE for middle in middles)


def _is_above(rest: Mask) -> bool:
    """Whether what an underline leaves of a piece (h, w) is most of it, and narrower on both sides."""
    box = _largest(rest)
    if box is None or not LOW * rest.shape[0] < sides(box)[0] < rest.shape[1] / LONG:
        return False
    out = OUT * rest.shape[1]
    return bool(box[1].start > out and box[1].stop < rest.shape[1] - out)


def _largest(rest: Mask) -> Box | None:
    """The box of the piece with the most ink in (h, w)."""
    labels, count = ndimage.label(rest, NEIGHBOURS)
    return boxes_of(np.asarray(labels, np.int32))[int(np.bincount(labels.reshape(-1))[1:].argmax())] if count else None
