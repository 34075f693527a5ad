"""What routes depend on: services, the model that a path names, the client, the answer's language."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Annotated

import numpy as np
from fastapi import Depends, Query, Request
from fastapi.requests import HTTPConnection
from numpy.typing import NDArray

from latent_explorer.app.errors import Problem
from latent_explorer.app.http.client_quota import client_key
from latent_explorer.app.http.foreign_pages import ForeignPages
from latent_explorer.app.http.i18n import Language, language_of
from latent_explorer.app.images.upload_cache import Pictures
from latent_explorer.app.inference.loading import Loading
from latent_explorer.app.inference.service import Inference
from latent_explorer.app.inference.tile_cache import TileCache
from latent_explorer.app.settings import Settings
from latent_explorer.app.telemetry.instrumentation import Instrumentation, State
from latent_explorer.model.registry import MAX_CODE as MAX_CODE
from latent_explorer.model.registry import LoadedSet, Model, Registry

MAX_MODELS = 16  # in one request, or on one live socket


@dataclass(frozen=True)
class Services:
    """Everything that lives as long as the application."""

    settings: Settings
    loading: Loading
    inference: Inference
    tiles: TileCache
    pictures: Pictures
    asset_digest: str
    instrumentation: Instrumentation
    foreign_pages: ForeignPages

    def report_gauges(self) -> None:
        """Pass the current values to the instrumentation."""
        registry, (pictures, size) = self.loading.here, self.pictures.held
        loaded, failed = (len(registry.models), len(registry.failures)) if registry else (0, 0)
        waiting = self.inference.waiting()
        self.instrumentation.gauges(State(waiting, self.tiles.size, pictures, size, loaded, failed))

    async def registry(self) -> Registry:
        """The models, once they are loaded."""
        return await self.loading.registry()


def services(connection: HTTPConnection) -> Services:
    """The application's services."""
    found: Services = connection.app.state.services
    return found


# All dependencies are coroutines: FastAPI runs plain functions in the thread pool that serves files, which halved the
# rate of cached tiles.
async def _services(connection: HTTPConnection) -> Services:
    return services(connection)


AppServices = Annotated[Services, Depends(_services)]


async def find_model(model_id: str, app: AppServices) -> Model:
    """The model that the path names. Raises Problem unknown_model."""
    models = (await app.registry()).models
    if model_id not in models:
        raise Problem("unknown_model", model=model_id)
    return models[model_id]


async def find_models(
    app: AppServices,
    model: Annotated[
        list[str], Query(description=f"The id of a model, once for each of 1 to {MAX_MODELS} models.")
    ] = [],  # noqa: B006 (FastAPI copies it)
) -> list[Model]:
    """The models that the query names, in its order, all of one image set.

    Raises Problem model_count, repeated_model, unknown_model or several_sets.
    """
    if not 1 <= len(model) <= MAX_MODELS:
        raise Problem("model_count", limit=MAX_MODELS)
    for i, model_id in enumerate(model):
        if model_id in model[:i]:
            raise Problem("repeated_model", model=model_id)
    found = [await find_model(model_id, app) for model_id in model]
    if len({one.codec.images.id for one in found}) > 1:
        raise Problem("several_sets")
    return found


async def find_set(set_id: str, app: AppServices) -> LoadedSet:
    """The image set that the path names. Raises Problem unknown_set."""
    sets = (await app.registry()).sets
    if set_id not in sets:
        raise Problem("unknown_set", set=set_id)
    return sets[set_id]


async def client_of(connection: HTTPConnection) -> Hashable:
    """The client's key for fair queues and quotas; behind a trusted proxy, of the address that the proxy names."""
    return client_key(connection.client.host if connection.client else "")


Client = Annotated[Hashable, Depends(client_of)]


def parse_codes(rows: list[list[float]], latent_dim: int, limit: int) -> NDArray[np.float32]:
    """Rows of numbers as codes (n, d) float32. Raises Problem wrong_dimensions, not_finite or out_of_range."""
    if not 1 <= len(rows) <= limit:
        raise Problem("out_of_range", low=1, high=limit)
    if any(len(row) != latent_dim for row in rows):
        raise Problem("wrong_dimensions", expected=latent_dim)
    z = np.array(rows, np.float64)
    if not (np.abs(z) <= MAX_CODE).all():  # NaN fails this too
        raise Problem("not_finite")
    return z.astype(np.float32)


def parse_place(text: str, latent_dim: int, field: str) -> NDArray[np.float32]:
    """A query field's comma-separated numbers as a code (d,). Raises Problem invalid_request, or as `parse_codes`."""
    try:
        row = [float(part) for part in text.split(",")]
    except ValueError as error:
        raise Problem("invalid_request", field=field) from error
    code: NDArray[np.float32] = parse_codes([row], latent_dim, 1)[0]
    return code


async def _language(request: Request) -> Language:
    return language_of(request)


ChosenModel = Annotated[Model, Depends(find_model)]
ChosenSet = Annotated[LoadedSet, Depends(find_set)]
ChosenModels = Annotated[list[Model], Depends(find_models)]
Lang = Annotated[Language, Depends(_language)]
