"""Events that the server reports: a no-op interface, implemented for Prometheus."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

# Called for each batch with its rows, the wait of its oldest job, and its duration, both in seconds.
BatchObserver = Callable[[int, float, float], None]


Lookup = Literal["hit", "miss", "joined"]


@dataclass(frozen=True)
class State:
    """Gauges: rows that wait by batcher, bytes and pictures in memory, and models loaded or failed."""

    waiting: Mapping[str, int]
    cache_bytes: int
    pictures: int
    picture_bytes: int
    loaded: int
    failed: int


class Instrumentation:
    """No-op default. `telemetry.prometheus` counts if a setting asks for it: importing its library slows each start."""

    def answered(self, method: str, route: str, status: int, seconds: float) -> None:
        """A request was answered; `route` is its template, so that label values stay few."""

    def connected(self, change: int) -> None:
        """A live socket opened (1) or closed (-1)."""

    def answered_live(self, seconds: float) -> None:
        """A live message was answered, `seconds` after it arrived."""

    def batches(self, name: str) -> BatchObserver:
        """The observer for the batchers of this name."""
        return ignore_batch

    def shed(self, reason: str) -> None:
        """A request was refused for load; `reason` is one of a few words."""

    def looked_up(self, cache: str, result: Lookup) -> None:
        """A cache was asked: it had the value, computes it, or another request computes it already."""

    def gauges(self, state: State) -> None:
        """The current values."""


def ignore_batch(rows: int, waited: float, worked: float) -> None:
    """No-op."""


NOT_INSTRUMENTED = Instrumentation()
