"""HEAD wherever GET is: FastAPI's routes answer it with 405."""

from starlette.types import ASGIApp, Receive, Scope, Send


class Head:
    """Middleware that asks for what GET gives; the server, which was asked for the head, leaves the body out."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request on."""
        if scope["type"] == "http" and scope["method"] == "HEAD":
            scope = {**scope, "method": "GET"}
        await self.app(scope, receive, send)
