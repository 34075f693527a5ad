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
NAMES = [HOST, "localhost"]
START_S, POLL_S = 30.0, 0.02


class BackgroundServer:
    """Serves until it is closed, or the process ends."""

    def __init__(self, registry: Registry, port: int) -> None:
        """Start it; port 0 takes a free one. Raises OSError if the port is taken, or the server does not start."""
        # A notebook shows the page in a frame, from whatever address that itself has; both are on this machine.
        # It answers to these names alone: another page's name, once it resolves to this machine, reads no model here.
        settings = Settings(host=HOST, allowed_hosts=NAMES, frame_ancestors="*")
        app = create_app(settings, open_models=lambda _: registry)
        self._socket = socket.create_server((HOST, port))
        self._port = self._socket.getsockname()[1]  # closed, the socket would not tell
        self._server = uvicorn.Server(configure(app, settings, logs_itself=False))
        self._thread = threading.Thread(target=self._server.run, args=([self._socket],), name="explorer", daemon=True)
        self._thread.start()
        _wait(lambda: self._server.started or not self._thread.is_alive())
        if not self._server.started:
            self.close()
            raise OSError("the page's server did not start; call explore() again, with another port")

    @property
    def url(self) -> str:
        """Its address, where it was once it is closed."""
        return f"http://{HOST}:{self._port}/"

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
        self._socket.close()  # which a server that never started leaves open


def _wait(ready: Callable[[], bool]) -> None:
    end = time.monotonic() + START_S
    while not ready() and time.monotonic() < end:
        time.sleep(POLL_S)
