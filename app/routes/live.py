"""The live socket: codes in, pixels out, binary; the latest request wins."""

import anyio
import numpy as np
from fastapi import APIRouter, WebSocket, WebSocketDisconnect
from numpy.typing import NDArray

from app.catalogue import choose, text
from app.dependencies import MAX_CODE, Services, services
from app.inference import Inference
from model.registry import Model

router = APIRouter()
HEADER = np.dtype([("seq", "<u4"), ("n", "<u4")])
INVALID_DATA, POLICY, TOO_BIG = 1007, 1008, 1009


class FrameError(ValueError):
    """A message that is no request: a close code and a key of the catalogue with its values."""

    def __init__(self, close_code: int, key: str, **values: object) -> None:
        super().__init__(key)
        self.close_code, self.key, self.values = close_code, key, values


def parse_frame(message: bytes, latent_dim: int, limit: int) -> tuple[int, NDArray[np.float32]]:
    """`uint32 seq, uint32 n, float32 z[n×d]`, little-endian, as (seq, codes (n, d)). Raises FrameError."""
    if len(message) < HEADER.itemsize:
        raise FrameError(INVALID_DATA, "live.malformed", dim=latent_dim)
    header = np.frombuffer(message, HEADER, 1)[0]
    seq, n = int(header["seq"]), int(header["n"])
    if n > limit or len(message) > HEADER.itemsize + 4 * limit * latent_dim:
        raise FrameError(TOO_BIG, "live.too_big", limit=limit)
    if n == 0 or len(message) != HEADER.itemsize + 4 * n * latent_dim:
        raise FrameError(INVALID_DATA, "live.malformed", dim=latent_dim)
    z = np.frombuffer(message, "<f4", offset=HEADER.itemsize).astype(np.float32).reshape(n, latent_dim)
    if not (np.abs(z) <= MAX_CODE).all():
        raise FrameError(INVALID_DATA, "live.not_finite")
    return seq, z


def answer_frame(seq: int, images: NDArray[np.uint8]) -> bytes:
    """`uint32 seq, uint32 n, uint8 pixels[n×784]`, little-endian."""
    return np.array([(seq, len(images))], HEADER).tobytes() + images.tobytes()


class LatestRequest:
    """A place for one request: a newer one takes the place of one that still waits."""

    def __init__(self) -> None:
        self._arrived = anyio.Event()
        self._request: tuple[int, NDArray[np.float32]] | None = None

    def put(self, seq: int, z: NDArray[np.float32]) -> None:
        """Leave a request; one that was not yet taken is gone."""
        self._request = (seq, z)
        self._arrived.set()

    async def take(self) -> tuple[int, NDArray[np.float32]]:
        """Wait for a request and take it."""
        await self._arrived.wait()
        self._arrived = anyio.Event()
        assert self._request is not None
        return self._request


def origin_allowed(socket: WebSocket, further: list[str]) -> bool:
    """WebSockets are not covered by CORS: a page of another origin may not open one. Programs send no Origin."""
    origin, host = socket.headers.get("origin"), socket.headers.get("host")
    return origin is None or origin in {f"http://{host}", f"https://{host}"} or origin in further


@router.websocket("/api/models/{model_id}/live")
async def live(socket: WebSocket, model_id: str) -> None:
    """Decode what the visitor points at, as fast as it comes, until the visitor leaves."""
    app = services(socket)
    model = app.registry.models.get(model_id)
    await socket.accept()
    try:
        if not origin_allowed(socket, app.settings.live_origins):
            raise FrameError(POLICY, "live.foreign_origin")
        if model is None:
            raise FrameError(POLICY, "error.unknown_model", model=model_id)
        await _converse(socket, model, app)
    except* FrameError as errors:
        await _refuse(socket, errors.exceptions[0])


async def _refuse(socket: WebSocket, error: BaseException) -> None:
    assert isinstance(error, FrameError)
    language = choose(socket.query_params.get("lang"), socket.headers.get("accept-language"))
    await socket.close(error.close_code, _reason(text(language, error.key, **error.values)))


async def _converse(socket: WebSocket, model: Model, app: Services) -> None:
    latest = LatestRequest()
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(_answer, socket, model, app.inference, latest)
        try:
            while True:
                message = await socket.receive()
                if message["type"] == "websocket.disconnect":
                    break
                frame = message.get("bytes") or b""
                latest.put(*parse_frame(frame, model.codec.latent_dim, app.settings.max_live_codes))
        finally:
            tasks.cancel_scope.cancel()


async def _answer(socket: WebSocket, model: Model, inference: Inference, latest: LatestRequest) -> None:
    while True:
        seq, z = await latest.take()
        images = await inference.decode(model, z)
        try:
            await socket.send_bytes(answer_frame(seq, images))
        except WebSocketDisconnect:
            return


def _reason(sentence: str) -> str:
    """A close reason holds 123 bytes at most."""
    return sentence.encode()[:123].decode(errors="ignore")
