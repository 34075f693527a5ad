"""Per-client fair queue: a heavy client delays only itself."""

from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

from latent_explorer.app.http.client_quota import ClientQuota

T = TypeVar("T", bound=Hashable)


class FairQueue(Generic[T]):
    """Items, each with a number of rows. Clients take turns; each client's items are first in, first out.

    A client may be a tuple (key, anything): each tuple takes turns of its own, and all with one key share its quota.
    """

    def __init__(self, limit: int) -> None:
        """At most `limit` rows wait, at most half of them one client's; an empty queue takes any request."""
        self._lines: OrderedDict[Hashable, OrderedDict[T, int]] = OrderedDict()
        self._quota = ClientQuota(limit, limit / 2)

    @property
    def rows(self) -> int:
        """Rows waiting."""
        return self._quota.total

    def put(self, client: Hashable, items: dict[T, int]) -> None:
        """Enqueue a request's items with their rows. Raises QuotaExceeded, and then nothing has changed."""
        self._quota.take(_key(client), sum(items.values()), force=not self.rows)
        self._lines.setdefault(client, OrderedDict()).update(items)

    def discard(self, client: Hashable, item: T) -> None:
        """Remove an item if it still waits."""
        line = self._lines.get(client)
        if line is None or item not in line:
            return
        self._quota.give_back(_key(client), line.pop(item))
        if not line:
            del self._lines[client]

    def take(self, rows: float, most: float) -> list[T]:
        """The next items: one of each client until they have `most` rows, then further ones until they have `rows`.

        Small requests of many clients thus go together, and large ones of one client a few items at a time.
        """
        taken: list[T] = []
        served: set[Hashable] = set()
        before = self.rows
        while self._lines and before - self.rows < (rows if next(iter(self._lines)) in served else most):
            client, line = self._lines.popitem(last=False)
            item, size = line.popitem(last=False)
            self._quota.give_back(_key(client), size)
            if line:
                self._lines[client] = line
            served.add(client)
            taken.append(item)
        return taken


def _key(client: Hashable) -> Hashable:
    return client[0] if isinstance(client, tuple) else client
