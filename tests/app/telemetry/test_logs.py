import io
import json
import logging
import logging.config
import socket
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx2
import pytest
import uvicorn
from fastapi.testclient import TestClient

from latent_explorer.app.main import create_app
from latent_explorer.app.settings import Settings
from latent_explorer.app.telemetry import logs

ID = "visitor-0000001"
OURS = ("", "latent_explorer", logs.GREETING, "uvicorn", "asgi_correlation_id")


@contextmanager
def logging_as(config: dict[str, Any]) -> Iterator[io.StringIO]:
    """Logs as configured, to a stream that holds all of it at the end."""
    before = [(logging.getLogger(name), list(logging.getLogger(name).handlers)) for name in OURS]
    levels, stream = [(logger, logger.level, logger.propagate) for logger, _ in before], io.StringIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stderr", stream)
        logging.config.dictConfig(config)
        try:
            yield stream
        finally:
            for handler in logging.getLogger().handlers:
                handler.close()  # writes what waits
            for logger, handlers in before:
                logger.handlers = handlers
            for logger, level, propagates in levels:
                logger.setLevel(level)
                logger.propagate = propagates


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_each_request_is_one_json_line_with_its_id(client: TestClient) -> None:
    with logging_as(logs.config("json", "info")) as stream:
        answer = client.post("/api/models/vae-2d/decode?who=me", json={"z": [[0, 0]]}, headers={"X-Request-ID": ID})
        client.get("/secret/path")
    first, second = lines(stream)
    assert answer.headers["x-request-id"] == first["request_id"] == ID != second["request_id"]
    assert (first["level"], first["logger"]) == ("INFO", "latent_explorer.access")
    assert (first["method"], first["route"], first["status"]) == ("POST", "/api/models/{model_id}/decode", 200)
    assert first["duration_ms"] > 0 and first["bytes"] > 784
    assert second["route"] == "unmatched" and second["status"] == 404
    for secret in ("who=me", "testclient", "127.0.0.1", "secret", "vae-2d"):
        assert secret not in stream.getvalue()


def test_a_file_is_not_named(client: TestClient) -> None:
    with logging_as(logs.config("json", "info")) as stream:
        files = {"file": ("letter-of-anna.png", b"dear diary", "image/png")}
        assert client.post("/api/models/vae-2d/encode", files=files).status_code == 415
    assert len(lines(stream)) == 1 and "anna" not in stream.getvalue() and "diary" not in stream.getvalue()


@pytest.mark.parametrize("given", ["", "short", "x" * 65, "a b c d e f g", 'a"b"c"d"e', "idééééééé"])
def test_an_id_that_could_be_anything_is_replaced(given: str, client: TestClient) -> None:
    with logging_as(logs.config("json", "warning")) as stream:
        found = client.get("/healthz", headers={b"X-Request-ID": given.encode()}).headers["x-request-id"]
    assert len(found) == 32 and found != given
    assert stream.getvalue() == ""


@pytest.mark.parametrize("form", ["text", "json"])
def test_requests_are_not_logged_unless_they_are_wanted(form: logs.Format, client: TestClient) -> None:
    with logging_as(logs.config(form, "warning")) as stream:
        client.get("/healthz")
        logging.getLogger("latent_explorer").warning("model %s is left out", "x")
    assert len(stream.getvalue().splitlines()) == 1 and "model x is left out" in stream.getvalue()


def test_people_are_greeted_and_read_lines(client: TestClient) -> None:
    with logging_as(logs.config("text", "info")) as stream:
        logging.getLogger(logs.GREETING).info("Here: %s", "http://x")
        client.get("/healthz", headers={"X-Request-ID": ID})
    assert stream.getvalue().startswith("\n  Here: http://x\n\n")
    assert f"INFO [{ID}] GET /healthz 200 in " in stream.getvalue().splitlines()[-1]


def test_machines_are_greeted_by_a_line() -> None:
    with logging_as(logs.config("json", "error")) as stream:
        logging.getLogger(logs.GREETING).info("Here: %s", "http://x")
    assert [line["message"] for line in lines(stream)] == ["Here: http://x"]


@contextmanager
def broken(config: dict[str, Any]) -> Iterator[int]:
    """A real server with a route that fails; gives its port."""
    app = create_app(Settings())

    @app.get("/broken/{name}")
    async def fail(name: str) -> None:
        raise ArithmeticError("a bug")

    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = uvicorn.Server(uvicorn.Config(app, log_config=config, access_log=False))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            yield listener.getsockname()[1]
        finally:
            server.should_exit = True
            thread.join(10)


def test_a_failure_is_one_line_with_its_traceback_its_id_and_its_route(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Settings, "model_folders", [])
    config = logs.config("json", "warning")
    with logging_as(config) as stream, broken(config) as port:
        answer = httpx2.get(f"http://127.0.0.1:{port}/broken/anna", headers={"X-Request-ID": ID})
    assert answer.status_code == 500 and answer.headers["x-request-id"] == ID
    assert ID in answer.json()["detail"] and "bug" not in answer.text
    (line,) = lines(stream)
    assert (line["level"], line["request_id"], line["route"]) == ("ERROR", ID, "/broken/{name}")
    assert "ArithmeticError: a bug" in line["exc_info"] and "anna" not in stream.getvalue()


class Stuck(io.StringIO):
    """Nobody reads what is written here."""

    def __init__(self) -> None:
        super().__init__()
        self.gate = threading.Event()

    def write(self, text: str) -> int:
        assert self.gate.wait(20)
        return super().write(text)


@pytest.mark.slow
def test_whoever_logs_does_not_wait_for_whoever_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = Stuck()
    monkeypatch.setattr(sys, "stderr", stream)
    handler, began = logs.NonBlockingHandler(), time.perf_counter()
    for i in range(2 * logs.QUEUED):
        handler.handle(logging.makeLogRecord({"msg": f"line {i}"}))
    handler.close()  # does not wait for ever either
    assert time.perf_counter() - began < 15
    assert stream.getvalue() == ""
    stream.gate.set()
    handler._writer.join(10)
    assert logs.QUEUED <= len(stream.getvalue().splitlines()) <= logs.QUEUED + 1
