"""What the page trains on, and moments of trainings that are over."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from anyio.to_thread import run_sync
from fastapi import APIRouter, Request, Response

from latent_explorer.app.dependencies import AppServices, ChosenModel, Client
from latent_explorer.app.errors import Problem
from latent_explorer.app.http.negotiation import conditional
from latent_explorer.app.http.problems import answers, documented
from latent_explorer.app.routes.map_square import immutable
from latent_explorer.app.routes.weights import BYTES, packed
from latent_explorer.model.datasets.sample import training_file
from latent_explorer.model.registry import Model
from latent_explorer.model.store.snapshots import FIGURES, TENSORS, has_snapshots, read_snapshots

router = APIRouter(prefix="/api", tags=["training"])
GZIP = "application/gzip"  # a file of its own, also where it is kept: no encoding of the answer
DIGITS = "training.bin"  # below /api/; hosts of files would unpack what is named .gz
REFUSALS = documented("unknown_model", "stale_revision", "no_snapshots", "invalid_request", "overloaded")


@router.get(f"/{DIGITS}", response_class=Response, responses=answers(GZIP))
async def training_digits(request: Request) -> Response:
    """10,000 training images of MNIST, 1,000 of each class, shuffled, as a gzipped IDX file.

    None of them is in the sample, which is drawn from the test images.
    """
    return conditional(request, training_file(), GZIP)


@router.get(
    f"/models/{{model_id}}/{{revision}}/{FIGURES}",
    response_class=Response,
    responses=answers("application/json") | REFUSALS,
)
async def snapshot_figures(model: ChosenModel, revision: str) -> Response:
    """Figures of moments of a model's training, where they were kept; cacheable for ever under the revision."""
    folder = await _folder(model, revision)
    figures, _ = await run_sync(read_snapshots, folder, revision)
    return immutable(figures, "application/json")


@router.get(
    f"/models/{{model_id}}/{{revision}}/{TENSORS}", response_class=Response, responses=answers(BYTES) | REFUSALS
)
async def snapshot_tensors(
    request: Request, model: ChosenModel, revision: str, app: AppServices, client: Client
) -> Response:
    """Decoders and codes of these moments as safetensors, float16, named by their place among them; likewise."""
    folder = await _folder(model, revision)
    return await packed(request, app, client, (revision, TENSORS), partial(_tensors, folder, revision))


async def _folder(model: Model, revision: str) -> Path:
    """Where the moments are. Raises Problem stale_revision or no_snapshots."""
    if revision != model.checkpoint.revision:
        raise Problem("stale_revision", revision=model.checkpoint.revision)
    folder = model.snapshots
    if folder is None or not await run_sync(has_snapshots, folder, revision):  # it may have been trained anew
        raise Problem("no_snapshots", model=model.checkpoint.id)
    return folder


def _tensors(folder: Path, revision: str) -> bytes:
    return read_snapshots(folder, revision)[1]
