"""A real server of its own on loopback, and what the system says of it (Linux only)."""

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from tests.bench.servers import SERVE, START_S, wait_for

READY = re.compile(r"ready: http://[\d.]+:(\d+)")
TICKS = os.sysconf("SC_CLK_TCK")
# So small that both caches are full after a minute: memory that grows later is none of theirs.
CACHES = {"LATENT_TILE_CACHE_BYTES": "8000000", "LATENT_PICTURE_CACHE_BYTES": "16000000"}


class Gauge(NamedTuple):
    """What the server holds at a moment, and its processor time so far."""

    mb: float
    files: int
    threads: int
    cpu_s: float


@dataclass
class Subject:
    """The server, and its log."""

    port: int
    process: subprocess.Popen[bytes]
    log: Path
    gauges: list[Gauge] = field(default_factory=list)  # one a second

    def gauge(self) -> Gauge:
        """Look now. Raises OSError where it is gone."""
        folder = Path(f"/proc/{self.process.pid}")
        status, stat = (folder / "status").read_text(), (folder / "stat").read_text().rpartition(")")[2].split()
        mb, threads = (int(status.split(f"{name}:")[1].split()[0]) for name in ("VmRSS", "Threads"))
        return Gauge(mb / 1000, len(os.listdir(folder / "fd")), threads, (int(stat[11]) + int(stat[12])) / TICKS)

    def complaints(self) -> list[str]:
        """Lines of its log that tell of a failure."""
        return [line for line in self.log.read_text().splitlines() if re.match(r"ERROR|CRITICAL|\w+Error\b", line)]


@contextmanager
def subject() -> Iterator[Subject]:
    """A server until the block ends, from the moment that its models are loaded."""
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        command = [sys.executable, "-c", SERVE, "serve", "--port", "0"]
        with log.open("wb") as out:
            process = subprocess.Popen(command, stderr=out, env=os.environ | CACHES)
        try:
            port = _port(log)
            wait_for(f"http://127.0.0.1:{port}/healthz")
            yield Subject(port, process, log)
        finally:
            process.terminate()
            process.wait(20)


def _port(log: Path) -> int:
    end = time.monotonic() + START_S
    while time.monotonic() < end:
        if found := READY.search(log.read_text()):
            return int(found[1])
        time.sleep(0.05)
    raise TimeoutError(f"the server did not start: {log.read_text()[-500:]}")
