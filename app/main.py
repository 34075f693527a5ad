"""create_app: the application, built from its settings; importing this module does nothing."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import torch
from fastapi import FastAPI
from fastapi.templating import Jinja2Templates
from starlette.middleware.gzip import GZipMiddleware

from app import problems
from app.assets import ImmutableFiles, digest_of
from app.dependencies import Services
from app.inference import Inference
from app.routes import latent, live, models, pages, tiles
from app.settings import Settings
from model.registry import open_registry

log = logging.getLogger("latent_explorer")
DESCRIPTION = "Encode handwritten digits, sample around them and decode any point of the latent space of real models."


def create_app(settings: Settings | None = None) -> FastAPI:
    """The whole application. Models are loaded when it starts."""
    settings = settings or Settings()
    digest = digest_of(settings.static)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        torch.set_num_threads(settings.threads)
        registry = open_registry(settings.model_folders)
        for name, reason in registry.failures.items():
            log.warning("model %s is left out: %s", name, reason)
        app.state.services = Services(settings, registry, Inference(), digest)
        yield

    app = FastAPI(
        title="Latent Explorer", description=DESCRIPTION, lifespan=lifespan, max_body_size=settings.max_upload_bytes
    )
    app.state.templates = Jinja2Templates(settings.templates)
    app.add_middleware(GZipMiddleware, minimum_size=1000)
    problems.install(app)
    for module in (pages, models, latent, tiles, live):
        app.include_router(module.router)
    app.mount(f"/static/{digest}", ImmutableFiles(directory=settings.static), name="static")
    return app
