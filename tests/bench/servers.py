"""Servers under measurement and what loads them: processes of their own, each on a core of its own where that works."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

SERVER_CORE, LOAD_CORE = 0, 1
START_S = 60.0
SERVE = "from latent_explorer.app.cli.commands import app; app()"


def pinned() -> bool:
    """Whether processes can be given a core each."""
    return hasattr(os, "sched_setaffinity") and len(os.sched_getaffinity(0)) > 1


def spawn(core: int | None, *command: str, **options: Any) -> subprocess.Popen[str]:
    """Start Python with a command, on one core or on all."""
    cores = sorted(os.sched_getaffinity(0)) if pinned() else []
    pin = partial(os.sched_setaffinity, 0, {cores[core]}) if cores and core is not None else None
    return subprocess.Popen([sys.executable, *command], text=True, preexec_fn=pin, **options)


@dataclass(frozen=True)
class Server:
    """A server that runs."""

    port: int
    process: subprocess.Popen[str]

    @property
    def address(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.port}"

    def resident_mb(self) -> float:
        """Resident memory, MB; Linux only."""
        return resident_mb(self.process.pid)

    def cpu_s(self) -> float:
        """Seconds of a core that it has used since it started; Linux only."""
        return cpu_s(self.process.pid)


def resident_mb(pid: int) -> float:
    """A process's resident memory, MB; Linux only."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1000


def cpu_s(pid: int) -> float:
    """Seconds of a core that a process has used, all its threads together, its own and the kernel's; Linux only."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()  # a program's name may hold spaces
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


@contextmanager
def running(
    core: int | None, port: int, ready: str, *command: str, start_s: float = START_S, **options: Any
) -> Iterator[Server]:
    """A server until the block ends, from the moment that a path of it can be fetched."""
    process = spawn(core, *command, stderr=subprocess.DEVNULL, **options)
    server = Server(port, process)
    try:
        wait_for(server.address + ready, start_s=start_s)
        yield server
    finally:
        process.terminate()
        _end(process)


def _end(process: subprocess.Popen[str]) -> None:
    try:
        process.wait(40)
    finally:
        process.kill()


@contextmanager
def ours(core: int | None = SERVER_CORE, models: Path | None = None) -> Iterator[Server]:
    """Latent Explorer, its models loaded, with those of a further folder if one is named."""
    port = free_port()
    more = ["--models", str(models)] if models else []
    with running(core, port, "/readyz", "-c", SERVE, "serve", "--port", str(port), *more) as server:
        yield server


@contextmanager
def naive() -> Iterator[Server]:
    """The naive server."""
    port = free_port()
    with running(SERVER_CORE, port, "/decode.png?x=0&y=0", "-m", "tests.bench.naive", str(port)) as server:
        yield server


def wait_for(url: str, pause_s: float = 0.05, start_s: float = START_S) -> None:
    """Ask until there is an answer."""
    end = time.perf_counter() + start_s
    while time.perf_counter() < end:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except (OSError, urllib.error.URLError):
            time.sleep(pause_s)
    raise TimeoutError(f"no answer from {url}")


def get_json(url: str) -> Any:
    """What is at a URL, read as JSON."""
    with urllib.request.urlopen(url, timeout=30) as answer:
        return json.load(answer)
