import socket

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
        serve("256.0.0.1", 0)
