"""uvicorn's connection classes with the limits it lacks.

uvicorn waits for ever for an incomplete head, buffers whatever a client does not read, and sets no limit on headers.
"""

from functools import partial
from typing import Any

from latent_explorer.app.server.connection_guard import ConnectionGuard
from latent_explorer.app.server.http_protocol import HttpConnection
from latent_explorer.app.server.websocket_protocol import LiveConnection
from latent_explorer.app.settings import Settings

__all__ = ["ConnectionGuard", "HttpConnection", "LiveConnection", "protocols"]


def protocols(settings: Settings) -> dict[str, Any]:
    """The options of uvicorn.Config that install them."""
    guard = ConnectionGuard(settings)
    return {"http": partial(HttpConnection, guard=guard), "ws": partial(LiveConnection, guard=guard)}
