"""How the processes of one torchrun answer SIGINT and SIGTERM: the leader stops training, the others follow it."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

STOPS = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def one_stop(leads: bool) -> Iterator[None]:
    """In the leader the first SIGINT or SIGTERM raises KeyboardInterrupt; everything else is ignored, and stays so.

    torchrun ends its processes by SIGTERM, a terminal by SIGINT to all of them, a supervisor by both. The leader must
    save and report undisturbed; the other processes end once they lose it.
    """
    try:
        _set_handlers(_interrupt_once if leads else signal.SIG_IGN)
        yield
    finally:
        _set_handlers(signal.SIG_IGN)  # the process is about to end


def _set_handlers(handler: Callable[[int, FrameType | None], None] | signal.Handlers) -> None:
    for number in STOPS:
        signal.signal(number, handler)


def _interrupt_once(number: int, frame: FrameType | None) -> None:
    _set_handlers(signal.SIG_IGN)
    raise KeyboardInterrupt
