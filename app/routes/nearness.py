"""Whether near codes look alike: images compared with the first, and how close neighbours must be to be alike."""

from __future__ import annotations

import json
from collections.abc import Hashable
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import numpy as np
from fastapi import APIRouter, Query, Request, Response
from numpy.typing import NDArray

from latent_explorer.app.dependencies import AppServices, ChosenModel, Client, Services, parse_codes, parse_place
from latent_explorer.app.http.disconnect import cancel_on_disconnect
from latent_explorer.app.http.negotiation import VARY, negotiate
from latent_explorer.app.http.problems import answers, documented
from latent_explorer.app.inference.encoding import rows
from latent_explorer.app.routes.kept_answers import kept_or_computed
from latent_explorer.app.routes.live_frames import compared_bytes
from latent_explorer.app.routes.plane_query import REFUSALS as NO_PLANE
from latent_explorer.app.routes.plane_query import ChosenPlane
from latent_explorer.app.schemas import ComparisonOut, LikenessOut, PathIn
from latent_explorer.model.config import ImageSet
from latent_explorer.model.explore.plane import Plane
from latent_explorer.model.registry import Model

if TYPE_CHECKING:
    from latent_explorer.model.explore.comparison import Comparison
    from latent_explorer.model.explore.neighbour_similarity import NeighbourSimilarity

router = APIRouter(prefix="/api/models/{model_id}", tags=["nearness"])
JSON, BYTES = "application/json", "application/octet-stream"
REFUSALS = ("unknown_model", "wrong_dimensions", "not_finite", "invalid_request", "overloaded")


@router.post(
    "/compare",
    response_model=ComparisonOut,
    responses=documented(*REFUSALS, "out_of_range", "invalid_json", "not_acceptable") | answers(BYTES),
)
async def compare(request: Request, model: ChosenModel, path: PathIn, app: AppServices, client: Client) -> Response:
    """Decode codes, let the judge read the images where there is one, and compare each with the first.

    As bytes: uint8 pixels[n×side×side], in colour [n×side×side×3], float32 figures[n×6] (label, confidence, change,
    changed, feature, step), those of the judge NaN without one, float32 z[n×d], float32 length, little-endian.
    """
    kind = negotiate(request.headers.get("accept"), (JSON, BYTES))
    z = parse_codes(path.z, model.codec.latent_dim, app.settings.max_compared_codes)
    found = await cancel_on_disconnect(request, app.inference.compare(model, z, client, path.pace))
    if kind == BYTES:
        return Response(compared_bytes(found), media_type=BYTES, headers=VARY)
    return Response(await app.inference.draw(client, _json, found, model.codec.images), media_type=JSON, headers=VARY)


def _json(found: Comparison, of: ImageSet) -> str:
    images = [rows(image / 255, of) for image in found.images]
    told = {name: _listed(getattr(found, name)) for name in ComparisonOut.model_fields if name != "images"}
    return json.dumps(told | {"images": images})


def _listed(values: Any) -> Any:
    return None if values is None else np.asarray(values).tolist()


@router.get("/likeness", response_model=LikenessOut, responses=documented(*REFUSALS, *NO_PLANE))
async def likeness(
    request: Request,
    model: ChosenModel,
    at: Annotated[str, Query(description="A code, its numbers with commas.")],
    plane: ChosenPlane,
    app: AppServices,
    client: Client,
) -> Response:
    """How close neighbours must be to be alike: 3×3 places around a code, on its plane, at ever shorter steps."""
    z = parse_place(at, model.codec.latent_dim, "at")
    # Kept: all who open the page look at the same place first.
    key, compute = _key(model, plane, z), partial(_likeness, app, client, model, plane, z)
    return Response(await kept_or_computed(request, app, "likeness", key, compute), media_type=JSON)


def _key(model: Model, plane: Plane, z: NDArray[np.float32]) -> Hashable:
    return model.checkpoint.revision, z.tobytes(), plane.directions.tobytes()


async def _likeness(app: Services, client: Client, model: Model, plane: Plane, z: NDArray[np.float32]) -> bytes:
    found, threshold = await app.inference.measure(client, partial(_measured, plane=plane), model, z)
    answer = LikenessOut(
        steps=found.steps.tolist(),
        kept=found.kept.tolist(),
        change=found.change.tolist(),
        alike=found.alike,
        threshold=threshold,
    )
    return answer.model_dump_json().encode()


def _measured(model: Model, z: NDArray[np.float32], plane: Plane) -> tuple[NeighbourSimilarity, float]:
    from latent_explorer.model.explore.neighbour_similarity import ALIKE, neighbour_similarity

    return neighbour_similarity(model.codec, model.judge, z, plane.sd, plane.directions), ALIKE
