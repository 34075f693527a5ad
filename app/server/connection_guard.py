"""A limit on connections, and the abort of those whose peer does not read."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from latent_explorer.app.http.client_quota import ClientQuota
from latent_explorer.app.settings import Settings

CHECKS = 8  # per shortest time limit of a connection


class ConnectionGuard:
    """The settings and the quota that all connections of a process share."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        # Behind a proxy every connection is the proxy's.
        per_client = settings.max_connections if settings.trusted_proxies else settings.max_connections_per_client
        self.quota = ClientQuota(settings.max_connections, per_client)


class IdleMonitor:
    """Aborts a connection whose peer has read nothing for `send_seconds`: closing it would wait for the peer."""

    def __init__(self, transport: asyncio.Transport, guard: ConnectionGuard, check: Callable[[float], None]) -> None:
        """`check` is called at each interval with the event loop's time, for the protocol's own limits."""
        self._transport, self._check = transport, check
        self._loop = asyncio.get_running_loop()
        self._send_seconds = guard.settings.send_seconds
        self._interval = min(guard.settings.header_seconds, guard.settings.send_seconds) / CHECKS
        self._unread_since: float | None = None
        self._timer = self._loop.call_later(self._interval, self._run)

    def was_read(self) -> None:
        """Note that the peer has read what was written."""
        self._unread_since = None

    def stop(self) -> None:
        """Stop, as the connection is closed or handed over."""
        self._timer.cancel()

    def _run(self) -> None:
        now = self._loop.time()
        self._timer = self._loop.call_later(self._interval, self._run)
        if not self._transport.get_write_buffer_size():
            self._unread_since = None
        elif self._unread_since is None:
            self._unread_since = now
        elif now - self._unread_since > self._send_seconds:
            self._transport.abort()
        self._check(now)
