"""Connections that would hold others up, over real sockets; what no client can time is fed to the protocol itself."""

import asyncio
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from typing import Any, cast

import pytest
from uvicorn import Config
from uvicorn.server import ServerState

from latent_explorer.app.server import http_protocol, websocket_protocol
from latent_explorer.app.server.protocols import ConnectionGuard, HttpConnection, LiveConnection
from latent_explorer.app.settings import Settings
from tests.helpers import raw
from tests.helpers.serving import serving

GET = b"GET /nowhere HTTP/1.1\r\nHost: a\r\n\r\n"
LAST = GET[:-2] + b"Connection: close\r\n\r\n"


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """Of a server that waits half a second for a head, and one for a reader."""
    with serving(header_seconds=0.5, send_seconds=1, max_header_bytes=2000, max_live_message_bytes=5000) as port:
        yield port


@pytest.mark.parametrize("first", [b"", GET], ids=["first request", "a later one"])
def test_a_head_that_is_never_whole_is_not_waited_for(first: bytes, port: int) -> None:
    with raw.connect(port) as connection:
        connection.sendall(first)
        if first:
            time.sleep(0.2)
            connection.recv(65536)
        answer = b""
        for letter in b"GET / HTTP/1.1\r\nX: " + b"a" * 100:  # each letter in time, the whole never
            try:
                connection.sendall(bytes([letter]))
            except (BrokenPipeError, ConnectionResetError):
                break
            time.sleep(0.05)
        else:
            pytest.fail("it was waited for")
        answer = raw.read_all(connection)
    assert not answer or raw.problem(answer)[0] == 408


def test_a_head_that_stops_is_told_so(port: int) -> None:
    with raw.connect(port) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost")
        status, body = raw.problem(raw.read_all(connection))
    assert (status, body["code"]) == (408, "slow_request") and "0.5 seconds" in body["detail"]


def test_a_connection_that_asks_nothing_is_closed(port: int) -> None:
    with raw.connect(port) as connection:
        assert raw.read_all(connection) == b""


def test_a_body_without_end_after_its_answer_is_not_read_for_ever(port: int) -> None:
    with raw.connect(port) as connection:
        connection.sendall(b"POST /nowhere HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")
        with pytest.raises(OSError):
            for _ in range(200):
                connection.sendall(b"1\r\nx\r\n")
                time.sleep(0.05)


HEAD = b"GET / HTTP/1.1\r\nHost: a\r\n"


@pytest.mark.parametrize(
    "request_",
    [
        HEAD + b"X: " + b"a" * 3000,
        HEAD + b"X: " + b"a" * 2000 + b"\r\n\r\n",
        HEAD + b"".join(b"X%d: a\r\n" % i for i in range(600)) + b"\r\n",
        b"GET /" + b"a" * 2000 + b" HTTP/1.1\r\nHost: a\r\n\r\n",
    ],
    ids=["unfinished", "one", "many", "a path"],
)
def test_too_large_a_head_is_431(request_: bytes, port: int) -> None:
    with raw.connect(port) as connection:
        connection.sendall(request_)
        status, body = raw.problem(raw.read_all(connection))
    assert (status, body["code"]) == (431, "headers_too_large") and "2000 bytes" in body["detail"]


def test_trailers_count_too(port: int) -> None:
    with raw.connect(port) as connection, pytest.raises(OSError):
        connection.sendall(b"POST /api/models/vae-2d/decode HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")
        connection.sendall(b"1\r\nx\r\n0\r\n")
        for _ in range(100):
            connection.sendall(b"X: " + b"a" * 1000 + b"\r\n")
            time.sleep(0.01)


def test_what_is_no_http_is_a_problem(port: int) -> None:
    with raw.connect(port) as connection:
        connection.sendall(b"\x16\x03\x01 hello\r\n\r\n")
        status, body = raw.problem(raw.read_all(connection))
    assert (status, body["code"]) == (400, "invalid_http")


