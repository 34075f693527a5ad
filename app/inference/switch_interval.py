"""Threads hand over more often while long Python runs beside torch.

Each of a decoder's thirty operations lets the interpreter go and asks for it back, and a thread that keeps it busy
gives it back only after the switch interval, 5 ms as Python comes: images beside a digit that is encoded take twice
as long (tests/bench/workers.py). Always that short, it would cost a crowd a twentieth of its images.
"""

import sys
import threading
from types import TracebackType

BRISK_S = 0.0005


class Brisk:
    """A short switch interval for as long as anything runs within it; may be entered by several threads."""

    def __init__(self) -> None:
        self._lock, self._running, self._usual_s = threading.Lock(), 0, sys.getswitchinterval()

    def __enter__(self) -> None:
        with self._lock:
            self._running += 1
            sys.setswitchinterval(BRISK_S)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._lock:
            self._running -= 1
            if not self._running:
                sys.setswitchinterval(self._usual_s)
