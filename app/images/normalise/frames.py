"""What stands around a digit and is none: the box of a form, a grid's lines, a ring, all by what they enclose."""

import numpy as np
from scipy import ndimage

from latent_explorer.app.images.normalise.arrays import Labels, Mask, coarse
from latent_explorer.app.images.normalise.boxes import Box, sides

ENCLOSED = 0.25  # of the longer side of the space around it: a smaller piece is a speck in a 0's hole
SMALL = 256  # px, enough to find what encloses what
LEAST = 4  # of these px, that a piece has on its longer side


def frames(pieces: Labels, boxes: list[Box]) -> Mask:
    """Mask (n) of the n pieces of (h, w) that enclose another which is no speck, alone or with the picture's border."""
    step = -(-max(pieces.shape) // SMALL)
    large = np.array([i for i, box in enumerate(boxes) if max(sides(box)) > LEAST * step], np.int64)
    found = np.zeros(len(boxes), np.bool_)
    contained = _containment([boxes[i] for i in large])
    for i, within in zip(large.tolist(), contained, strict=True):
        found[i] = within.any() and _encloses(i, large[within].tolist(), pieces, boxes, step)
    return found


def _encloses(frame: int, inside: list[int], pieces: Labels, boxes: list[Box], step: int) -> bool:
    """Whether one of the pieces `inside` a frame's box lies in a space that the frame closes, and fills some of it."""
    spaces = _spaces(pieces, boxes[frame], frame + 1, step)
    around = ndimage.find_objects(spaces)
    rows, columns = boxes[frame]
    for i in inside:
        at = np.argwhere(pieces[boxes[i]] == i + 1)[0] + (boxes[i][0].start, boxes[i][1].start)
        space = spaces[(at[0] - rows.start) // step, (at[1] - columns.start) // step]
        if space and max(sides(boxes[i])) > ENCLOSED * step * max(sides(around[space - 1])):
            return True
    return False


def _spaces(pieces: Labels, box: Box, label: int, step: int) -> Labels:
    """The spaces that a piece closes in its box, alone or with the picture's border, numbered from 1, every `step` px.

    Thin lines survive the coarser grid: a cell of it that holds any of the piece is the piece's.
    """
    spaces, _ = ndimage.label(~coarse(pieces[box] == label, step))
    rows, columns = box
    for edge, is_border in (
        (spaces[0], rows.start == 0),
        (spaces[-1], rows.stop == pieces.shape[0]),
        (spaces[:, 0], columns.start == 0),
        (spaces[:, -1], columns.stop == pieces.shape[1]),
    ):
        if not is_border:
            spaces[np.isin(spaces, edge[edge > 0])] = 0
    return np.asarray(spaces, np.int32)


def _containment(boxes: list[Box]) -> Mask:
    """Mask (n, n): whether the box of each row contains that of each column, and is another."""
    starts, stops = (
        np.array([[getattr(part, end) for part in box] for box in boxes], np.int64).reshape(-1, 2)
        for end in ("start", "stop")
    )
    within = (starts[:, None] <= starts) & (stops <= stops[:, None])
    return np.asarray(within.all(-1) & ~np.eye(len(boxes), dtype=np.bool_))