def test_some_requests_in_a_row_are_answered_more_are_not(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """uvicorn reads on and keeps all of them, however many there are."""

    def answers(count: int) -> int:
        with raw.connect(port) as connection:
            connection.sendall(GET * (count - 1) + LAST)
            return raw.read_all(connection).count(b"HTTP/1.1 404")

    assert answers(http_protocol.MAX_PIPELINED) == http_protocol.MAX_PIPELINED == 16
    monkeypatch.setattr(http_protocol, "MAX_PIPELINED", 4)
    assert answers(4) == 4
    assert answers(20) < 8


def test_whoever_does_not_read_an_answer_is_cut_off() -> None:
    left = threading.Event()

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await receive()
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": bytes(50_000_000)})
        while (await receive())["type"] != "http.disconnect":
            pass
        left.set()

    with serving(app, send_seconds=0.5) as port, raw.connect(port, receive_buffer=4096) as connection:
        connection.sendall(GET)
        assert left.wait(10)
        assert len(raw.read_all(connection)) < 50_000_000


def test_whoever_does_not_read_live_images_is_cut_off(port: int) -> None:
    with raw.open_live(port, receive_buffer=4096) as connection:
        raw.handshake(connection)
        connection.setblocking(False)
        end = time.monotonic() + 15
        with pytest.raises((ConnectionResetError, BrokenPipeError)):
            while time.monotonic() < end:
                time.sleep(0.01)
                try:
                    connection.sendall(raw.frame(raw.codes(1, 250)))
                except BlockingIOError:
                    continue


@pytest.mark.parametrize("more", ["X: a\r\n" * 130, f"X: {'a' * 1900}\r\n"], ids=["many", "large"])
def test_a_handshake_with_too_much_is_refused(more: str, port: int) -> None:
    with raw.open_live(port, more=more) as connection:
        assert raw.read_all(connection).startswith(b"HTTP/1.1 431")


def test_a_live_message_that_is_too_large_closes_with_1009(port: int) -> None:
    with raw.open_live(port) as connection:
        raw.handshake(connection)
        connection.sendall(raw.frame(bytes(5001)))
        opcode, payload = raw.read_frame(connection)
    assert (opcode, payload[:2]) == (8, (1009).to_bytes(2))


@pytest.mark.slow
def test_too_many_messages_wait_and_the_latest_is_answered() -> None:
    with serving(live_messages_per_second=100) as port, raw.open_live(port) as connection:
        raw.handshake(connection)
        connection.sendall(raw.frame(raw.codes(0)))
        raw.read_frame(connection)
        start = time.monotonic()
        connection.sendall(b"".join(raw.frame(raw.codes(seq)) for seq in range(1, 401)))
        while raw.read_frame(connection)[1][:4] != (400).to_bytes(4, "little"):
            pass
        assert time.monotonic() - start > 2.5


@pytest.mark.parametrize(
    ("limits", "status", "code"),
    [
        ({"max_connections_per_client": 3}, 429, "too_many_requests"),
        ({"max_connections": 3}, 503, "crowded"),
    ],
)
def test_connections_are_counted(limits: dict[str, int], status: int, code: str) -> None:
    with serving(**limits) as port:
        here = [raw.connect(port) for _ in range(2)]
        here.append(raw.open_live(port))
        assert raw.handshake(here[2]).startswith(b"HTTP/1.1 101")
        with raw.connect(port) as refused:
            answer = raw.read_all(refused)
        for connection in here:
            connection.close()
        time.sleep(0.3)
        with raw.connect(port) as welcome:
            welcome.sendall(GET)
            assert welcome.recv(12) == b"HTTP/1.1 404"
    assert b"Retry-After: 10" in answer
    found, body = raw.problem(answer)
    assert (found, body["code"]) == (status, code)


class Pipe(asyncio.Transport):
    """A transport that keeps what is written."""

    def __init__(self) -> None:
        super().__init__()
        self.written, self.closing, self.reading = bytearray(), False, True

    def write(self, data: Any) -> None:
        self.written += data

    def close(self) -> None:
        self.closing = True

    abort = close

    def is_closing(self) -> bool:
        return self.closing

    def get_write_buffer_size(self) -> int:
        return 0

    def pause_reading(self) -> None:
        self.reading = False

    def resume_reading(self) -> None:
        self.reading = True


def live(scenario: Callable[[LiveConnection, Pipe], Awaitable[None]], hears: bool = False, **given: Any) -> None:
    """Let a scenario happen to a live connection whose handshake is done, and whose application hears or only waits."""

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "websocket.accept"})
        while hears:
            await receive()
        await asyncio.Event().wait()

    async def run() -> None:
        guard = ConnectionGuard(Settings(**given))
        config = Config(app, log_config=None, lifespan="off", proxy_headers=False, ws_per_message_deflate=False)
        config.load()
        guard.quota.take("a")
        state, pipe = ServerState(), Pipe()
        connection = LiveConnection(config, state, {}, guard=guard, client="a")
        connection.connection_made(pipe)
        connection.data_received(
            b"GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
        )
        await asyncio.sleep(0.01)
        assert pipe.written.startswith(b"HTTP/1.1 101")
        pipe.written.clear()
        try:
            await scenario(connection, pipe)
        finally:
            connection.connection_lost(None)
            assert guard.quota.total == 0
            for task in state.tasks:
                task.cancel()

    asyncio.run(run())


