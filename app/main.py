"""create_app builds the application from its settings; importing this module has no effects."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from importlib.metadata import version

from asgi_correlation_id import CorrelationIdMiddleware
from fastapi import FastAPI
from fastapi.templating import Jinja2Templates

from latent_explorer.app.dependencies import Services
from latent_explorer.app.http import problems
from latent_explorer.app.http.client_quota import ClientQuota
from latent_explorer.app.http.foreign_pages import ForeignPages
from latent_explorer.app.http.static_files import ImmutableFiles, digest_of
from latent_explorer.app.images.upload_cache import Pictures
from latent_explorer.app.inference.engine import Engine, Threads
from latent_explorer.app.inference.loading import Loading, OpenModels, load
from latent_explorer.app.inference.service import Inference
from latent_explorer.app.inference.tile_cache import TileCache
from latent_explorer.app.middleware.body_limit import BodyLimit
from latent_explorer.app.middleware.client_limits import ConcurrencyLimit
from latent_explorer.app.middleware.compression import Compression
from latent_explorer.app.middleware.relative_redirects import RelativeRedirects
from latent_explorer.app.middleware.request_timeout import RequestTimeout
from latent_explorer.app.middleware.security_headers import SafeFastAPI, protect
from latent_explorer.app.routes import (
    encode,
    health,
    latent,
    live,
    map_layers,
    models,
    nearness,
    pages,
    tiles,
    training,
    weights,
)
from latent_explorer.app.settings import Settings, asset_folder
from latent_explorer.app.telemetry.instrumentation import NOT_INSTRUMENTED, Instrumentation
from latent_explorer.app.telemetry.requests import RequestObserver, new_id, well_formed

DESCRIPTION = "Encode images, sample around them and decode any point of the latent space of real models."
REFRESH_S = 5


def create_app(
    settings: Settings | None = None, engine: Callable[[], Engine] = Threads, open_models: OpenModels = load
) -> FastAPI:
    """The whole application. Models begin to load when it starts, and what needs them waits.

    `engine` is called at that start, and what it makes runs the models; `open_models` gives them.
    """
    settings = settings or Settings()
    static = asset_folder("static")
    digest = digest_of(static)
    instrumentation = _instrumentation(settings)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        inference = Inference(settings.max_waiting_codes, settings.max_waiting_digits, instrumentation, engine())
        tiles = TileCache(settings.tile_cache_bytes, instrumentation)
        pictures = Pictures(settings.picture_cache_bytes)
        foreign = ForeignPages(settings.live_origins)
        app.state.services = Services(
            settings, Loading(settings, open_models), inference, tiles, pictures, digest, instrumentation, foreign
        )
        refreshing = asyncio.create_task(_refresh_gauges(app.state.services)) if settings.metrics else None
        yield
        if refreshing:
            refreshing.cancel()
        inference.close()

    app = SafeFastAPI(
        title="Latent Explorer",
        version=version("latent-explorer"),
        description=DESCRIPTION,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        servers=[{"url": "."}],  # beside openapi.json, wherever a proxy shows that
        root_path_in_servers=False,
        responses=problems.documented(*problems.ANYWHERE),
    )
    app.state.templates = Jinja2Templates(asset_folder("templates"))
    app.add_middleware(RelativeRedirects)
    app.add_middleware(Compression, minimum_size=1000)
    app.add_middleware(
        BodyLimit,
        json_bytes=settings.max_json_bytes,
        upload_bytes=settings.max_upload_bytes,
        held_bytes=settings.max_held_bytes,
    )
    app.add_middleware(RequestTimeout, seconds=settings.request_seconds)
    app.add_middleware(
        ConcurrencyLimit,
        requests=ClientQuota(settings.max_requests, settings.max_requests_per_client),
        live=ClientQuota(settings.max_live, settings.max_live_per_client),
        instrumentation=instrumentation,
    )
    protect(app, settings)
    app.add_middleware(RequestObserver, instrumentation=instrumentation)
    app.add_middleware(CorrelationIdMiddleware, update_request_header=False, generator=new_id, validator=well_formed)
    app.state.instrumentation = instrumentation
    problems.install(app)
    for module in (pages, health, models, encode, latent, nearness, tiles, map_layers, weights, training, live):
        app.include_router(module.router)
    if settings.metrics:
        from latent_explorer.app.routes import prometheus

        app.include_router(prometheus.router)
    app.mount(f"/static/{digest}", ImmutableFiles(static), name="static")
    return app


def _instrumentation(settings: Settings) -> Instrumentation:
    if not settings.metrics:
        return NOT_INSTRUMENTED
    from latent_explorer.app.telemetry.prometheus import Metrics

    return Metrics()


async def _refresh_gauges(services: Services) -> None:
    """Refresh gauges every 5 s; any worker may serve the scrape."""
    while True:
        services.report_gauges()
        await asyncio.sleep(REFRESH_S)
