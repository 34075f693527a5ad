"""The async face of the codec: torch off the event loop, and the requests of many clients in one batch."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import ParamSpec, TypeVar

import anyio
import anyio.to_thread
import numpy as np
from numpy.typing import NDArray

from model.codec import to_bytes
from model.registry import Model

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(eq=False)
class _Ticket:
    """Codes (n, d) that wait, and the images (n, 28, 28) uint8 that they become."""

    z: NDArray[np.float32]
    images: NDArray[np.uint8] | None = None


@dataclass
class _Queue:
    waiting: list[_Ticket] = field(default_factory=list)
    lock: anyio.Lock = field(default_factory=anyio.Lock)


class Inference:
    """Runs model code in threads behind a limiter of its own, one call at a time: torch never meets the event loop."""

    def __init__(self) -> None:
        self._limiter = anyio.CapacityLimiter(1)
        self._queues: dict[str, _Queue] = {}

    async def run(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Call a blocking function of the model package, or of imaging, in a thread."""
        return await anyio.to_thread.run_sync(partial(function, *args, **kwargs), limiter=self._limiter)

    async def decode(self, model: Model, z: NDArray[np.float32]) -> NDArray[np.uint8]:
        """Codes (n, d) to images (n, 28, 28) uint8.

        Natural batching: whoever finds the model free decodes all that waits; the others find their images ready.
        """
        queue = self._queues.setdefault(model.checkpoint.id, _Queue())
        ticket = _Ticket(z)
        queue.waiting.append(ticket)
        try:
            async with queue.lock:
                if ticket.images is None:
                    await self._decode_waiting(model, queue)
        finally:
            if ticket in queue.waiting:
                queue.waiting.remove(ticket)
        assert ticket.images is not None
        return ticket.images

    async def _decode_waiting(self, model: Model, queue: _Queue) -> None:
        batch = list(queue.waiting)
        codes = np.concatenate([ticket.z for ticket in batch])
        # Shielded: a client that leaves must not take the images of the others in its batch with it.
        with anyio.CancelScope(shield=True):
            images = await self.run(lambda: to_bytes(model.codec.decode(codes)))
        offsets = np.cumsum([len(ticket.z) for ticket in batch])[:-1]
        for ticket, part in zip(batch, np.split(images, offsets), strict=True):
            ticket.images = part
        queue.waiting = [ticket for ticket in queue.waiting if ticket.images is None]
