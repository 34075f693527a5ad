import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from latent_explorer.app.cli.commands import app
from latent_explorer.app.server.run import STOP_S, serve
from tests.helpers import raw
from tests.helpers.serving import serving

HEAD = "POST /api/models/vae-2d/{} HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n"


def test_a_taken_port_ends_in_one_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = CliRunner().invoke(app, ["serve", "--port", str(port)])
    assert result.exit_code == 1
    (line,) = result.output.strip().splitlines()
    assert f"127.0.0.1:{port}" in line and "--port" in line


def test_an_unknown_host_ends_in_one_sentence() -> None:
    with pytest.raises(SystemExit, match="choose another"):
        serve(host="256.0.0.1", port=0)


def test_a_setting_that_cannot_be_ends_in_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LATENT_THREADS", "many")
    with pytest.raises(SystemExit, match="LATENT_THREADS can't be used"):
        serve(host="127.0.0.1", port=0)


class Running:
    """A server in a process of its own, where it is, and what it wrote since it was ready."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        assert process.stderr is not None
        self.process, self.log = process, ""
        ready = next(line for line in process.stderr if "http://" in line)
        self.port = int(ready.strip().rpartition(":")[2])
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stderr is not None
        self.log += self.process.stderr.read()

    def stop(self) -> float:
        """Ask it to stop; seconds until it has."""
        start = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(30)
        self._reader.join(10)
        return time.monotonic() - start


@contextmanager
def running(*options: str, **environment: str) -> Iterator[Running]:
    command = [sys.executable, "-m", "latent_explorer.app.cli", "serve", "--port", "0", *options]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=os.environ | environment) as process:
        try:
            yield Running(process)
        finally:
            process.terminate()


def until_loaded(port: int) -> None:
    with raw.connect(port) as connection:
        connection.sendall(b"GET /api/models HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        assert raw.read_all(connection).startswith(b"HTTP/1.1 200")


@pytest.mark.process
def test_stopping_under_load_ends_all_that_is_under_way_in_seconds_and_without_a_traceback() -> None:
    with running() as server, ExitStack() as clients:
        until_loaded(server.port)
        live = [clients.enter_context(raw.open_live(server.port)) for _ in range(10)]
        for connection in live:
            raw.handshake(connection)
        stuck = [clients.enter_context(raw.connect(server.port)) for _ in range(5)]
        for connection in stuck:
            connection.sendall(HEAD.format("encode", 100).encode() + b"{")
        slow = [clients.enter_context(raw.connect(server.port)) for _ in range(20)]
        body = b'{"z": [' + b",".join([b"[0, 0]"] * 1024) + b"]}"
        for connection in slow:
            connection.sendall(HEAD.format("compare", len(body)).encode() + body)
        for connection in slow:
            connection.sendall(HEAD.format("decode", len(body)).encode() + body)
        for connection in live:
            connection.sendall(raw.frame(raw.codes(1, 200)))
        time.sleep(0.3)
        taken = server.stop()
        closes = [last_frame(connection) for connection in live]
        told = [raw.problem(raw.read_all(connection)) for connection in stuck]
    assert server.process.returncode == 0 and taken < 15  # 4 s on a machine at rest
    assert "Traceback" not in server.log and "Exception" not in server.log
    assert {(opcode, payload[:2]) for opcode, payload in closes} == {(8, (1012).to_bytes(2))}
    assert {(status, body["code"]) for status, body in told} == {(503, "stopping")}


def last_frame(connection: socket.socket) -> tuple[int, bytes]:
    found = raw.read_frame(connection)
    while found[0] != 8:
        found = raw.read_frame(connection)
    return found


@pytest.mark.process
def test_what_strangers_send_leaves_nothing_in_the_log() -> None:
    bodies = [b"\x16\x03\x01\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"GET / HTTP/1.1\r\nHost: a\r\nUpgrade: h2c\r\n"]
    bodies[2] += b"Connection: Upgrade\r\n\r\n"
    with running(LATENT_HEADER_SECONDS="0.3", LATENT_MAX_LIVE="1") as server:
        until_loaded(server.port)
        for sent in bodies:
            with raw.connect(server.port) as connection:
                connection.sendall(sent)
                assert raw.read_all(connection)
        with raw.open_live(server.port), raw.open_live(server.port) as refused:
            assert raw.read_all(refused).startswith(b"HTTP/1.1 503")
        with raw.open_live(server.port) as connection:
            raw.handshake(connection)
            connection.sendall(raw.frame(b"\xff", opcode=1))  # text that is no text
            raw.read_all(connection)
        server.stop()
    assert server.log.strip() == ""


def echo(key: str) -> Any:
    async def application(scope: Any, receive: Any, send: Any) -> None:
        found = scope[key][0] if key == "client" else scope[key]
        await send({"type": "http.response.start", "status": 200, "headers": [(b"connection", b"close")]})
        await send({"type": "http.response.body", "body": found.encode()})

    return application


@pytest.mark.parametrize(
    ("trusted", "client", "scheme"),
    [([], "127.0.0.1", "http"), (["127.0.0.1"], "192.0.2.7", "https"), (["10.0.0.0/8"], "127.0.0.1", "http")],
)
def test_only_a_trusted_proxy_names_the_client(trusted: list[str], client: str, scheme: str) -> None:
    for key, wanted in (("client", client), ("scheme", scheme)):
        with serving(echo(key), trusted_proxies=trusted) as port, raw.connect(port) as connection:
            head = b"GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-Proto: https\r\n"
            connection.sendall(head + b"X-Forwarded-For: 198.51.100.1, 192.0.2.7\r\n\r\n")
            assert raw.read_all(connection).endswith(f"{wanted}\r\n0\r\n\r\n".encode())


@pytest.mark.parametrize("root_path", ["", "/latent", "/latent/"])
def test_a_proxy_may_serve_it_under_a_path(root_path: str) -> None:
    with serving(echo("root_path"), root_path=root_path) as port, raw.connect(port) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        assert raw.read_all(connection).partition(b"\r\n\r\n")[2].split(b"\r\n")[1] == root_path.rstrip("/").encode()


def children(process: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


@pytest.mark.process
@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks for the workers where only Linux has them")
def test_workers_answer_one_port_are_replaced_and_stop_together() -> None:
    with running("--workers", "2") as server:
        until_loaded(server.port)
        workers = [pid for pid in children(server.process.pid) if b"spawn_main" in command(pid)]
        assert len(workers) == 2
        os.kill(workers[0], signal.SIGKILL)
        end = time.monotonic() + 60
        while time.monotonic() < end:
            now = [pid for pid in children(server.process.pid) if b"spawn_main" in command(pid)]
            if len(now) == 2 and workers[0] not in now:
                break
            time.sleep(0.1)
        assert workers[0] not in now and workers[1] in now
        until_loaded(server.port)
        with raw.connect(server.port) as stuck:
            stuck.sendall(HEAD.format("encode", 100).encode() + b"{")
            time.sleep(0.3)
            taken = server.stop()
    assert server.process.returncode == 0 and taken < STOP_S + 10
    assert "Traceback" not in server.log and "http://" not in server.log
    assert not any(Path(f"/proc/{pid}").exists() for pid in now)


@pytest.mark.process
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows kills otherwise")
def test_workers_end_with_the_process_that_started_them() -> None:
    with running("--workers", "2") as server:
        until_loaded(server.port)
        server.process.kill()
        end = time.monotonic() + STOP_S + 30
        while time.monotonic() < end and answers(server.port):
            time.sleep(0.1)
        assert not answers(server.port)
        server.stop()
    assert server.log.strip() == ""


@pytest.mark.process
def test_a_name_that_is_no_setting_is_told_at_the_start() -> None:
    environment = os.environ | {"LATENT_ALOWED_HOSTS": "lab.example", "LATENT_PORT": "0"}
    command = [sys.executable, "-m", "latent_explorer.app.cli", "serve"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stderr is not None
        line = process.stderr.readline()
        process.terminate()
    assert "LATENT_ALOWED_HOSTS is no setting" in line and "did you mean LATENT_ALLOWED_HOSTS?" in line


def answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), 5).close()
    except ConnectionRefusedError:
        return False
    return True


def command(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:  # it ended meanwhile
        return b""
