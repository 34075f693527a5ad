"""How fast something may come: a bucket that leaks at the rate that is allowed. Pure."""


class Rate:
    """So many a second, and as many at once as a second brings."""

    def __init__(self, per_second: float, now: float) -> None:
        """`now` in seconds of any clock."""
        self._per_second, self._level, self._at = per_second, 0.0, now

    def spend(self, count: int, now: float) -> None:
        """So many came."""
        self._level = max(0.0, self._level - (now - self._at) * self._per_second) + count
        self._at = now

    def wait_s(self) -> float:
        """Seconds until more may come; 0 where it may at once."""
        return max(0.0, self._level / self._per_second - 1)
