"""Connections as uvicorn makes them, with limits that it lacks.

It waits for ever for a head that is never whole, keeps what a client does not read, and counts no headers.
"""

from functools import partial
from typing import Any

from latent_explorer.app.server.connection_guard import Door
from latent_explorer.app.server.http_protocol import HttpConnection
from latent_explorer.app.server.websocket_protocol import LiveConnection
from latent_explorer.app.settings import Settings

__all__ = ["Door", "HttpConnection", "LiveConnection", "protocols"]


def protocols(settings: Settings) -> dict[str, Any]:
    """The options of uvicorn.Config that bring them into use."""
    door = Door(settings)
    return {"http": partial(HttpConnection, door=door), "ws": partial(LiveConnection, door=door)}
