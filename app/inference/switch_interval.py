"""A short thread switch interval while long-running Python competes with torch.

Each of a decoder's thirty operations releases the GIL and then waits for it, up to Python's 5 ms switch interval if
another thread is busy: decoding beside an encode takes twice as long (tests/bench/workers.py). Left short for good, it
would cost a busy server a twentieth of its images.
"""

import sys
import threading
from types import TracebackType

SHORT_S = 0.0005


class SwitchInterval:
    """Shortens sys.setswitchinterval while any thread is within it."""

    def __init__(self) -> None:
        self._lock, self._running, self._usual_s = threading.Lock(), 0, sys.getswitchinterval()

    def __enter__(self) -> None:
        with self._lock:
            self._running += 1
            sys.setswitchinterval(SHORT_S)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._lock:
            self._running -= 1
            if not self._running:
                sys.setswitchinterval(self._usual_s)
