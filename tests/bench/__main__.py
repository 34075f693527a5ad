"""`make bench`: our server against the naive one, in one run on one machine; medians, milliseconds unless said."""

import http.client
import platform
import statistics
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import numpy as np
from websockets.sync.client import connect

from model.checkpoint import load
from model.codec import Codec
from model.registry import ZOO

OURS, NAIVE = 8765, 8766
SERVE = "from app.cli import app; app(['serve', '--port', '8765'])"
ROUNDS = 300
TILES = [(4, x, y) for x in range(16) for y in range(4)]


@contextmanager
def server(*command: str, port: int) -> Iterator[None]:
    """Run a server until the block ends."""
    process = subprocess.Popen([sys.executable, *command], stderr=subprocess.DEVNULL)
    try:
        _wait_for(port)
        yield
    finally:
        process.terminate()
        process.wait(10)


def _wait_for(port: int) -> None:
    for _ in range(300):
        try:
            http.client.HTTPConnection("127.0.0.1", port, timeout=1).connect()
            return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(f"no server on port {port}")


def times(action: Callable[[int], object], rounds: int) -> list[float]:
    """Milliseconds of each call."""
    taken = []
    for i in range(rounds):
        start = time.perf_counter()
        action(i)
        taken.append(1000 * (time.perf_counter() - start))
    return taken


def live_round_trips() -> list[float]:
    """One z over the live socket and its pixels back."""
    with connect(f"ws://127.0.0.1:{OURS}/api/models/vae-2d/live") as socket:

        def once(i: int) -> None:
            socket.send(struct.pack("<II2f", i, 1, i / ROUNDS, -i / ROUNDS))
            socket.recv()

        return times(once, ROUNDS)


def fetches(port: int, paths: list[str]) -> list[float]:
    """GET each path over one connection."""
    connection = http.client.HTTPConnection("127.0.0.1", port)

    def once(i: int) -> None:
        connection.request("GET", paths[i])
        answer = connection.getresponse()
        assert answer.status == 200
        answer.read()

    return times(once, len(paths))


def row(name: str, taken: list[float]) -> None:
    """Print one line of the table: median and 95th percentile."""
    print(f"| {name} | {statistics.median(taken):.2f} | {float(np.percentile(taken, 95)):.2f} |")


def main() -> None:
    """Measure and print the table."""
    checkpoint = load(ZOO / "vae-2d")
    codec, batch = Codec(checkpoint), np.zeros((64, 2), np.float32)
    points = [f"/decode.png?x={i / ROUNDS}&y={-i / ROUNDS}" for i in range(ROUNDS)]
    tiles = [f"/api/models/vae-2d/{checkpoint.revision}/tiles/{z}/{x}/{y}.png" for z, x, y in TILES]
    print(f"{platform.machine()}, Python {platform.python_version()}\n\n| what | median ms | p95 ms |\n|---|---|---|")
    row("codec.decode, batch of 64, in this process", times(lambda _: codec.decode(batch), ROUNDS))
    with server("-c", SERVE, port=OURS):
        row("live socket, one image", live_round_trips())
        row("tile of 64 images", fetches(OURS, tiles))
    with server("-m", "tests.bench.naive", port=NAIVE):
        row("naive server, one image", fetches(NAIVE, points))
        row("naive server, 64 images", [sum(part) for part in np.array_split(fetches(NAIVE, points[:256]), 4)])


if __name__ == "__main__":
    main()
