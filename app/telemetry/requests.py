"""Per request: Server-Timing, metrics, and an access log line.

The line names the route, never the path, the query, a file, or the client.
"""

import logging
import random
import re
from contextvars import ContextVar
from http import HTTPStatus
from time import perf_counter

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from latent_explorer.app.telemetry.instrumentation import Instrumentation
from latent_explorer.app.telemetry.server_timing import SPENT, Spent

log = logging.getLogger("latent_explorer.access")
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "WEBSOCKET"})
SCOPE: ContextVar[Scope | None] = ContextVar("scope", default=None)


def new_id() -> str:
    """A random id; it is no secret, so no system call is needed."""
    return f"{random.getrandbits(128):032x}"


def well_formed(request_id: str) -> bool:
    """Whether a client's request id is safe for logs and headers: 8 to 64 of letters, digits, `_.:-`."""
    return re.fullmatch(r"[A-Za-z0-9_.:-]{8,64}", request_id) is not None


def route_of(scope: Scope) -> str:
    """The template of the matched route; one word for all that match none, so that label values stay few."""
    if "route" in scope:
        return str(scope["route"].path)
    return "/static/{path}" if "endpoint" in scope else "unmatched"


def method_of(scope: Scope) -> str:
    """The method, or OTHER: clients can't invent label values."""
    method = str(scope.get("method", "WEBSOCKET"))
    return method if method in METHODS else "OTHER"


class RequestObserver:
    """Middleware outside all others but the one that assigns request ids."""

    def __init__(self, app: ASGIApp, instrumentation: Instrumentation) -> None:
        self.app, self.instrumentation = app, instrumentation

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and report it once it is over, however it ended."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        SCOPE.set(scope)
        await (self._hold if scope["type"] == "websocket" else self._answer)(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        seen = _Answer(scope["path"].startswith("/api/"), send)
        SPENT.set(seen.spent)
        try:
            await self.app(scope, receive, seen.send)
        finally:
            seconds = perf_counter() - seen.began
            self.instrumentation.answered(method_of(scope), route_of(scope), seen.status, seconds)
            _log(scope, seen.status, seconds, seen.size)

    async def _hold(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Report a live socket; its messages pass unwrapped."""
        began = perf_counter()
        self.instrumentation.connected(1)
        try:
            await self.app(scope, receive, send)
        finally:
            self.instrumentation.connected(-1)
            _log(scope, HTTPStatus.SWITCHING_PROTOCOLS, perf_counter() - began, None)


def _log(scope: Scope, status: int, seconds: float, size: int | None) -> None:
    if log.isEnabledFor(logging.INFO):
        method, ms = method_of(scope), round(1000 * seconds, 2)
        fields = {"method": method, "status": status, "duration_ms": ms, "bytes": size}
        log.info("%s %s %d in %s ms, %s bytes", method, route_of(scope), status, ms, size, extra=fields)


class _Answer:
    """What an answer shows while it is sent."""

    def __init__(self, timed: bool, send: Send) -> None:
        """With a Server-Timing where it is `timed`."""
        self._timed, self._send = timed, send
        self.began, self.spent = perf_counter(), Spent()
        self.status, self.size = 500, 0  # of an exception that only the server meets

    async def send(self, message: Message) -> None:
        """Send a part of the answer."""
        kind = message["type"]
        if kind == "http.response.start":
            self.status = message["status"]
            if self._timed:
                value = self.spent.header(perf_counter() - self.began).encode()
                message = {**message, "headers": [*message["headers"], (b"server-timing", value)]}
        elif kind == "http.response.body":
            self.size += len(message.get("body", b""))
        await self._send(message)
