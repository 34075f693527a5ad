"""Digits of a number that touch: its parts, where one crossing alone holds them together."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from latent_explorer.app.images.normalise.arrays import Labels, Mask
from latent_explorer.app.images.normalise.boxes import Box, box_of, sides
from latent_explorer.app.images.normalise.pieces import Found, mask_of

WIDE = 1.1  # width over height: wider ink may be several digits; of MNIST's test digits 8 % are as wide
LONG = 12.0  # width over height: wider ink is a line, longer than any number
SLIM = 0.3  # of the height, that each part is wide at least
TALL = 0.7  # of the height, that each part is high at least: the bar of a 7 is no digit
SMALL = 64  # px of the height, enough to find a cut
THICK = 0.5  # of the height, that a cut crosses at most: a bar is no digits side by side
SOLID = 0.4  # of such a pixel that is ink: less is none
PAPER, ASIDE = 0.001, 0.03  # what a px of paper costs a cut, and a px to the side; one of ink costs 1

Path = NDArray[np.int64]  # (h), the column at which each row is cut


def with_parts(pieces: Labels, digits: list[Found]) -> tuple[Labels, list[Found]]:
    """Digits, and after each that may be several the parts of it, with pieces (h, w) in which these have numbers.

    It stays, for a digit on its side is as wide.
    """
    if not any(is_wide(digit.box) for digit in digits):
        return pieces, digits
    pieces = pieces.copy()
    return pieces, [found for digit in digits for found in _with_own(pieces, digit)]


def is_wide(box: Box) -> bool:
    """Whether a box is wider than nearly all digits', yet no line."""
    height, width = sides(box)
    return WIDE * height < width <= LONG * height


def left_part(own: Mask) -> Mask | None:
    """The left one of two digits that touch in (h, w), or None if it is one digit: a 0 is held together twice."""
    height, width = own.shape
    size = max(2, round(width * SMALL / height)), SMALL
    small = np.asarray(Image.fromarray(own.astype(np.float32)).resize(size, Image.Resampling.BILINEAR)) > SOLID
    path = cheapest_cut(small)
    crossed = small[np.arange(SMALL), path].astype(np.int8)
    if (np.diff(crossed, prepend=0) == 1).sum() > 1 or crossed.sum() > THICK * SMALL:
        return None
    columns = path[np.arange(height) * SMALL // height] * width / size[0]
    left = own & (np.arange(width) < columns[:, None])
    return left if _is_tall(left) and _is_tall(own & ~left) else None


def cheapest_cut(small: Mask) -> Path:
    """The way from the top of (h, w) to its bottom, a column aside per row at most, through the least ink.

    By dynamic programming, as in Avidan and Shamir, "Seam Carving for Content-Aware Image Resizing", 2007.
    """
    margin = round(SLIM * len(small))
    costs = small[:, margin : small.shape[1] - margin] + PAPER
    total, steps = costs[0], list[Path]()
    for row in costs[1:]:
        around = np.pad(total, 1, constant_values=np.inf)
        ways = np.stack([around[:-2] + ASIDE, around[1:-1], around[2:] + ASIDE])
        steps.append(ways.argmin(0) - 1)
        total = ways.min(0) + row
    path = [int(total.argmin())]
    for step in reversed(steps):
        path.append(path[-1] + int(step[path[-1]]))
    return margin + np.array(path[::-1])


def _with_own(pieces: Labels, digit: Found) -> list[Found]:
    parts = _parted(pieces, digit)
    if len(parts) == 1:
        return parts
    return [Found(tuple({number for part in parts for number in part.pieces}), digit.box), *parts]


def _parted(pieces: Labels, digit: Found) -> list[Found]:
    """A digit, or those that it may be; to all but the first, new numbers are given in `pieces` (h, w)."""
    own = mask_of(digit, pieces[digit.box])
    left = left_part(own) if is_wide(digit.box) else None
    if left is None:
        return [digit]
    number = int(pieces.max()) + 1
    pieces[digit.box][own & ~left] = number
    parts = Found(digit.pieces, _placed(left, digit.box)), Found((number,), _placed(own & ~left, digit.box))
    return [found for part in parts for found in _parted(pieces, part)]


def _is_tall(part: Mask) -> bool:
    """Whether part of (h, w) is as high as a digit beside another is."""
    return bool(part.any() and sides(box_of(part))[0] > TALL * len(part))


def _placed(part: Mask, box: Box) -> Box:
    """The bounding box of part of a box (h, w), in the picture."""
    rows, columns = box_of(part)
    top, left = box[0].start, box[1].start
    return slice(top + rows.start, top + rows.stop), slice(left + columns.start, left + columns.stop)
