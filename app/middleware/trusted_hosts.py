"""The host names that this server answers to."""

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from latent_explorer.app.errors import Problem
from latent_explorer.app.http.origins import name_of
from latent_explorer.app.http.problems import problem_response

# For health checks on the machine itself; nobody can register these names.
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")


class TrustedHosts:
    """Middleware that refuses hosts that match none of `patterns`, such as `*.example.com` or `*` for any.

    Starlette's TrustedHostMiddleware answers in plain text; this one with a problem.
    """

    def __init__(self, app: ASGIApp, patterns: list[str]) -> None:
        self.app, self.patterns = app, [pattern.lower() for pattern in (*patterns, *LOOPBACK)]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        answer = self.app
        if scope["type"] in ("http", "websocket"):
            host = Headers(scope=scope).get("host", "")
            if not any(_matches(pattern, host) for pattern in self.patterns):
                answer = problem_response(HTTPConnection(scope), Problem("unknown_host", host=host))
        await answer(scope, receive, send)


def _matches(pattern: str, host: str) -> bool:
    """Whether a pattern matches a Host header, on any port."""
    name = name_of(host)
    return pattern in ("*", name) or (pattern.startswith("*.") and name.endswith(pattern[1:]))
