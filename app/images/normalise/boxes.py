"""Bounding boxes of pieces, as rows and columns, and how they lie to one another and to the border."""

import numpy as np
from scipy import ndimage

from latent_explorer.app.images.normalise.arrays import Labels, Mask

Box = tuple[slice, slice]  # rows, columns
Window = tuple[float, float, float, float]  # left, top, right, bottom, as parts of a picture


def boxes_of(pieces: Labels) -> list[Box]:
    """The bounding box of each piece."""
    return [(box[0], box[1]) for box in ndimage.find_objects(pieces)]


def box_of(digit: Mask) -> Box:
    """The bounding box of a mask (h, w)."""
    (box,) = boxes_of(digit.astype(np.int32))
    return box


def sides(box: Box) -> tuple[int, int]:
    """Height and width, px."""
    return box[0].stop - box[0].start, box[1].stop - box[1].start


def box_in_parts(box: Box, shape: tuple[int, ...]) -> Window:
    """A box as left, top, right and bottom, in parts of a picture of that shape."""
    (top, left), (bottom, right) = (
        [getattr(p, end) / n for p, n in zip(box, shape, strict=True)] for end in ("start", "stop")
    )
    return left, top, right, bottom


def hull(boxes: list[Box]) -> Box:
    """The bounding box of boxes."""
    rows, columns = (
        slice(min(p.start for p in parts), max(p.stop for p in parts)) for parts in zip(*boxes, strict=True)
    )
    return rows, columns


def touches_border(box: Box, shape: tuple[int, ...]) -> bool:
    """Whether a box touches the border."""
    return any(part.start == 0 or part.stop == n for part, n in zip(box, shape, strict=True))


def lies_on_border(box: Box, shape: tuple[int, ...]) -> bool:
    """Whether a box touches the border and has its middle close to it: a table's edge, not a tightly cut digit."""
    middles = [(part.start + part.stop) / 2 / n for part, n in zip(box, shape, strict=True)]
    return touches_border(box, shape) and any(min(m, 1 - m) < 1 / 6 for m in middles)


def lies_along_border(box: Box, shape: tuple[int, ...]) -> bool:
    """Whether a box on the border is about as long as it: an edge or a shadow, not the bar of a tightly cut 5."""
    return lies_on_border(box, shape) and any(side > 0.9 * n for side, n in zip(sides(box), shape, strict=True))
