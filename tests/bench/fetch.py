"""Fetch many paths over several connections at once, and say how long each took: `python -m tests.bench.fetch --help`.

Paths come one a line on standard input. HTTP is written by hand: a library would cost more than a kept tile.
"""

import asyncio
import json
import sys
import time
from typing import Annotated

import numpy as np
import typer
import uvloop


async def fetch(port: int, waiting: list[str], taken: list[float], errors: list[str]) -> None:
    """Fetch paths until none waits; seconds go to `taken`."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    while waiting:
        path, start = waiting.pop(), time.perf_counter()
        writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        await reader.readexactly(int(head.split(b"content-length:")[1].split(b"\r\n")[0]))
        taken.append(time.perf_counter() - start)
        if not head.startswith(b"http/1.1 200"):
            errors.append(f"{path}: {head[:40]!r}")
    writer.close()


async def fetch_all(port: int, paths: list[str], connections: int) -> dict[str, object]:
    """What fetching all paths took, milliseconds each."""
    waiting, taken, errors = paths[::-1], list[float](), list[str]()
    start = time.perf_counter()
    await asyncio.gather(*(fetch(port, waiting, taken, errors) for _ in range(connections)))
    whole = time.perf_counter() - start
    p50, p95 = (1000 * float(v) for v in np.percentile(taken, (50, 95)))
    return {"per_second": len(taken) / whole, "seconds": whole, "p50": p50, "p95": p95, "errors": errors[:5]}


def main(
    port: int,
    connections: Annotated[int, typer.Option(min=1, max=400, help="A browser opens six.")] = 6,
    repeat_s: Annotated[float, typer.Option(help="Fetch the first path again and again for so long instead.")] = 0,
) -> None:
    """Print what fetching takes, as JSON."""
    paths = sys.stdin.read().split()
    if repeat_s:
        print(json.dumps(uvloop.run(_repeat(port, paths[0], repeat_s))))
    else:
        print(json.dumps(uvloop.run(fetch_all(port, paths, connections))))


async def _repeat(port: int, path: str, seconds: float) -> dict[str, object]:
    """The same path, fifty times a second."""
    taken, errors = list[float](), list[str]()
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        await fetch(port, [path], taken, errors)
        await asyncio.sleep(0.02)
    p50, p95 = (1000 * float(v) for v in np.percentile(taken, (50, 95)))
    return {"p50": p50, "p95": p95, "n": len(taken), "errors": errors[:5]}


if __name__ == "__main__":
    typer.run(main)
