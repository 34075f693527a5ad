"""Live sockets that hold nobody up: limits of the rate of messages, and of what is kept for whoever reads nothing."""

from __future__ import annotations

import asyncio
import logging
from typing import Any, cast

from uvicorn.config import Config
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import Frame

from latent_explorer.app.server.connection_guard import Door, Lookout
from latent_explorer.app.server.leaky_bucket import Rate

SLICE = 4096  # bytes that are taken at once: at most 680 messages, about 10 ms
JOINED = 64  # parts of a message that are kept apart
# Text that is no text is a client's doing: no failure, and no traceback.
MISHAPS = logging.getLogger("uvicorn.error.live")
MISHAPS.addFilter(lambda record: not record.getMessage().startswith("Invalid UTF-8"))


class LiveConnection(WebSocketsSansIOProtocol):
    """uvicorn's, with limits of the rate of messages, and of what is kept for a client that reads nothing."""

    def __init__(self, config: Config, *args: Any, door: Door, admitted: str, **options: Any) -> None:
        super().__init__(config, *args, **options)
        self.logger = MISHAPS
        self._door, self._admitted = door, admitted
        self._held = bytearray()
        self._resting: asyncio.TimerHandle | None = None
        self._since = self.loop.time()
        self._rate = Rate(door.settings.live_messages_per_second, self._since)
        self._lookout: Lookout

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The connection was let in already."""
        super().connection_made(transport)
        self._lookout = Lookout(cast(asyncio.Transport, transport), self._door, self._look)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget it."""
        super().connection_lost(exc)
        self._lookout.end()
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

    def shutdown(self) -> None:
        """Say goodbye, but not to a socket that is closing: uvicorn would fail, and stop no other."""
        if self.transport.is_closing():
            self.stop_keepalive()
        else:
            super().shutdown()

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
        self._lookout.was_read()

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
