"""Connections that hold nobody up: each has to bring its requests in time, and to read what it is answered in time.

uvicorn waits for ever for a head that is never whole, keeps what a client does not read, and counts no headers.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable
from functools import partial
from typing import Any, cast

from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import Frame

from app.census import Census, Crowded, household
from app.errors import Problem
from app.problems import MEDIA_TYPE, problem_body, retry_headers
from app.rate import Rate
from app.safety import safe_headers
from app.settings import Settings

LOOKS = 8  # at a connection within the shortest time that it may take
MAX_PIPELINED = 16  # requests that wait for an earlier one's answer; browsers send none
SLICE = 4096  # bytes of a live socket that are taken at once: at most 680 messages, about 10 ms
JOINED = 64  # parts of a message that are kept apart
# What these warn of is what a client did: nothing failed. (uvicorn sets levels anew, and leaves filters.)
CLIENTS = logging.getLogger("uvicorn.error.clients")
CLIENTS.addFilter(lambda record: record.levelno >= logging.ERROR)
logging.getLogger("python_multipart").setLevel(logging.ERROR)


class Door:
    """What all connections of a process share: their limits, and who is connected."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        # Behind a proxy every connection is the proxy's.
        each = settings.max_connections if settings.trusted_proxies else settings.max_connections_per_client
        self.connected = Census(settings.max_connections, each)

    def protocols(self) -> dict[str, Any]:
        """The options of uvicorn.Config that bring them into use."""
        return {"http": partial(HttpConnection, door=self), "ws": partial(LiveConnection, door=self)}


class Watch:
    """Looks at a connection now and then: one whose peer does not read is aborted, as closing it would wait for him."""

    def __init__(self, transport: asyncio.Transport, door: Door, look: Callable[[float], None]) -> None:
        """`look` is called with the time, too."""
        self._transport, self._look = transport, look
        self._loop = asyncio.get_running_loop()
        self.patience = door.settings.send_seconds
        self._interval = min(door.settings.header_seconds, door.settings.send_seconds) / LOOKS
        self._unread_since: float | None = None
        self._next = self._loop.call_later(self._interval, self._watch)

    def was_read(self) -> None:
        """The peer took what was written."""
        self._unread_since = None

    def end(self) -> None:
        """The connection is gone, or somebody else's."""
        self._next.cancel()

    def _watch(self) -> None:
        now = self._loop.time()
        self._next = self._loop.call_later(self._interval, self._watch)
        if not self._transport.get_write_buffer_size():
            self._unread_since = None
        elif self._unread_since is None:
            self._unread_since = now
        elif now - self._unread_since > self.patience:
            self._transport.abort()
        self._look(now)


