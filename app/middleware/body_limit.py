"""How much a request may bring: refused by what it announces, or while it is read, never after it was stored."""

from collections import Counter

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from latent_explorer.app.errors import Overloaded
from latent_explorer.app.http.client_quota import household

MEGABYTE = 1_000_000


class BodyLimit:
    """Middleware with one limit for JSON and one for uploads, in bytes, and one for all bodies under way together.

    FastAPI's own max_body_size answers in plain text, whatever handler there is; here 413 is a problem like all others.
    """

    def __init__(self, app: ASGIApp, json_bytes: int, upload_bytes: int, held_bytes: int) -> None:
        self.app, self.json_bytes, self.upload_bytes = app, json_bytes, upload_bytes
        self.held = Held(held_bytes)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request on with a receive that counts."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        is_upload = headers.get("content-type", "").lower().startswith("multipart/")
        client = household(scope["client"][0] if scope.get("client") else "")
        body = _Counted(receive, headers, self.upload_bytes if is_upload else self.json_bytes, self.held, client)
        try:
            await self.app(scope, body.receive, send)
        finally:
            self.held.give_back(client, body.total)


class Held:
    """Bytes of bodies under way, in memory until their requests are met: half of all may be one client's."""

    def __init__(self, limit: int) -> None:
        self._limit, self._all = limit, 0
        self._by_client: Counter[str] = Counter()

    def take(self, client: str, size: int) -> None:
        """So many more. Raises Overloaded where they are too many; they are to be given back nevertheless."""
        self._all += size
        self._by_client[client] += size
        if self._all > self._limit or self._by_client[client] > self._limit / 2:
            raise Overloaded

    def give_back(self, client: str, size: int) -> None:
        """So many less."""
        self._all -= size
        self._by_client[client] -= size
        if not self._by_client[client]:
            del self._by_client[client]


class _Counted:
    """A request's body, its bytes counted as they come."""

    def __init__(self, receive: Receive, headers: Headers, limit: int, held: Held, client: str) -> None:
        self._receive, self._limit, self._held, self._client = receive, limit, held, client
        announced = headers.get("content-length", "")
        self._announced = int(announced) if announced.isdecimal() else 0
        self.total = 0

    async def receive(self) -> Message:
        """The next part of it. Raises HTTPException where it is too large, and Overloaded where all together are."""
        self._refuse_over(self._announced)
        message = await self._receive()
        if size := len(message.get("body", b"")):
            self.total += size
            self._held.take(self._client, size)
            self._refuse_over(self.total)
        return message

    def _refuse_over(self, size: int) -> None:
        if size > self._limit:
            raise HTTPException(413, f"{self._limit / MEGABYTE:g}")
