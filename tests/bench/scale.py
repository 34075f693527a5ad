"""One process, two behind nginx, and Ray Serve with two replicas for pages and two for models, on the same cores.

`python -m tests.bench.scale` prints a table of docs/cluster.md. Each is started, loaded and ended in turn, so many
rounds; the load runs on the same cores. In the last crowd of each round one process is killed: a server, or a codec of
Ray's.
"""

import argparse
import json
import os
import signal
import statistics
import subprocess
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2

from latent_explorer.app.routes.encode import EXAMPLE_DIGIT
from tests.bench import servers
from tests.bench.servers import resident_mb
from tests.helpers.on_ray import on_ray
from tests.helpers.proxied import proxied

ROUNDS, SECONDS, ENCODES, TILES = 3, 5.0, 40, 150
KILLED_AFTER_S = 2.5
Figures = dict[str, float]


@dataclass(frozen=True)
class Way:
    """A way to serve that runs: its port, its processes, and which of them is to die, or None."""

    port: int
    processes: Callable[[], list[int]]
    victim: Callable[[], int | None]

    @property
    def address(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def alone(_: Path) -> Iterator[Way]:
    """One process."""
    with servers.ours(core=None) as server:
        yield Way(server.port, lambda: [server.process.pid], lambda: None)


@contextmanager
def behind_nginx(folder: Path) -> Iterator[Way]:
    """Two processes behind nginx."""
    with proxied(folder) as both:
        pids = [server.process.pid for server in both.servers.values()]
        yield Way(int(both.address.rpartition(":")[2]), lambda: pids, lambda: pids[0])


@contextmanager
def ray(folder: Path) -> Iterator[Way]:
    """Ray Serve."""
    with on_ray(folder) as cluster:
        yield Way(cluster.server.port, cluster.processes, lambda: cluster.replicas("Codec")[0])


WAYS = {"one process": alone, "two behind nginx": behind_nginx, "Ray Serve, 2 + 2": ray}


def crowd(way: Way, clients: int, rate: float, seconds: float) -> Figures:
    """What a crowd of visitors sees."""
    found: Figures = json.loads(_crowd(way, clients, rate, seconds).communicate()[0])
    return found


def _crowd(way: Way, clients: int, rate: float, seconds: float) -> "subprocess.Popen[str]":
    arguments = ["--clients", str(clients), "--rate", str(rate), "--seconds", str(seconds)]
    return servers.spawn(None, "-m", "tests.bench.crowd", str(way.port), *arguments, stdout=subprocess.PIPE)


def killed(way: Way, victim: int, seconds: float) -> Figures:
    """What twenty visitors see while one process is killed."""
    visitors = _crowd(way, 20, 30, seconds + KILLED_AFTER_S)
    time.sleep(KILLED_AFTER_S)
    os.kill(victim, signal.SIGKILL)
    found: Figures = json.loads(visitors.communicate()[0])
    return found


def tiles(way: Way, turn: int) -> tuple[Figures, Figures]:
    """New tiles over six connections, and the same again."""
    revision = servers.get_json(f"{way.address}/api/models/vae-2d")["revision"]
    paths = [f"/api/models/vae-2d/{revision}/tiles/8/{x}/{100 + turn}.png" for x in range(TILES)]
    return _fetch(way, paths), _fetch(way, paths * 5)


def _fetch(way: Way, paths: list[str]) -> Figures:
    command = ("-m", "tests.bench.fetch", str(way.port))
    process = servers.spawn(None, *command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    found: dict[str, Any] = json.loads(process.communicate("\n".join(paths))[0])
    if found["errors"]:
        raise RuntimeError(f"tiles failed: {found['errors']}")
    return found


def encodes(way: Way) -> float:
    """Milliseconds of encoding a digit, the median of many, one after another."""
    with httpx2.Client(base_url=way.address, trust_env=False) as client:
        return statistics.median(_encode_ms(client) for _ in range(ENCODES))


def _encode_ms(client: httpx2.Client) -> float:
    start = time.perf_counter()
    client.post("/api/models/vae-2d/encode", json=EXAMPLE_DIGIT).raise_for_status()
    return 1000 * (time.perf_counter() - start)


def measured(way: Way, turn: int, seconds: float) -> Figures:
    """All figures of a way, by the names of the table's lines."""
    crowd(way, 20, 30, 2)  # warm
    found: Figures = {}
    for clients in (1, 20, 100):
        seen = crowd(way, clients, 30, seconds)
        name = f"live round trip, {clients} visitor{'s' * (clients > 1)} at 30 moves/s"
        found |= {f"{name}: p50, ms": seen["p50"], f"{name}: p95, ms": seen["p95"]}
    found["live images a second, 200 visitors who always want another"] = crowd(way, 200, 200, seconds)["per_second"]
    new, kept = tiles(way, turn)
    found |= {"new tiles a second": new["per_second"], "new tiles: p95, ms": new["p95"]}
    found |= {"kept tiles a second": kept["per_second"], "kept tiles: p95, ms": kept["p95"]}
    found["a digit encoded, one after another: p50, ms"] = encodes(way)
    found["memory of all processes, MB"] = sum(map(resident_mb, way.processes()))
    if (victim := way.victim()) is not None:
        seen = killed(way, victim, seconds)
        found["killed under 20 visitors: sockets lost"] = seen["errors"]
        found["… of the other sockets, images lost"] = seen["unanswered"] - seen["errors"]
        found["… the longest wait for an image, ms"] = seen["longest"]
    return found


def table(taken: dict[str, dict[str, list[float]]]) -> str:
    """Markdown: a line for each figure, a column for each way."""
    lines = list(dict.fromkeys(line for of in taken.values() for line in of))
    rows = [" | ".join([line, *(_cell(of.get(line, [])) for of in taken.values())]) for line in lines]
    return "\n".join(
        f"| {row} |" for row in [" | ".join(["measured", *taken]), "|".join(["---"] * (1 + len(taken))), *rows]
    )


def _cell(values: list[float]) -> str:
    if not values:
        return "–"
    low, middle, high = (
        f"{value:,.{int(min(values) < 100)}f}" for value in (min(values), statistics.median(values), max(values))
    )
    return f"{middle} [{low}, {high}]"


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--seconds", type=float, default=SECONDS)
    parser.add_argument("--only", choices=list(WAYS), action="append")
    given = parser.parse_args()
    taken: dict[str, dict[str, list[float]]] = {name: defaultdict(list) for name in given.only or WAYS}
    for turn in range(given.rounds):
        for name, of in taken.items():
            print(f"  round {turn + 1} of {given.rounds}: {name} …", flush=True)
            with tempfile.TemporaryDirectory() as folder, WAYS[name](Path(folder)) as way:
                for line, value in measured(way, turn, given.seconds).items():
                    of[line].append(value)
    print(table(taken))


if __name__ == "__main__":
    main()
