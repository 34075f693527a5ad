"""Pages as an ingress: the same application, whose models are worked on by codecs."""

from __future__ import annotations

from functools import partial
from typing import Any, cast

from fastapi import FastAPI
from ray import serve
from ray.serve import Application
from ray.serve.handle import DeploymentHandle
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from app.cluster.codec import Codec
from app.cluster.replicas import Replicas
from app.main import create_app
from app.settings import Settings


def application(codec: DeploymentHandle[Any]) -> FastAPI:
    """The application, by the settings of the environment; to a proxy in front of Ray's own it listens too."""
    settings = Settings()
    app = create_app(settings, partial(Replicas, codec))
    app.root_path = settings.root_path.rstrip("/")  # which uvicorn is told where it serves alone
    if settings.trusted_proxies:
        app.add_middleware(cast(Any, ProxyHeadersMiddleware), trusted_hosts=settings.trusted_proxies)
    return app


@serve.deployment
@serve.ingress()
class Pages:
    """The page, the API and the live sockets."""

    def __init__(self, codec: DeploymentHandle[Any]) -> None:
        self._codec = codec

    def __serve_build_asgi_app__(self) -> FastAPI:
        """What Serve asks for once it has made this."""
        return application(self._codec)


def explorer(_: dict[str, str]) -> Application:
    """What serve.yaml deploys."""
    return cast(Application, cast(Any, Pages).bind(cast(Any, Codec).bind()))
