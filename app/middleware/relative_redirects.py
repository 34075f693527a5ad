"""Redirects that hold wherever a proxy shows the application: relative to what was asked for."""

from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class RelativeRedirects:
    """Middleware that makes a Location relative.

    Starlette writes the whole address, of a Host and a path that a proxy in between may have changed.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with a `send` that rewrites a redirect to this application."""

        async def send_relative(message: Message) -> None:
            if message["type"] == "http.response.start" and 300 <= message["status"] < 400:
                headers = MutableHeaders(scope=message)
                if "location" in headers:
                    headers["location"] = relative(headers["location"], scope["path"])
            await send(message)

        await self.app(scope, receive, send_relative)


def relative(location: str, path: str) -> str:
    """The path and query of `location`, on the same server, as seen from `path`."""
    aim = urlsplit(location)
    above = "../" * (path.count("/") - 1)
    own = (above or "./") + aim.path.lstrip("/")
    return f"{own}?{aim.query}" if aim.query else own
