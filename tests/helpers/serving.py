"""The application on a real socket, in a thread of the test's own process."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn

from latent_explorer.app.main import create_app
from latent_explorer.app.server.run import configure
from latent_explorer.app.settings import Settings


@contextmanager
def serving(app: Any = None, **given: Any) -> Iterator[int]:
    """The application, or another, on a real socket, by settings of which some are given; gives the port."""
    settings = Settings(**given)
    with socket.create_server(("127.0.0.1", 0), backlog=512) as listener:
        server = uvicorn.Server(configure(app or create_app(settings), settings))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            yield listener.getsockname()[1]
        finally:
            server.should_exit = True
            thread.join(10)
