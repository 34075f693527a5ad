"""Polite visitors, each doing one of the things that the page is for, with time to think in between."""

import asyncio
import json
import math
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from random import Random
from typing import Any

from numpy.typing import ArrayLike
from websockets.exceptions import ConnectionClosed

from latent_explorer.app.routes.live_frames import COMPARED, DRAWN, EVENLY, IMAGES, TRY_AGAIN, WALKED
from tests.helpers.drawings import DIGITS, strokes
from tests.soak.ledger import Ledger
from tests.soak.wire import PATIENCE_S, Answer, Http, Talk, live, pause

TWINS = ("vae-2d", "ae-2d")
MOVES = 30.0  # a second
BUSY = (429, 503)  # ask again later: refused, not failed


@dataclass
class Seat:
    """A place in the crowd: where from, with what luck, and what it sees."""

    port: int
    source: str
    random: Random
    ledger: Ledger
    models: dict[str, Any]
    photos: list[bytes]
    over: asyncio.Event

    async def think(self, low: float, high: float) -> None:
        """Do nothing for a while."""
        await pause(self.random.uniform(low, high), self.over)

    async def ask(
        self, http: Http, kind: str, method: str, path: str, refusals: tuple[int, ...] = (), **sent: Any
    ) -> Answer:
        """An HTTP request that is written down. Raises OSError, EOFError or TimeoutError."""
        begun = asyncio.get_running_loop().time()
        answer = await http.ask(method, path, **sent)
        if answer.status == 200:
            self.ledger.waited(kind, asyncio.get_running_loop().time() - begun)
        elif answer.status in refusals or (answer.status in BUSY and "retry-after" in answer.headers):
            self.ledger.refused(kind, answer.status)
        else:
            self.ledger.surprised(kind, (path, answer.status, answer.body[:100]))
        return answer

    def place(self) -> list[float]:
        """Somewhere among the codes of the first digits."""
        return [self.random.uniform(-2.5, 2.5), self.random.uniform(-2.5, 2.5)]


Rows = list[tuple[int, int, ArrayLike]]  # model, kind, numbers


async def converse(seat: Seat, name: str, bursts: Callable[[], Rows], rate: float) -> None:
    """Bursts over one live socket, as many requests a second; the last of each view has to be answered."""
    async with live(seat.port, seat.source, *TWINS) as socket:
        talk = Talk(socket)
        while not seat.over.is_set():
            hearing = asyncio.create_task(_hear(seat, talk, name))
            try:
                for model, kind, rows in bursts():
                    await talk.ask(model, model, kind, rows)
                    await asyncio.sleep(1 / rate)
                await _settle(seat, talk, hearing)
            finally:
                hearing.cancel()
            await seat.think(0.5, 3)


async def _hear(seat: Seat, talk: Talk, name: str) -> None:
    while True:
        seat.ledger.waited(name, await talk.hear())


async def _settle(seat: Seat, talk: Talk, hearing: "asyncio.Task[None]") -> None:
    seat.ledger.now.bursts += 1
    end = asyncio.get_running_loop().time() + PATIENCE_S
    while not talk.settled:
        if hearing.done():
            hearing.result()  # the socket was closed
        if asyncio.get_running_loop().time() > end:
            seat.ledger.now.unanswered += 1
            raise TimeoutError("a last frame was not answered")
        await asyncio.sleep(0.005)


async def dragger(seat: Seat) -> None:
    """Drags over both maps in turn, never waiting for an image."""

    def circle() -> Rows:
        (x, y), steps, phase = seat.place(), seat.random.randint(20, 90), seat.random.random()
        turns = [2 * math.pi * (phase + i / 90) for i in range(steps)]
        return [(i % 2, IMAGES, [x + math.cos(a), y + math.sin(a)]) for i, a in enumerate(turns)]

    await converse(seat, "live", circle, MOVES)


async def drawer(seat: Seat) -> None:
    """Draws digits; while the stroke grows it is encoded by both models."""

    def growing() -> Rows:
        drawing = strokes(DIGITS[seat.random.randrange(10)])
        ends = range(4, len(drawing) + 4, 4)
        return [(model, DRAWN, drawing[:end]) for end in ends for model in (0, 1)]

    await converse(seat, "draw", growing, 20)


async def stepper(seat: Seat) -> None:
    """Takes small steps around a place, and walks, and has the judge compare them."""

    def steps() -> Rows:
        x, y = seat.place()
        around = [[x + 0.1 * math.cos(a), y + 0.1 * math.sin(a)] for a in range(17)]
        line = [[x + i / 15, y - i / 15] for i in range(16)]
        kind = seat.random.choice((COMPARED, WALKED, EVENLY))
        return [(model, kind, around if kind == COMPARED else line) for model in (0, 1)]

    await converse(seat, "compare live", steps, 4)


