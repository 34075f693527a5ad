"""The three shapes by their distance to a point, and how much of each pixel they cover.

None looks the same after less than a full turn, so that its angle can be told from its image.
"""

import math
from dataclasses import dataclass

import numpy as np

from latent_explorer.model.arrays import Doubles

Point = tuple[float, float]
Where = tuple[Doubles, Doubles]  # across and up


@dataclass(frozen=True)
class Shape:
    """A union of convex polygons (corners counterclockwise) and discs (centre, radius), across and up.

    `centre` is the centre of its `area`.
    """

    polygons: tuple[tuple[Point, ...], ...]
    discs: tuple[tuple[Point, float], ...]
    centre: Point
    area: float

    def distance(self, at: Where) -> Doubles:
        """Distance from its outline, negative inside, of points (…) from the centre of a shape with area 1: (…).

        Near the outline it is exact, but at corners, where it is the larger distance to the two edges' lines.
        """
        unit = math.sqrt(self.area)
        across, up = (unit * axis + middle for axis, middle in zip(at, self.centre, strict=True))
        of_polygons = [_to_polygon(corners, across, up) for corners in self.polygons]
        of_discs = [np.hypot(across - x, up - y) - radius for (x, y), radius in self.discs]
        nearest: Doubles = np.minimum.reduce(of_polygons + of_discs) / unit
        return nearest


def _to_polygon(corners: tuple[Point, ...], across: Doubles, up: Doubles) -> Doubles:
    farthest = np.full(across.shape, -np.inf)
    for (x, y), (to_x, to_y) in zip(corners, corners[1:] + corners[:1], strict=True):
        length = math.hypot(to_x - x, to_y - y)
        out_x, out_y = (to_y - y) / length, (x - to_x) / length  # the edge's normal
        np.maximum(farthest, (across - x) * out_x + (up - y) * out_y, out=farthest)
    return farthest


def coverage(shape: Shape, side: int, size: Doubles, angle: Doubles, x: Doubles, y: Doubles) -> Doubles:
    """How much of each pixel n placed shapes cover, 0 to 1: four times (n,) to (n, side, side).

    `size` is the side of a square of the same area in pixels; `angle` in radians, counterclockwise; `x` and `y` are
    the place of its centre in pixels, from the middle of the top left pixel to the right and down.
    """
    size, angle, x, y = (factor[:, None, None] for factor in (size, angle, x, y))
    pixel = np.arange(side)
    right, up = (pixel - x) / size, (y - pixel[:, None]) / size  # (n, 1, side), (n, side, 1)
    cos, sin = np.cos(angle), np.sin(angle)
    turned_back = (right * cos + up * sin, up * cos - right * sin)  # (n, side, side) each
    covered: Doubles = np.clip(0.5 - size * shape.distance(turned_back), 0, 1)
    return covered


_HALF = math.sqrt(0.5)  # half the diagonal of a square with sides of 1
_BULGE = _HALF / 2 + 2 / (3 * math.pi) * _HALF  # height of the centre of a half disc on such a square's upper edge
_HEART_AREA = 1 + math.pi / 4
HEART = Shape(
    polygons=(((0, -_HALF), (_HALF, 0), (0, _HALF), (-_HALF, 0)),),
    discs=(((-_HALF / 2, _HALF / 2), 0.5), ((_HALF / 2, _HALF / 2), 0.5)),
    centre=(0, math.pi / 4 * _BULGE / _HEART_AREA),
    area=_HEART_AREA,
)

_SHAFT, _HEAD = 0.28, 0.7  # half their widths; the head is 1 high
_TAIL = math.sqrt(_HEAD / 3 / _SHAFT)  # so long that the centre is at the head's base
ARROW = Shape(
    polygons=(
        ((-_HEAD, 0), (_HEAD, 0), (0, 1)),
        ((-_SHAFT, -_TAIL), (_SHAFT, -_TAIL), (_SHAFT, 0.5), (-_SHAFT, 0.5)),
    ),
    discs=(),
    centre=(0, 0),
    area=_HEAD + 2 * _SHAFT * _TAIL,
)

L = Shape(
    polygons=(((0, 0), (0.5, 0), (0.5, 1.6), (0, 1.6)), ((0, 0), (1.1, 0), (1.1, 0.5), (0, 0.5))),
    discs=(),
    centre=(0.4, 0.65),
    area=1.1,
)

ALL = (HEART, ARROW, L)  # in the order of the classes
