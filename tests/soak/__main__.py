"""Soak: `python -m tests.soak --minutes 30 --clients 50`; prints a table, exits 1 where a promise was broken.

The crowd is this process, the server another, both on loopback; each visitor comes from an address of its own there.
"""

import asyncio
import io
import random
import resource
import sys
from pathlib import Path
from typing import Annotated

import pillow_heif
import typer
import uvloop
from PIL import Image

from tests.bench.servers import get_json
from tests.helpers.photos import photo
from tests.soak.ledger import Ledger
from tests.soak.report import Soak, broken, plot, table
from tests.soak.rude import misbehave
from tests.soak.server import Gauge, Subject, subject
from tests.soak.visitors import CROWD, Seat, stay

PHOTOS = ("plain", "desk", "exif", "lined", "several", "transparent", "screenshot", "chalk")
REWRITTEN = ("WEBP", "TIFF", "HEIF", "BMP")
WARM = 5  # minutes, in which caches fill and each kind of request is met; memory is judged where there are more to come
LEAVING_S = 8.0  # uvicorn closes idle connections after 5


def photographs() -> list[bytes]:
    """What visitors upload."""
    pillow_heif.register_heif_opener()
    taken = [photo(kind, 1).data for kind in PHOTOS]
    for written, data in zip(REWRITTEN, taken, strict=False):
        out = io.BytesIO()
        Image.open(io.BytesIO(data)).convert("RGB").save(out, written)
        taken.append(out.getvalue())
    return taken


async def soak(server: Subject, minutes: int, clients: int, rude: int, seed: int) -> Soak:
    """Let the crowd come, look at the server each second, and wait until all have left."""
    models = {one["id"]: one for one in get_json(f"http://127.0.0.1:{server.port}/api/models")}
    photos, over, before = photographs(), asyncio.Event(), server.gauge()
    ledger = Ledger()

    def seat(i: int) -> Seat:
        source = f"127.0.{1 + i // 250}.{1 + i % 250}"
        return Seat(server.port, source, random.Random(seed + i), ledger, models, photos, over)

    crowd = [stay(CROWD[i % len(CROWD)], seat(i)) for i in range(clients)]
    crowd += [misbehave(seat(clients + i), i) for i in range(rude)]
    async with asyncio.TaskGroup() as tasks:
        for one in crowd:
            tasks.create_task(one)
        gauges = await _watch(server, minutes)
        over.set()
    await asyncio.sleep(LEAVING_S)
    return Soak(ledger, gauges, before, server.gauge(), server.complaints(), WARM - 1)


async def _watch(server: Subject, minutes: int) -> list[Gauge]:
    loop, gauges = asyncio.get_running_loop(), list[Gauge]()
    begun = loop.time()
    for second in range(60 * minutes):
        await asyncio.sleep(begun + second - loop.time())
        gauges.append(server.gauge())
    return gauges


def main(
    minutes: Annotated[int, typer.Option(min=1, max=180)] = 30,
    clients: Annotated[int, typer.Option(min=1, max=200, help="Polite ones.")] = 50,
    rude: Annotated[int, typer.Option(min=0, max=50)] = 6,
    seed: int = 0,
    svg: Annotated[Path | None, typer.Option(help="Where to write a plot.")] = None,
) -> None:
    """Print what the crowd saw, and what the server held."""
    with subject() as server:
        found = uvloop.run(soak(server, minutes, clients, rude, seed))
    typer.echo(table(found))
    used = resource.getrusage(resource.RUSAGE_SELF)
    typer.echo(f"\nThe crowd itself took {(used.ru_utime + used.ru_stime) / 60 / minutes:.2f} cores.")
    for words in [*found.ledger.words, *found.complaints[:20]]:
        typer.echo(f"  {words}")
    if svg:
        svg.write_text(plot(found, f"{minutes} minutes, {clients} visitors and {rude} rude ones"))
    faults = broken(found)
    typer.echo("\n".join(f"BROKEN: {words}" for words in faults) or "Every promise was kept.")
    sys.exit(bool(faults))


if __name__ == "__main__":
    typer.run(main)
