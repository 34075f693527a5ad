"""Live sockets with limits on the message rate and on what is buffered for a peer that does not read."""

from __future__ import annotations

import asyncio
import logging
from typing import Any, cast

from uvicorn.config import Config
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import Frame

from latent_explorer.app.http.leaky_bucket import LeakyBucket
from latent_explorer.app.server.connection_guard import ConnectionGuard, IdleMonitor

SLICE = 4096  # bytes parsed at a time: at most 680 messages, about 10 ms
JOINED = 64  # fragments of a message kept before they are joined
# Invalid UTF-8 is the client's fault, no failure here: log no traceback.
CLIENT_FAULTS = logging.getLogger("uvicorn.error.live")
CLIENT_FAULTS.addFilter(lambda record: not record.getMessage().startswith("Invalid UTF-8"))


class LiveConnection(WebSocketsSansIOProtocol):
    """uvicorn's WebSocket connection, with limits on the message rate and on what is buffered for its peer."""

    def __init__(self, config: Config, *args: Any, guard: ConnectionGuard, client: str, **options: Any) -> None:
        super().__init__(config, *args, **options)
        self.logger = CLIENT_FAULTS
        self._guard, self._counted = guard, client
        self._held = bytearray()
        self._resting: asyncio.TimerHandle | None = None
        self._since = self.loop.time()
        self._bucket = LeakyBucket(guard.settings.live_messages_per_second, self._since)
        self._idle_monitor: IdleMonitor

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Start monitoring; the quota has counted the connection since it was HTTP."""
        super().connection_made(transport)
        self._idle_monitor = IdleMonitor(cast(asyncio.Transport, transport), self._guard, self._check)

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop monitoring, and give back the quota."""
        super().connection_lost(exc)
        self._idle_monitor.stop()
        if self._resting:
            self._resting.cancel()
        self._guard.quota.give_back(self._counted)

    def data_received(self, data: bytes) -> None:
        """Parse slice by slice; over the rate limit, data waits here, then in the client's own send buffer."""
        self._held += data
        if self._resting:
            self.transport.pause_reading()
        else:
            self._take()

    def handle_events(self) -> None:
        """Count all events: a ping or a fragment costs as much as a message."""
        self._bucket.spend(len(self.conn.events), self.loop.time())
        super().handle_events()

    def handle_cont(self, event: Frame) -> None:
        """Join fragments now and then: many small ones take far more memory than their bytes."""
        if len(self.frames) >= JOINED:
            self.frames = [b"".join(self.frames)]
        super().handle_cont(event)

    def shutdown(self) -> None:
        """Close politely, unless closing already: then uvicorn would raise, and close no further connection."""
        if self.transport.is_closing():
            self.stop_keepalive()
        else:
            super().shutdown()

    def handle_ping(self) -> None:
        """Answer, unless the peer does not read."""
        if self.writable.is_set():
            super().handle_ping()
        else:
            self.conn.data_to_send()

    async def receive(self) -> Any:
        """The next message; buffered data is parsed before more is read."""
        message = await super().receive()
        if self._held:
            self.transport.pause_reading()
        return message

    async def send(self, message: Any) -> None:
        """Send once there is room in the buffer; rechecked, as of many waiters only the first finds it."""
        while not self.writable.is_set():
            await self.writable.wait()
        await super().send(message)
        if self.initial_response and self.close_sent:
            self.handshake_complete = True  # refused properly; else uvicorn logs an incomplete handshake

    def resume_writing(self) -> None:
        """The peer has read what was written."""
        super().resume_writing()
        self._idle_monitor.was_read()

    def _take(self) -> None:
        rested, self._resting = self._resting, None
        while self._held and not self.transport.is_closing():
            part = bytes(self._held[:SLICE])
            del self._held[:SLICE]
            super().data_received(part)
            if self.conn.handshake_exc and not self.handshake_initiated:
                self._refuse_handshake()
            if wait := self._bucket.wait_s():
                self._resting = self.loop.call_later(wait, self._take)
                self.transport.pause_reading()
                return
        if rested and not self.read_paused:
            self.transport.resume_reading()

    def _refuse_handshake(self) -> None:
        """Send the answer to a malformed handshake, which uvicorn leaves unsent, and close."""
        self.transport.write(b"".join(self.conn.data_to_send()))
        self.transport.close()

    def _check(self, now: float) -> None:
        if not self.handshake_complete and now - self._since > self._guard.settings.header_seconds:
            self.transport.abort()
