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
PART = 64  # rows: a tile's worth of codes


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
        """Batches have `batch` rows, or up to PART more; `waiting` rows may wait. To be made in the event loop."""
        self._function, self._thread, self._batch = function, thread, batch
        self._queue: FairQueue[_Ticket[R]] = FairQueue(waiting)
        self._busy = False
        self._loop = asyncio.get_running_loop()  # asked for once: in Python 3.11 each time is a system call

    async def __call__(self, rows: Rows, client: Hashable) -> list[R]:
        """The results of rows (n, k), in order, PART of them at a time: between parts others have their turn.

        Raises Full where too much waits, and then nothing of it waits; and whatever the function raises.
        """
        tickets: list[_Ticket[R]] = [
            _Ticket(rows[start : start + PART], self._loop.create_future()) for start in range(0, len(rows), PART)
        ]
        try:
            for ticket in tickets:
                self._queue.put(client, ticket, len(ticket.rows))
            if not self._busy:
                self._begin_soon()
            if len(tickets) == 1:  # live images, of which there are many
                return [await tickets[0].answer]
            return await asyncio.gather(*(ticket.answer for ticket in tickets))
        finally:
            for ticket in tickets:
                self._queue.discard(client, ticket)  # whoever leaves is not computed for

    def _begin_soon(self) -> None:
        """After what has arrived already was heard: it joins, and nobody waits for what has not arrived."""
        self._busy = True
        self._loop.call_soon(self._begin)

    def _begin(self) -> None:
        batch = self._queue.take(self._batch)
        self._busy = bool(batch)
        if batch:
            self._start(batch)

    def _start(self, batch: list[_Ticket[R]]) -> None:
        rows = np.concatenate([ticket.rows for ticket in batch])
        work = self._loop.run_in_executor(self._thread, self._function, rows)
        work.add_done_callback(partial(self._finish, batch))

    def _finish(self, batch: list[_Ticket[R]], work: asyncio.Future[R]) -> None:
        if work.cancelled():  # the server stops
            for ticket in batch:
                ticket.answer.cancel()
            return
        self._begin_soon()  # it runs while these are answered
        if error := work.exception():
            self._blame(batch, error)
        else:
            self._answer(batch, work.result())

    def _blame(self, batch: list[_Ticket[R]], error: BaseException) -> None:
        """One request failed the whole batch: each is tried alone, so that only its sender hears of it."""
        waiting = [ticket for ticket in batch if not ticket.answer.done()]
        if len(batch) > 1:
            for ticket in waiting:
                self._start([ticket])
        elif waiting:
            waiting[0].answer.set_exception(error)

    def _answer(self, batch: list[_Ticket[R]], results: R) -> None:
        start = 0
        for ticket in batch:
            end = start + len(ticket.rows)
            if not ticket.answer.done():
                ticket.answer.set_result(results[start:end])
            start = end
