"""The map's geometry: which latent points a tile decodes."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

TILE_CELLS = 8  # images along a tile's side
TILE_SIZE = 256  # pixels along a tile's side
MAX_ZOOM = 14  # beyond it float32 no longer tells neighbouring cells apart
MARGIN = 1.06
AROUND = 3.0  # of the prior's standard deviations: what N(0, I) fills


class OutsideWorld(ValueError):
    """A tile that lies outside the extent or beyond the deepest zoom."""


@dataclass(frozen=True)
class Extent:
    """The square of latent space that a map shows, in latent units; both axes have one scale."""

    center: tuple[float, float]
    half_width: float

    @property
    def square(self) -> tuple[float, float, float]:
        """Its centre and half its width."""
        return (*self.center, self.half_width)

    @property
    def left(self) -> float:
        """Smallest value on the first axis."""
        return self.center[0] - self.half_width

    @property
    def top(self) -> float:
        """Largest value on the second axis, which points up."""
        return self.center[1] + self.half_width


def extent_of(codes: NDArray[np.floating], unit: NDArray[np.floating]) -> Extent:
    """The square around all codes (n, 2), with a margin; rounded to four decimals, so that JSON carries it exactly.

    unit (2,) is a step of 1 on each axis: codes that are all in one place get the square AROUND such steps each way.
    """
    low, high = codes.min(axis=0).astype(np.float64), codes.max(axis=0).astype(np.float64)  # (2,)
    reach = float((high - low).max()) / 2  # at least the sd of any axis
    if reach < float(unit.min()):
        reach = AROUND * float(unit.max())
    half_width = MARGIN * max(reach, 1e-3)
    center = (low + high) / 2
    return Extent((round(float(center[0]), 4), round(float(center[1]), 4)), round(half_width, 4))


def nodes(extent: Extent, count: int) -> NDArray[np.float32]:
    """The nodes (count², 2) of a grid over the map's square, row by row from the lowest x and y."""
    along = np.linspace(-extent.half_width, extent.half_width, count)
    x, y = np.meshgrid(extent.center[0] + along, extent.center[1] + along)
    return np.stack([x.ravel(), y.ravel()], axis=1).astype(np.float32)


def tile_points(extent: Extent, zoom: int, x: int, y: int, cells: int = TILE_CELLS) -> NDArray[np.float64]:
    """The latent points (cells², 2) at the centres of a tile's cells, row by row from the top left.

    Zoom 0 is one tile over the whole extent; each zoom halves the step. Raises OutsideWorld.
    """
    if not 0 <= zoom <= MAX_ZOOM or not (0 <= x < 2**zoom and 0 <= y < 2**zoom):
        raise OutsideWorld(f"tile {zoom}/{x}/{y} lies outside the map")
    step = 2 * extent.half_width / (cells * 2**zoom)
    columns = extent.left + (x * cells + np.arange(cells) + 0.5) * step  # (cells,)
    rows = extent.top - (y * cells + np.arange(cells) + 0.5) * step  # (cells,)
    return np.stack(np.meshgrid(columns, rows), axis=-1).reshape(-1, 2)
