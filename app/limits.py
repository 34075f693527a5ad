"""How much a request may bring: refused by what it announces, or while it is read, never after it was stored."""

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MEGABYTE = 1_000_000


class BodyLimit:
    """Middleware with one limit for JSON and one for uploads, in bytes.

    FastAPI's own max_body_size answers in plain text, whatever handler there is; here 413 is a problem like all others.
    """

    def __init__(self, app: ASGIApp, json_bytes: int, upload_bytes: int) -> None:
        self.app, self.json_bytes, self.upload_bytes = app, json_bytes, upload_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request on with a receive that counts."""
        if scope["type"] == "http":
            headers = Headers(scope=scope)
            is_upload = headers.get("content-type", "").lower().startswith("multipart/")
            receive = _counted(receive, headers, self.upload_bytes if is_upload else self.json_bytes)
        await self.app(scope, receive, send)


def _counted(receive: Receive, headers: Headers, limit: int) -> Receive:
    announced, total = headers.get("content-length", ""), 0
    too_large = HTTPException(413, f"{limit / MEGABYTE:g}")

    async def count() -> Message:
        nonlocal total
        if announced.isdecimal() and int(announced) > limit:
            raise too_large
        message = await receive()
        total += len(message.get("body", b""))
        if total > limit:
            raise too_large
        return message

    return count
