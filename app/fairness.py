"""Requests that wait: a line for each client, so that whoever asks for much waits behind nobody but himself."""

from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

T = TypeVar("T", bound=Hashable)


class Full(Exception):
    """More waits already than may."""


class FairQueue(Generic[T]):
    """Items of so many rows each. Clients take turns; of one client's items the oldest comes first."""

    def __init__(self, limit: int) -> None:
        """At most `limit` rows wait."""
        self._lines: OrderedDict[Hashable, OrderedDict[T, int]] = OrderedDict()
        self._limit, self.rows = limit, 0

    def put(self, client: Hashable, item: T, rows: int) -> None:
        """Let an item wait. Raises Full, and then nothing has changed."""
        if self.rows + rows > self._limit:
            raise Full
        self._lines.setdefault(client, OrderedDict())[item] = rows
        self.rows += rows

    def discard(self, client: Hashable, item: T) -> None:
        """Forget an item if it still waits."""
        line = self._lines.get(client)
        if line is None or item not in line:
            return
        self.rows -= line.pop(item)
        if not line:
            del self._lines[client]

    def take(self, rows: int) -> list[T]:
        """The next items: one of each client in turn, until they have `rows` rows together or none waits."""
        taken: list[T] = []
        before = self.rows
        while self._lines and before - self.rows < rows:
            client, line = self._lines.popitem(last=False)
            item, size = line.popitem(last=False)
            if line:
                self._lines[client] = line
            self.rows -= size
            taken.append(item)
        return taken
