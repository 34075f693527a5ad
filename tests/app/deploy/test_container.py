"""What app/deploy/Containerfile says, as far as that can be tried without building it."""

import json
import os
import re
import socket
import subprocess
import sys

import httpx2
import pytest

from latent_explorer.app.settings import Settings
from tests.helpers.paths import ROOT
from tests.helpers.serving import serving


@pytest.fixture(scope="module")
def lines() -> list[str]:
    """The instructions, each on one line."""
    text = (ROOT / "app" / "deploy" / "Containerfile").read_text("utf-8")
    return [line for line in text.replace("\\\n", "").splitlines() if line and not line.startswith("#")]


def health(lines: list[str], port: int) -> int:
    """How the health check ends for a server at a port, with a proxy in the environment that is none."""
    (check,) = (line for line in lines if line.startswith("HEALTHCHECK"))
    program, *arguments = json.loads(check.partition(" CMD ")[2])
    assert program == "python"
    environment = {**os.environ, "LATENT_PORT": str(port), "http_proxy": "http://127.0.0.1:9"}
    return subprocess.run([sys.executable, *arguments], env=environment, capture_output=True, timeout=30).returncode


@pytest.mark.process
def test_the_health_check_tells_a_server_that_decodes_from_none(lines: list[str]) -> None:
    with serving() as port:
        httpx2.get(f"http://127.0.0.1:{port}/api/models", timeout=60)  # waits until they are loaded
        assert health(lines, port) == 0
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    assert health(lines, port) != 0


def test_all_that_is_copied_is_there(lines: list[str]) -> None:
    copied = [name for line in lines if re.match(r"COPY (?!--)", line) for name in line.split()[1:-1]]
    assert {"app", "model", "static", "templates", ".ci", "pyproject.toml"} <= set(copied)
    assert [name for name in copied if not (ROOT / name).exists()] == []


def test_it_names_settings_that_there_are(lines: list[str]) -> None:
    named = {name.lower() for line in lines for name in re.findall(r"LATENT_(\w+)=", line)}
    assert {"host", "port"} <= named <= set(Settings.model_fields)


def test_nothing_runs_as_root(lines: list[str]) -> None:
    last = max(i for i, line in enumerate(lines) if line.startswith("FROM"))
    (user,) = (line.split()[1] for line in lines[last:] if line.startswith("USER"))
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", user)
    assert not [line for line in lines[last:] if line.startswith("RUN")]
