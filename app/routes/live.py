"""Live sockets: codes in, pixels out, in binary; in each view of a page the latest request wins."""

from __future__ import annotations

import asyncio
import logging
from contextlib import nullcontext, suppress
from time import perf_counter
from typing import Annotated, NamedTuple

import anyio
import numpy as np
from anyio.abc import TaskGroup
from fastapi import APIRouter, Query, WebSocket, WebSocketDisconnect
from numpy.typing import NDArray
from starlette.websockets import WebSocketDisconnected

from latent_explorer.app.dependencies import MAX_MODELS, Services, services
from latent_explorer.app.errors import Overloaded, Problem
from latent_explorer.app.http.client_quota import client_key
from latent_explorer.app.http.i18n import choose, text
from latent_explorer.app.http.origins import origin_allowed
from latent_explorer.app.images.strokes import MAX_POINTS, POINT
from latent_explorer.app.routes.live_frames import (
    ADDRESS,
    DRAWN,
    EVENLY,
    FAILED,
    HEADER,
    IMAGES,
    INVALID_DATA,
    POLICY,
    TRY_AGAIN,
    WALKED,
    Address,
    FrameError,
    answer_frame,
    compared_bytes,
    parse_address,
    parse_frame,
    sketched_bytes,
)
from latent_explorer.app.schemas import Pace
from latent_explorer.model.foreign.halves import HalfError
from latent_explorer.model.registry import Model

log = logging.getLogger("latent_explorer")
router = APIRouter()
LARGE = 64  # codes, 50 kB of images
ONLY = Address(0, 0, IMAGES)
PACES: dict[int, Pace] = {WALKED: "given", EVENLY: "even"}


class Request(NamedTuple):
    """Codes (n, d) or a drawing (n, 3) for a model, what is asked of it, and the bytes that its answer begins with.

    `heard`: when it arrived, in seconds of time.perf_counter.
    """

    model: Model
    seq: int
    z: NDArray[np.float32]
    address: bytes
    kind: int = IMAGES
    heard: float = 0.0


class LatestRequest:
    """A slot for one request: a newer one replaces one that still waits."""

    def __init__(self) -> None:
        self._request: Request | None = None
        self._loop = asyncio.get_running_loop()
        self._arrived: asyncio.Future[None] | None = None

    def put(self, request: Request) -> None:
        """Store a request, dropping one not yet taken."""
        self._request = request
        if self._arrived and not self._arrived.done():
            self._arrived.set_result(None)

    async def take(self) -> Request:
        """Wait for a request and take it."""
        if self._request is None:
            self._arrived = self._loop.create_future()
            await self._arrived
        request, self._request = self._request, None
        assert request is not None
        return request


