"""Which names this server answers to."""

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from latent_explorer.app.errors import Problem
from latent_explorer.app.http.problems import problem_response

# Health checks ask the machine itself; no name that a stranger registers can be one of these.
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")


class KnownHosts:
    """Middleware that refuses requests for other hosts than `patterns` name, as `*.example.com`; `*` is any.

    Starlette's own answers in plain text; here it is a problem like all others.
    """

    def __init__(self, app: ASGIApp, patterns: list[str]) -> None:
        self.app, self.patterns = app, [pattern.lower() for pattern in (*patterns, *LOOPBACK)]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request on, or refuse it."""
        answer = self.app
        if scope["type"] in ("http", "websocket"):
            host = Headers(scope=scope).get("host", "")
            if not any(_names(pattern, host) for pattern in self.patterns):
                answer = problem_response(HTTPConnection(scope), Problem("unknown_host", host=host))
        await answer(scope, receive, send)


def name_of(host: str) -> str:
    """The name in a Host header, without its port."""
    name, _, port = host.lower().rpartition(":")
    return name if port.isdecimal() else host.lower()


def _names(pattern: str, host: str) -> bool:
    """Whether a pattern covers a Host header, whatever its port."""
    name = name_of(host)
    return pattern in ("*", name) or (pattern.startswith("*.") and name.endswith(pattern[1:]))
