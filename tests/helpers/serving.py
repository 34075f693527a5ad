"""The application on a real socket, in a thread of the test's own process."""

import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import httpx2
import uvicorn

from latent_explorer.app.main import create_app
from latent_explorer.app.server.run import configure
from latent_explorer.app.settings import Settings

LOADING_S = 60.0


@contextmanager
def serving(app: Any = None, at: int = 0, **given: Any) -> Iterator[int]:
    """The application, or another, on a real socket, by settings of which some are given; gives the port.

    `at`: the port, to start anew where a page is open; else any.
    """
    settings = Settings(**given)
    with socket.create_server(("127.0.0.1", at), backlog=512) as listener:
        server = uvicorn.Server(configure(app or create_app(settings), settings))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            yield listener.getsockname()[1]
        finally:
            server.should_exit = True
            thread.join(10)


class Restarted:
    """A server on one port, stopped and started anew, each time with what its folder of models then holds.

    At first its models are loaded already.
    """

    def __init__(self, models: Path) -> None:
        self.models, self._running = models, ExitStack()
        self.port = self._running.enter_context(serving(models=models))
        httpx2.get(f"http://127.0.0.1:{self.port}/api/models", timeout=LOADING_S).raise_for_status()

    def stop(self) -> None:
        """Stop it; its port is free meanwhile."""
        self._running.close()

    def start(self) -> None:
        """Start it again."""
        self._running.enter_context(serving(at=self.port, models=self.models))
