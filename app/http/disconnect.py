"""Work is dropped once the client that asked for it has disconnected."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from fastapi import Request
from starlette.requests import ClientDisconnect

T = TypeVar("T")


async def cancel_on_disconnect(request: Request, work: Coroutine[Any, Any, T]) -> T:
    """The result of the work. Raises ClientDisconnect if the client disconnects first, and cancels the work.

    The request's body must have been read, or there be none.
    """
    task, disconnecting = asyncio.create_task(work), asyncio.create_task(_disconnected(request))
    try:
        await asyncio.wait({task, disconnecting}, return_when=asyncio.FIRST_COMPLETED)
        if task.done():
            return task.result()
        disconnecting.result()  # raises if the body is too large
        raise ClientDisconnect
    finally:
        task.cancel()
        disconnecting.cancel()


async def _disconnected(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
