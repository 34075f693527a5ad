"""Fetch many paths over several connections at once, and say how long each took: `python -m tests.bench.fetch --help`.

Paths come one a line on standard input. HTTP is written by hand: a library would cost more than a kept tile.
"""

import asyncio
import json
import sys
import time
from dataclasses import dataclass, field
from typing import Annotated

import numpy as np
import typer
import uvloop

PACKED = "Accept-Encoding: gzip, deflate, br, zstd\r\n"  # as Chromium says it


@dataclass
class Fetched:
    """Seconds of each answer, bytes of all, and what went wrong."""

    taken: list[float] = field(default_factory=list)
    bytes: int = 0
    errors: list[str] = field(default_factory=list)


async def fetch(port: int, waiting: list[str], found: Fetched, headers: str = "") -> None:
    """Fetch paths until none waits."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    while waiting:
        path, start = waiting.pop(), time.perf_counter()
        writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{headers}\r\n".encode())
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        found.bytes += len(head) + await _body(reader, head)
        found.taken.append(time.perf_counter() - start)
        if not head.startswith(b"http/1.1 200"):
            found.errors.append(f"{path}: {head[:40]!r}")
    writer.close()


async def _body(reader: asyncio.StreamReader, head: bytes) -> int:
    """Read a body, whole or in chunks: how many bytes came."""
    if b"content-length:" in head:
        return len(await reader.readexactly(int(head.split(b"content-length:")[1].split(b"\r\n")[0])))
    came, size = 0, -1
    while size:
        line = await reader.readuntil(b"\r\n")
        size = int(line, 16)
        came += len(line) + len(await reader.readexactly(size + 2))
    return came


async def fetch_all(port: int, paths: list[str], connections: int, headers: str = "") -> dict[str, object]:
    """What fetching all paths took, milliseconds each."""
    waiting, found = paths[::-1], Fetched()
    start = time.perf_counter()
    await asyncio.gather(*(fetch(port, waiting, found, headers) for _ in range(connections)))
    whole = time.perf_counter() - start
    p50, p95 = (1000 * float(v) for v in np.percentile(found.taken, (50, 95)))
    return {
        "per_second": len(found.taken) / whole, "seconds": whole, "p50": p50, "p95": p95,
        "bytes": found.bytes / len(found.taken), "errors": found.errors[:5],
    }  # fmt: skip


def main(
    port: int,
    connections: Annotated[int, typer.Option(min=1, max=400, help="A browser opens six.")] = 6,
    repeat_s: Annotated[float, typer.Option(help="Fetch the first path again and again for so long instead.")] = 0,
    packed: Annotated[bool, typer.Option("--packed", help="Take packed answers, as a browser does.")] = False,
) -> None:
    """Print what fetching takes, as JSON."""
    paths = sys.stdin.read().split()
    if repeat_s:
        print(json.dumps(uvloop.run(_repeat(port, paths[0], repeat_s))))
    else:
        print(json.dumps(uvloop.run(fetch_all(port, paths, connections, PACKED if packed else ""))))


async def _repeat(port: int, path: str, seconds: float) -> dict[str, object]:
    """The same path, fifty times a second."""
    found = Fetched()
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        await fetch(port, [path], found)
        await asyncio.sleep(0.02)
    p50, p95 = (1000 * float(v) for v in np.percentile(found.taken, (50, 95)))
    return {"p50": p50, "p95": p95, "n": len(found.taken), "errors": found.errors[:5]}


if __name__ == "__main__":
    typer.run(main)
