"""The host that a trusted proxy was asked for, where it asks us for another: a tunnel, say."""

from typing import Any, cast

from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

HEADER = b"x-forwarded-host"


class ForwardedHost:
    """Middleware that takes X-Forwarded-Host of a trusted proxy for the Host.

    It has to stand before what puts the visitor's address in place of the proxy's. Of several hosts the last counts,
    which the nearest proxy wrote: a visitor may have sent those before.
    """

    def __init__(self, app: ASGIApp, trusted: list[str]) -> None:
        self.app = app
        self._trusted = ProxyHeadersMiddleware(cast(Any, app), trusted).trusted_hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        if scope["type"] != "lifespan" and scope.get("client") and scope["client"][0] in self._trusted:
            scope = {**scope, "headers": _with_host(scope["headers"])}
        await self.app(scope, receive, send)


def _with_host(headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    told = [value.rpartition(b",")[2].strip() for name, value in headers if name == HEADER]
    if not told or not told[-1]:
        return headers
    return [(name, value) for name, value in headers if name != b"host"] + [(b"host", told[-1])]
