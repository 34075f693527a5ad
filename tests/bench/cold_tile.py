"""How often one tile that nobody has seen is decoded for a hall: `python -m tests.bench.cold_tile [CLIENTS]`.

All ask at once, on connections that are open already, for a tile of a deep zoom that is another in each round. Printed
are tiles decoded a round (64 codes each, counted by the server's own metrics) and the wait for the whole answer.
"""

import asyncio
import re
import sys
import time
import urllib.request

import numpy as np

from tests.helpers.serving import serving

ZOOM, CODES, ROUNDS = 9, 64, 5


async def _ask(port: int, path: str, go: asyncio.Event, ready: asyncio.Semaphore) -> float:
    """Milliseconds until the answer is whole."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    ready.release()
    await go.wait()
    began = time.perf_counter()
    writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode())
    answer = await reader.read()
    spent = 1000 * (time.perf_counter() - began)
    assert answer.startswith(b"HTTP/1.1 200"), answer[:200]
    writer.close()
    return spent


async def hall(port: int, path: str, clients: int) -> list[float]:
    """All ask at once for a path; milliseconds until each has its answer."""
    go, ready = asyncio.Event(), asyncio.Semaphore(0)
    asked = [asyncio.create_task(_ask(port, path, go, ready)) for _ in range(clients)]
    for _ in asked:
        await ready.acquire()
    go.set()
    return await asyncio.gather(*asked)


def _get(port: int, path: str) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}") as answer:
        return str(answer.read().decode())


def _decoded(port: int) -> float:
    """Codes decoded so far."""
    found = re.search(r'^latent_batch_rows_sum\{batcher="decode"\} (\S+)', _get(port, "/metrics"), re.MULTILINE)
    return float(found[1]) if found else 0.0


def measure(clients: int, rounds: int) -> tuple[list[float], list[float]]:
    """Tiles decoded in each round, and all waits in milliseconds."""
    decodes, waits = list[float](), list[float]()
    with serving(metrics=True) as port:
        revision = re.search(r'"revision":"(\w+)"', _get(port, "/api/models/vae-2d"))
        assert revision
        base = f"/api/models/vae-2d/{revision[1]}/tiles/{ZOOM}"
        for x in range(rounds):
            before = _decoded(port)
            waits += asyncio.run(hall(port, f"{base}/{200 + x}/250.png", clients))
            decodes.append((_decoded(port) - before) / CODES)
    return decodes, waits


if __name__ == "__main__":
    clients = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    decodes, waits = measure(clients, ROUNDS)
    p50, p95 = np.percentile(waits, [50, 95])
    print(f"{clients} clients, one cold tile, {ROUNDS} rounds: decoded {np.median(decodes):g} times (median)")
    print(f"wait p50 {p50:.0f} ms, p95 {p95:.0f} ms")
