"""How many requests and live sockets may be under way, in all and by client."""

from fastapi.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from latent_explorer.app.errors import Problem
from latent_explorer.app.http.client_quota import Census, Crowded, household
from latent_explorer.app.http.problems import problem_response
from latent_explorer.app.telemetry.instrumentation import Watch


class Crowd:
    """Middleware that turns away whoever is too many: 429 where it is the client's doing, 503 where it is not.

    A live socket is refused with the same answer in place of its handshake.
    """

    def __init__(self, app: ASGIApp, requests: Census, live: Census, watch: Watch) -> None:
        self.app, self.watch, self._by_type = app, watch, {"http": requests, "websocket": live}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Count it in, hand it on, count it out."""
        census = self._by_type.get(scope["type"])
        if census is None:
            await self.app(scope, receive, send)
            return
        client = household(scope["client"][0] if scope.get("client") else "")
        try:
            census.admit(client)
        except Crowded as crowded:
            problem = Problem("too_many_requests" if crowded.by_client else "crowded")
            self.watch.shed(problem.code)
            await problem_response(HTTPConnection(scope), problem)(scope, receive, send)
            return
        try:
            await self.app(scope, receive, send)
        finally:
            census.leave(client)
