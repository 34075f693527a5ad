"""Who is here: counted in all and by client, so that one client can't take the place of all others. Pure."""

from collections import Counter
from ipaddress import IPv6Address, IPv6Network, ip_address

HOUSEHOLD = 64  # bits: an IPv6 subscriber has all addresses that begin with them


class Crowded(Exception):
    """No more may come in, in all or of this client."""

    def __init__(self, by_client: bool) -> None:
        super().__init__(by_client)
        self.by_client = by_client


class Census:
    """A count with two limits."""

    def __init__(self, most: int, most_each: int) -> None:
        self._most, self._most_each = most, most_each
        self._here: Counter[str] = Counter()
        self._all = 0

    def __len__(self) -> int:
        return self._all

    def admit(self, client: str) -> None:
        """Count one more. Raises Crowded, and then nothing has changed."""
        if self._here.get(client, 0) >= self._most_each:
            raise Crowded(by_client=True)
        if self._all >= self._most:
            raise Crowded(by_client=False)
        self._here[client] += 1
        self._all += 1

    def leave(self, client: str) -> None:
        """Count one less of those that were admitted."""
        self._all -= 1
        self._here[client] -= 1
        if not self._here[client]:
            del self._here[client]


def household(host: str) -> str:
    """What counts as one client: an IPv4 address, the network of an IPv6 subscriber, else the name as it is."""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if not isinstance(address, IPv6Address):
        return host
    return str(address.ipv4_mapped or IPv6Network((address, HOUSEHOLD), strict=False))
