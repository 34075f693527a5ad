"""Rude visitors: they vanish, dawdle, and send what nobody should. Each act says how it may be answered."""

import asyncio
import io
import json
import struct
import zlib
from collections.abc import Awaitable, Callable

from PIL import Image
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from latent_explorer.app.routes.live_frames import IMAGES
from tests.soak.visitors import TWINS, Seat, form
from tests.soak.wire import Answer, dial, frame, head, live, pause, read_answer

ENCODE, SAMPLE = f"/api/models/{TWINS[0]}/encode", f"/api/models/{TWINS[0]}/sample"
REFUSED = range(400, 500)
DAWDLE_S = 5.0


def large_png() -> bytes:
    """A PNG that is a header: of 8,001×8,000 pixels, a few more than are read. Pillow finds at once that it is cut."""
    header = b"IHDR" + struct.pack(">IIBBBBB", 8_001, 8_000, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + struct.pack(">I", 13)
        + header
        + struct.pack(">I", zlib.crc32(header))
        + b"\0\0\0\x10IDAT"
    )


def white_png() -> bytes:
    """A white page of 4 megapixels."""
    out = io.BytesIO()
    Image.new("1", (2000, 2000), 1).save(out, "PNG")
    return out.getvalue()


def wheel() -> bytes:
    """An animation."""
    out = io.BytesIO()
    pages = [Image.new("L", (300, 300), shade) for shade in range(0, 250, 50)]
    pages[0].save(out, "GIF", save_all=True, append_images=pages[1:])
    return out.getvalue()


UNREADABLE = [form(data) for data in (large_png(), white_png(), wheel(), b"\xff\xd8\xff" + b"\xff\xda" * 50)]
UNREADABLE += [(b"[" * 100_000, "application/json"), (b'{"pixels": [[' + b"9" * 5000 + b"]]}", "application/json")]


async def vanish_in_frame(seat: Seat) -> None:
    """Half a message, and gone."""
    async with live(seat.port, seat.source, *TWINS) as socket:
        await socket.send(frame(0, 0, IMAGES, 1, [[0, 0]] * 64))
        socket.transport.write(b"\x82\xfe\x01\x00half")
        socket.transport.abort()


