"""A digit left out of a solid shape: in light on a dark disc, or the other way round."""

import numpy as np
from scipy import ndimage

from latent_explorer.app.images.normalise.arrays import Grey, Labels, Mask
from latent_explorer.app.images.normalise.boxes import Box, boxes_of, sides

SMALL = 128  # px, enough to see how solid a piece is
ROUND = 1.35  # longer side over shorter, at most: a 0 is slimmer
SOLID = 0.6  # of its box, that the shape fills with what is left out of it
THICK = 0.08  # of its longer side: the radius of the largest disc in it
LEAST = 0.25  # of its longer side: as long is what is left out of it
RIM = 3  # px of the shape that are blended with what is around it
STROKES = 6.0  # area of what is left out over that of the largest disc in it: strokes, not the eye of a 0


def badge_of(pieces: Labels, boxes: list[Box]) -> tuple[Box, Mask] | None:
    """The box of the largest solid piece of (h, w) out of which strokes are left, and the shape in it; None if none."""
    for i in sorted(range(len(boxes)), key=lambda i: -min(sides(boxes[i])))[:3]:
        if max(sides(boxes[i])) <= ROUND * min(sides(boxes[i])) and min(sides(boxes[i])) > SMALL / 4:
            own = pieces[boxes[i]] == i + 1
            if _is_badge(own, pieces[boxes[i]] > 0):
                return boxes[i], np.asarray(ndimage.binary_fill_holes(own), np.bool_)
    return None


def inside(flat: Grey, badge: tuple[Box, Mask], pieces: Labels) -> Grey:
    """A badge's part of (h, w), its own colour where the shape ends."""
    box, shape = badge
    colour = np.median(flat[box][shape & (pieces[box] > 0)])
    return np.where(ndimage.binary_erosion(shape, iterations=RIM), flat[box], colour)


def _is_badge(own: Mask, ink: Mask) -> bool:
    """Whether a piece (h, w) is solid, and the paper in it has the form of strokes; `ink` is all that is in its box."""
    step = -(-max(own.shape) // SMALL)
    small = own[::step, ::step]
    shape = ndimage.binary_fill_holes(small)
    if shape.mean() < SOLID or small.mean() < SOLID * shape.mean():
        return False
    if _radius(small) < THICK * max(small.shape):
        return False
    holes, _ = ndimage.label(shape & ~ink[::step, ::step])
    for i, box in enumerate(boxes_of(np.asarray(holes, np.int32))):
        hole = holes == i + 1
        if max(sides(box)) > LEAST * max(small.shape) and hole.sum() > STROKES * np.pi * _radius(hole) ** 2:
            return True
    return False


def _radius(mask: Mask) -> float:
    """The radius of the largest disc in a mask (h, w), px."""
    return float(ndimage.distance_transform_edt(np.pad(mask, 1)).max())
