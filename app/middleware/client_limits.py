"""Limits on requests and live sockets in progress, in all and per client."""

from fastapi.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from latent_explorer.app.errors import Problem
from latent_explorer.app.http.client_quota import ClientQuota, QuotaExceeded, client_key
from latent_explorer.app.http.problems import problem_response
from latent_explorer.app.telemetry.instrumentation import Instrumentation


class ConcurrencyLimit:
    """Middleware that answers 429 over a client's own limit, and 503 over the limit for all.

    A live socket gets the same answer in place of its handshake.
    """

    def __init__(
        self, app: ASGIApp, requests: ClientQuota, live: ClientQuota, instrumentation: Instrumentation
    ) -> None:
        self.app, self._instrumentation = app, instrumentation
        self._quotas = {"http": requests, "websocket": live}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Count the request for as long as it lasts, or refuse it."""
        quota = self._quotas.get(scope["type"])
        if quota is None:
            await self.app(scope, receive, send)
            return
        client = client_key(scope["client"][0] if scope.get("client") else "")
        try:
            quota.take(client)
        except QuotaExceeded as exceeded:
            problem = Problem("too_many_requests" if exceeded.by_client else "crowded")
            self._instrumentation.shed(problem.code)
            await problem_response(HTTPConnection(scope), problem)(scope, receive, send)
            return
        try:
            await self.app(scope, receive, send)
        finally:
            quota.give_back(client)
