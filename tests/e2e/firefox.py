"""A Firefox without windows, driven over WebDriver BiDi. Source: w3c.github.io/webdriver-bidi."""

import json
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from websockets.exceptions import InvalidHandshake
from websockets.sync.client import ClientConnection, connect

START_S, ANSWER_S = 60.0, 120.0
NAMES = ("firefox-esr", "firefox")


def firefox() -> str | None:
    """The machine's Firefox."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


class Window:
    """The browser's first window."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket, self._sent = socket, 0
        self._command("session.new", capabilities={})
        self._context = self._command("browsingContext.getTree")["contexts"][0]["context"]

    def _command(self, method: str, **params: object) -> dict[str, Any]:
        self._sent += 1
        self._socket.send(json.dumps({"id": self._sent, "method": method, "params": params}))
        while (answer := json.loads(self._socket.recv(ANSWER_S))).get("id") != self._sent:
            pass  # an event
        if answer["type"] != "success":
            raise RuntimeError(f"{method}: {answer}")
        found: dict[str, Any] = answer["result"]
        return found

    def open(self, address: str) -> None:
        """Go to a page, and wait until it has loaded."""
        self._command("browsingContext.navigate", context=self._context, url=address, wait="complete")

    def evaluate(self, expression: str) -> str:
        """What a promise of a string gives."""
        target = {"context": self._context}
        found = self._command("script.evaluate", expression=expression, target=target, awaitPromise=True)
        if found["type"] != "success":
            raise RuntimeError(str(found["exceptionDetails"]["text"]))
        return str(found["result"]["value"])


@contextmanager
def window(program: str, profile: Path) -> Iterator[Window]:
    """A new Firefox with an empty profile, closed at the end."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [program, "--headless", "--no-remote", "--profile", str(profile), "--remote-debugging-port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        with _connected(port) as opened:
            yield Window(opened)
    finally:
        process.kill()
        process.wait(20)


def _connected(port: int) -> ClientConnection:
    end = time.monotonic() + START_S
    while True:
        try:
            return connect(f"ws://127.0.0.1:{port}/session", max_size=None)
        except (ConnectionRefusedError, InvalidHandshake):
            if time.monotonic() > end:
                raise
            time.sleep(0.1)
