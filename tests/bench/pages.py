"""A crowd of pages on loopback, each with one socket to both its models, some of which are used.

As the page does: of each move both models are asked; while their answers are under way, the newest move waits; of
images each model is asked by itself, what the judge reads in both together. A process of its own; it also reads what
the server used meanwhile: `python -m tests.bench.pages --help`.
"""

import asyncio
import base64
import json
import math
import os
import time
from functools import partial
from typing import Annotated, NamedTuple

import numpy as np
import typer
import uvloop

from latent_explorer.app.routes.live_frames import ADDRESS, COMPARED, DRAWN, HEADER, IMAGES
from tests.bench.crowd import PATIENCE_S, UPGRADE, LiveVisitor, Place, Tally, drag
from tests.bench.servers import cpu_s, resident_mb

TWINS = "/api/live?model=ae-2d&model=vae-2d"
SETTLED_S = 1.0  # after the last answer, before memory is read


class Gesture(NamedTuple):
    """What a move asks each model for: a kind of answer to so many rows, and whether both answers are waited for."""

    kind: int
    rows: int
    together: bool


GESTURES = {"move": Gesture(IMAGES, 1, False), "ring": Gesture(COMPARED, 17, True), "draw": Gesture(DRAWN, 60, True)}


class Page(LiveVisitor):
    """A page's socket: the same is wanted of both models."""

    def __init__(self, tally: Tally, port: int, gesture: Gesture) -> None:
        super().__init__(tally, "", port, gesture.rows)
        self.gesture, self.received, self.sent = gesture, 0, 0
        self.wanted: dict[int, tuple[Place, float]] = {}
        self.under_way: dict[int, tuple[int, float]] = {}

    @property
    def is_done(self) -> bool:
        """Whether nothing waits, and nothing is under way."""
        return not self.wanted and not self.under_way

    def greet(self) -> None:
        upgrade = UPGRADE.replace("/api/models/{model}/live", TWINS)
        self.transport.write(upgrade.format(port=self.port, key=base64.b64encode(os.urandom(16)).decode()).encode())

    def move(self, place: Place) -> None:
        self.tally.moves += 1
        self.wanted = {model: (place, time.perf_counter()) for model in (0, 1)}
        self.ask()

    def ask(self) -> None:
        if not self.ready or (self.gesture.together and self.under_way):
            return
        for model in [model for model in self.wanted if model not in self.under_way]:
            place, since = self.wanted.pop(model)
            self.seq += 1
            self.under_way[model] = (self.seq, since)
            message = self.message(model, place)
            self.sent += len(message)
            self.transport.write(message)

    def message(self, model: int, place: Place) -> bytes:
        """A masked frame (with zeros, which leave it as it is)."""
        kind, rows, _ = self.gesture
        payload = ADDRESS.pack(model, model, kind) + HEADER.pack(self.seq, rows) + rows_at(kind, rows, place)
        length = bytes((0x80 | len(payload),)) if len(payload) < 126 else b"\xfe" + len(payload).to_bytes(2)
        return b"\x82" + length + bytes(4) + payload

    def receive(self, answer: bytes) -> None:
        if answer[0] != 0x82:
            return super().receive(answer)
        start = 2 if answer[1] < 126 else 4
        view, _, kind = ADDRESS.unpack_from(answer, start)
        seq = HEADER.unpack_from(answer, start + ADDRESS.size)[0]
        asked, since = self.under_way.pop(view, (0, 0.0))
        if (seq, kind) != (asked, self.gesture.kind):
            self.tally.errors.append(f"no answer: {answer[:80]!r}")
            return
        self.received += len(answer)
        self.tally.waits.append(time.perf_counter() - since)
        self.ask()


def rows_at(kind: int, rows: int, place: Place) -> bytes:
    """What is asked for at a place: a code, one with its neighbours around, or a stroke that goes through it."""
    x, y = place
    turn = np.linspace(0, 2 * math.pi, rows)
    if kind == DRAWN:
        table = np.stack([0.5 + x / 20 + 0.2 * np.cos(turn), 0.5 + y / 20 + 0.3 * np.sin(turn), np.full(rows, 2.5)], 1)
        table[0, 2] *= -1  # where it begins
    else:
        table = np.stack([x + 0.1 * np.cos(turn), y + 0.1 * np.sin(turn)], 1)
    return table.astype("<f4").tobytes()


async def come(pages: list[Page]) -> None:
    """Wait until all are there and have asked once, as pages do when they open."""
    while not all(page.ready for page in pages):
        await asyncio.sleep(0.01)
    for page in pages:
        page.move((0.0, 0.0))
    await rest(pages)
    for page in pages:
        page.sent = page.received = 0


async def rest(pages: list[Page]) -> None:
    """Wait for the last answers, with some patience."""
    end = time.perf_counter() + 10 * PATIENCE_S
    while not all(page.is_done for page in pages) and time.perf_counter() < end:
        await asyncio.sleep(0.01)


async def use(
    port: int, pid: int, gesture: Gesture, count: int, moving: int, rate: float, seconds: float
) -> dict[str, object]:
    """Let so many of the pages be used, and say what a move cost the server: ms of a core, and bytes each way."""
    loop, tally, empty_mb = asyncio.get_running_loop(), Tally(), resident_mb(pid)
    made = partial(Page, tally, port, gesture)
    pages = [(await loop.create_connection(made, "127.0.0.1", port))[1] for _ in range(count)]
    await come(pages)
    await asyncio.sleep(SETTLED_S)
    open_mb, before, start = resident_mb(pid), cpu_s(pid), loop.time()
    tally.waits.clear()
    await asyncio.gather(*(drag(page, rate, start + seconds) for page in pages[:moving]))
    await rest(pages)
    used, taken, answered = cpu_s(pid) - before, loop.time() - start, len(tally.waits) / 2
    found: dict[str, object] = {"pages": count, "moving": moving, "mb": [empty_mb, open_mb]}
    if moving:
        found |= {
            "ms": 1000 * used / answered, "busy": used / taken, "per_second": answered / taken / moving,
            "bytes": sum(page.received for page in pages) / answered,
            "sent": sum(page.sent for page in pages) / answered,
        }  # fmt: skip
    unanswered = sum(not page.is_done for page in pages)
    return found | {"unanswered": unanswered, "errors": tally.errors[:5]}


def main(
    port: int,
    pid: Annotated[int, typer.Argument(help="Of the server.")],
    gesture: Annotated[str, typer.Option(help=", ".join(GESTURES))] = "move",
    pages: Annotated[int, typer.Option(min=1, max=1000)] = 200,
    moving: Annotated[int, typer.Option(min=0, max=1000, help="Of the pages.")] = 20,
    rate: Annotated[float, typer.Option(min=0.1, max=1000, help="Moves a second of each.")] = 60,
    seconds: Annotated[float, typer.Option(min=0.1, max=300)] = 4,
) -> None:
    """Print what a move of a crowd of pages costs, as JSON."""
    print(json.dumps(uvloop.run(use(port, pid, GESTURES[gesture], pages, moving, rate, seconds))))


if __name__ == "__main__":
    typer.run(main)
