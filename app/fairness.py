"""Requests that wait: a line for each client, so that whoever asks for much waits behind nobody but himself."""

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

T = TypeVar("T", bound=Hashable)


class Full(Exception):
    """More waits already than may, in all or of this client."""


@dataclass
class _Line(Generic[T]):
    """One client's items with the rows of each, the oldest first."""

    items: OrderedDict[T, int] = field(default_factory=OrderedDict)
    rows: int = 0


class FairQueue(Generic[T]):
    """Items of so many rows each. Clients take turns; of one client's items the oldest comes first."""

    def __init__(self, limit: int) -> None:
        """At most `limit` rows wait, half of them one client's; where nothing waits, any request may."""
        self._lines: OrderedDict[Hashable, _Line[T]] = OrderedDict()
        self._limit, self.rows = limit, 0

    def put(self, client: Hashable, items: dict[T, int]) -> None:
        """Let the items of a request wait, each with its rows. Raises Full, and then nothing has changed."""
        line = self._lines.get(client) or _Line[T]()
        rows = sum(items.values())
        if self.rows and (self.rows + rows > self._limit or line.rows + rows > self._limit / 2):
            raise Full
        line.items.update(items)
        line.rows += rows
        self.rows += rows
        self._lines[client] = line

    def discard(self, client: Hashable, item: T) -> None:
        """Forget an item if it still waits."""
        line = self._lines.get(client)
        if line is None or item not in line.items:
            return
        self._count(line, line.items.pop(item))
        if not line.items:
            del self._lines[client]

    def take(self, rows: float, most: float) -> list[T]:
        """The next items: one of each client while they have fewer than `most` rows; more while fewer than `rows`.

        So a crowd that asks for little each is served at once, and one client's large requests a few at a time.
        """
        taken: list[T] = []
        served: set[Hashable] = set()
        before = self.rows
        while self._lines and before - self.rows < (rows if next(iter(self._lines)) in served else most):
            client, line = self._lines.popitem(last=False)
            item, size = line.items.popitem(last=False)
            self._count(line, size)
            if line.items:
                self._lines[client] = line
            served.add(client)
            taken.append(item)
        return taken

    def _count(self, line: _Line[T], rows: int) -> None:
        line.rows -= rows
        self.rows -= rows
