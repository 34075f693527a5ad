"""The map's tiles: a mosaic of 64 decoded images each, cached for ever under the model's revision."""

from typing import Annotated

import numpy as np
from fastapi import APIRouter, Depends, Query, Request, Response
from numpy.typing import NDArray

from app.dependencies import AppServices, ChosenModel, parse_codes
from app.errors import Problem
from app.imaging import mosaic, png
from app.problems import CLIENT_GONE, answers, documented
from model.config import IMAGE_SIZE
from model.grid import TILE_CELLS, TILE_SIZE, on_plane, tile_points

router = APIRouter(tags=["tiles"])
GAP = (TILE_SIZE // TILE_CELLS - IMAGE_SIZE) // 2
FOR_EVER = {"Cache-Control": "public, max-age=31536000, immutable"}


def plane_point(
    model: ChosenModel,
    through: Annotated[str, Query(description="A code, its numbers with commas; without it the origin.")] = "",
) -> NDArray[np.float32]:
    """The code (d,) that the plane of the tile goes through: its first two axes lie in the plane."""
    dims = model.codec.latent_dim
    if not through:
        return np.zeros(dims, np.float32)
    try:
        row = [float(part) for part in through.split(",")]
    except ValueError as error:
        raise Problem("invalid_request", field="through") from error
    code: NDArray[np.float32] = parse_codes([row], dims, 1)[0]
    return code


PlanePoint = Annotated[NDArray[np.float32], Depends(plane_point)]


@router.get(
    "/api/models/{model_id}/{revision}/tiles/{z}/{x}/{y}.png",
    response_class=Response,
    responses=answers("image/png")
    | documented(
        "unknown_model", "stale_revision", "outside_world", "invalid_request", "wrong_dimensions", "not_finite"
    ),
)
async def tile(
    request: Request, model: ChosenModel, revision: str, z: int, x: int, y: int, through: PlanePoint, app: AppServices
) -> Response:
    """One 256×256 tile of 8×8 decoded images; zoom 0 is the whole extent, each zoom halves the step.

    In a latent space of more than two dimensions it shows the plane of the first two axes through a code.
    """
    if revision != model.checkpoint.revision:
        raise Problem("stale_revision", revision=model.checkpoint.revision)
    codes = on_plane(tile_points(model.extent, z, x, y), through)  # (64, d)
    if await request.is_disconnected():  # the map moved on while this tile waited
        return Response(status_code=CLIENT_GONE)
    images = await app.inference.decode(model, codes)
    return Response(png(mosaic(images, TILE_CELLS, GAP)), media_type="image/png", headers=FOR_EVER)
