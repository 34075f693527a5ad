"""The map's tiles: a mosaic of 64 decoded images each, cached for ever under the model's revision."""

from fastapi import APIRouter, Request, Response

from app.dependencies import AppServices, ChosenModel
from app.errors import Problem
from app.imaging import mosaic, png
from app.problems import answers, documented
from model.config import IMAGE_SIZE
from model.grid import TILE_CELLS, TILE_SIZE, on_plane, tile_points

router = APIRouter(tags=["tiles"])
GAP = (TILE_SIZE // TILE_CELLS - IMAGE_SIZE) // 2
FOR_EVER = {"Cache-Control": "public, max-age=31536000, immutable"}


@router.get(
    "/api/models/{model_id}/{revision}/tiles/{z}/{x}/{y}.png",
    response_class=Response,
    responses=answers("image/png") | documented("unknown_model", "stale_revision", "outside_world", "invalid_request"),
)
async def tile(
    request: Request, model: ChosenModel, revision: str, z: int, x: int, y: int, app: AppServices
) -> Response:
    """One 256×256 tile of 8×8 decoded images; zoom 0 is the whole extent, each zoom halves the step."""
    if revision != model.checkpoint.revision:
        raise Problem("stale_revision", revision=model.checkpoint.revision)
    codes = on_plane(tile_points(model.extent, z, x, y), model.codec.latent_dim)  # (64, d)
    if await request.is_disconnected():  # the map moved on while this tile waited
        return Response(status_code=499)
    images = await app.inference.decode(model, codes)
    return Response(png(mosaic(images, TILE_CELLS, GAP)), media_type="image/png", headers=FOR_EVER)
