"""A body that is too large is refused before it is read; over a real socket, as a test client reads all at once."""

import json
import socket
import time
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from latent_explorer.app.errors import STATUS
from latent_explorer.app.http.i18n import catalogue
from tests.helpers import raw
from tests.helpers.serving import serving

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


@pytest.mark.contract
def test_a_body_within_the_limit_passes(client: TestClient) -> None:
    answer = client.post("/api/models/vae-2d/encode", files={"file": ("x.png", b"x" * 20_000_000, "image/png")})
    assert answer.json()["code"] == "not_an_image"


@pytest.mark.contract
def test_too_large_is_413_in_the_client_too(client: TestClient) -> None:
    answer = client.post("/api/models/vae-2d/encode", files={"file": ("x.png", b"x" * TOO_LARGE, "image/png")})
    assert answer.status_code == STATUS["body_too_large"] == 413
    assert answer.headers["content-type"] == "application/problem+json" and answer.json()["code"] == "body_too_large"


def test_bodies_under_way_together_have_a_limit_and_one_client_half_of_it() -> None:
    def upload(port: int, size: int, client: str) -> socket.socket:
        connection = raw.connect(port)
        length = f"Content-Length: 100000\r\nX-Forwarded-For: {client}"
        part = b'--x\r\nContent-Disposition: form-data; name="file"; filename="x"\r\n\r\n'
        connection.sendall(head("multipart/form-data; boundary=x", length) + part + b"y" * size)
        time.sleep(0.2)
        return connection

    with serving(max_held_bytes=60_000, trusted_proxies=["127.0.0.1"]) as port:
        with upload(port, 20_000, "192.0.2.1"), upload(port, 20_000, "192.0.2.1") as half:
            assert raw.problem(half.recv(65536))[1]["code"] == "overloaded"
            with upload(port, 25_000, "192.0.2.2"), upload(port, 25_000, "192.0.2.3") as more:
                assert raw.problem(more.recv(65536))[1]["code"] == "overloaded"
        time.sleep(0.2)
        with upload(port, 29_000, "192.0.2.1") as again:
            again.settimeout(0.3)
            with pytest.raises(TimeoutError):  # it is waited for
                again.recv(1)
