"""The square of the map that a tile's or a layer's path names, and the answer that is kept of it."""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Annotated, Literal

import numpy as np
from fastapi import Depends, Query, Request, Response
from numpy.typing import NDArray

from latent_explorer.app.dependencies import ChosenModel, parse_place
from latent_explorer.app.errors import Problem
from latent_explorer.app.http.disconnect import cancel_on_disconnect
from latent_explorer.app.inference.tile_cache import Compute, TileCache
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


@dataclass(frozen=True)
class MapSquare:
    """The square at `zoom`, x from the left and y from the top, of a plane of a model's latent space.

    The plane is along the first two axes and through the code `through` (d,); it is the whole space if d = 2.
    """

    model: Model
    zoom: int
    x: int
    y: int
    through: NDArray[np.float32]

    def codes(self, cells: int) -> NDArray[np.float32]:
        """Codes (cells², d) at the centres of a grid of cells, row by row from the top left. Raises OutsideWorld."""
        return on_plane(tile_points(self.model.extent, self.zoom, self.x, self.y, cells), self.through)

    def key(self, content: str, cells: int) -> Hashable:
        """The cache key of the square's content, `tile` or a layer's name, on a grid of cells."""
        revision = self.model.checkpoint.revision
        return revision, content, cells, self.zoom, self.x, self.y, self.through.tobytes()


async def _map_square(
    model: ChosenModel,
    revision: str,
    z: int,
    x: int,
    y: int,
    through: Annotated[str, Query(description="A code, its numbers with commas; without it the origin.")] = "",
) -> MapSquare:
    """Raises Problem stale_revision, and the Problems of `parse_place`."""
    dims = model.codec.latent_dim
    point = parse_place(through, dims, "through") if through else np.zeros(dims, np.float32)
    if revision != model.checkpoint.revision:
        raise Problem("stale_revision", revision=model.checkpoint.revision)
    return MapSquare(model, z, x, y, point)


Square = Annotated[MapSquare, Depends(_map_square)]


async def immutable(
    request: Request, tiles: TileCache, kind: Literal["tile", "layer"], key: Hashable, compute: Compute, media_type: str
) -> Response:
    """What is kept under a key, or computed now; cacheable for ever, since the path names the model's revision.

    Raises ClientDisconnect if the client disconnects first, and what `compute` raises.
    """
    content = tiles.get(kind, key)
    if content is None:  # else without the two tasks that it takes to notice a disconnect
        content = await cancel_on_disconnect(request, tiles.get_or_compute(kind, key, compute))
    return Response(content, media_type=media_type, headers=IMMUTABLE)
