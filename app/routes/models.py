"""The models, their metrics and codes, and the judge's metrics."""

from __future__ import annotations

import json
from collections.abc import Hashable
from dataclasses import asdict
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from fastapi import APIRouter, Request, Response
from numpy.typing import NDArray

from latent_explorer.app.dependencies import AppServices, ChosenModel, ChosenSet, Client, Services
from latent_explorer.app.errors import Problem
from latent_explorer.app.http.negotiation import conditional
from latent_explorer.app.http.problems import answers, documented
from latent_explorer.app.images.decode import mosaic, png
from latent_explorer.app.routes.kept_answers import kept_or_computed
from latent_explorer.app.schemas import (
    CloudOut,
    CodeOut,
    DisagreementOut,
    ExtentOut,
    ImageSetOut,
    JudgeOut,
    ModelOut,
    ThumbnailsOut,
)
from latent_explorer.model.config import MNIST, ImageSet
from latent_explorer.model.datasets.sample import Sample
from latent_explorer.model.registry import LoadedSet, Model

if TYPE_CHECKING:
    from latent_explorer.model.store.checkpoint import Checkpoint

router = APIRouter(prefix="/api", tags=["models"])
SPRITE_COLUMNS = 40
OF_SETS = ("unknown_set", "invalid_request")
UP = "../../"  # from the codes: a proxy may show all of it under a path that it tells nobody


def describe(model: Model, whole: bool) -> ModelOut:
    """A model as the API shows it; unless `whole`, with only its test metrics, without quantiles, and no seeds."""
    config, metrics = model.checkpoint.model, model.checkpoint.metrics
    return ModelOut(
        id=model.checkpoint.id,
        kind="vae" if config.samples else "ae",
        images=describe_images(model.codec.images),
        judge=model.judge and model.judge.checkpoint.revision,
        latent_dim=config.latent_dim,
        likelihood=config.likelihood,
        observation_sd=config.observation_sd,
        beta=config.beta,
        refinements=config.refinements,
        twin=config.twin,
        revision=model.checkpoint.revision,
        parameters=model.checkpoint.parameters,
        weights=model.own_checkpoint is not None,
        snapshots=model.snapshots is not None,
        disagreement=model.disagreement and DisagreementOut(**asdict(model.disagreement.told)),
        extent=ExtentOut(center=model.extent.center, half_width=model.extent.half_width),
        sd=np.round(model.sd.astype(np.float64), 5).tolist(),
        collapsed=model.collapsed,
        metrics=metrics if whole else _brief(metrics),
        seeds=model.checkpoint.seeds if whole else {},
    )


def describe_images(images: ImageSet) -> ImageSetOut:
    """An image set as the API shows it."""
    return ImageSetOut.model_validate(images.to_json())


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


@router.get("/sets/{set_id}/judge", response_model=JudgeOut, responses=documented(*OF_SETS, "no_judge"))
async def show_judge_of_set(request: Request, image_set: ChosenSet) -> Response:
    """Accuracy and calibration of the frozen classifier that measures decoded images of a set."""
    return _judge(request, image_set)


@router.get("/judge", response_model=JudgeOut, responses=documented("no_judge"))
async def show_judge(request: Request, app: AppServices) -> Response:
    """The same of MNIST's digits."""
    return _judge(request, (await app.registry()).sets[MNIST.id])


def _judge(request: Request, image_set: LoadedSet) -> Response:
    if image_set.judge is None:
        raise Problem("no_judge")
    judge = describe_judge(image_set.judge.checkpoint)
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
    """The codes of the sample of its set, for the cloud on the map."""
    return conditional(request, describe_cloud(model).model_dump_json().encode(), "application/json")


def describe_cloud(model: Model) -> CloudOut:
    """A model's codes of the sample as the API shows them."""
    sample = model.image_set.sample
    labels = [None] * len(sample) if sample.data.labels is None else sample.data.labels.tolist()
    sigmas = [None] * len(sample) if model.sigma is None else _rounded(model.sigma)
    rows = zip(labels, _rounded(model.mu), sigmas, strict=True)
    codes = [CodeOut(index=i, label=label, mu=mu, sigma=sigma) for i, (label, mu, sigma) in enumerate(rows)]
    version = "" if sample.images == MNIST else f"?{sample.digest}"  # a set of one's own may be made anew
    url, size = UP + sprite_path(sample.images) + version, sample.images.side
    return CloudOut(thumbnails=ThumbnailsOut(url=url, size=size, columns=SPRITE_COLUMNS), codes=codes)


def sprite_path(images: ImageSet) -> str:
    """Where a set's sample is shown as one picture, below /api/."""
    return "sample.png" if images == MNIST else f"sets/{images.id}/sample.png"


@router.get("/sample.png", response_class=Response, responses=answers("image/png"))
async def sample_sprite(request: Request, app: AppServices, client: Client) -> Response:
    """The sample of MNIST as one picture, digit i at column i mod 40 of row i div 40, its side in pixels each."""
    return await _sprite(request, (await app.registry()).sets[MNIST.id], app, client)


@router.get("/sets/{set_id}/sample.png", response_class=Response, responses=answers("image/png") | documented(*OF_SETS))
async def sprite_of_set(request: Request, image_set: ChosenSet, app: AppServices, client: Client) -> Response:
    """The same of another set, of as many pixels each as its side."""
    return await _sprite(request, image_set, app, client)


async def _sprite(request: Request, image_set: LoadedSet, app: Services, client: Hashable) -> Response:
    draw = partial(app.inference.draw, client, sprite, image_set.sample)
    content = await kept_or_computed(request, app, "sprite", ("sprite", image_set.images.id), draw)
    return conditional(request, content, "image/png")


def sprite(sample: Sample) -> bytes:
    """A sample as one PNG."""
    return png(mosaic(sample.data.images, SPRITE_COLUMNS))


def _rounded(values: NDArray[np.float32]) -> list[list[float]]:
    rows: list[list[float]] = np.round(values.astype(np.float64), 5).tolist()
    return rows
