"""Limits on request bodies: refused by their Content-Length or while they are read, never after being stored."""

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from latent_explorer.app.http.client_quota import ClientQuota, client_key

MEGABYTE = 1_000_000


class BodyLimit:
    """Middleware that limits the bytes of one JSON body, of one upload, and of all bodies in memory together.

    FastAPI's max_body_size answers in plain text, whatever handlers are installed; here 413 is a problem+json.
    """

    def __init__(self, app: ASGIApp, json_bytes: int, upload_bytes: int, held_bytes: int) -> None:
        self.app, self.json_bytes, self.upload_bytes = app, json_bytes, upload_bytes
        self._held = ClientQuota(held_bytes, held_bytes / 2)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with a `receive` that counts its bytes."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        is_upload = headers.get("content-type", "").lower().startswith("multipart/")
        client = client_key(scope["client"][0] if scope.get("client") else "")
        body = _Body(receive, headers, self.upload_bytes if is_upload else self.json_bytes, self._held, client)
        try:
            await self.app(scope, body.receive, send)
        finally:
            self._held.give_back(client, body.held)


class _Body:
    """A request's body, counted as it arrives."""

    def __init__(self, receive: Receive, headers: Headers, limit: int, quota: ClientQuota, client: str) -> None:
        self._receive, self._limit, self._quota, self._client = receive, limit, quota, client
        announced = headers.get("content-length", "")
        self._announced = int(announced) if announced.isdecimal() else 0
        self.held = 0

    async def receive(self) -> Message:
        """The next message. Raises HTTPException 413 if this body is too large, QuotaExceeded if all are together."""
        self._refuse_over(self._announced)
        message = await self._receive()
        if size := len(message.get("body", b"")):
            self._quota.take(self._client, size)
            self.held += size
            self._refuse_over(self.held)
        return message

    def _refuse_over(self, size: int) -> None:
        if size > self._limit:
            raise HTTPException(413, f"{self._limit / MEGABYTE:g}")