class HttpConnection(HttpToolsProtocol):
    """uvicorn's, with limits of the time and the size of a request's head."""

    def __init__(self, config: Config, *args: Any, door: Door, **options: Any) -> None:
        super().__init__(config, *args, **options)
        self.logger = CLIENTS
        self._door, self._problem = door, Problem("invalid_http")
        self._head_since: float | None = None
        self._head_bytes = 0  # that have come since the last whole head or the last of a body
        self._admitted: str | None = None
        self._watch: Watch

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Let it in, or say why not."""
        super().connection_made(transport)
        self._head_since = self.loop.time()
        self._watch = Watch(transport, self._door, self._look)
        client = household(self.client[0] if self.client else "")
        try:
            self._door.connected.admit(client)
        except Crowded as crowded:
            self._refuse(Problem("too_many_requests" if crowded.by_client else "crowded"))
        else:
            self._admitted = client

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget it."""
        super().connection_lost(exc)
        self._watch.end()
        if self._admitted is not None:
            self._door.connected.leave(self._admitted)

    def data_received(self, data: bytes) -> None:
        """Parse it, within limits."""
        if self._head_since is None and not self._is_answering():
            self._head_since = self.loop.time()
        self._head_bytes += len(data)
        super().data_received(data)
        if self._head_bytes > self._door.settings.max_header_bytes:
            self._refuse(self._too_large())

    def on_headers_complete(self) -> None:
        """The head is whole. What is raised in the parser's calls ends in send_400_response."""
        size = len(self.url) + sum(len(name) + len(value) for name, value in self.headers)
        if size > self._door.settings.max_header_bytes:
            self._problem = self._too_large()
            raise self._problem
        if len(self.pipeline) >= MAX_PIPELINED:
            raise self._problem
        self._head_since, self._head_bytes = None, 0
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """A part of a body has come."""
        self._head_bytes = 0
        super().on_body(body)

    def send_400_response(self, msg: str) -> None:
        """A problem in place of uvicorn's plain text."""
        self._refuse(self._problem)

    def handle_websocket_upgrade(self) -> None:
        """Hand the connection over; whoever takes it counts it as gone."""
        self._watch.end()
        self.ws_protocol_class = cast(
            type[asyncio.Protocol], partial(cast(Any, self.ws_protocol_class), admitted=self._admitted)
        )
        super().handle_websocket_upgrade()

    def resume_writing(self) -> None:
        """What was written has been read."""
        super().resume_writing()
        self._watch.was_read()

    def _look(self, now: float) -> None:
        seconds = self._door.settings.header_seconds
        if self._head_since is None or now - self._head_since <= seconds:
            return
        if self._head_bytes:
            self._refuse(Problem("slow_request", seconds=f"{seconds:g}"))
        else:
            self.transport.close()  # it never asked for anything

    def _is_answering(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    def _too_large(self) -> Problem:
        return Problem("headers_too_large", limit=self._door.settings.max_header_bytes)

    def _refuse(self, problem: Problem) -> None:
        if self.transport.is_closing():
            return
        if not self._is_answering():  # else these bytes would stand in the midst of an answer
            self.transport.write(_written(problem, self._door.settings))
        self.transport.close()


class LiveConnection(WebSocketsSansIOProtocol):
    """uvicorn's, with limits of the rate of messages, and of what is kept for a client that reads nothing."""

    def __init__(self, config: Config, *args: Any, door: Door, admitted: str, **options: Any) -> None:
        super().__init__(config, *args, **options)
        self._door, self._admitted = door, admitted
        self._held = bytearray()
        self._resting: asyncio.TimerHandle | None = None
        self._since = self.loop.time()
        self._rate = Rate(door.settings.live_messages_per_second, self._since)
        self._watch: Watch

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The connection was let in already."""
        super().connection_made(transport)
        self._watch = Watch(cast(asyncio.Transport, transport), self._door, self._look)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget it."""
        super().connection_lost(exc)
        self._watch.end()
        if self._resting:
            self._resting.cancel()
        self._door.connected.leave(self._admitted)

    def data_received(self, data: bytes) -> None:
        """Take it bit by bit: too much too fast is left waiting, in the end on the client's side."""
        self._held += data
        if self._resting:
            self.transport.pause_reading()
        else:
            self._take()

    def handle_events(self) -> None:
        """Count all that came: pings and parts of messages cost as much as messages."""
        self._rate.spend(len(self.conn.events), self.loop.time())
        super().handle_events()

    def handle_cont(self, event: Frame) -> None:
        """A part of a message: many small ones would take much more memory than they have bytes."""
        if len(self.frames) >= JOINED:
            self.frames = [b"".join(self.frames)]
        super().handle_cont(event)

    def handle_ping(self) -> None:
        """Answered, but for a client that reads no answers."""
        if self.writable.is_set():
            super().handle_ping()
        else:
            self.conn.data_to_send()

    async def receive(self) -> Any:
        """The next message; what is held comes before anything more is read."""
        message = await super().receive()
        if self._held:
            self.transport.pause_reading()
        return message

    async def send(self, message: Any) -> None:
        """Send when there is room: of many views that waited for it only the first finds it."""
        while not self.writable.is_set():
            await self.writable.wait()
        await super().send(message)
        if self.initial_response and self.close_sent:
            self.handshake_complete = True  # it was refused: else uvicorn logs that it wasn't

    def resume_writing(self) -> None:
        """What was written has been read."""
        super().resume_writing()
        self._watch.was_read()

    def _take(self) -> None:
        rested, self._resting = self._resting, None
        while self._held and not self.transport.is_closing():
            part = bytes(self._held[:SLICE])
            del self._held[:SLICE]
            super().data_received(part)
            if self.conn.handshake_exc and not self.handshake_initiated:
                self._turn_away()
            if wait := self._rate.wait_s():
                self._resting = self.loop.call_later(wait, self._take)
                self.transport.pause_reading()
                return
        if rested and not self.read_paused:
            self.transport.resume_reading()

    def _turn_away(self) -> None:
        """The handshake can't be read: uvicorn leaves the answer to it unsent."""
        self.transport.write(b"".join(self.conn.data_to_send()))
        self.transport.close()

    def _look(self, now: float) -> None:
        if not self.handshake_complete and now - self._since > self._door.settings.header_seconds:
            self.transport.abort()


def _written(problem: Problem, settings: Settings) -> bytes:
    """A whole answer: nobody asked properly, so there is no language to choose."""
    body = json.dumps(problem_body(problem, "en", settings.root_path.rstrip("/")), ensure_ascii=False).encode()
    headers = {"Content-Type": MEDIA_TYPE, "Content-Length": str(len(body)), "Connection": "close"}
    lines = [
        f"{name}: {value}\r\n" for name, value in (headers | retry_headers(problem) | safe_headers(settings)).items()
    ]
    return STATUS_LINE[problem.status] + "".join(lines).encode() + b"\r\n" + body