def test_pings_are_not_answered_for_ever_where_nobody_reads() -> None:
    async def flood(connection: LiveConnection, pipe: Pipe) -> None:
        connection.data_received(raw.frame(b"hello", 9))
        assert pipe.written.endswith(b"hello")
        connection.pause_writing()
        size = len(pipe.written)
        connection.data_received(raw.frame(b"hello", 9))
        assert len(pipe.written) == size

    live(flood)


@pytest.fixture
def by_slices(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten pings at most are taken at once, so that a few are too many already."""
    monkeypatch.setattr(websocket_protocol, "SLICE", 10 * len(raw.frame(b"", 9)))


@pytest.mark.usefixtures("by_slices")
def test_too_much_is_left_waiting_pings_included() -> None:
    async def send(connection: LiveConnection, pipe: Pipe) -> None:
        connection.data_received(raw.frame(b"", 9) * 100)
        answered = len(pipe.written) // 2
        assert 20 <= answered < 40 and not pipe.reading
        connection.data_received(raw.frame(b"", 9) * 10)
        assert len(pipe.written) // 2 == answered and not pipe.reading

    live(send, live_messages_per_second=20)


@pytest.mark.usefixtures("by_slices")
def test_nothing_more_is_read_while_messages_are_held() -> None:
    async def send(connection: LiveConnection, pipe: Pipe) -> None:
        connection.data_received(raw.frame(raw.codes(1)) * 100)
        for _ in range(20):
            await asyncio.sleep(0.01)
            assert not pipe.reading

    live(send, hears=True, live_messages_per_second=20)


def test_a_message_in_many_parts_takes_no_more_memory_than_it_has_bytes() -> None:
    """uvicorn keeps each part by itself until the last has come."""
    joined, parts = websocket_protocol.JOINED, 3 * websocket_protocol.JOINED

    async def send(connection: LiveConnection, pipe: Pipe) -> None:
        connection.data_received(raw.frame(b"a", 2, fin=False))
        for _ in range(parts):
            connection.data_received(raw.frame(b"b", 0, fin=False))
            assert len(connection.frames) <= joined + 1
        connection.data_received(raw.frame(b"c", 0))
        found = cast(Any, connection.queue)
        assert [message for message in found._queue if message.get("bytes")] == [
            {"type": "websocket.receive", "bytes": b"a" + b"b" * parts + b"c"}
        ]

    live(send)


def test_a_socket_that_is_closing_does_not_fail_the_stop_of_all() -> None:
    async def scenario(connection: LiveConnection, pipe: Pipe) -> None:
        connection.conn.send_close(1000)
        pipe.close()
        connection.shutdown()
        assert connection.ping_timer is None

    live(scenario)


def test_an_upgrade_behind_an_answer_that_is_not_there_yet_is_refused() -> None:
    """uvicorn hands the connection over, and writes the answer in the midst of a live socket's messages."""

    async def slow(scope: Any, receive: Any, send: Any) -> None:
        await asyncio.sleep(30)

    async def run() -> None:
        config = Config(slow, log_config=None, lifespan="off", proxy_headers=False)
        config.load()
        state, pipe = ServerState(), Pipe()
        connection = HttpConnection(config, state, {}, guard=ConnectionGuard(Settings()))
        connection.connection_made(pipe)
        connection.data_received(GET)
        connection.handle_websocket_upgrade()
        assert pipe.closing and pipe.written == b"" and connection in state.connections
        connection.connection_lost(None)
        for task in state.tasks:
            task.cancel()

    asyncio.run(run())