async def browser(seat: Seat) -> None:
    """Pans and zooms over a map, six tiles at a time by three connections."""
    connections = [Http(seat.port, seat.source) for _ in range(3)]
    while not seat.over.is_set():
        model, zoom = seat.models[seat.random.choice(TWINS)], seat.random.randint(1, 9)
        x, y = (seat.random.randrange(2**zoom) for _ in "xy")
        near = [(min(x + i, 2**zoom - 1), min(y + j, 2**zoom - 1)) for i in range(3) for j in range(2)]
        paths = [f"/api/models/{model['id']}/{model['revision']}/tiles/{zoom}/{i}/{j}.png" for i, j in near]
        await asyncio.gather(*(_tiles(seat, http, paths[start::3]) for start, http in enumerate(connections)))
        await seat.think(0.5, 3)


async def _tiles(seat: Seat, http: Http, paths: list[str]) -> None:
    for path in paths:
        await seat.ask(http, "tile", "GET", path)


async def watcher(seat: Seat) -> None:
    """Looks at the layers over a map, and how alike neighbours are."""
    http = Http(seat.port, seat.source)
    while not seat.over.is_set():
        model, zoom = seat.models[seat.random.choice(TWINS)], seat.random.randint(0, 6)
        x, y = (seat.random.randrange(2**zoom) for _ in "xy")
        name = seat.random.choice(("labels", "stretch", "metric", "density", "prior", "nearest"))
        path = f"/api/models/{model['id']}/{model['revision']}/layers/{name}/{zoom}/{x}/{y}.json"
        await seat.ask(http, "layer", "GET", path)
        await seat.think(1, 4)
        at = ",".join(f"{value:.3f}" for value in seat.place())
        await seat.ask(http, "likeness", "GET", f"/api/models/{model['id']}/likeness?at={at}")
        await seat.think(2, 6)


async def uploader(seat: Seat) -> None:
    """Sends photographs, some without a legible digit, and turns a knob."""
    http = Http(seat.port, seat.source)
    while not seat.over.is_set():
        path = f"/api/models/{seat.random.choice(TWINS)}/encode"
        body, media = form(seat.random.choice(seat.photos))
        answer = await seat.ask(http, "upload", "POST", path, (422,), body=body, media=media)
        await seat.think(1, 4)
        if answer.status == 200:
            turned = json.dumps({"picture": json.loads(answer.body)["picture"], "thickness": 1}).encode()
            await seat.ask(
                http, "knob", "POST", path, (404, 422), body=turned
            )  # others' pictures may have taken its place
        await seat.think(3, 8)


def form(data: bytes) -> tuple[bytes, str]:
    """A picture as a form's body, and its content type."""
    start = b'--x\r\nContent-Disposition: form-data; name="file"; filename="photo"\r\n\r\n'
    return start + data + b"\r\n--x--\r\n", "multipart/form-data; boundary=x"


async def sampler(seat: Seat) -> None:
    """Comes to the page, draws samples, walks."""
    http = Http(seat.port, seat.source)
    while not seat.over.is_set():
        name = seat.random.choice(TWINS)
        for path in ("/", "/api/models", f"/api/models/{name}/codes", "/api/sample.png"):
            await seat.ask(http, "page", "GET", path)
        await seat.think(1, 4)
        wanted = {"n": 64, "seed": seat.random.randrange(1000), "fitted": seat.random.random() < 0.5}
        await seat.ask(http, "sample", "POST", f"/api/models/{name}/sample", body=json.dumps(wanted).encode())
        await seat.think(1, 4)
        (a, b), (c, d) = seat.place(), seat.place()
        line = {"z": [[a + (c - a) * i / 15, b + (d - b) * i / 15] for i in range(16)], "pace": "even"}
        await seat.ask(http, "compare", "POST", f"/api/models/{name}/compare", body=json.dumps(line).encode())
        await seat.think(1, 4)


Visitor = Callable[[Seat], Awaitable[None]]
CROWD: tuple[Visitor, ...] = (
    dragger, browser, uploader, dragger, drawer, sampler, dragger, browser, stepper, watcher,
)  # fmt: skip


async def stay(visitor: Visitor, seat: Seat) -> None:
    """Come, and come again where something went wrong, until all is over."""
    await seat.think(0, 3)
    while not seat.over.is_set():
        try:
            await visitor(seat)
        except ConnectionClosed as closed:
            if closed.rcvd and closed.rcvd.code == TRY_AGAIN:
                seat.ledger.refused(visitor.__name__, TRY_AGAIN)
            else:
                seat.ledger.surprised(visitor.__name__, closed)
        except (OSError, EOFError, LookupError) as error:  # TimeoutError is an OSError
            seat.ledger.surprised(visitor.__name__, error)
        await seat.think(1, 2)
