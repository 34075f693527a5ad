"""Connections as uvicorn makes them, with limits that it lacks.

It waits for ever for a head that is never whole, keeps what a client does not read, and counts no headers.
"""

from functools import partial
from typing import Any

from app.connections.door import Door
from app.connections.http import HttpConnection
from app.connections.live import LiveConnection
from app.settings import Settings

__all__ = ["Door", "HttpConnection", "LiveConnection", "protocols"]


def protocols(settings: Settings) -> dict[str, Any]:
    """The options of uvicorn.Config that bring them into use."""
    door = Door(settings)
    return {"http": partial(HttpConnection, door=door), "ws": partial(LiveConnection, door=door)}
