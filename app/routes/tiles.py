"""Map tiles: mosaics of decoded images, cacheable for ever under the model's revision."""

from collections.abc import Hashable
from functools import partial

import numpy as np
from fastapi import APIRouter, Request, Response
from numpy.typing import NDArray

from latent_explorer.app.dependencies import AppServices, Client, Services
from latent_explorer.app.http.problems import Responses, answers, documented
from latent_explorer.app.images.decode import mosaic, png
from latent_explorer.app.routes.kept_answers import kept_or_computed
from latent_explorer.app.routes.map_square import REFUSALS, MapSquare, Square, immutable
from latent_explorer.model.explore.map_grid import TILE_CELLS, TILE_SIZE

router = APIRouter(tags=["tiles"])
PATH = "/api/models/{model_id}/{revision}/tiles/{z}/{x}"
ENDINGS: Responses = answers("image/png") | documented(*REFUSALS)


@router.get(PATH + "/{y}@2x.png", response_class=Response, responses=ENDINGS)
async def dense_tile(request: Request, square: Square, app: AppServices, client: Client) -> Response:
    """The same square as a tile of 512×512 pixels and 16×16 images, for screens with two pixels to a point."""
    return await _tile(request, square, 2 * TILE_CELLS, app, client)


@router.get(PATH + "/{y}.png", response_class=Response, responses=ENDINGS)
async def tile(request: Request, square: Square, app: AppServices, client: Client) -> Response:
    """One 256×256 tile of 8×8 decoded images; zoom 0 is the whole extent, each zoom halves the step.

    In a latent space of more than two dimensions it shows a plane through a code, by default of the first two axes.
    Zoom 0 is the square around the codes of the sample as they lie along that plane.
    """
    return await _tile(request, square, TILE_CELLS, app, client)


async def _tile(request: Request, square: MapSquare, cells: int, app: Services, client: Hashable) -> Response:
    key, draw = square.key("tile", cells), partial(_draw, square, cells, app, client)
    return immutable(await kept_or_computed(request, app, "tile", key, draw), "image/png")


async def _draw(square: MapSquare, cells: int, app: Services, client: Hashable) -> bytes:
    images = await app.inference.decode(square.model, square.codes(cells), client)
    return await app.inference.draw(client, _png, images, cells)


def _png(images: NDArray[np.uint8], cells: int) -> bytes:
    return png(mosaic(images, cells, TILE_SIZE // TILE_CELLS))
