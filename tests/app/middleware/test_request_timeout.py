import asyncio
import threading
from typing import Any

import pytest
from fastapi.testclient import TestClient

from latent_explorer.app.main import create_app
from latent_explorer.app.middleware.request_timeout import RequestTimeout
from latent_explorer.app.settings import Settings
from latent_explorer.model.arrays import Array
from latent_explorer.model.codec import Codec
from tests.helpers import raw
from tests.helpers.serving import serving

SCOPE = {"type": "http", "method": "GET", "path": "/", "query_string": b"", "headers": []}


@pytest.mark.parametrize("kind", ["application/json", "multipart/form-data; boundary=x"])
def test_a_body_that_trickles_ends_in_408(kind: str) -> None:
    with serving(request_seconds=0.5) as port, raw.connect(port) as connection:
        head = f"POST /api/models/vae-2d/encode HTTP/1.1\r\nHost: a\r\nContent-Type: {kind}\r\n"
        connection.sendall(f"{head}Content-Length: 1000\r\n\r\n".encode())
        for letter in b"--x":
            connection.sendall(bytes([letter]))
        answer = raw.read_all(connection)
    status, body = raw.problem(answer)
    assert (status, body["code"]) == (408, "slow_request") and "0.5 seconds" in body["detail"]
    assert b"connection: close" in answer.lower()


def test_an_answer_that_takes_too_long_is_503(monkeypatch: pytest.MonkeyPatch) -> None:
    gate, decode = threading.Event(), Codec.decode

    def slow(codec: Codec, z: Array) -> Array:
        assert gate.wait(10)
        return decode(codec, z)

    with TestClient(create_app(Settings(request_seconds=1))) as client:
        client.get("/api/models")
        monkeypatch.setattr(Codec, "decode", slow)
        answer = client.post("/api/models/vae-2d/decode", json={"z": [[0, 0]]})
        gate.set()
    assert (answer.status_code, answer.json()["code"]) == (503, "overloaded")
    assert answer.headers["retry-after"] == "1" and answer.headers["connection"] == "close"


def sent_by(app: Any, seconds: float = 0.05, cancel: bool = False, kind: str = "http") -> list[Any]:
    """What goes out in the end."""
    sent: list[Any] = []

    async def receive() -> Any:
        return {"type": "http.request", "body": b""}

    async def send(message: Any) -> None:
        sent.append(message)

    async def run() -> None:
        task = asyncio.create_task(RequestTimeout(app, seconds)(SCOPE | {"type": kind}, receive, send))
        await asyncio.sleep(0.01)
        if cancel:
            task.cancel()
        await task

    asyncio.run(run())
    return sent


def test_an_answer_that_has_begun_gets_no_other() -> None:
    start = {"type": "http.response.start", "status": 200, "headers": []}

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await send(start)
        await asyncio.sleep(10)

    assert sent_by(app) == [start]


async def _wait(scope: Any, receive: Any, send: Any) -> None:
    await receive()
    await asyncio.sleep(10)


def test_a_request_that_the_server_cancels_as_it_stops_is_told_so() -> None:
    start, body = sent_by(_wait, seconds=5, cancel=True)
    assert start["status"] == 503 and b'"stopping"' in body["body"]


def test_a_live_socket_has_no_deadline_and_is_cancelled_in_silence() -> None:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        await asyncio.sleep(0.2)
        await send("late")

    assert sent_by(app, kind="websocket") == ["late"]
    assert sent_by(_wait, cancel=True, kind="websocket") == []


def test_a_timeout_of_the_applications_own_stays_its_own() -> None:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        raise TimeoutError("of its own")

    with pytest.raises(TimeoutError, match="of its own"):
        sent_by(app)
