"""The async face of the codec: torch in threads of its own, and the requests of many clients in one batch."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Hashable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, ParamSpec, TypeVar

import numpy as np
from numpy.typing import NDArray

from app import schemas
from app.batching import Batcher
from app.encoding import encodings
from model.registry import Model

if TYPE_CHECKING:
    from model.codec import JudgeCodec

P = ParamSpec("P")
T = TypeVar("T")
DECODED = 128  # codes a batch: 4 ms on one core, and larger ones gain less than a tenth
ENCODED = 16  # digits a batch: twice the time of one


class Inference:
    """Calls of the model package, by three threads: one decodes, one reads pictures and encodes, one draws.

    So a digit that is encoded, which takes ten times as long, holds up no image under a finger; and whatever waits in
    the pool that serves files waits for none of them.
    """

    def __init__(self, waiting_codes: int, waiting_digits: int) -> None:
        """At most so many codes, and digits, wait for each model."""
        self._decoding, self._encoding, self._drawing = (
            ThreadPoolExecutor(1, name) for name in ("decode", "encode", "draw")
        )
        self._waiting_codes, self._waiting_digits = waiting_codes, waiting_digits
        self._decoders: dict[str, Batcher[NDArray[np.uint8]]] = {}
        self._encoders: dict[str, Batcher[list[schemas.EncodingOut]]] = {}

    async def decode(self, model: Model, z: NDArray[np.float32], client: Hashable) -> NDArray[np.uint8]:
        """Codes (n, d) to images (n, 28, 28) uint8. Raises Full where too many wait."""
        decoder = self._decoders.get(model.checkpoint.id) or self._add_decoder(model)
        parts = await decoder(z, client)
        return parts[0] if len(parts) == 1 else np.concatenate(parts)

    async def encode(
        self, model: Model, judge: JudgeCodec | None, image: NDArray[np.float32], client: Hashable
    ) -> schemas.EncodingOut:
        """All that is said of a digit (28, 28). Raises Full where too many wait."""
        encoder = self._encoders.get(model.checkpoint.id) or self._add_encoder(model, judge)
        ((found,),) = await encoder(image.reshape(1, -1), client)
        return found

    async def draw(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Call a function that draws a picture or writes long JSON."""
        return await asyncio.get_running_loop().run_in_executor(self._drawing, partial(function, *args, **kwargs))

    async def read(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Call a function that reads a picture: a photograph may take a second, as long as many digits to encode."""
        return await asyncio.get_running_loop().run_in_executor(self._encoding, partial(function, *args, **kwargs))

    def close(self) -> None:
        """Let the threads end; what waits is cancelled."""
        for thread in (self._decoding, self._encoding, self._drawing):
            thread.shutdown(wait=False, cancel_futures=True)

    def _add_decoder(self, model: Model) -> Batcher[NDArray[np.uint8]]:
        decoder = Batcher[NDArray[np.uint8]](model.codec.decode_bytes, self._decoding, DECODED, self._waiting_codes)
        return self._decoders.setdefault(model.checkpoint.id, decoder)

    def _add_encoder(self, model: Model, judge: JudgeCodec | None) -> Batcher[list[schemas.EncodingOut]]:
        function = partial(encodings, model, judge)
        encoder = Batcher[list[schemas.EncodingOut]](function, self._encoding, ENCODED, self._waiting_digits)
        return self._encoders.setdefault(model.checkpoint.id, encoder)
