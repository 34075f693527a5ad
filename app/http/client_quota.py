"""Amounts in use, limited in all and per client, so that no client takes the place of all others. Pure."""

from collections.abc import Hashable
from ipaddress import IPv6Address, IPv6Network, ip_address

from latent_explorer.app.errors import Overloaded

SUBSCRIBER_BITS = 64  # of an IPv6 address: one subscriber holds all addresses that share them


class QuotaExceeded(Overloaded):
    """The amount asked for is over the limit: of this client if `by_client`, else of all together."""

    def __init__(self, by_client: bool) -> None:
        super().__init__(by_client)
        self.by_client = by_client


class ClientQuota:
    """Counts what clients use: requests, connections, bytes or rows."""

    def __init__(self, limit: float, per_client: float) -> None:
        """At most `limit` in all and `per_client` of one client."""
        self._limit, self._per_client = limit, per_client
        self._used: dict[Hashable, int] = {}
        self.total = 0

    def take(self, client: Hashable, amount: int = 1, *, force: bool = False) -> None:
        """Count `amount` more, whatever the limits if `force`. Raises QuotaExceeded, and then nothing has changed."""
        used = self._used.get(client, 0) + amount
        if not force and used > self._per_client:
            raise QuotaExceeded(by_client=True)
        if not force and self.total + amount > self._limit:
            raise QuotaExceeded(by_client=False)
        self._used[client] = used
        self.total += amount

    def give_back(self, client: Hashable, amount: int = 1) -> None:
        """Count `amount` less of what this client took."""
        left = self._used.get(client, 0) - amount
        assert left >= 0, "more than was taken"
        self.total -= amount
        if left:
            self._used[client] = left
        else:
            self._used.pop(client, None)


def client_key(host: str) -> str:
    """What counts as one client: an IPv4 address, an IPv6 subscriber's network, or else the name itself."""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if not isinstance(address, IPv6Address):
        return host
    return str(address.ipv4_mapped or IPv6Network((address, SUBSCRIBER_BITS), strict=False))
