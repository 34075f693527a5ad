"""Natural batching: jobs that arrive while a batch runs form the next one; no job waits for others to arrive."""

import asyncio
import math
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import partial
from time import perf_counter
from typing import Generic, TypeVar

from latent_explorer.app.errors import Overloaded
from latent_explorer.app.inference.fair_queue import FairQueue
from latent_explorer.app.telemetry.instrumentation import BatchObserver, ignore_batch
from latent_explorer.app.telemetry.server_timing import SPENT, Span

J = TypeVar("J")
R = TypeVar("R")


@dataclass(eq=False)
class _Ticket(Generic[J, R]):
    """A waiting job and the future of its result; `asked` is when it was put, `span` when its batch ran."""

    job: J
    answer: asyncio.Future[R]
    asked: float
    span: Span | None = None


class Batcher(Generic[J, R]):
    """Runs the jobs of many clients in batches; `begin` starts a batch and gives its results in order."""

    def __init__(
        self,
        begin: Callable[[list[J]], asyncio.Future[list[R]]],
        *,
        batch: int,
        largest: int,
        waiting: int,
        rows: Callable[[J], int] = lambda _: 1,
        at_once: int = 1,
        observe: BatchObserver = ignore_batch,
    ) -> None:
        """Run batches of up to `batch` rows, or up to `largest` if every client has one job in it.

        A job counts `rows` rows. At most `waiting` rows wait; `at_once` batches run at a time; `observe` is called for
        each. Create it in the event loop.
        """
        self._work, self._rows, self._observe = begin, rows, observe
        self._batch, self._largest, self._at_once = batch, largest, at_once
        self._queue: FairQueue[_Ticket[J, R]] = FairQueue(waiting)
        self._suspects: list[_Ticket[J, R]] = []  # jobs of a failed batch, retried one by one
        self._under_way = 0
        self._beginning = self._closed = False
        self._loop = asyncio.get_running_loop()  # looked up once: in Python 3.11 each lookup is a system call

    async def __call__(self, jobs: list[J], client: Hashable) -> list[R]:
        """The results of jobs, in order; other clients' jobs may run between them.

        Raises Overloaded if the queue is full, and then queues none of them; and whatever the work raises.
        """
        tickets = [self._ticket(job) for job in jobs]
        self._queue.put(client, {ticket: self._rows(ticket.job) for ticket in tickets})
        if self._under_way < self._at_once:
            self._begin_soon()
        try:
            if len(tickets) == 1:  # the most frequent case: live images
                return [await tickets[0].answer]
            return await asyncio.gather(*(ticket.answer for ticket in tickets))
        finally:
            for ticket in tickets:
                self._queue.discard(client, ticket)  # a client that has left is not computed for
            if spent := SPENT.get():
                spent.add(tickets[0].asked, (ticket.span for ticket in tickets if ticket.span))

    @property
    def waiting(self) -> int:
        """Number of rows that wait."""
        return self._queue.rows

    def close(self) -> None:
        """Cancel all waiting jobs, and start no more batches."""
        self._closed = True
        for ticket in [*self._queue.take(math.inf, math.inf), *self._suspects]:
            ticket.answer.cancel()

    def _ticket(self, job: J) -> _Ticket[J, R]:
        return _Ticket(job, self._loop.create_future(), perf_counter())

    def _begin_soon(self) -> None:
        """Start a batch after the events that are already pending, so that jobs among them join it."""
        if not self._beginning:
            self._beginning = True
            self._loop.call_soon(self._begin)

    def _begin(self) -> None:
        self._beginning = False
        while self._under_way < self._at_once and not self._closed and (batch := self._next()):
            self._under_way += 1
            self._started(batch).add_done_callback(partial(self._finish, batch, perf_counter()))

    def _started(self, batch: list[_Ticket[J, R]]) -> asyncio.Future[list[R]]:
        try:
            return self._work([ticket.job for ticket in batch])
        except RuntimeError as error:  # of a pool that takes no more work: its jobs would wait for ever
            failed: asyncio.Future[list[R]] = self._loop.create_future()
            failed.set_exception(error)
            return failed

    def _note(self, batch: list[_Ticket[J, R]], span: Span) -> None:
        for ticket in batch:
            ticket.span = span
        waited = span[0] - min(ticket.asked for ticket in batch)
        self._observe(sum(self._rows(ticket.job) for ticket in batch), waited, span[1] - span[0])

    def _next(self) -> list[_Ticket[J, R]]:
        """A suspect alone, else all waiting jobs, up to a batch."""
        while self._suspects:
            if not (suspect := self._suspects.pop()).answer.done():
                return [suspect]
        return self._queue.take(self._batch, self._largest)

    def _finish(self, batch: list[_Ticket[J, R]], began: float, work: asyncio.Future[list[R]]) -> None:
        self._under_way -= 1
        self._begin_soon()  # the next batch runs while these are answered
        self._note(batch, (began, perf_counter()))
        waiting = [ticket for ticket in batch if not ticket.answer.done()]
        if work.cancelled():  # the server is stopping
            for ticket in waiting:
                ticket.answer.cancel()
        elif not (error := work.exception()):
            for ticket, result in zip(batch, work.result(), strict=True):
                if not ticket.answer.done():
                    ticket.answer.set_result(result)
        elif isinstance(error, Overloaded):  # no job's fault: retried alone, each would wait as long again
            for ticket in waiting:
                ticket.answer.set_exception(Overloaded())
        elif len(batch) > 1:
            self._suspects += waiting  # one of them is at fault: retried alone, only its caller gets the error
        elif waiting:
            waiting[0].answer.set_exception(error)