async def vanish_in_upload(seat: Seat) -> None:
    """Half a picture, and gone."""
    body, media = form(seat.random.choice(seat.photos))
    _, writer = await dial(seat.port, seat.source)
    writer.write(head("POST", ENCODE, len(body), media) + body[: len(body) // 2])
    await pause(seat.random.uniform(0, 0.3), seat.over)
    writer.transport.abort()


async def vanish_in_answer(seat: Seat) -> None:
    """A long answer asked for, its first bytes read, and gone; or gone while it is computed."""
    reader, writer = await dial(seat.port, seat.source)
    body = json.dumps({"n": 512, "seed": seat.random.randrange(10**6)}).encode()
    writer.write(head("POST", SAMPLE, len(body)) + body)
    if seat.random.random() < 0.5:
        await reader.read(100)
    writer.transport.abort()


async def read_slowly(seat: Seat) -> None:
    """An answer of megabytes, a kilobyte at a time."""
    reader, writer = await dial(seat.port, seat.source)
    body = json.dumps({"n": 256}).encode()
    writer.write(head("POST", SAMPLE, len(body)) + body)
    for _ in range(int(DAWDLE_S / 0.1)):
        await reader.read(1000)
        await pause(0.1, seat.over)
    writer.transport.abort()


async def hear_nothing(seat: Seat) -> None:
    """Asks for images in long messages, and never reads one."""
    async with live(seat.port, seat.source, *TWINS) as socket:
        socket.transport.pause_reading()
        for seq in range(20):
            await socket.send(frame(seq % 16, 0, IMAGES, seq, [[seq / 10, 0]] * 200))
            await pause(DAWDLE_S / 20, seat.over)
        socket.transport.abort()


async def send_slowly(seat: Seat) -> None:
    """A body a byte at a time."""
    _, writer = await dial(seat.port, seat.source)
    writer.write(head("POST", SAMPLE, 1000))
    for _ in range(int(DAWDLE_S / 0.2)):
        writer.write(b" ")
        await pause(0.2, seat.over)
    writer.transport.abort()


async def garbage(seat: Seat) -> None:
    """Bytes that are no HTTP."""
    _keep(seat, "garbage", await _exchange(seat, seat.random.randbytes(400) + b"\r\n\r\n"))


async def garbage_frames(seat: Seat) -> None:
    """Bytes that are no request: a close that says so."""
    async with live(seat.port, seat.source, *TWINS) as socket:
        await socket.send(seat.random.randbytes(seat.random.choice((0, 3, 40, 4000))))
        await _closed(seat, "garbage frames", socket.recv(), (1007, 1008, 1009))


async def foreign(seat: Seat) -> None:
    """A page of another origin."""
    try:
        async with live(seat.port, seat.source, *TWINS, Origin="http://elsewhere.example") as socket:
            await _closed(seat, "foreign", socket.recv(), (1008,))
    except InvalidHandshake:
        seat.ledger.refused("foreign", "handshake")


async def unreadable(seat: Seat) -> None:
    """A body that is no digit: a picture too large, blank or broken, or JSON too deep or too long."""
    body, media = seat.random.choice(UNREADABLE)
    _keep(seat, "unreadable", await _exchange(seat, head("POST", ENCODE, len(body), media) + body))


async def oversized(seat: Seat) -> None:
    """More than is allowed, announced or not."""
    if seat.random.random() < 0.5:
        sent = head("POST", ENCODE, 30_000_000, "multipart/form-data; boundary=x") + b"--x\r\n"
    else:
        chunk = b"%x\r\n" % 100_000 + b" " * 100_000 + b"\r\n"
        sent = head("POST", SAMPLE, 0).replace(b"Content-Length: 0", b"Transfer-Encoding: chunked") + 12 * chunk
    _keep(seat, "oversized", await _exchange(seat, sent))


async def open_and_drop(seat: Seat) -> None:
    """Connections that say nothing."""
    for _ in range(10):
        _, writer = await dial(seat.port, seat.source)
        writer.transport.abort()


async def _exchange(seat: Seat, sent: bytes) -> Answer | None:
    """What comes back; None where the server hangs up."""
    reader, writer = await dial(seat.port, seat.source)
    try:
        writer.write(sent)
        async with asyncio.timeout(60):
            return await read_answer(reader)
    except (ConnectionError, EOFError):
        return None
    finally:
        writer.transport.abort()


def _keep(seat: Seat, name: str, answer: Answer | None) -> None:
    if answer is None:
        seat.ledger.refused(name, "hung up")
    elif answer.status in REFUSED or (answer.status == 503 and "retry-after" in answer.headers):
        seat.ledger.refused(name, answer.status)
    else:
        seat.ledger.surprised(name, answer)


async def _closed(seat: Seat, name: str, answer: Awaitable[object], codes: tuple[int, ...]) -> None:
    try:
        seat.ledger.surprised(name, await answer)
    except ConnectionClosed as closed:
        code = closed.rcvd.code if closed.rcvd else None
        if code in codes:
            seat.ledger.refused(name, str(code))
        else:
            seat.ledger.surprised(name, closed)


ACTS: tuple[Callable[[Seat], Awaitable[None]], ...] = (
    vanish_in_frame, vanish_in_upload, vanish_in_answer, read_slowly, hear_nothing, send_slowly, garbage,
    garbage_frames, foreign, unreadable, oversized, open_and_drop,
)  # fmt: skip


async def misbehave(seat: Seat, first: int) -> None:
    """One act after the other, with a breath in between, until all is over."""
    turn = first
    while not seat.over.is_set():
        act = ACTS[turn % len(ACTS)]
        turn += 1
        try:
            await act(seat)
            seat.ledger.now.refusals[f"act {act.__name__}"] += 1
        except ConnectionClosed:
            seat.ledger.refused(act.__name__, "closed")
        except (OSError, EOFError) as error:
            seat.ledger.surprised(act.__name__, error)
        await seat.think(1, 3)
