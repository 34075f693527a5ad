"""create_app: the application, built from its settings; importing this module does nothing."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from cachetools import LRUCache
from fastapi import FastAPI
from fastapi.templating import Jinja2Templates
from starlette.middleware.gzip import GZipMiddleware

from app import problems
from app.assets import ImmutableFiles, digest_of
from app.census import Census
from app.crowd import Crowd
from app.deadline import Deadline
from app.dependencies import Services, TileKey
from app.inference import Inference
from app.limits import BodyLimit
from app.loading import Loading
from app.pictures import Pictures
from app.routes import latent, layers, live, models, nearness, pages, tiles
from app.settings import Settings, asset_folder

DESCRIPTION = "Encode handwritten digits, sample around them and decode any point of the latent space of real models."


def create_app(settings: Settings | None = None) -> FastAPI:
    """The whole application. Models begin to load when it starts, and what needs them waits."""
    settings = settings or Settings()
    static = asset_folder("static")
    digest = digest_of(static)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        inference = Inference(settings.max_waiting_codes, settings.max_waiting_digits)
        tiles = LRUCache[TileKey, bytes](settings.tile_cache_bytes, getsizeof=len)
        pictures = Pictures(settings.picture_cache_bytes)
        app.state.services = Services(settings, Loading(settings), inference, tiles, pictures, digest)
        yield
        inference.close()

    app = FastAPI(title="Latent Explorer", description=DESCRIPTION, lifespan=lifespan, docs_url=None, redoc_url=None)
    app.state.templates = Jinja2Templates(asset_folder("templates"))
    app.add_middleware(GZipMiddleware, minimum_size=1000)
    app.add_middleware(
        BodyLimit,
        json_bytes=settings.max_json_bytes,
        upload_bytes=settings.max_upload_bytes,
        held_bytes=settings.max_held_bytes,
    )
    app.add_middleware(Deadline, seconds=settings.request_seconds)
    app.add_middleware(
        Crowd,
        requests=Census(settings.max_requests, settings.max_requests_per_client),
        live=Census(settings.max_live, settings.max_live_per_client),
    )
    problems.install(app)
    for module in (pages, models, latent, nearness, tiles, layers, live):
        app.include_router(module.router)
    app.mount(f"/static/{digest}", ImmutableFiles(directory=static), name="static")
    return app
