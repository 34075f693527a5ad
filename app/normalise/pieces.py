"""Which pieces of ink are one digit, and which digits there are."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from app.errors import Problem
from app.normalise.arrays import NEIGHBOURS, Grey, Labels, Mask, grain
from app.normalise.boxes import Box, boxes_of, hull, lies_along_border, lies_on_border, sides

FLOOR = 0.15  # of ink; fainter edges may be a JPEG's ringing, which would widen the box
EDGE = 2  # px that an anti-aliased edge reaches beyond its stroke
SPECK = 0.02  # of the main piece's area; anything smaller is dropped
SECOND = 0.25  # of the digit's area; something as large that was left out is warned of
NEAR = 0.25  # of the digit's longer side: a piece within is a part of it, as the bar of a 5
TALL = 0.6  # of the digit's height: as tall a piece beside it is another digit
DUST = 64  # parts of the picture's longer side; a piece smaller than one is no digit
ANOTHER = 0.4  # of the main digit's longer side, and …
FLAT = 2.5  # … this many times wider than high, or less: a line is no digit
MOST = 12  # digits told of in one picture


@dataclass(frozen=True)
class Found:
    """A digit in a picture: its pieces by number, and its box."""

    pieces: tuple[int, ...]
    box: Box


def label_ink(ink: Grey, threshold: float) -> Labels:
    """The connected pieces of ink (h, w), numbered from 1: what is above the threshold, and its grey edge."""
    strong = ink > threshold
    noise = max(FLOOR, 4 * grain(ink))
    edge = ndimage.binary_dilation(strong, NEIGHBOURS, iterations=EDGE) & (ink > noise)
    labels, _ = ndimage.label(strong | edge, NEIGHBOURS)
    return np.asarray(labels, np.int32)


def find_digits(pieces: Labels) -> tuple[list[Found], int, bool]:
    """The digits among pieces (h, w), row by row; which is the main one; whether a big piece is no part of that.

    Problem blank_image where all are dust.
    """
    areas, boxes = np.bincount(pieces.reshape(-1))[1:], boxes_of(pieces)
    inner = areas * np.array([not lies_on_border(box, pieces.shape) for box in boxes])
    # A piece of the border is the digit all the same where nothing near its size lies further in.
    main = int((inner if inner.size and inner.max() >= SECOND * areas.max() else areas).argmax()) if areas.size else -1
    if main < 0 or max(sides(boxes[main])) < max(pieces.shape) / DUST:
        raise Problem("blank_image")
    strips = np.array([lies_along_border(box, pieces.shape) for box in boxes])
    pool = np.flatnonzero((areas >= SPECK * areas[main]) & ~strips).tolist()
    own = gather(main, boxes, pool)
    left = np.delete(inner, own)
    others = bool(left.size and left.max() >= SECOND * areas[own].sum())
    digit = _found(own, boxes)
    digits = in_reading_order([digit, *_others(digit, boxes, inner, [i for i in pool if i not in own])])
    return digits, digits.index(digit), others


def gather(main: int, boxes: list[Box], candidates: list[int]) -> list[int]:
    """The pieces of one digit, by index into their boxes: the main one, what is near it, what is near that."""
    own, rest, grown = [main], [i for i in candidates if i != main], True
    while grown:
        around = hull([boxes[i] for i in own])
        near = [i for i in rest if _belongs(boxes[i], around)]
        own, rest, grown = own + near, [i for i in rest if i not in near], bool(near)
    return own


def in_reading_order(digits: list[Found]) -> list[Found]:
    """Digits row by row and from left to right: a row is what stands level with the middle of its first."""
    ordered: list[Found] = []
    rest = sorted(digits, key=lambda digit: _middle(digit.box[0]))
    while rest:
        first = rest[0].box[0]
        row = [digit for digit in rest if _middle(digit.box[0]) < max(first.stop, _middle(first) + 1)]
        ordered += sorted(row, key=lambda digit: digit.box[1].start)
        rest = [digit for digit in rest if digit not in row]
    return ordered


def mask_of(digit: Found, pieces: Labels) -> Mask:
    """Where pieces (h, w) are the digit's."""
    return np.isin(pieces, digit.pieces)


def _others(main: Found, boxes: list[Box], areas: NDArray[np.int64], pool: list[int]) -> list[Found]:
    """What else may be a digit, the largest first, of the pieces in the pool."""
    found: list[Found] = []
    while pool and len(found) < MOST - 1:
        largest = max(pool, key=lambda i: areas[i])
        own = gather(largest, boxes, pool)
        digit = _found(own, boxes)
        if areas[largest] and _is_another(digit.box, main.box):
            found.append(digit)
        pool = [i for i in pool if i not in own]
    return found


def _is_another(box: Box, main: Box) -> bool:
    height, width = sides(box)
    return max(height, width) >= ANOTHER * max(sides(main)) and width <= FLAT * height


def _found(own: list[int], boxes: list[Box]) -> Found:
    return Found(tuple(1 + i for i in own), hull([boxes[i] for i in own]))


def _belongs(box: Box, digit: Box) -> bool:
    """Whether a piece is so near a digit as to be a part of it, and isn't another digit, as tall, beside it."""
    reach = NEAR * max(sides(digit))
    down, across = (max(a.start - b.stop, b.start - a.stop) for a, b in zip(box, digit, strict=True))
    beside = across > reach / 4 and sides(box)[0] > TALL * sides(digit)[0]
    return max(down, across) < reach and not beside


def _middle(part: slice) -> float:
    return float(part.start + part.stop) / 2
