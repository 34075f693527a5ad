"""What the crowd sees, minute by minute: waits, refusals that were to be expected, and whatever was not."""

import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field

import numpy as np

MINUTE_S = 60.0
KEPT = 50  # of what was unexpected, in words


@dataclass
class Minute:
    """What was seen in one minute; waits in seconds, by kind of request."""

    waits: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    refusals: Counter[str] = field(default_factory=Counter)
    unexpected: Counter[str] = field(default_factory=Counter)
    bursts: int = 0
    unanswered: int = 0  # last frames of bursts

    def wait_ms(self, kind: str) -> tuple[float, float] | None:
        """Median and 95th percentile of a kind's waits; None where there were none."""
        waits = self.waits.get(kind)
        if not waits:
            return None
        p50, p95 = np.percentile(waits, (50, 95))
        return 1000 * float(p50), 1000 * float(p95)


class Ledger:
    """All minutes since it was opened."""

    def __init__(self) -> None:
        self.begun = time.monotonic()
        self.minutes: defaultdict[int, Minute] = defaultdict(Minute)
        self.words: list[str] = []

    @property
    def now(self) -> Minute:
        """The minute that runs."""
        return self.minutes[int((time.monotonic() - self.begun) / MINUTE_S)]

    def waited(self, kind: str, seconds: float) -> None:
        """A request of a kind was answered as it should be."""
        self.now.waits[kind].append(seconds)

    def refused(self, kind: str, answer: int | str) -> None:
        """A request was refused in a way that is documented for it."""
        self.now.refusals[f"{kind} {answer}"] += 1

    def surprised(self, kind: str, what: object) -> None:
        """Something that should not happen."""
        self.now.unexpected[kind] += 1
        if len(self.words) < KEPT:
            self.words.append(f"{time.monotonic() - self.begun:.0f} s, {kind}: {what!r}"[:300])

    def total(self) -> Minute:
        """All minutes as one."""
        whole = Minute()
        for minute in self.minutes.values():
            for kind, waits in minute.waits.items():
                whole.waits[kind] += waits
            whole.refusals += minute.refusals
            whole.unexpected += minute.unexpected
            whole.bursts += minute.bursts
            whole.unanswered += minute.unanswered
        return whole
