"""The plane of a model's latent space, and the square of it, that a tile's or a layer's path names."""

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
    """A square of the map at zoom z, x from the left and y from the top, with `cells` cells along each side."""

    cells: int
    z: int
    x: int
    y: int


@dataclass(frozen=True)
class MapPlane:
    """The plane through a code (d,) along the first two axes; the whole latent space if d = 2."""

    model: Model
    revision: str
    through: NDArray[np.float32]

    def codes(self, address: TileAddress) -> NDArray[np.float32]:
        """Codes (cells², d) at the centres of a square's cells, row by row from the top left. Raises OutsideWorld."""
        cells, z, x, y = address
        return on_plane(tile_points(self.model.extent, z, x, y, cells), self.through)

    def key(self, content: str, address: TileAddress) -> Hashable:
        """The cache key of a square's content, `tile` or a layer's name. Raises Problem stale_revision."""
        if self.revision != self.model.checkpoint.revision:
            raise Problem("stale_revision", revision=self.model.checkpoint.revision)
        return self.revision, content, address, self.through.tobytes()


async def _map_plane(
    model: ChosenModel,
    revision: str,
    through: Annotated[str, Query(description="A code, its numbers with commas; without it the origin.")] = "",
) -> MapPlane:
    """Raises the Problems of `parse_place`."""
    dims = model.codec.latent_dim
    point = parse_place(through, dims, "through") if through else np.zeros(dims, np.float32)
    return MapPlane(model, revision, point)


Plane = Annotated[MapPlane, Depends(_map_plane)]


def address_of(cells: int) -> Callable[[int, int, int], Coroutine[Any, Any, TileAddress]]:
    """A dependency that parses the address of a square with `cells` cells along each side."""

    async def parse(z: int, x: int, y: int) -> TileAddress:
        return TileAddress(cells, z, x, y)

    return parse


def immutable(content: bytes, media_type: str) -> Response:
    """A response cacheable for ever, since its path names the model's revision."""
    return Response(content, media_type=media_type, headers=IMMUTABLE)
