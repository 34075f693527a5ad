"""A rate limit: a bucket that leaks at the allowed rate. Pure."""


class LeakyBucket:
    """Allows `per_second` events a second, and bursts of one second's worth."""

    def __init__(self, per_second: float, now: float) -> None:
        """`now`: seconds of any clock."""
        self._per_second, self._level, self._at = per_second, 0.0, now

    def spend(self, count: int, now: float) -> None:
        """Count events that happened."""
        self._level = max(0.0, self._level - (now - self._at) * self._per_second) + count
        self._at = now

    def wait_s(self) -> float:
        """Seconds until the next event is allowed; 0 if it is now."""
        return max(0.0, self._level / self._per_second - 1)
