"""Server-Timing: how long a request's work waited in a queue, and how long it took."""

import math
from collections.abc import Iterable
from contextvars import ContextVar
from dataclasses import dataclass, field

# When something began and ended, in seconds of time.perf_counter.
Span = tuple[float, float]


@dataclass
class Spent:
    """The time a request waited for its batches, and the time they took.

    Overlaps count once, so wait and work together never exceed the request's total.
    """

    _wanted: set[Span] = field(default_factory=set)
    _worked: set[Span] = field(default_factory=set)

    def add(self, asked: float, spans: Iterable[Span]) -> None:
        """Account for jobs enqueued at `asked` by the spans of their batches."""
        batches = set(spans)
        if batches:
            self._wanted.add((asked, max(ended for _, ended in batches)))
            self._worked |= batches

    def add_wait(self, span: Span) -> None:
        """Account for a wait for another request's work."""
        self._wanted.add(span)

    @property
    def work(self) -> float:
        """Seconds during which a batch ran."""
        return covered(self._worked)

    @property
    def wait(self) -> float:
        """Seconds during which it waited and none ran."""
        return covered(self._wanted) - self.work

    def header(self, total: float) -> str:
        """The header's value, in milliseconds, for a request that took `total` seconds."""
        parts = {"total": total, "wait": self.wait, "work": self.work}
        return ", ".join(f"{name};dur={1000 * seconds:.3f}" for name, seconds in parts.items())


def covered(spans: Iterable[Span]) -> float:
    """Seconds within any of the spans."""
    total, reached = 0.0, -math.inf
    for began, ended in sorted(spans):
        total += max(0.0, ended - max(began, reached))
        reached = max(reached, ended)
    return total


# None for live sockets, whose time is not reported.
SPENT: ContextVar[Spent | None] = ContextVar("spent", default=None)
