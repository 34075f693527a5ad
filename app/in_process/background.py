"""A server of the application in a thread of this process, at an address that only this machine has."""

import socket
import threading
import time
from collections.abc import Callable

import uvicorn

from latent_explorer.app.main import create_app
from latent_explorer.app.server.run import configure
from latent_explorer.app.settings import Settings
from latent_explorer.model.registry import Registry

HOST = "127.0.0.1"
START_S, POLL_S = 30.0, 0.02


class BackgroundServer:
    """Serves until it is closed, or the process ends."""

    def __init__(self, registry: Registry, port: int) -> None:
        """Start it; port 0 takes a free one. Raises OSError if the port is taken."""
        # A notebook shows the page in a frame, from whatever address that itself has; both are on this machine.
        settings = Settings(host=HOST, frame_ancestors="*")
        app = create_app(settings, open_models=lambda _: registry)
        self._socket = socket.create_server((HOST, port))
        self._server = uvicorn.Server(configure(app, settings, logs_itself=False))
        self._thread = threading.Thread(target=self._server.run, args=([self._socket],), name="explorer", daemon=True)
        self._thread.start()
        _wait(lambda: self._server.started or not self._thread.is_alive())

    @property
    def url(self) -> str:
        """Its address."""
        host, port = self._socket.getsockname()[:2]
        return f"http://{host}:{port}/"

    @property
    def serves(self) -> bool:
        """Whether it still answers."""
        return self._thread.is_alive()

    def wait(self) -> None:
        """Wait until it is closed, or interrupted by Ctrl-C."""
        try:
            while self.serves:
                self._thread.join(1.0)  # without a limit, Ctrl-C would not be heard on every system
        except KeyboardInterrupt:
            self.close()

    def close(self) -> None:
        """End it; a second call does nothing."""
        self._server.should_exit = True
        self._thread.join(START_S)


def _wait(ready: Callable[[], bool]) -> None:
    end = time.monotonic() + START_S
    while not ready() and time.monotonic() < end:
        time.sleep(POLL_S)
