"""Weights for those who compute by themselves, as the page does: immutable under their revision."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Hashable
from functools import partial
from typing import TYPE_CHECKING

from anyio.to_thread import run_sync
from fastapi import APIRouter, Request, Response

from latent_explorer.app.dependencies import AppServices, ChosenModel, ChosenSet, Client, Services
from latent_explorer.app.errors import Problem
from latent_explorer.app.http.problems import answers, documented
from latent_explorer.app.routes.kept_answers import kept_or_computed
from latent_explorer.app.routes.map_square import immutable
from latent_explorer.model.config import MNIST
from latent_explorer.model.registry import LoadedSet

if TYPE_CHECKING:
    from latent_explorer.model.store.checkpoint import Checkpoint

router = APIRouter(prefix="/api", tags=["models"])
BYTES = "application/octet-stream"
LEVEL = 6  # a tenth of a second for 3 MB; 9 takes twice as long and saves nothing of float16


@router.get(
    "/models/{model_id}/{revision}/weights.safetensors",
    response_class=Response,
    responses=answers(BYTES)
    | documented("unknown_model", "no_weights", "stale_revision", "invalid_request", "overloaded"),
)
async def model_weights(
    request: Request, model: ChosenModel, revision: str, app: AppServices, client: Client
) -> Response:
    """A model's weights as safetensors, float16; cacheable for ever under the revision.

    A model that was built elsewhere has none to give.
    """
    if model.own_checkpoint is None:
        raise Problem("no_weights", model=model.checkpoint.id)
    return await _weights(request, model.own_checkpoint, revision, app, client)


@router.get(
    "/judge/{revision}/weights.safetensors",
    response_class=Response,
    responses=answers(BYTES) | documented("no_judge", "stale_revision", "invalid_request", "overloaded"),
)
async def judge_weights(request: Request, revision: str, app: AppServices, client: Client) -> Response:
    """The weights of the judge of MNIST's digits, likewise."""
    return await _weights(request, _judge((await app.registry()).sets[MNIST.id]), revision, app, client)


@router.get(
    "/sets/{set_id}/judge/{revision}/weights.safetensors",
    response_class=Response,
    responses=answers(BYTES) | documented("unknown_set", "no_judge", "stale_revision", "invalid_request", "overloaded"),
)
async def weights_of_judge(
    request: Request, image_set: ChosenSet, revision: str, app: AppServices, client: Client
) -> Response:
    """The weights of a set's judge, likewise."""
    return await _weights(request, _judge(image_set), revision, app, client)


def _judge(image_set: LoadedSet) -> Checkpoint:
    if image_set.judge is None:
        raise Problem("no_judge")
    return image_set.judge.checkpoint


async def _weights(
    request: Request, checkpoint: Checkpoint, revision: str, app: Services, client: Hashable
) -> Response:
    if revision != checkpoint.revision:
        raise Problem("stale_revision", revision=checkpoint.revision)
    return await packed(request, app, client, (revision, "weights"), checkpoint.tensor_bytes)


async def packed(
    request: Request, app: Services, client: Hashable, key: Hashable, make: Callable[[], bytes]
) -> Response:
    """The tensors that `make` gives, packed once for all who ask for this key, and cacheable for ever."""
    pack = partial(app.inference.draw, client, _packed, make)
    content = await kept_or_computed(request, app, "weights", key, pack)
    if "gzip" not in request.headers.get("accept-encoding", ""):  # as the compression around here has put it
        return immutable(await run_sync(gzip.decompress, content), BYTES)
    answer = immutable(content, BYTES)
    answer.headers.update({"Content-Encoding": "gzip", "Vary": "Accept-Encoding"})
    return answer


def _packed(make: Callable[[], bytes]) -> bytes:
    return gzip.compress(make(), LEVEL, mtime=0)
