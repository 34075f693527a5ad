"""Which pieces of ink are one digit, and which digits there are."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from latent_explorer.app.errors import Problem
from latent_explorer.app.images.normalise.arrays import NEIGHBOURS, Grey, Labels, Mask, grain
from latent_explorer.app.images.normalise.boxes import Box, boxes_of, hull, lies_along_border, lies_on_border, sides

Figures = NDArray[np.float64]  # one a piece
FLOOR = 0.15  # of ink; fainter edges may be a JPEG's ringing, which would widen the box
EDGE = 2  # px that an anti-aliased edge reaches beyond its stroke
SPECK = 0.02  # of the main piece's area; anything smaller is dropped
PALE = 0.6  # of the main piece's darkness; a paler one, as a shadow's corner, is of no pen
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
    edge = ndimage.maximum_filter(strong.view(np.uint8), 2 * EDGE + 1).view(np.bool_) & (ink > noise)
    labels, _ = ndimage.label(strong | edge, NEIGHBOURS)
    return np.asarray(labels, np.int32)


def find_digits(pieces: Labels, ink: Grey) -> tuple[list[Found], int, bool]:
    """The digits among pieces (h, w) of ink; which is the main one; whether a big piece is no part of that.

    They come row by row and from left to right. Problem blank_image where all are dust.
    """
    boxes, around = boxes_of(pieces), surrounding(pieces)
    areas, darkness = measured(pieces, ink)
    weights = areas * darkness**2 * (around.all() | ~around)
    inner = weights * np.array([not lies_on_border(box, pieces.shape) for box in boxes], np.bool_)
    # A piece of the border is the digit all the same where nothing near its size lies further in.
    main = _largest(inner if inner.max(initial=0) >= SECOND * weights.max(initial=0) else weights)
    if main is None or max(sides(boxes[main])) < max(pieces.shape) / DUST:
        raise Problem("blank_image")
    strips = np.array([lies_along_border(box, pieces.shape) for box in boxes])
    alike = (areas >= SPECK * areas[main]) & (darkness >= PALE * darkness[main])
    pool = np.flatnonzero(alike & ~strips & ~around).tolist()
    own = gather(main, boxes, pool)
    left = np.delete(inner, own)
    others = bool(left.size and left.max() >= SECOND * weights[own].sum())
    digit = _found(own, boxes)
    digits = in_reading_order([digit, *_others(digit, boxes, inner, [i for i in pool if i not in own])])
    return digits, digits.index(digit), others


def measured(pieces: Labels, ink: Grey) -> tuple[Figures, Figures]:
    """The area of each piece of (h, w), px, and how dark its ink is, 0..1, its faint edge hardly counted."""
    labels, flat = pieces.reshape(-1), ink.reshape(-1)
    areas, sums, squares = (np.bincount(labels, weights)[1:].astype(np.float64) for weights in (None, flat, flat**2))
    return areas, squares / np.maximum(sums, 1e-6)


def _largest(weights: Figures) -> int | None:
    return int(weights.argmax()) if weights.size else None


def surrounding(pieces: Labels) -> Mask:
    """Which pieces of (h, w) take up most of the border: what lies around the paper, or the paper itself."""
    border = np.concatenate([pieces[0], pieces[-1], pieces[:, 0], pieces[:, -1]])
    return np.asarray(np.bincount(border, minlength=pieces.max() + 1)[1:] > border.size / 2)


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


def _others(main: Found, boxes: list[Box], areas: Figures, pool: list[int]) -> list[Found]:
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
