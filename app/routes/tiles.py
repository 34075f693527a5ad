"""The map's tiles: a mosaic of decoded images each, cached for ever under the model's revision."""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Annotated, NamedTuple

import numpy as np
from fastapi import APIRouter, Depends, Query, Request, Response
from numpy.typing import NDArray

from app.dependencies import AppServices, ChosenModel, Client, Services, parse_place
from app.errors import Problem
from app.imaging import mosaic, png
from app.presence import unless_gone
from app.problems import Responses, answers, documented
from model.config import IMAGE_SIZE
from model.grid import TILE_CELLS, TILE_SIZE, on_plane, tile_points
from model.registry import Model

router = APIRouter(tags=["tiles"])
GAP = (TILE_SIZE // TILE_CELLS - IMAGE_SIZE) // 2
FOR_EVER = {"Cache-Control": "public, max-age=31536000, immutable"}
PLACE = "/api/models/{model_id}/{revision}/tiles/{z}/{x}"
REFUSALS = ("unknown_model", "stale_revision", "outside_world", "invalid_request", "wrong_dimensions", "not_finite")
ENDINGS: Responses = answers("image/png") | documented(*REFUSALS, "overloaded")


async def plane_point(
    model: ChosenModel,
    through: Annotated[str, Query(description="A code, its numbers with commas; without it the origin.")] = "",
) -> NDArray[np.float32]:
    """The code (d,) that the plane of the tile goes through: its first two axes lie in the plane."""
    dims = model.codec.latent_dim
    return parse_place(through, dims, "through") if through else np.zeros(dims, np.float32)


PlanePoint = Annotated[NDArray[np.float32], Depends(plane_point)]


@dataclass(frozen=True)
class Ground:
    """What the tiles of a request show: a model at a revision, and the plane through a code (d,)."""

    model: Model
    revision: str
    through: NDArray[np.float32]


async def ground(model: ChosenModel, revision: str, through: PlanePoint) -> Ground:
    """The ground that the path and the query name."""
    return Ground(model, revision, through)


Below = Annotated[Ground, Depends(ground)]


@router.get(PLACE + "/{y}@2x.png", response_class=Response, responses=ENDINGS)
async def dense_tile(
    request: Request, below: Below, z: int, x: int, y: int, app: AppServices, client: Client
) -> Response:
    """The same square as a tile of 512×512 pixels and 16×16 images, for screens with two pixels to a point."""
    return await _answer(request, below, Place(2 * TILE_CELLS, z, x, y), app, client)


@router.get(PLACE + "/{y}.png", response_class=Response, responses=ENDINGS)
async def tile(request: Request, below: Below, z: int, x: int, y: int, app: AppServices, client: Client) -> Response:
    """One 256×256 tile of 8×8 decoded images; zoom 0 is the whole extent, each zoom halves the step.

    In a latent space of more than two dimensions it shows the plane of the first two axes through a code.
    """
    return await _answer(request, below, Place(TILE_CELLS, z, x, y), app, client)


class Place(NamedTuple):
    """Which tile, and how many images stand along its side."""

    cells: int
    z: int
    x: int
    y: int


async def _answer(request: Request, below: Ground, place: Place, app: Services, client: Hashable) -> Response:
    """The tile. One that was decoded before is not decoded again, nor one that nobody waits for any more."""
    if below.revision != below.model.checkpoint.revision:
        raise Problem("stale_revision", revision=below.model.checkpoint.revision)
    key = (below.model.checkpoint.revision, *place, below.through.tobytes())
    content = app.tiles.get(key)
    if content is None:
        content = await unless_gone(request, _draw(below, place, app, client))
        if len(content) <= app.tiles.maxsize:
            app.tiles[key] = content
    return Response(content, media_type="image/png", headers=FOR_EVER)


async def _draw(below: Ground, place: Place, app: Services, client: Hashable) -> bytes:
    points = tile_points(below.model.extent, place.z, place.x, place.y, place.cells)
    codes = on_plane(points, below.through)  # (cells², d)
    images = await app.inference.decode(below.model, codes, client)
    return await app.inference.draw(client, _png, images, place.cells)


def _png(images: NDArray[np.uint8], cells: int) -> bytes:
    return png(mosaic(images, cells, GAP))
