"""The map's tiles: a mosaic of decoded images each, cached for ever under the model's revision."""

from collections.abc import Hashable
from functools import partial

import numpy as np
from fastapi import APIRouter, Request, Response
from numpy.typing import NDArray

from latent_explorer.app.dependencies import AppServices, Client, Services
from latent_explorer.app.http.problems import Responses, answers, documented
from latent_explorer.app.images.decode import mosaic, png
from latent_explorer.app.routes.map_squares import REFUSALS, Below, Ground, Place, answer, codes_of
from latent_explorer.model.config import IMAGE_SIZE
from latent_explorer.model.explore.map_grid import TILE_CELLS, TILE_SIZE

router = APIRouter(tags=["tiles"])
GAP = (TILE_SIZE // TILE_CELLS - IMAGE_SIZE) // 2
PLACE = "/api/models/{model_id}/{revision}/tiles/{z}/{x}"
ENDINGS: Responses = answers("image/png") | documented(*REFUSALS)


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


async def _answer(request: Request, below: Ground, place: Place, app: Services, client: Hashable) -> Response:
    return await answer(request, app, below, place, "tile", "image/png", partial(_draw, below, place, app, client))


async def _draw(below: Ground, place: Place, app: Services, client: Hashable) -> bytes:
    images = await app.inference.decode(below.model, codes_of(below, place), client)
    return await app.inference.draw(client, _png, images, place.cells)


def _png(images: NDArray[np.uint8], cells: int) -> bytes:
    return png(mosaic(images, cells, GAP))
