"""A crowd on loopback, each visitor dragging as the page does: one request in flight, the newest place waits.

A process of its own, so that what it measures is the server's time and not its own:
`python -m tests.bench.crowd --help`.
"""

import asyncio
import base64
import json
import math
import os
import random
import struct
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Annotated, cast

import numpy as np
import typer
import uvloop

PATIENCE_S = 5.0  # how long the last place may wait for its image
UPGRADE = (
    "GET /api/models/{model}/live HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\n"
    "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n\r\n"
)
Place = tuple[float, float]


@dataclass
class Tally:
    """What the crowd saw: seconds from each answered move to its image, and what went wrong."""

    moves: int = 0
    waits: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


class Visitor(asyncio.Protocol):
    """Someone who drags. Subclasses know how to ask for a place and what an answer looks like."""

    def __init__(self, tally: Tally) -> None:
        self.tally, self.buffer, self.ready = tally, bytearray(), False
        self.waiting: tuple[Place, float] | None = None
        self.asked: tuple[Place, float] | None = None
        self.transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)
        self.greet()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.transport.is_closing() or self.asked:
            self.tally.errors.append(f"connection lost: {exc}")

    def move(self, place: Place) -> None:
        """The finger is somewhere else; a place that still waits is forgotten."""
        self.tally.moves += 1
        self.waiting = (place, time.perf_counter())
        self.ask()

    def ask(self) -> None:
        if self.waiting and not self.asked and self.ready:
            self.asked, self.waiting = self.waiting, None
            self.transport.write(self.request(self.asked[0]))

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        while (size := self.answer_size()) and len(self.buffer) >= size:
            answer = bytes(self.buffer[:size])
            del self.buffer[:size]
            self.receive(answer)

    def receive(self, answer: bytes) -> None:
        if not self.asked or not self.is_image(answer):
            self.tally.errors.append(f"no image: {answer[:80]!r}")
            return
        self.tally.waits.append(time.perf_counter() - self.asked[1])
        self.asked = None
        self.ask()

    def greet(self) -> None:
        self.ready = True

    def request(self, place: Place) -> bytes:
        raise NotImplementedError

    def answer_size(self) -> int:
        """Bytes of the answer that begins the buffer, 0 where that can't be told yet."""
        raise NotImplementedError

    def is_image(self, answer: bytes) -> bool:
        raise NotImplementedError


class LiveVisitor(Visitor):
    """Over the live socket, its frames written by hand: a library would cost more than the server that is measured."""

    def __init__(self, tally: Tally, model: str, port: int, codes: int) -> None:
        super().__init__(tally)
        self.model, self.port, self.codes, self.seq = model, port, codes, 0

    def greet(self) -> None:
        key = base64.b64encode(os.urandom(16)).decode()
        self.transport.write(UPGRADE.format(model=self.model, port=self.port, key=key).encode())

    def request(self, place: Place) -> bytes:
        self.seq += 1
        payload = struct.pack("<II", self.seq, self.codes) + self.codes * struct.pack("<2f", *place)
        length = bytes((0x80 | len(payload),)) if len(payload) < 126 else b"\xfe" + len(payload).to_bytes(2)
        return b"\x82" + length + bytes(4) + payload  # masked with zeros, which leaves it as it is

    def answer_size(self) -> int:
        if not self.ready:
            end = self.buffer.find(b"\r\n\r\n")
            if end < 0:
                return 0
            if not self.buffer.startswith(b"HTTP/1.1 101"):
                self.tally.errors.append(f"no socket: {bytes(self.buffer[:80])!r}")
            del self.buffer[: end + 4]
            self.ready = True
            self.ask()
        if len(self.buffer) < 4:
            return 0
        length = self.buffer[1]
        return 4 + int.from_bytes(self.buffer[2:4]) if length == 126 else 2 + length

    def receive(self, answer: bytes) -> None:
        if answer[0] == 0x89:  # a ping, which the server sends now and then
            self.transport.write(bytes((0x8A, 0x80 | answer[1])) + bytes(4) + answer[2:])
        else:
            super().receive(answer)

    def is_image(self, answer: bytes) -> bool:
        whole = len(answer) == 4 + 8 + 784 * self.codes
        return whole and struct.unpack_from("<II", answer, 4) == (self.seq, self.codes)


class NaiveVisitor(Visitor):
    """Over HTTP, a PNG for each place."""

    def request(self, place: Place) -> bytes:
        return f"GET /decode.png?x={place[0]:.5f}&y={place[1]:.5f} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode()

    def answer_size(self) -> int:
        end = self.buffer.find(b"\r\n\r\n")
        if end < 0:
            return 0
        head = bytes(self.buffer[:end]).lower()
        return end + 4 + int(head.split(b"content-length:")[1].split(b"\r\n")[0])

    def is_image(self, answer: bytes) -> bool:
        return answer.startswith(b"HTTP/1.1 200") and b"\x89PNG" in answer


async def drag(visitor: Visitor, rate: float, end: float) -> None:
    """Draw circles at so many moves a second, until a moment of the event loop's clock."""
    loop, phase = asyncio.get_running_loop(), random.random()
    step, due = 0, loop.time() + phase / rate
    while due < end:
        await asyncio.sleep(due - loop.time())
        angle = 2 * math.pi * (phase + step / (3 * rate))
        visitor.move((2 * math.cos(angle), 2 * math.sin(angle)))
        step, due = step + 1, due + 1 / rate


async def crowd(
    make: Callable[[Tally], Visitor], port: int, clients: int, rate: float, seconds: float
) -> dict[str, object]:
    """Let a crowd drag, wait for the last images, and say what it saw; times in milliseconds."""
    loop, tally = asyncio.get_running_loop(), Tally()
    visitors = [(await loop.create_connection(partial(make, tally), "127.0.0.1", port))[1] for _ in range(clients)]
    while not all(visitor.ready for visitor in visitors):
        await asyncio.sleep(0.01)
    start = loop.time()
    await asyncio.gather(*(drag(visitor, rate, start + seconds) for visitor in visitors))
    taken = loop.time() - start
    answered = len(tally.waits)
    while any(v.waiting or v.asked for v in visitors) and loop.time() < start + seconds + PATIENCE_S:
        await asyncio.sleep(0.01)
    p50, p95, p99 = (1000 * float(v) for v in np.percentile(tally.waits or [math.inf], (50, 95, 99)))
    return {
        "clients": clients, "moves": tally.moves, "per_second": answered / taken, "p50": p50, "p95": p95, "p99": p99,
        "longest": 1000 * max(tally.waits, default=math.inf),
        "unanswered": sum(bool(v.waiting or v.asked) for v in visitors), "errors": len(tally.errors),
        "busy": time.process_time() / (time.perf_counter() - BEGUN),
    }  # fmt: skip


BEGUN = time.perf_counter()


def main(
    port: int,
    clients: Annotated[int, typer.Option(min=1, max=1000)] = 200,
    rate: Annotated[float, typer.Option(min=0.1, max=1000, help="Moves a second of each.")] = 30,
    seconds: Annotated[float, typer.Option(min=0.1, max=300)] = 10,
    model: str = "vae-2d",
    codes: Annotated[int, typer.Option(min=1, max=80, help="In each request.")] = 1,
    naive: bool = False,
) -> None:
    """Print what a crowd of visitors sees, as JSON."""

    def make(tally: Tally) -> Visitor:
        return NaiveVisitor(tally) if naive else LiveVisitor(tally, model, port, codes)

    print(json.dumps(uvloop.run(crowd(make, port, clients, rate, seconds))))


if __name__ == "__main__":
    typer.run(main)
