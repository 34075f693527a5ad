"""HEAD for every GET route: FastAPI answers 405 unless a route lists it."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class HeadAsGet:
    """Middleware that turns HEAD into GET; the server, which parsed HEAD, sends no body. Allow names both."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if scope["method"] == "HEAD":
            scope = {**scope, "method": "GET"}
        await self.app(scope, receive, _allowing(send))


def _allowing(send: Send) -> Send:
    """A `send` that adds HEAD to an Allow with GET, as the routes know nothing of it."""

    async def send_allowing(message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] == 405:
            headers = MutableHeaders(scope=message)
            allowed = {name.strip() for name in headers.get("allow", "").split(",")}
            if "GET" in allowed:
                headers["allow"] = ", ".join(sorted(allowed | {"HEAD"}))
        await send(message)

    return send_allowing
