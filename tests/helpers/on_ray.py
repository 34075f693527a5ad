"""The application on Ray Serve, as `latent-explorer cluster` starts it: real processes on this machine alone."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import pytest

from latent_explorer.app.cluster.local import FILE
from tests.bench.servers import SERVE, Server, cpu_s, free_port, running

START_S = 120.0  # Ray takes half a minute where nothing else runs
needs_ray = pytest.mark.skipif(
    find_spec("ray") is None or sys.platform != "linux", reason="needs Linux and Ray (pip install -e .[ray])"
)


@dataclass(frozen=True)
class OnRay:
    """A cluster that runs, and the processes of its deployments."""

    server: Server

    @property
    def address(self) -> str:
        """Where it is."""
        return self.server.address

    def replicas(self, deployment: str) -> list[int]:
        """The process numbers of a deployment's replicas."""
        name = f"^ray::ServeReplica:latent-explorer:{deployment}"
        found = subprocess.run(["pgrep", "-f", name], capture_output=True, text=True)
        return sorted(map(int, found.stdout.split()))

    def seconds(self, deployment: str) -> dict[int, float]:
        """Processor time of each of them, seconds."""
        return {pid: cpu_s(pid) for pid in self.replicas(deployment)}

    def kill_holder(self) -> None:
        """Kill the page that has worked most in the last moment: of few visitors it has the live socket."""
        before = self.seconds("Pages")
        time.sleep(0.3)
        after = self.seconds("Pages")
        os.kill(max(before, key=lambda pid: after[pid] - before[pid]), signal.SIGKILL)

    def heal(self) -> None:
        """Wait until each deployment has two replicas."""
        end = time.monotonic() + START_S
        while any(len(self.replicas(deployment)) < 2 for deployment in ("Pages", "Codec")):
            if time.monotonic() > end:
                raise TimeoutError("Ray started no further replica")
            time.sleep(0.1)

    def processes(self) -> list[int]:
        """The process numbers of all that runs for it: Ray's own, HAProxy and the replicas."""
        found = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
        parents = {int(pid): int(parent) for pid, parent in map(str.split, found.splitlines())}
        family = {self.server.process.pid}
        while more := {pid for pid, parent in parents.items() if parent in family} - family:
            family |= more
        return sorted(family)


@contextmanager
def on_ray(folder: Path, **settings: str) -> Iterator[OnRay]:
    """The file that is shipped, at a port that is free and with no more replicas than two, until the block ends."""
    port = free_port()
    (folder / "serve.yaml").write_text(FILE.read_text().replace("max_replicas: 16", "max_replicas: 2"))
    command = ("-c", SERVE, "cluster", str(folder / "serve.yaml"), "--port", str(port))
    where = {**os.environ, **settings}
    with ExitStack() as stack:
        for last in (False, True):  # on a machine that is very busy Ray gives its own start up
            try:
                server = stack.enter_context(
                    running(None, port, "/readyz", *command, start_s=START_S, stdout=subprocess.DEVNULL, env=where)
                )
                break
            except TimeoutError:
                if last:
                    raise
        cluster = OnRay(server)
        cluster.heal()
        yield cluster
