import signal
import socket
import subprocess
import sys
import time

import pytest
from typer.testing import CliRunner

from app.cli import app
from app.serve import serve


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


def test_stopping_does_not_wait_for_a_body_that_never_ends() -> None:
    command = [sys.executable, "-c", "from app.cli import app; app(['serve', '--port', '0'])"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr is not None
        ready = next(line for line in server.stderr if "http://" in line)
        port = int(ready.strip().rpartition(":")[2])
        with socket.create_connection(("127.0.0.1", port)) as stuck:
            stuck.sendall(b"POST /api/models/vae-2d/decode HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n")
            stuck.sendall(b"Content-Type: application/json\r\n\r\n{")
            time.sleep(0.2)
            server.send_signal(signal.SIGTERM)
            server.wait(5)
        server.stderr.read()
