"""Map layers as numbers, on a tile's grid or one twice as fine; cacheable for ever, like tiles."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import partial
from typing import Any, get_args

import numpy as np
from fastapi import APIRouter, Request, Response
from numpy.typing import NDArray

from latent_explorer.app.dependencies import AppServices, ChosenModel, Client, Services
from latent_explorer.app.errors import Problem
from latent_explorer.app.http.negotiation import conditional
from latent_explorer.app.http.problems import answers, documented
from latent_explorer.app.inference.jobs import judge_of
from latent_explorer.app.inference.service import PART
from latent_explorer.app.routes.kept_answers import kept_or_computed
from latent_explorer.app.routes.map_square import REFUSALS, MapSquare, Square, immutable
from latent_explorer.app.routes.weights import BYTES
from latent_explorer.app.schemas import (
    DensityOut,
    LabelsOut,
    LayerName,
    LayerOut,
    MetricOut,
    NearestOut,
    PriorOut,
    StretchOut,
)
from latent_explorer.model.explore.map_grid import TILE_CELLS
from latent_explorer.model.explore.plane import Plane
from latent_explorer.model.registry import Model
from latent_explorer.model.store.disagreement import DISAGREEMENT

router = APIRouter(tags=["layers"])
FINE = 2 * TILE_CELLS  # cells along a square's side
COARSE: tuple[LayerName, ...] = ("metric", "nearest")  # those whose cells hold a picture
CELLS: dict[LayerName, int] = {name: TILE_CELLS if name in COARSE else FINE for name in get_args(LayerName)}

Codes = NDArray[np.float32]
Columns = dict[str, NDArray[Any]]


@router.get(
    "/api/models/{model_id}/{revision}/layers/{layer}/{z}/{x}/{y}.json",
    response_model=LayerOut,
    responses=documented(*REFUSALS, "no_judge"),
)
async def layer(request: Request, square: Square, layer: LayerName, app: AppServices, client: Client) -> Response:
    """One layer over the square of the tile z/x/y, its cells row by row from the top left.

    `labels`: what the judge reads in the images decoded there. `stretch`: how much they change around there. `metric`:
    how fast in which direction. `density`: how many of the sample's codes are there. `prior`: how many more than the
    prior wants. `nearest`: which of the sample's codes is nearest. In a latent space of more than two dimensions it is
    of a plane through a code, by default of the first two axes.
    """
    key, measure = square.key(layer, CELLS[layer]), partial(_measure, square, layer, app, client)
    return immutable(await kept_or_computed(request, app, "layer", key, measure), "application/json")


@router.get(
    f"/api/models/{{model_id}}/{{revision}}/{DISAGREEMENT}",
    response_class=Response,
    responses=answers(BYTES) | documented("unknown_model", "stale_revision", "no_disagreement", "invalid_request"),
)
async def disagreement(request: Request, model: ChosenModel, revision: str) -> Response:
    """Where further decoders of a plane's codes disagree: a grid over the map's whole square.

    Safetensors of one float16 tensor, row by row from the lowest value on both axes. It may be measured anew under the
    same revision, so it is asked for again, by its ETag.
    """
    if revision != model.checkpoint.revision:
        raise Problem("stale_revision", revision=model.checkpoint.revision)
    if model.disagreement is None:
        raise Problem("no_disagreement", model=model.checkpoint.id)
    return conditional(request, model.disagreement.file, BYTES)


async def _measure(square: MapSquare, name: LayerName, app: Services, client: Hashable) -> bytes:
    """The layer as JSON, measured in parts so that other clients get their turn in between."""
    codes = square.codes(CELLS[name])
    if name == "labels":
        judge_of(square.model)
    of_plane = partial(MEASURES[name], plane=square.plane)
    measure = partial(app.inference.measure, (client, "layer"), of_plane, square.model)
    parts = [await measure(codes[start : start + PART]) for start in range(0, len(codes), PART)]
    columns = {column: np.concatenate([part[column] for part in parts]).tolist() for column in parts[0]}
    return ANSWERS[name](cells=CELLS[name], **columns).model_dump_json().encode()


# Imported in the measuring thread, so that the server starts without waiting for torch and scipy.
def _labels(model: Model, z: Codes, plane: Plane) -> Columns:
    from latent_explorer.model.explore.map_layers import label_regions

    label, confidence = label_regions(model.codec, judge_of(model), z)
    return {"label": label, "confidence": _rounded(confidence)}


def _stretch(model: Model, z: Codes, plane: Plane) -> Columns:
    from latent_explorer.model.explore.map_layers import log10_area

    return {"log10_area": _rounded(log10_area(model.codec, z, plane.sd, plane.directions))}


def _metric(model: Model, z: Codes, plane: Plane) -> Columns:
    from latent_explorer.model.explore.map_layers import metric

    found = metric(model.codec, z, plane.sd, plane.directions)
    return dict(zip(("most", "least", "turn"), map(_rounded, found), strict=True))


def _prior(model: Model, z: Codes, plane: Plane) -> Columns:
    from latent_explorer.model.explore.map_layers import against_prior

    return {"log10_excess": _rounded(against_prior(model.mu, plane.sd, z, plane.directions))}


def _density(model: Model, z: Codes, plane: Plane) -> Columns:
    from latent_explorer.model.explore.map_layers import density

    return {"density": _rounded(density(model.mu, plane.sd, z, plane.directions))}


def _nearest(model: Model, z: Codes, plane: Plane) -> Columns:
    from latent_explorer.model.explore.map_layers import nearest

    index, distance = nearest(model.mu, model.sd, z)
    return {"index": index, "distance": _rounded(distance)}


MEASURES: dict[LayerName, Callable[..., Columns]] = {
    "labels": _labels,
    "stretch": _stretch,
    "metric": _metric,
    "density": _density,
    "prior": _prior,
    "nearest": _nearest,
}
ANSWERS: dict[LayerName, type[LayerOut]] = {
    "labels": LabelsOut,
    "stretch": StretchOut,
    "metric": MetricOut,
    "density": DensityOut,
    "prior": PriorOut,
    "nearest": NearestOut,
}


def _rounded(values: NDArray[np.floating]) -> NDArray[np.float64]:
    rounded: NDArray[np.float64] = values.astype(np.float64).round(3)
    return rounded
