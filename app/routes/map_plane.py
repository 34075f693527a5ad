"""What the paths of tiles and layers name: a plane of a model's latent space, and a square of it."""

from collections.abc import Callable, Coroutine, Hashable
from dataclasses import dataclass
from typing import Annotated, Any, NamedTuple

import numpy as np
from fastapi import Depends, Query, Response
from numpy.typing import NDArray

from latent_explorer.app.dependencies import ChosenModel, parse_place
from latent_explorer.app.errors import Problem
from latent_explorer.model.explore.map_grid import on_plane, tile_points
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
)


class TileAddress(NamedTuple):
    """A square of the map at zoom z, x from the left and y from the top, with `cells` along each side."""

    cells: int
    z: int
    x: int
    y: int


@dataclass(frozen=True)
class MapPlane:
    """The plane through a code (d,) along the first two axes; in two dimensions all of the latent space."""

    model: Model
    revision: str
    through: NDArray[np.float32]

    def codes(self, address: TileAddress) -> NDArray[np.float32]:
        """Codes (cells², d) at the centres of a square's cells, row by row from the top left. Raises OutsideWorld."""
        cells, z, x, y = address
        return on_plane(tile_points(self.model.extent, z, x, y, cells), self.through)

    def key(self, content: str, address: TileAddress) -> Hashable:
        """Identifies what is shown of a square: a tile's image, or a layer by its name. Problem stale_revision."""
        if self.revision != self.model.checkpoint.revision:
            raise Problem("stale_revision", revision=self.model.checkpoint.revision)
        return self.revision, content, address, self.through.tobytes()


async def _map_plane(
    model: ChosenModel,
    revision: str,
    through: Annotated[str, Query(description="A code, its numbers with commas; without it the origin.")] = "",
) -> MapPlane:
    """Raises what `parse_place` does."""
    dims = model.codec.latent_dim
    point = parse_place(through, dims, "through") if through else np.zeros(dims, np.float32)
    return MapPlane(model, revision, point)


Plane = Annotated[MapPlane, Depends(_map_plane)]


def address_of(cells: int) -> Callable[[int, int, int], Coroutine[Any, Any, TileAddress]]:
    """The dependency that parses the address of squares with so many cells along each side."""

    async def parse(z: int, x: int, y: int) -> TileAddress:
        return TileAddress(cells, z, x, y)

    return parse


def immutable(content: bytes, media_type: str) -> Response:
    """A response to be cached for ever: the path names the model's revision."""
    return Response(content, media_type=media_type, headers=IMMUTABLE)
