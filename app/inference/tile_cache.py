"""Answers that are the same for all, in memory: many who ask for the same missing one share one work."""

import asyncio
from collections.abc import Callable, Coroutine, Hashable
from time import perf_counter
from typing import Any, Literal

from cachetools import LRUCache

from latent_explorer.app.telemetry.instrumentation import NOT_INSTRUMENTED, Instrumentation
from latent_explorer.app.telemetry.server_timing import SPENT

ENTRY = 400  # bytes that an entry takes beside its content, by tracemalloc: a likeness is hardly longer
Kind = Literal["tile", "layer", "likeness", "weights", "sprite"]
Compute = Callable[[], Coroutine[Any, Any, bytes]]


class TileCache:
    """An LRU cache of bytes whose misses are single-flight.

    The first client to ask for a key starts its computation, whose work is queued as that client's. Later ones join it.
    It is cancelled once all who wait have left; a failure reaches all of them and is not cached.
    """

    def __init__(self, size: int, instrumentation: Instrumentation = NOT_INSTRUMENTED) -> None:
        """Keep at most `size` bytes, with what an entry takes beside its content."""
        self._kept = LRUCache[Hashable, bytes](size, getsizeof=_taken)
        self._flights: dict[Hashable, _Flight] = {}
        self._instrumentation = instrumentation

    @property
    def size(self) -> int:
        """Bytes kept."""
        return int(self._kept.currsize)

    def get(self, kind: Kind, key: Hashable) -> bytes | None:
        """The bytes kept under a key, if there are any."""
        content: bytes | None = self._kept.get(key)
        if content is not None:
            self._instrumentation.looked_up(kind, "hit")
        return content

    async def get_or_compute(self, kind: Kind, key: Hashable, compute: Compute) -> bytes:
        """The bytes kept under a key, or computed now. Raises what `compute` raises."""
        if (content := self.get(kind, key)) is not None:
            return content
        if flight := self._flights.get(key):
            self._instrumentation.looked_up(kind, "joined")
            return await self._join(key, flight)
        self._instrumentation.looked_up(kind, "miss")
        flight = self._flights[key] = _Flight(asyncio.create_task(self._compute(key, compute)))
        return await self._wait(key, flight)

    async def _compute(self, key: Hashable, compute: Compute) -> bytes:
        task = asyncio.current_task()
        try:
            content = await compute()
        finally:
            if key in self._flights and self._flights[key].task is task:  # not abandoned, and begun anew
                del self._flights[key]
        if _taken(content) <= self._kept.maxsize:
            self._kept[key] = content
        return content

    async def _join(self, key: Hashable, flight: "_Flight") -> bytes:
        began = perf_counter()
        try:
            return await self._wait(key, flight)
        finally:
            if spent := SPENT.get():
                spent.add_wait((began, perf_counter()))

    async def _wait(self, key: Hashable, flight: "_Flight") -> bytes:
        flight.waiting += 1
        try:
            await asyncio.wait({flight.task})  # which goes on where this wait is cancelled
            return flight.task.result()
        finally:
            flight.waiting -= 1
            if not flight.waiting and not flight.task.done():
                flight.task.cancel()
                del self._flights[key]  # at once: whoever asks from now on starts anew


def _taken(content: bytes) -> int:
    return len(content) + ENTRY


class _Flight:
    """A computation in progress, and how many wait for it."""

    def __init__(self, task: asyncio.Task[bytes]) -> None:
        self.task, self.waiting = task, 0
