"""Sample codes, around a digit's code or from the prior, and decode codes."""

import json
from collections.abc import Callable

import numpy as np
from fastapi import APIRouter, Request, Response
from numpy.typing import NDArray

from latent_explorer.app import schemas
from latent_explorer.app.dependencies import AppServices, ChosenModel, Client, parse_codes
from latent_explorer.app.errors import Problem
from latent_explorer.app.http.disconnect import cancel_on_disconnect
from latent_explorer.app.http.negotiation import VARY, negotiate
from latent_explorer.app.http.problems import answers, documented
from latent_explorer.app.images.decode import mosaic, png
from latent_explorer.app.inference.encoding import rows
from latent_explorer.model.config import ImageSet
from latent_explorer.model.registry import Model
from latent_explorer.model.statistics.draws import draw, draw_fitted

router = APIRouter(prefix="/api/models/{model_id}", tags=["latent"])
JSON, PNG, BYTES = "application/json", "image/png", "application/octet-stream"
NO_IMAGES = np.empty(0, np.uint8)
REFUSALS = (
    "unknown_model",
    "wrong_dimensions",
    "not_finite",
    "out_of_range",
    "invalid_request",
    "invalid_json",
    "overloaded",
)


@router.post("/sample", response_model=schemas.SamplesOut, responses=documented(*REFUSALS, "bad_sigma"))
async def sample(
    request: Request, model: ChosenModel, wanted: schemas.SampleIn, app: AppServices, client: Client
) -> Response:
    """Draw codes around μ, or from the prior, and decode them. The same seed gives the same draws in every model."""
    z = drawn_codes(wanted, model, app.settings.max_codes)

    async def drawn() -> str:
        images = await app.inference.decode(model, z, client) if wanted.images else NO_IMAGES
        return await app.inference.draw(client, _json, images, model.codec.images, z)

    return Response(await cancel_on_disconnect(request, drawn()), media_type=JSON)


def drawn_codes(wanted: schemas.SampleIn, model: Model, limit: int) -> NDArray[np.float32]:
    """The codes (n, d) that a request asks for. Raises Problem if μ, σ or n is invalid."""
    if wanted.n > limit:
        raise Problem("out_of_range", low=1, high=limit)
    if wanted.fitted and wanted.mu is None:
        return draw_fitted(model.mu, wanted.n, wanted.temperature, wanted.seed)
    latent_dim = model.codec.latent_dim
    prior = wanted.mu is None
    mu = parse_codes([[0.0] * latent_dim if wanted.mu is None else wanted.mu], latent_dim, 1)[0]
    spread = [float(prior)] * latent_dim if wanted.sigma is None else wanted.sigma
    sigma = parse_codes([spread], latent_dim, 1)[0]
    if (sigma < 0).any():
        raise Problem("bad_sigma")
    return draw(mu, sigma, wanted.n, wanted.temperature, wanted.seed)


@router.post(
    "/decode",
    response_model=schemas.ImagesOut,
    responses=documented(*REFUSALS, "not_acceptable") | answers(PNG, BYTES),
)
async def decode(
    request: Request, model: ChosenModel, codes: schemas.CodesIn, app: AppServices, client: Client
) -> Response:
    """Decode codes. By Accept: JSON, a PNG strip, or n×side×side bytes, in colour n×side×side×3."""
    kind = negotiate(request.headers.get("accept"), tuple(WRITERS))
    z = parse_codes(codes.z, model.codec.latent_dim, app.settings.max_codes)

    async def written() -> str | bytes:
        images = await app.inference.decode(model, z, client)
        return await app.inference.draw(client, WRITERS[kind], images, model.codec.images)

    return Response(await cancel_on_disconnect(request, written()), media_type=kind, headers=VARY)


def _strip(images: NDArray[np.uint8], _: ImageSet) -> bytes:
    return png(mosaic(images, columns=len(images)))


def _bytes(images: NDArray[np.uint8], _: ImageSet) -> bytes:
    return images.tobytes()


def _json(images: NDArray[np.uint8], of: ImageSet, z: NDArray[np.float32] | None = None) -> str:
    """ImagesOut, or SamplesOut if codes are given, written image by image so that other threads can run in between."""
    codes = "" if z is None else f'"z": {json.dumps(z.tolist())}, '
    return f'{{{codes}"images": [{", ".join(json.dumps(rows(image / 255, of)) for image in images)}]}}'


WRITERS: dict[str, Callable[[NDArray[np.uint8], ImageSet], str | bytes]] = {JSON: _json, PNG: _strip, BYTES: _bytes}
