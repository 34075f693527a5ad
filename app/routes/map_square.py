"""The square of the map that a tile's or a layer's path names, and how long what is there may be kept."""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Annotated

import numpy as np
from fastapi import Depends, Query, Response
from numpy.typing import NDArray

from latent_explorer.app.dependencies import ChosenModel, parse_place
from latent_explorer.app.errors import Problem
from latent_explorer.app.routes.plane_query import REFUSALS as NO_PLANE
from latent_explorer.app.routes.plane_query import ChosenPlane
from latent_explorer.model.explore.map_grid import tile_points
from latent_explorer.model.explore.plane import Plane, on_plane
from latent_explorer.model.registry import Model

IMMUTABLE = {"Cache-Control": "public, max-age=31536000, immutable"}
REFUSALS = (
    "unknown_model",
    "stale_revision",
    "outside_world",
    "invalid_request",
    "wrong_dimensions",
    "not_finite",
    "overloaded",
    *NO_PLANE,
)


@dataclass(frozen=True)
class MapSquare:
    """The square at `zoom`, x from the left and y from the top, of a plane of a model's latent space.

    The plane goes through the code `through` (d,); it is the whole space if d = 2.
    """

    model: Model
    revision: str
    zoom: int
    x: int
    y: int
    through: NDArray[np.float32]
    plane: Plane

    def codes(self, cells: int) -> NDArray[np.float32]:
        """Codes (cells², d) at the centres of a grid of cells, row by row from the top left. Raises OutsideWorld."""
        places = tile_points(self.plane.extent, self.zoom, self.x, self.y, cells)
        return on_plane(places, self.through, self.plane.directions)

    def key(self, content: str, cells: int) -> Hashable:
        """The cache key of the square's content, `tile` or a layer's name, on a grid of cells.

        Raises Problem stale_revision if the path's is not the model's.
        """
        if self.revision != self.model.checkpoint.revision:
            raise Problem("stale_revision", revision=self.model.checkpoint.revision)
        plane = self.through.tobytes(), self.plane.directions.tobytes()
        return self.revision, content, cells, self.zoom, self.x, self.y, *plane


async def _map_square(
    model: ChosenModel,
    revision: str,
    z: int,
    x: int,
    y: int,
    plane: ChosenPlane,
    through: Annotated[str, Query(description="A code, its numbers with commas; without it the origin.")] = "",
) -> MapSquare:
    """Raises the Problems of `parse_place`."""
    dims = model.codec.latent_dim
    point = parse_place(through, dims, "through") if through else np.zeros(dims, np.float32)
    return MapSquare(model, revision, z, x, y, point, plane)


Square = Annotated[MapSquare, Depends(_map_square)]


def immutable(content: bytes, media_type: str) -> Response:
    """A response cacheable for ever, since its path names the model's revision."""
    return Response(content, media_type=media_type, headers=IMMUTABLE)
