"""A client of a server that runs somewhere, with the interface that tests know of Starlette's TestClient."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import httpx2
from fastapi import WebSocketDisconnect
from starlette.testclient import WebSocketDenialResponse
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from tests.helpers.paths import ROOT

PATIENCE_S = 60.0
HOST = "testserver"  # as in process: what a test says of origins and addresses holds in both places


class RemoteSocket:
    """A live socket that is open; its receiving methods raise WebSocketDisconnect where the server closes it."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection

    def close(self, code: int = 1000) -> None:
        self._connection.close(code)

    def send_bytes(self, data: bytes) -> None:
        self._send(data)

    def send_text(self, data: str) -> None:
        self._send(data)

    def _send(self, data: bytes | str) -> None:
        with suppress(ConnectionClosed):  # as in process, where the next message that is waited for tells
            self._connection.send(data)

    def receive_bytes(self) -> bytes:
        message = self._receive()
        assert isinstance(message, bytes)
        return message

    def receive_text(self) -> str:
        message = self._receive()
        assert isinstance(message, str)
        return message

    def _receive(self) -> bytes | str:
        try:
            return self._connection.recv(PATIENCE_S)
        except ConnectionClosed as closed:
            code, reason = (closed.rcvd.code, closed.rcvd.reason) if closed.rcvd else (1006, "")
            raise WebSocketDisconnect(code, reason) from closed


class RemoteClient(httpx2.Client):
    """HTTP and live sockets of the server at an address, which has to answer to any Host."""

    def __init__(self, address: str) -> None:
        super().__init__(
            base_url=address,
            headers={"Host": HOST, "User-Agent": "testclient"},
            follow_redirects=True,
            timeout=PATIENCE_S,
            trust_env=False,
            # A connection each: a proxy closes one whose body the server refused half-way, and the next request that
            # was sent on it would find no answer.
            limits=httpx2.Limits(max_keepalive_connections=0),
        )

    @contextmanager
    def websocket_connect(self, path: str, headers: dict[str, str] | None = None) -> Iterator[RemoteSocket]:
        """A live socket until the block ends. Raises WebSocketDenialResponse where the server opens none."""
        at, secure = self.base_url, self.base_url.scheme == "https"
        try:
            with connect(
                f"{'wss' if secure else 'ws'}://{HOST}{at.path.rstrip('/')}{path}",
                sock=socket.create_connection((at.host, at.port or (443 if secure else 80)), PATIENCE_S),
                server_hostname=at.host if secure else None,
                additional_headers=headers,
                compression=None,
                max_size=None,
                ping_interval=None,
            ) as connection:
                yield RemoteSocket(connection)
        except InvalidStatus as refused:
            told = refused.response
            raise WebSocketDenialResponse(
                told.status_code, headers=list(told.headers.raw_items()), content=bytes(told.body or b"")
            ) from refused


def pytest_at(address: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run tests of this project against the server at an address."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments]
    where = {**os.environ, "LATENT_AT": address}
    return subprocess.run(command, cwd=ROOT, env=where, timeout=600, capture_output=True, text=True)
