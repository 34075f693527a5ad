"""Which pieces of ink belong to one digit, and which digits there are."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from latent_explorer.app.errors import Problem
from latent_explorer.app.images.normalise.arrays import NEIGHBOURS, Grey, Labels, Mask, grain
from latent_explorer.app.images.normalise.boxes import (
    Box,
    hull,
    lies_along_border,
    lies_on_border,
    sides,
    touches_border,
)
from latent_explorer.app.images.normalise.frames import frames

Figures = NDArray[np.float64]  # one per piece
FLOOR = 0.15  # of ink; fainter edges may be a JPEG's ringing, which would widen the box
EDGE = 2  # px that an anti-aliased edge reaches beyond its stroke
SPECK = 0.02  # of the main piece's area; anything smaller is dropped
PALE = 0.6  # of the main piece's darkness; a paler one, such as a shadow's corner, is not ink
SECOND = 0.25  # of the digit's area; leaving out something as large raises a warning
NEAR = 0.25  # of the digit's longer side: a piece within that distance is part of it, like the bar of a 5
TALL = 0.6  # of the digit's height: a piece beside it as tall as that is another digit
DUST = 128  # the picture's longer side over the least digit's; anything smaller is dust
TINY = 8, 64  # px, or that part of a smaller picture: dust even so
ANOTHER = 0.4  # of the main digit's longer side: the least size of another digit
FLAT = 2.5  # width over height, at most: a line is no digit
MOST = 12  # digits reported per picture


@dataclass(frozen=True)
class Found:
    """A digit in a picture: the numbers of its pieces, and its box."""

    pieces: tuple[int, ...]
    box: Box


def label_ink(ink: Grey, threshold: float) -> Labels:
    """Label the connected pieces of ink (h, w) from 1: what is above the threshold, with its grey edge."""
    strong = ink > threshold
    noise = max(FLOOR, 4 * grain(ink))
    edge = ndimage.maximum_filter(strong.view(np.uint8), 2 * EDGE + 1).view(np.bool_) & (ink > noise)
    labels, _ = ndimage.label(strong | edge, NEIGHBOURS)
    return np.asarray(labels, np.int32)


def find_digits(pieces: Labels, boxes: list[Box], ink: Grey) -> tuple[list[Found], int, bool]:
    """The digits among pieces (h, w) of ink, the index of the main one, and whether a big piece is left over.

    `boxes`: one of each piece. Digits come row by row, left to right. Raises Problem blank_image if all is dust.
    """
    around = surrounding(pieces) | frames(pieces, boxes)
    areas, darkness = measured(pieces, ink)
    weights = areas * darkness**2 * (around.all() | ~around)
    inner = weights * np.array([not lies_on_border(box, pieces.shape) for box in boxes], np.bool_)
    main = _main(weights, inner, boxes)
    if main is None or max(sides(boxes[main])) < least_side(pieces.shape):
        raise Problem("blank_image")
    alike = (areas >= SPECK * areas[main]) & (darkness >= PALE * darkness[main])
    apart = np.array([_is_apart(box, boxes[main], pieces.shape) for box in boxes])
    pool = np.flatnonzero(alike & ~apart & ~around).tolist()
    own = gather(main, boxes, pool)
    left = np.delete(inner, own)
    others = bool(left.size and left.max() >= SECOND * weights[own].sum())
    digit = _found(own, boxes)
    digits = in_reading_order([digit, *_others(digit, boxes, inner, [i for i in pool if i not in own])])
    return digits, digits.index(digit), others


def _main(weights: Figures, inner: Figures, boxes: list[Box]) -> int | None:
    """The piece with the most ink that is upright; one on the border only if nothing near its size lies further in."""
    upright = np.array([not is_flat(box) for box in boxes], np.bool_)
    weights, inner = weights * upright, inner * upright
    return _largest(inner if inner.max(initial=0) >= SECOND * weights.max(initial=0) else weights)


def _is_apart(box: Box, main: Box, shape: tuple[int, ...]) -> bool:
    """Whether a piece is no part of any digit: along the border, on it where the main piece isn't, or a line."""
    beyond = touches_border(box, shape) and not touches_border(main, shape)
    return beyond or lies_along_border(box, shape) or is_line(box, main)


