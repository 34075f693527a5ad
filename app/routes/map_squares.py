"""What tiles and layers have in common: a square of a model's map, computed once and cached for ever."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Annotated, Any, NamedTuple

import numpy as np
from fastapi import Depends, Query, Request, Response
from numpy.typing import NDArray

from latent_explorer.app.dependencies import ChosenModel, Services, parse_place
from latent_explorer.app.errors import Problem
from latent_explorer.app.http.disconnect import unless_gone
from latent_explorer.model.explore.map_grid import on_plane, tile_points
from latent_explorer.model.registry import Model

FOR_EVER = {"Cache-Control": "public, max-age=31536000, immutable"}
REFUSALS = (
    "unknown_model",
    "stale_revision",
    "outside_world",
    "invalid_request",
    "wrong_dimensions",
    "not_finite",
    "overloaded",
)


async def plane_point(
    model: ChosenModel,
    through: Annotated[str, Query(description="A code, its numbers with commas; without it the origin.")] = "",
) -> NDArray[np.float32]:
    """The code (d,) that the plane of the square goes through: its first two axes lie in the plane."""
    dims = model.codec.latent_dim
    return parse_place(through, dims, "through") if through else np.zeros(dims, np.float32)


PlanePoint = Annotated[NDArray[np.float32], Depends(plane_point)]


@dataclass(frozen=True)
class Ground:
    """What the squares of a request show: a model at a revision, and the plane through a code (d,)."""

    model: Model
    revision: str
    through: NDArray[np.float32]


async def ground(model: ChosenModel, revision: str, through: PlanePoint) -> Ground:
    """The ground that the path and the query name."""
    return Ground(model, revision, through)


Below = Annotated[Ground, Depends(ground)]


class Place(NamedTuple):
    """Which square, and how many cells stand along its side."""

    cells: int
    z: int
    x: int
    y: int


def codes_of(below: Ground, place: Place) -> NDArray[np.float32]:
    """The codes (cells², d) at the centres of a square's cells, row by row from the top left. Raises OutsideWorld."""
    return on_plane(tile_points(below.model.extent, place.z, place.x, place.y, place.cells), below.through)


Work = Callable[[], Coroutine[Any, Any, bytes]]


async def answer(
    request: Request, app: Services, below: Ground, place: Place, what: str, media_type: str, work: Work
) -> Response:
    """What the square shows. What was computed before is not again, nor what nobody waits for any more."""
    if below.revision != below.model.checkpoint.revision:
        raise Problem("stale_revision", revision=below.model.checkpoint.revision)
    key = (below.model.checkpoint.revision, what, *place, below.through.tobytes())
    content = app.tiles.get(key)
    app.watch.looked_up("tile" if what == "tile" else "layer", hit=content is not None)
    if content is None:
        content = await unless_gone(request, work())
        if len(content) <= app.tiles.maxsize:
            app.tiles[key] = content
    return Response(content, media_type=media_type, headers=FOR_EVER)
