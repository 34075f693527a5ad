"""What all connections of a process share: their limits, who is connected, and a look at each now and then."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from latent_explorer.app.http.client_quota import Census
from latent_explorer.app.settings import Settings

LOOKS = 8  # at a connection within the shortest time that it may take


class Door:
    """The limits, and who is connected."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        # Behind a proxy every connection is the proxy's.
        each = settings.max_connections if settings.trusted_proxies else settings.max_connections_per_client
        self.connected = Census(settings.max_connections, each)


class Lookout:
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
