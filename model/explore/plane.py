"""Planes of latent space that a map shows: two orthonormal directions, through a code.

A place (a, b) of the plane through z is the code z + (a − u·z)u + (b − v·z)v, and a code's place is (u·z, v·z), so that
one extent holds for all planes along u and v, wherever they go through.
"""

from dataclasses import dataclass

import numpy as np

from latent_explorer.model.arrays import Array, Doubles, Floats
from latent_explorer.model.explore.map_grid import Extent, extent_of
from latent_explorer.model.statistics.spread import spread

DECIMALS = 5  # of a code, as the API tells it: so the page finds the same extent


@dataclass(frozen=True)
class Plane:
    """Orthonormal directions (2, d), the extent of their map, and a step of 1 along each, (2,), latent units."""

    directions: Doubles
    extent: Extent
    sd: Floats


def along_axes(axes: tuple[int, int], dims: int) -> Doubles:
    """Directions (2, d) along two axes of d."""
    return np.eye(dims)[list(axes)]


def plane_of(mu: Array, directions: Doubles) -> Plane:
    """The plane along orthonormal directions (2, d), its extent around codes mu (m, d)."""
    places = mu.astype(np.float64).round(DECIMALS) @ directions.T  # (m, 2)
    sd = spread(places.astype(np.float32))
    return Plane(directions, extent_of(places, sd), sd)


def on_plane(points: Floats, through: Floats, directions: Doubles | None = None) -> Array:
    """Codes (n, d) at points (n, 2) of the plane through the code `through` (d,), by default along the first two axes.

    Exact along axes: what it takes away and adds there is 0 or the number itself.
    """
    code = through.astype(np.float64)
    along = along_axes((0, 1), len(code)) if directions is None else directions  # (2, d)
    beside = code - (along @ code) @ along  # (d,)
    return (beside + points @ along).astype(np.float32)
