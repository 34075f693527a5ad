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
from latent_explorer.app.images.normalise.rows import in_reading_order

Figures = NDArray[np.float64]  # one per piece
Edges = NDArray[np.int64]  # top, left, bottom, right of each piece, (n, 4)
Indices = NDArray[np.int64]  # of pieces
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
MOST = 40  # digits reported per picture: each takes some 2 ms
COUNTED = 500  # digits counted per picture


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


def find_digits(pieces: Labels, boxes: list[Box], around: Mask, ink: Grey) -> tuple[list[Found], int, int, bool]:
    """The digits among pieces (h, w) of ink, the main one's index, how many there are, and whether a big piece is left.

    `boxes`: one of each piece; `around` (n): those that enclose others. The largest MOST come, row by row, left to
    right. Raises Problem blank_image if all is dust.
    """
    around = surrounding(pieces) | around
    areas, darkness = measured(pieces, ink)
    weights = areas * darkness**2 * (around.all() | ~around)
    inner = weights * np.array([not lies_on_border(box, pieces.shape) for box in boxes], np.bool_)
    main = _main(weights, inner, boxes)
    if main is None or max(sides(boxes[main])) < least_side(pieces.shape):
        raise Problem("blank_image")
    alike = (areas >= SPECK * areas[main]) & (darkness >= PALE * darkness[main])
    apart = np.array([_is_apart(box, boxes[main], pieces.shape) for box in boxes])
    pool = np.flatnonzero(alike & ~apart & ~around)
    edges = np.array([(down.start, across.start, down.stop, across.stop) for down, across in boxes], np.int64)
    own = gather(main, edges, pool)
    left = np.delete(inner, own)
    others = bool(left.size and left.max() >= SECOND * weights[own].sum())
    digit = _found(own, boxes)
    found = [digit, *_others(digit, boxes, edges, inner, pool[~np.isin(pool, own)])]
    digits = [found[i] for i in in_reading_order([one.box for one in found[:MOST]])]
    return digits, digits.index(digit), len(found), others


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


def gather(main: int, edges: Edges, candidates: Indices) -> Indices:
    """The numbers of one digit's pieces: the main one, those near it, those near these, and so on."""
    own, rest = np.array([main]), candidates[candidates != main]
    while rest.size:
        near = _belongs(edges[rest], _around(edges[own]))
        if not near.any():
            break
        own, rest = np.concatenate([own, rest[near]]), rest[~near]
    return own


def mask_of(digit: Found, pieces: Labels) -> Mask:
    """The digit's mask in pieces (h, w)."""
    return np.isin(pieces, digit.pieces)


def _others(main: Found, boxes: list[Box], edges: Edges, areas: Figures, pool: Indices) -> list[Found]:
    """What else may be a digit among the pieces in `pool`, the largest first."""
    found: list[Found] = []
    pool = pool[np.argsort(-areas[pool], kind="stable")]
    while pool.size and len(found) < COUNTED - 1 and areas[pool[0]]:
        own = gather(int(pool[0]), edges, pool)
        digit = _found(own, boxes)
        if _is_another(digit.box, main.box):
            found.append(digit)
        pool = pool[~np.isin(pool, own)]
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


def _found(own: Indices, boxes: list[Box]) -> Found:
    return Found(tuple((1 + own).tolist()), hull([boxes[i] for i in own]))


def _belongs(edges: Edges, digit: Edges) -> Mask:
    """Whether pieces (n, 4) are near enough to be part of a digit (4,), and are not others, as tall, beside it."""
    reach = NEAR * max(digit[2] - digit[0], digit[3] - digit[1])
    down, across = (np.maximum(edges[:, i] - digit[i + 2], digit[i] - edges[:, i + 2]) for i in (0, 1))
    beside = (across > reach / 4) & (edges[:, 2] - edges[:, 0] > TALL * (digit[2] - digit[0]))
    return np.asarray((np.maximum(down, across) < reach) & ~beside)


def _around(edges: Edges) -> Edges:
    """The edges (4,) of all pieces (n, 4)."""
    return np.concatenate([edges[:, :2].min(0), edges[:, 2:].max(0)])
