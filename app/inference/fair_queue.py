"""Requests that wait: a line for each client, so that whoever asks for much waits behind nobody but himself."""

from collections import Counter, OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

from latent_explorer.app.errors import Overloaded

T = TypeVar("T", bound=Hashable)


class FairQueue(Generic[T]):
    """Items of so many rows each. Clients take turns; of one client's items the oldest comes first.

    A client may be (who, what): each takes turns by itself, and what waits of all of them is who's.
    """

    def __init__(self, limit: int) -> None:
        """At most `limit` rows wait, half of them one's; where nothing waits, any request may."""
        self._lines: OrderedDict[Hashable, OrderedDict[T, int]] = OrderedDict()
        self._rows_of: Counter[Hashable] = Counter()
        self._limit, self.rows = limit, 0

    def put(self, client: Hashable, items: dict[T, int]) -> None:
        """Let the items of a request wait, each with its rows. Raises Overloaded, and then nothing has changed."""
        rows = sum(items.values())
        if self.rows and (self.rows + rows > self._limit or self._rows_of[_who(client)] + rows > self._limit / 2):
            raise Overloaded
        self._lines.setdefault(client, OrderedDict()).update(items)
        self._count(client, rows)

    def discard(self, client: Hashable, item: T) -> None:
        """Forget an item if it still waits."""
        line = self._lines.get(client)
        if line is None or item not in line:
            return
        self._count(client, -line.pop(item))
        if not line:
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
            item, size = line.popitem(last=False)
            self._count(client, -size)
            if line:
                self._lines[client] = line
            served.add(client)
            taken.append(item)
        return taken

    def _count(self, client: Hashable, rows: int) -> None:
        who = _who(client)
        self.rows += rows
        self._rows_of[who] += rows
        if not self._rows_of[who]:
            del self._rows_of[who]


def _who(client: Hashable) -> Hashable:
    return client[0] if isinstance(client, tuple) else client
