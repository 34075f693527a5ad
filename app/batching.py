"""Natural batching: what arrived while the last batch ran is the next batch, and nobody waits for company."""

import asyncio
from collections.abc import Callable, Hashable
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from typing import Any, Generic, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from app.fairness import FairQueue

Rows = NDArray[np.float32]


class Rowwise(Protocol):
    """Results of rows, of which some can be cut out: an array or a list."""

    def __getitem__(self, rows: slice, /) -> Any: ...


R = TypeVar("R", bound=Rowwise)


@dataclass(eq=False)
class _Ticket(Generic[R]):
    """Rows (n, k) that wait, and the future of their results."""

    rows: Rows
    answer: asyncio.Future[R]


class Batcher(Generic[R]):
    """Calls a function of many rows, (n, k) to n results, in a thread, for all who wait for it at once."""

    def __init__(self, function: Callable[[Rows], R], thread: Executor, batch: int, waiting: int) -> None:
        """`batch` rows are called with at once, or a few more; `waiting` may wait. To be made in the event loop."""
        self._function, self._thread, self._batch = function, thread, batch
        self._queue: FairQueue[_Ticket[R]] = FairQueue(waiting)
        self._busy = False
        self._loop = asyncio.get_running_loop()  # asked for once: in Python 3.11 each time is a system call

    async def __call__(self, rows: Rows, client: Hashable) -> R:
        """The results of rows (n, k), in order. Raises Full where too much waits, and whatever the function raises."""
        ticket: _Ticket[R] = _Ticket(rows, self._loop.create_future())
        self._queue.put(client, ticket, len(rows))
        if not self._busy:
            self._begin_soon()
        try:
            return await ticket.answer
        finally:
            self._queue.discard(client, ticket)  # whoever leaves is not computed for

    def _begin_soon(self) -> None:
        """After what has arrived already was heard: it joins, and nobody waits for what has not arrived."""
        self._busy = True
        self._loop.call_soon(self._begin)

    def _begin(self) -> None:
        batch = self._queue.take(self._batch)
        self._busy = bool(batch)
        if batch:
            rows = np.concatenate([ticket.rows for ticket in batch])
            work = self._loop.run_in_executor(self._thread, self._function, rows)
            work.add_done_callback(partial(self._finish, batch))

    def _finish(self, batch: list[_Ticket[R]], work: asyncio.Future[R]) -> None:
        if work.cancelled():  # the server stops
            for ticket in batch:
                ticket.answer.cancel()
            return
        self._begin_soon()
        error, start = work.exception(), 0
        for ticket in batch:
            end = start + len(ticket.rows)
            if not ticket.answer.done():
                if error is None:
                    ticket.answer.set_result(work.result()[start:end])
                else:
                    ticket.answer.set_exception(error)
            start = end
