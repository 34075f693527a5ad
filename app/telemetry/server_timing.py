"""Where a request's time goes: how long its work waited in line, and how long it was worked on."""

import math
from collections.abc import Iterable
from contextvars import ContextVar
from dataclasses import dataclass, field

# When a batch began and when its results were back, seconds of time.perf_counter.
Span = tuple[float, float]


@dataclass
class Spent:
    """What a request has spent on batches: from when to when it wanted any, and from when to when they were worked on.

    What overlaps is counted once, so wait and work together are no more than all of its time.
    """

    _wanted: set[Span] = field(default_factory=set)
    _worked: set[Span] = field(default_factory=set)

    def add(self, asked: float, spans: Iterable[Span]) -> None:
        """Account for jobs that were asked for at a time, by the spans of their batches."""
        batches = set(spans)
        if batches:
            self._wanted.add((asked, max(ended for _, ended in batches)))
            self._worked |= batches

    @property
    def work(self) -> float:
        """Seconds in which a batch was worked on."""
        return covered(self._worked)

    @property
    def wait(self) -> float:
        """Seconds in which it waited for one and none was worked on."""
        return covered(self._wanted) - self.work

    def header(self, total: float) -> str:
        """The value of Server-Timing, in milliseconds, for an answer that took so many seconds."""
        parts = {"total": total, "wait": self.wait, "work": self.work}
        return ", ".join(f"{name};dur={1000 * seconds:.3f}" for name, seconds in parts.items())


def covered(spans: Iterable[Span]) -> float:
    """Seconds that lie within any of the spans."""
    total, reached = 0.0, -math.inf
    for began, ended in sorted(spans):
        total += max(0.0, ended - max(began, reached))
        reached = max(reached, ended)
    return total


# None where nobody asks, as for a live socket.
SPENT: ContextVar[Spent | None] = ContextVar("spent", default=None)