class Conversation:
    """One socket's requests and answers. Each view has its own slot, and one answer at a time."""

    def __init__(self, socket: WebSocket, models: list[Model], app: Services, addressed: bool) -> None:
        """`addressed`: whether each message, and its answer, begins with an Address."""
        self._socket, self._models, self._app, self._addressed = socket, models, app, addressed
        self._views: dict[int, LatestRequest] = {}
        # Each socket takes turns of its own: a whole lecture hall may share one address.
        self._client = (client_key(socket.client.host if socket.client else ""), socket)
        # One large answer at a time: this bounds what is buffered for a client that does not read.
        self._large = asyncio.Lock()

    async def hold(self) -> None:
        """Answer until the visitor leaves. Raises ExceptionGroup of FrameError."""
        async with anyio.create_task_group() as tasks:
            try:
                while (message := await self._socket.receive())["type"] != "websocket.disconnect":
                    self._hear(message.get("bytes") or b"", tasks)
            finally:
                tasks.cancel_scope.cancel()

    def _hear(self, frame: bytes, tasks: TaskGroup) -> None:
        address, start = ONLY, 0
        if self._addressed:
            address, start = parse_address(frame, len(self._models)), ADDRESS.size
        model = self._models[address.model]
        seq, z = parse_frame(frame[start:], *self._measures(model, address.kind))
        if address.view not in self._views:
            self._views[address.view] = LatestRequest()
            tasks.start_soon(self._answer, self._views[address.view])
        self._views[address.view].put(Request(model, seq, z, frame[:start], address.kind, perf_counter()))

    def _measures(self, model: Model, kind: int) -> tuple[int, int]:
        """The count of numbers per row of a message, and its largest count of rows."""
        if kind == DRAWN:
            return POINT, MAX_POINTS
        settings = self._app.settings
        return model.codec.latent_dim, settings.max_live_codes if kind == IMAGES else settings.max_compared_codes

    async def _answer(self, latest: LatestRequest) -> None:
        while True:
            request = await latest.take()
            async with self._large if len(request.z) > LARGE else nullcontext():
                try:
                    answer = await self._meet(request)
                except HalfError as error:
                    raise FrameError(FAILED, "error.model_stopped", reason=error) from error
                except Overloaded as full:
                    self._app.instrumentation.shed("full")
                    raise FrameError(TRY_AGAIN, "error.overloaded") from full
                try:
                    await self._socket.send_bytes(request.address + answer)
                except (WebSocketDisconnect, WebSocketDisconnected):  # the latter if another view's answer met it first
                    return
            self._app.instrumentation.answered_live(perf_counter() - request.heard)

    async def _meet(self, request: Request) -> bytes:
        if request.kind == IMAGES:
            return answer_frame(request.seq, await self._app.inference.decode(request.model, request.z, self._client))
        try:
            found = await self._judged(request)
        except Problem as problem:
            raise FrameError(POLICY, f"error.{problem.code}", **problem.values) from problem
        return HEADER.pack(request.seq, len(request.z)) + found

    async def _judged(self, request: Request) -> bytes:
        z = request.z.copy()  # torch needs a writable array
        if request.kind == DRAWN:
            return sketched_bytes(await self._app.inference.sketch(request.model, z, self._client))
        pace = PACES.get(request.kind)
        return compared_bytes(await self._app.inference.compare(request.model, z, self._client, pace))


@router.websocket("/api/models/{model_id}/live")
async def live(socket: WebSocket, model_id: str) -> None:
    """Decode codes in one model, as fast as they arrive, until the visitor leaves."""
    await _converse(socket, [model_id], addressed=False)


@router.websocket("/api/live")
async def live_page(socket: WebSocket, model: Annotated[list[str], Query()] = []) -> None:  # noqa: B006 (FastAPI copies it)
    """The same for all views of a page and the models that the query names: messages begin with an Address."""
    await _converse(socket, model, addressed=True)


async def _converse(socket: WebSocket, ids: list[str], addressed: bool) -> None:
    app = services(socket)
    await socket.accept()
    try:
        if not origin_allowed(socket, app.settings.live_origins):
            app.foreign_pages.tell(socket)
            raise FrameError(POLICY, "live.foreign_origin")
        await Conversation(socket, await _models(ids, app), app, addressed).hold()
    except* FrameError as errors:
        await _refuse(socket, errors.exceptions[0])
    except* WebSocketDisconnect:
        pass  # the client left before it was accepted
    except* (RuntimeError, ValueError, MemoryError) as errors:  # a model's, torch's or numpy's
        # One line, no traceback: the page reconnects, and a failing model would fill the log.
        log.error("a live socket was closed with 1011: %r", errors.exceptions[0])
        await _refuse(socket, FrameError(FAILED, "live.failed"))


async def _models(ids: list[str], app: Services) -> list[Model]:
    if not 1 <= len(ids) <= MAX_MODELS:
        raise FrameError(INVALID_DATA, "live.no_models", limit=MAX_MODELS)
    known = (await app.registry()).models
    for model_id in ids:
        if model_id not in known:
            raise FrameError(POLICY, "error.unknown_model", model=model_id)
    return [known[model_id] for model_id in ids]


async def _refuse(socket: WebSocket, error: BaseException) -> None:
    assert isinstance(error, FrameError)
    language = choose(socket.query_params.get("lang"), socket.headers.get("accept-language"))
    with suppress(WebSocketDisconnect, WebSocketDisconnected):  # the client has left already
        await socket.close(error.close_code, _reason(text(language, error.key, **error.values)))


def _reason(sentence: str) -> str:
    """Truncate a close reason to 123 bytes, the most it may hold."""
    return sentence.encode()[:123].decode(errors="ignore")
