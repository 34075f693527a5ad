"""What there is to see of the server from outside, as events; told by whoever meets them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

# Told of a batch: its rows, how long its oldest job waited, and how long it took, both in seconds.
BatchSeen = Callable[[int, float, float], None]


@dataclass(frozen=True)
class State:
    """How things stand: rows that wait by batcher, what is kept in memory, and how many models load and do not."""

    waiting: Mapping[str, int]
    cache_bytes: int
    pictures: int
    picture_bytes: int
    loaded: int
    failed: int


class Watch:
    """No-op default. `app.telemetry.prometheus` counts where a setting asks for it: its library delays each start."""

    def answered(self, method: str, route: str, status: int, seconds: float) -> None:
        """A request was answered; the route by its template, so that there are few."""

    def connected(self, change: int) -> None:
        """A live socket was opened (1) or closed (-1)."""

    def answered_live(self, seconds: float) -> None:
        """A live message was answered, so long after it was heard."""

    def batches(self, name: str) -> BatchSeen:
        """What to call for each batch of the batchers of this name."""
        return unseen

    def shed(self, reason: str) -> None:
        """A request was refused because there was too much to do; the reason is one of few words."""

    def looked_up(self, cache: str, hit: bool) -> None:
        """Something was looked for in a cache."""

    def stands(self, state: State) -> None:
        """Things stand like this."""


def unseen(rows: int, waited: float, worked: float) -> None:
    """Look away."""


UNWATCHED = Watch()
