"""How many threads and processes, on all cores: `python -m tests.bench.workers` prints a table of docs/performance.md.

Images a second of 200 visitors who always want another; and the live round trip of 20 visitors while digits are encoded
one after another, with a thread for encoding and with one thread for both.
"""

import json
import statistics
import subprocess
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

from latent_explorer.model.datasets.sample import load_sample
from tests.bench import servers
from tests.bench.servers import LOAD_CORE, Server

ROUNDS, SECONDS = 3, 4
ALONE = "import os; os.environ['LATENT_THREADS'] = '{threads}'\n"
SLOW = """from latent_explorer.app.inference import switch_interval
switch_interval.SHORT_S = 0.005
"""
SHARED = """from latent_explorer.app.inference.engine import Threads
made = Threads.__init__
def init(self): made(self); self._lines["encode"] = self._lines["decode"]
Threads.__init__ = init
"""
SERVE = """from latent_explorer.app.cli.commands import app
app(['serve', '--port', '{port}'])"""
PROCESSES = """import uvicorn
uvicorn.run('latent_explorer.app.main:create_app', factory=True, workers=2, port={port}, log_level='warning')"""
WAYS = {
    "one process, one torch thread: chosen": ALONE.format(threads=1) + SERVE,
    "one process, two torch threads": ALONE.format(threads=2) + SERVE,
    "two processes": ALONE.format(threads=1) + PROCESSES,
}


@contextmanager
def serving(code: str) -> Iterator[Server]:
    """A server on all cores."""
    port = servers.free_port()
    with servers.running(None, port, "/readyz", "-c", code.replace("{port}", str(port))) as server:
        yield server


def crowd(server: Server, clients: int, rate: int) -> "subprocess.Popen[str]":
    """A crowd under way."""
    arguments = [str(server.port), "--clients", str(clients), "--rate", str(rate), "--seconds", str(SECONDS)]
    return servers.spawn(LOAD_CORE, "-m", "tests.bench.crowd", *arguments, stdout=subprocess.PIPE)


def per_second(code: str) -> float:
    """Images a second, the median of some rounds."""
    with serving(code) as server:
        seen = [json.loads(crowd(server, 200, 200).communicate()[0]) for _ in range(ROUNDS)]
        return float(statistics.median(one["per_second"] for one in seen))


def beside_encoding(code: str) -> float:
    """The p95 of live round trips, ms, while digits are encoded."""
    pixels = (load_sample().images[0] / 255).tolist()
    with serving(code) as server:
        request = urllib.request.Request(
            f"{server.address}/api/models/vae-2d/encode", json.dumps({"pixels": pixels}).encode()
        )
        request.add_header("Content-Type", "application/json")
        visitors = crowd(server, 20, 30)
        while visitors.poll() is None:
            urllib.request.urlopen(request).read()
        assert visitors.stdout
        return float(json.load(visitors.stdout)["p95"])


def main() -> None:
    """Print the tables."""
    print("| 200 visitors, server on all cores | images a second |\n|---|---|")
    for name, code in WAYS.items():
        print(f"| {name} | {per_second(code):,.0f} |", flush=True)
    print("\n| 20 visitors while digits are encoded | p95 of the round trip, ms |\n|---|---|")
    alone = ALONE.format(threads=1)
    print(f"| a thread that encodes beside the one that decodes: chosen | {beside_encoding(alone + SERVE):.1f} |")
    print(f"| the same, with Python's usual switch interval | {beside_encoding(alone + SLOW + SERVE):.1f} |")
    print(f"| one thread for both | {beside_encoding(alone + SHARED + SERVE):.1f} |")


if __name__ == "__main__":
    main()
