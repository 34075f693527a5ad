"""A body that is too large is refused before it is read; over a real socket, as a test client reads all at once."""

import json
import socket
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from app.catalogue import catalogue
from app.errors import STATUS
from tests.conftest import serving

TOO_LARGE = 60_000_000


def answered(connection: socket.socket) -> tuple[int, str, bytes]:
    """Status, content type and body of the answer that comes while the request is still being sent."""
    received = b""
    while b"\r\n\r\n" not in received or not received.endswith(b"}"):
        chunk = connection.recv(65536)
        if not chunk:
            break
        received += chunk
    head, _, body = received.partition(b"\r\n\r\n")
    lines = head.decode("latin-1").lower().split("\r\n")
    kind = next(line.partition(": ")[2] for line in lines if line.startswith("content-type"))
    return int(lines[0].split()[1]), kind, body


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with serving() as port:
        yield port


def head(kind: str, length: str) -> bytes:
    lines = (
        "POST /api/models/vae-2d/encode HTTP/1.1",
        "Host: here",
        "Accept-Language: vi",
        f"Content-Type: {kind}",
        length,
    )
    return "\r\n".join(lines).encode() + b"\r\n\r\n"


@pytest.mark.parametrize("kind", ["application/json", "multipart/form-data; boundary=x"])
def test_a_declared_60_mb_are_refused_unread(kind: str, port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(head(kind, f"Content-Length: {TOO_LARGE}") + b"--x\r\n")
        status, content_type, body = answered(connection)
    assert (status, content_type) == (413, "application/problem+json")
    assert json.loads(body)["code"] == "body_too_large"
    assert json.loads(body)["detail"].startswith(catalogue("vi")["error.body_too_large"].partition("{")[0])


def test_60_mb_in_chunks_are_refused_before_the_end(port: int) -> None:
    chunk = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
    sent = 0
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(head("application/json", "Transfer-Encoding: chunked"))
        try:
            while sent < TOO_LARGE:
                connection.sendall(chunk)
                sent += 0x10000
        except (ConnectionResetError, BrokenPipeError):
            return  # closed in our face, which is allowed once the limit is passed
        status, content_type, body = answered(connection)
    assert (status, content_type) == (413, "application/problem+json")
    assert json.loads(body)["code"] == "body_too_large"


def test_a_body_within_the_limit_passes(client: TestClient) -> None:
    answer = client.post("/api/models/vae-2d/encode", files={"file": ("x.png", b"x" * 20_000_000, "image/png")})
    assert answer.json()["code"] == "not_an_image"


def test_too_large_is_413_in_the_client_too(client: TestClient) -> None:
    answer = client.post("/api/models/vae-2d/encode", files={"file": ("x.png", b"x" * TOO_LARGE, "image/png")})
    assert answer.status_code == STATUS["body_too_large"] == 413
    assert answer.headers["content-type"] == "application/problem+json" and answer.json()["code"] == "body_too_large"