def least_side(shape: tuple[int, ...]) -> float:
    """The longer side of the least digit in a picture of that shape, px."""
    longer, (least, part) = max(shape), TINY
    return max(longer / DUST, min(least, longer / part))


def measured(pieces: Labels, ink: Grey) -> tuple[Figures, Figures]:
    """Each piece's area, px of (h, w), and its ink's darkness, 0..1, in which the faint edge hardly counts."""
    there = np.flatnonzero(pieces)
    labels, levels = pieces.reshape(-1)[there], ink.reshape(-1)[there]
    areas, sums, squares = (
        np.bincount(labels, weights)[1:].astype(np.float64) for weights in (None, levels, levels**2)
    )
    return areas, squares / np.maximum(sums, 1e-6)


def _largest(weights: Figures) -> int | None:
    return int(weights.argmax()) if weights.size else None


def surrounding(pieces: Labels) -> Mask:
    """Mask of the pieces of (h, w) that take up most of the border: what lies around the paper, or the paper itself."""
    border = np.concatenate([pieces[0], pieces[-1], pieces[:, 0], pieces[:, -1]])
    return np.asarray(np.bincount(border, minlength=pieces.max() + 1)[1:] > border.size / 2)


def gather(main: int, boxes: list[Box], candidates: list[int]) -> list[int]:
    """Indices into `boxes` of one digit's pieces: the main one, those near it, those near these, and so on."""
    own, rest, grown = [main], [i for i in candidates if i != main], True
    while grown:
        around = hull([boxes[i] for i in own])
        near = [i for i in rest if _belongs(boxes[i], around)]
        own, rest, grown = own + near, [i for i in rest if i not in near], bool(near)
    return own


def in_reading_order(digits: list[Found]) -> list[Found]:
    """Digits row by row, left to right; a row holds those whose middle is above its first one's bottom."""
    ordered: list[Found] = []
    rest = sorted(digits, key=lambda digit: _middle(digit.box[0]))
    while rest:
        first = rest[0].box[0]
        row = [digit for digit in rest if _middle(digit.box[0]) < max(first.stop, _middle(first) + 1)]
        ordered += sorted(row, key=lambda digit: digit.box[1].start)
        rest = [digit for digit in rest if digit not in row]
    return ordered


def mask_of(digit: Found, pieces: Labels) -> Mask:
    """The digit's mask in pieces (h, w)."""
    return np.isin(pieces, digit.pieces)


def _others(main: Found, boxes: list[Box], areas: Figures, pool: list[int]) -> list[Found]:
    """What else may be a digit among the pieces in `pool`, the largest first."""
    found: list[Found] = []
    while pool and len(found) < MOST - 1:
        largest = max(pool, key=lambda i: areas[i])
        own = gather(largest, boxes, pool)
        digit = _found(own, boxes)
        if areas[largest] and _is_another(digit.box, main.box):
            found.append(digit)
        pool = [i for i in pool if i not in own]
    return found


def is_flat(box: Box) -> bool:
    """Whether a box is a line's rather than a digit's."""
    height, width = sides(box)
    return width > FLAT * height


def is_line(box: Box, digit: Box) -> bool:
    """Whether a box is a line's and no part of a digit: longer by far, or below it and beyond it on both sides."""
    below = box[0].start >= digit[0].stop - 0.1 * sides(digit)[0]
    beyond = box[1].start < digit[1].start and box[1].stop > digit[1].stop
    return is_flat(box) and ((below and beyond) or sides(box)[1] > 1.5 * max(sides(digit)))


def _is_another(box: Box, main: Box) -> bool:
    height, width = sides(box)
    return max(height, width) >= ANOTHER * max(sides(main)) and width <= FLAT * height


def _found(own: list[int], boxes: list[Box]) -> Found:
    return Found(tuple(1 + i for i in own), hull([boxes[i] for i in own]))


def _belongs(box: Box, digit: Box) -> bool:
    """Whether a piece is near enough to be part of a digit, and is not another digit, as tall, beside it."""
    reach = NEAR * max(sides(digit))
    down, across = (max(a.start - b.stop, b.start - a.stop) for a, b in zip(box, digit, strict=True))
    beside = across > reach / 4 and sides(box)[0] > TALL * sides(digit)[0]
    return max(down, across) < reach and not beside


def _middle(part: slice) -> float:
    return float(part.start + part.stop) / 2
