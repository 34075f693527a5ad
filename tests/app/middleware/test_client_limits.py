import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from fastapi.testclient import TestClient
from starlette.testclient import WebSocketDenialResponse

from latent_explorer.app.http.i18n import catalogue
from latent_explorer.app.main import create_app
from latent_explorer.app.settings import Settings
from tests.helpers import raw
from tests.helpers.serving import serving

PENDING = (
    b"POST /api/models/vae-2d/decode HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\nContent-Type: application/json\r\n\r\n"
)


@contextmanager
def pending(port: int, client: str) -> Iterator[socket.socket]:
    """A request under way, for another client, its body not there yet."""
    with raw.connect(port) as connection:
        connection.sendall(PENDING.replace(b"\r\n\r\n", f"\r\nX-Forwarded-For: {client}\r\n\r\n".encode()))
        time.sleep(0.2)
        yield connection


def ask(port: int, client: str) -> bytes:
    with raw.connect(port) as connection:
        head = "GET /nowhere HTTP/1.1\r\nHost: a\r\nAccept-Language: vi\r\nConnection: close\r\n"
        connection.sendall(f"{head}X-Forwarded-For: {client}\r\n\r\n".encode())
        return raw.read_all(connection)


def test_requests_under_way_are_counted_by_client_and_in_all() -> None:
    limits = {"max_requests": 3, "max_requests_per_client": 2}
    with serving(trusted_proxies=["127.0.0.1"], **limits) as port:
        with pending(port, "192.0.2.1"), pending(port, "192.0.2.1"):
            mine, other = ask(port, "192.0.2.1"), ask(port, "192.0.2.2")
            with pending(port, "192.0.2.2"):
                third = ask(port, "192.0.2.3")
        time.sleep(0.2)
        assert ask(port, "192.0.2.1").startswith(b"HTTP/1.1 404")
    assert other.startswith(b"HTTP/1.1 404")
    for answer, status, code in ((mine, 429, "too_many_requests"), (third, 503, "crowded")):
        found, body = raw.problem(answer)
        assert (found, body["code"], body["detail"]) == (status, code, catalogue("vi")[f"error.{code}"])
        assert b"retry-after: 10" in answer.lower()


@pytest.mark.parametrize(
    ("limits", "status", "code"),
    [({"max_live_per_client": 1}, 429, "too_many_requests"), ({"max_live": 1}, 503, "crowded")],
)
def test_live_sockets_are_counted_and_refused_with_a_problem(limits: dict[str, Any], status: int, code: str) -> None:
    with TestClient(create_app(Settings(**limits))) as client:
        with client.websocket_connect(raw.LIVE):
            with pytest.raises(WebSocketDenialResponse) as refused, client.websocket_connect(raw.LIVE):
                pass
            assert client.get("/nowhere").status_code == 404
        with client.websocket_connect(raw.LIVE):
            pass
    assert (refused.value.status_code, refused.value.json()["code"]) == (status, code)
    assert refused.value.headers["retry-after"] == "10"


def test_the_refusal_of_a_live_socket_goes_over_the_wire() -> None:
    with serving(max_live=1) as port, raw.open_live(port) as here, raw.open_live(port) as refused:
        assert raw.handshake(here).startswith(b"HTTP/1.1 101")
        status, body = raw.problem(raw.read_all(refused))
    assert (status, body["code"]) == (503, "crowded")
