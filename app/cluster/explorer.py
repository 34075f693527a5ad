"""The pages as an ingress: the same application, with codecs as its engine."""

from __future__ import annotations

from functools import partial
from typing import Any, cast

from fastapi import FastAPI
from ray import serve
from ray.serve import Application
from ray.serve.handle import DeploymentHandle
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from latent_explorer.app.cluster.codec import Codec
from latent_explorer.app.cluster.replicas import Replicas
from latent_explorer.app.main import create_app
from latent_explorer.app.middleware.forwarded_host import ForwardedHost
from latent_explorer.app.settings import Settings


class UnderPath:
    """Puts back the path prefix that a proxy strips, as uvicorn does with a root_path."""

    def __init__(self, app: ASGIApp, root: str) -> None:
        self.app, self._root = app, root

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass requests on with the path put back."""
        if scope["type"] != "lifespan":
            raw = self._root.encode() + scope.get("raw_path", scope["path"].encode())
            scope = {**scope, "root_path": self._root, "path": self._root + scope["path"], "raw_path": raw}
        await self.app(scope, receive, send)


def application(codec: DeploymentHandle[Any]) -> FastAPI:
    """The application, configured by the environment; it heeds trusted proxies in front of Ray's own, too."""
    settings = Settings()
    app = create_app(settings, partial(Replicas, codec))
    if root := settings.root_path.rstrip("/"):
        app.add_middleware(UnderPath, root=root)
    if settings.trusted_proxies:
        app.add_middleware(cast(Any, ProxyHeadersMiddleware), trusted_hosts=settings.trusted_proxies)
        app.add_middleware(ForwardedHost, trusted=settings.trusted_proxies)
    return app


@serve.deployment
@serve.ingress()
class Pages:
    """The page, the API and the live sockets."""

    def __init__(self, codec: DeploymentHandle[Any]) -> None:
        self._codec = codec

    def __serve_build_asgi_app__(self) -> FastAPI:
        """Called by Serve once this is constructed."""
        return application(self._codec)


def explorer(_: dict[str, str]) -> Application:
    """What serve.yaml deploys."""
    return cast(Application, cast(Any, Pages).bind(cast(Any, Codec).bind()))
