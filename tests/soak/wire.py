"""How the crowd talks: HTTP/1.1 by hand, as light as it gets, and live sockets that know what was answered."""

import asyncio
import contextlib
import struct
import time
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from websockets.asyncio.client import ClientConnection, connect

from latent_explorer.app.routes.live_frames import ADDRESS, HEADER

PATIENCE_S = 30.0  # longer without an answer is none
IDLE_S = 4.0  # uvicorn closes what was idle for 5
HOST = "127.0.0.1"


class Answer(NamedTuple):
    """An HTTP answer."""

    status: int
    headers: dict[str, str]
    body: bytes


def head(method: str, path: str, length: int, media: str = "application/json") -> bytes:
    """A request's head."""
    lines = [f"{method} {path} HTTP/1.1", "Host: localhost", f"Content-Type: {media}", f"Content-Length: {length}"]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


async def read_answer(reader: asyncio.StreamReader) -> Answer:
    """One answer of known length. Raises EOFError where it breaks off."""
    first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").strip().split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    return Answer(int(first.split()[1]), headers, body)


@dataclass
class Http:
    """One kept connection, from an address of its own: to the server each visitor is somebody else."""

    port: int
    source: str
    _streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
    _used: float = 0.0

    async def ask(self, method: str, path: str, body: bytes = b"", media: str = "application/json") -> Answer:
        """Send a request and wait for its answer. Raises OSError, EOFError or TimeoutError."""
        async with asyncio.timeout(PATIENCE_S):
            reader, writer = await self._open()
            writer.write(head(method, path, len(body), media) + body)
            answer = await read_answer(reader)
        self._used = time.monotonic()
        if answer.headers.get("connection") == "close":
            self.close()
        return answer

    def close(self) -> None:
        """Hang up."""
        if self._streams:
            self._streams[1].close()
        self._streams = None

    async def _open(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if self._streams is None or time.monotonic() - self._used > IDLE_S:
            self.close()
            self._streams = await dial(self.port, self.source)
        return self._streams


async def dial(port: int, source: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """A connection from an address of loopback."""
    return await asyncio.open_connection(HOST, port, local_addr=(source, 0), limit=1 << 24)


def frame(view: int, model: int, kind: int, seq: int, rows: ArrayLike) -> bytes:
    """A live request: rows of numbers (n, d)."""
    numbers = np.atleast_2d(np.asarray(rows, "<f4"))
    return ADDRESS.pack(view, model, kind) + HEADER.pack(seq, len(numbers)) + numbers.tobytes()


def live(port: int, source: str, *models: str, **headers: str) -> connect:
    """A live socket for some models, to be opened."""
    query = "&".join(f"model={name}" for name in models)
    return connect(
        f"ws://{HOST}:{port}/api/live?{query}",
        local_addr=(source, 0),
        additional_headers=headers,
        compression=None,
        max_size=None,
        proxy=None,
        open_timeout=PATIENCE_S,
        close_timeout=1,
    )


class Talk:
    """What was asked over a live socket in each view, and what was answered."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._asked: dict[int, dict[int, float]] = {}
        self._last: dict[int, int] = {}
        self._seq = 0

    async def ask(self, view: int, model: int, kind: int, rows: ArrayLike) -> None:
        """Send the next request of a view."""
        self._seq += 1
        self._last[view] = self._seq
        self._asked.setdefault(view, {})[self._seq] = time.monotonic()
        await self._socket.send(frame(view, model, kind, self._seq, rows))

    async def hear(self) -> float:
        """Wait for the next answer: how long it took. Raises LookupError where it answers nothing that was asked."""
        message = await self._socket.recv()
        view, _, _, seq = struct.unpack_from("<HBBI", message if isinstance(message, bytes) else message.encode())
        waiting = self._asked[view]
        took = time.monotonic() - waiting[seq]
        for overtaken in [asked for asked in waiting if asked <= seq]:
            del waiting[overtaken]
        return took

    @property
    def settled(self) -> bool:
        """Whether the last request of each view was answered."""
        return all(seq not in self._asked[view] for view, seq in self._last.items())


async def pause(seconds: float, over: asyncio.Event) -> None:
    """Think for a while, or until all is over."""
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(over.wait(), seconds)
