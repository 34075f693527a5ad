"""The models, their metrics and codes, and the judge's metrics."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
from fastapi import APIRouter, Request, Response
from numpy.typing import NDArray

from latent_explorer.app.dependencies import AppServices, ChosenModel, Client
from latent_explorer.app.http.negotiation import conditional
from latent_explorer.app.http.problems import answers, documented
from latent_explorer.app.images.decode import mosaic, png
from latent_explorer.app.schemas import CloudOut, CodeOut, ExtentOut, JudgeOut, ModelOut, ThumbnailsOut
from latent_explorer.model.config import IMAGE_SIZE
from latent_explorer.model.datasets.sample import load_sample
from latent_explorer.model.registry import Model

if TYPE_CHECKING:
    from latent_explorer.model.store.checkpoint import Checkpoint

router = APIRouter(prefix="/api", tags=["models"])
SPRITE_COLUMNS = 40
SPRITE = "../../sample.png"  # from the codes: a proxy may show all of it under a path that it tells nobody


def describe(model: Model, whole: bool) -> ModelOut:
    """A model as the API shows it; unless `whole`, with only its test metrics, without quantiles, and no seeds."""
    config, metrics = model.checkpoint.model, model.checkpoint.metrics
    return ModelOut(
        id=model.checkpoint.id,
        kind="vae" if config.samples else "ae",
        latent_dim=config.latent_dim,
        likelihood=config.likelihood,
        observation_sd=config.observation_sd,
        beta=config.beta,
        refinements=config.refinements,
        twin=config.twin,
        revision=model.checkpoint.revision,
        parameters=model.checkpoint.parameters,
        extent=ExtentOut(center=model.extent.center, half_width=model.extent.half_width),
        sd=np.round(model.sd.astype(np.float64), 5).tolist(),
        collapsed=model.collapsed,
        metrics=metrics if whole else _brief(metrics),
        seeds=model.checkpoint.seeds if whole else {},
    )


def _brief(metrics: dict[str, Any]) -> dict[str, Any]:
    figures = {name: value for name, value in metrics.get("test", {}).items() if name != "quantiles"}
    return {"test": figures} if figures else {}


@router.get("/models", response_model=list[ModelOut])
async def list_models(request: Request, app: AppServices) -> Response:
    """All models that can decode, with their figures on the test set."""
    models = (await app.registry()).models
    listed = [describe(model, whole=False).model_dump() for model in models.values()]
    return conditional(request, json.dumps(listed).encode(), "application/json")


@router.get("/models/{model_id}", response_model=ModelOut, responses=documented("unknown_model", "invalid_request"))
async def show_model(request: Request, model: ChosenModel) -> Response:
    """One model with the whole of its metrics."""
    return conditional(request, describe(model, whole=True).model_dump_json().encode(), "application/json")


@router.get("/judge", response_model=JudgeOut, responses=documented("no_judge"))
async def show_judge(request: Request, app: AppServices) -> Response:
    """Accuracy and calibration of the frozen classifier that measures decoded images."""
    judge = describe_judge((await app.judge()).checkpoint)
    return conditional(request, judge.model_dump_json().encode(), "application/json")


def describe_judge(checkpoint: Checkpoint) -> JudgeOut:
    """The judge as the API shows it."""
    test = checkpoint.metrics.get("test", {})
    return JudgeOut(
        revision=checkpoint.revision,
        accuracy=test.get("accuracy"),
        parameters=checkpoint.parameters,
        calibration=checkpoint.metrics.get("calibration", {}),
        feature_distances=test.get("quantiles", {}).get("feature_distance", []),
    )


@router.get(
    "/models/{model_id}/codes", response_model=CloudOut, responses=documented("unknown_model", "invalid_request")
)
async def code_cloud(request: Request, model: ChosenModel) -> Response:
    """The codes of the shipped sample, for the cloud on the map."""
    return conditional(request, describe_cloud(model).model_dump_json().encode(), "application/json")


def describe_cloud(model: Model) -> CloudOut:
    """A model's codes of the sample as the API shows them."""
    labels = load_sample().known_labels.tolist()
    sigmas = [None] * len(labels) if model.sigma is None else _rounded(model.sigma)
    rows = zip(labels, _rounded(model.mu), sigmas, strict=True)
    codes = [CodeOut(index=i, label=label, mu=mu, sigma=sigma) for i, (label, mu, sigma) in enumerate(rows)]
    return CloudOut(thumbnails=ThumbnailsOut(url=SPRITE, size=IMAGE_SIZE, columns=SPRITE_COLUMNS), codes=codes)


@router.get("/sample.png", response_class=Response, responses=answers("image/png"))
async def sample_sprite(request: Request, app: AppServices, client: Client) -> Response:
    """The shipped sample as one picture, digit i at column i mod 40 of row i div 40, 28 pixels each."""
    return conditional(request, await app.inference.draw(client, sprite), "image/png")


@cache
def sprite() -> bytes:
    """The shipped sample as one PNG."""
    return png(mosaic(load_sample().images, SPRITE_COLUMNS))


def _rounded(values: NDArray[np.float32]) -> list[list[float]]:
    rows: list[list[float]] = np.round(values.astype(np.float64), 5).tolist()
    return rows
