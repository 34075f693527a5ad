"""Liveness (/healthz) and readiness (/readyz)."""

import asyncio
import logging

import numpy as np
from fastapi import APIRouter

from latent_explorer.app.dependencies import AppServices, Services
from latent_explorer.app.errors import Problem
from latent_explorer.app.http.problems import documented
from latent_explorer.app.schemas import AliveOut, ReadyOut
from latent_explorer.model.registry import Model

log = logging.getLogger("latent_explorer")
router = APIRouter(tags=["health"])
WAIT_S = 5  # a code at the end of the longest queue takes two seconds


@router.get("/healthz", response_model=AliveOut)
async def alive() -> AliveOut:
    """200 as soon as the server answers, even while its models load."""
    return AliveOut(status="ok")


@router.get(
    "/readyz", response_model=ReadyOut, responses=documented("loading", "no_model", "cannot_decode", "overloaded")
)
async def ready(app: AppServices) -> ReadyOut:
    """200 when a model can decode: it decodes one code, in line with all others."""
    if not app.loading.done:
        raise Problem("loading")
    try:
        registry = await app.registry()
        if not registry.models:
            raise Problem("no_model")
        async with asyncio.timeout(WAIT_S):
            await _decode_one(next(iter(registry.models.values())), app)
    except TimeoutError as error:
        raise Problem("overloaded") from error
    except (RuntimeError, MemoryError) as error:  # torch raises RuntimeError
        log.exception("nothing can be decoded")
        raise Problem("cannot_decode") from error
    return ReadyOut(status="ok", models=list(registry.models), failures=list(registry.failures))


async def _decode_one(model: Model, app: Services) -> None:
    await app.inference.decode(model, np.zeros((1, model.codec.latent_dim), np.float32), "readyz")
