"""gzip for those who take it, by the weights of their Accept-Encoding. Source: RFC 9110, §12.5.3."""

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import Message, Receive, Scope, Send

from latent_explorer.app.http.accept_header import weighted

NAME = "Accept-Encoding"


class Compression(GZipMiddleware):
    """Starlette's middleware, which looks for the word gzip alone, and would send it to who refuses it by q=0."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, with a header that says gzip or nothing."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        others = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
        own = [(b"accept-encoding", b"gzip")] if takes_gzip(Headers(scope=scope).getlist(NAME)) else []
        scope["headers"] = others + own  # in the same scope: those around learn from it which route answered
        await super().__call__(scope, receive, _varying(send))


def takes_gzip(headers: list[str]) -> bool:
    """Whether a client with these Accept-Encoding headers takes gzip, and doesn't like plain bytes better."""
    weights = dict(reversed(weighted(",".join(headers))))
    gzip = weights.get("gzip", weights.get("x-gzip", weights.get("*", 0.0)))
    return gzip > 0 and gzip >= weights.get("identity", 0.0)


def _varying(send: Send) -> Send:
    """A `send` that says in a 304 too, as it has to, that the answer depends on the encoding."""

    async def send_varying(message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] == 304:
            MutableHeaders(scope=message).add_vary_header(NAME)
        await send(message)

    return send_varying
