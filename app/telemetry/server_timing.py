"""Where a request's time goes: how long its work waited in line, and how long it was worked on."""

from collections.abc import Iterable
from contextvars import ContextVar
from dataclasses import dataclass

# When a batch began and when its results were back, seconds of time.perf_counter.
Span = tuple[float, float]


@dataclass
class Spent:
    """Seconds that a request has waited for batches, and that these took; both together are no more than all of it."""

    wait: float = 0.0
    work: float = 0.0

    def add(self, asked: float, spans: Iterable[Span]) -> None:
        """Account for jobs that were asked for at a time, by the spans of their batches; what lies between is wait."""
        batches = set(spans)  # two jobs of one batch were worked on at once
        if batches:
            work = sum(ended - began for began, ended in batches)
            self.work += work
            self.wait += max(ended for _, ended in batches) - asked - work

    def header(self, total: float) -> str:
        """The value of Server-Timing, in milliseconds, for an answer that took so many seconds."""
        parts = {"total": total, "wait": self.wait, "work": self.work}
        return ", ".join(f"{name};dur={1000 * seconds:.3f}" for name, seconds in parts.items())


# None where nobody asks, as for a live socket.
SPENT: ContextVar[Spent | None] = ContextVar("spent", default=None)
