"""Server-Timing: how long a request's work waited in a queue, and how long it took."""

from collections.abc import Iterable
from contextvars import ContextVar
from dataclasses import dataclass

# When a batch began and ended, in seconds of time.perf_counter.
Span = tuple[float, float]


@dataclass
class Spent:
    """Seconds a request waited for its batches and seconds they took; never more than its total together."""

    wait: float = 0.0
    work: float = 0.0

    def add(self, asked: float, spans: Iterable[Span]) -> None:
        """Account for jobs enqueued at `asked` by the spans of their batches; all other time until the last is wait."""
        batches = set(spans)  # two jobs of one batch were worked on at once
        if batches:
            work = sum(ended - began for began, ended in batches)
            self.work += work
            self.wait += max(ended for _, ended in batches) - asked - work

    def header(self, total: float) -> str:
        """The header's value, in milliseconds, for a request that took `total` seconds."""
        parts = {"total": total, "wait": self.wait, "work": self.work}
        return ", ".join(f"{name};dur={1000 * seconds:.3f}" for name, seconds in parts.items())


# None for live sockets, whose time is not reported.
SPENT: ContextVar[Spent | None] = ContextVar("spent", default=None)
