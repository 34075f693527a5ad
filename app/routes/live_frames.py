"""The live socket's binary messages: codes in, pixels out, little-endian. Pure."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from latent_explorer.app.dependencies import MAX_CODE

if TYPE_CHECKING:
    from latent_explorer.app.inference.jobs import Sketch
    from latent_explorer.model.explore.comparison import Comparison

HEADER = struct.Struct("<II")  # seq, n
ADDRESS = struct.Struct("<HBB")  # view, model, kind
INVALID_DATA, POLICY, TOO_BIG, FAILED, TRY_AGAIN = 1007, 1008, 1009, 1011, 1013
MAX_VIEWS = 32  # per page
# Kinds of answer. To codes: images; a comparison; one along a walk; one along an even walk. To a drawing: its code.
IMAGES, COMPARED, WALKED, EVENLY, DRAWN = range(5)


class FrameError(ValueError):
    """A message that can't be answered: a close code, and a catalogue key with its values."""

    def __init__(self, close_code: int, key: str, **values: object) -> None:
        super().__init__(key)
        self.close_code, self.key, self.values = close_code, key, values


class Address(NamedTuple):
    """Which of a page's views asks, which of the socket's models decodes, and the kind of answer."""

    view: int
    model: int
    kind: int


def parse_address(message: bytes, models: int) -> Address:
    """Parse `uint16 view, uint8 model, uint8 kind` at the start of a message. Raises FrameError."""
    if len(message) < ADDRESS.size:
        raise FrameError(INVALID_DATA, "live.no_address", models=models, views=MAX_VIEWS)
    address = Address(*ADDRESS.unpack_from(message))
    if address.view >= MAX_VIEWS or address.model >= models or address.kind > DRAWN:
        raise FrameError(INVALID_DATA, "live.no_address", models=models, views=MAX_VIEWS)
    return address


def parse_frame(message: bytes, latent_dim: int, limit: int) -> tuple[int, NDArray[np.float32]]:
    """Parse `uint32 seq, uint32 n, float32 z[n×d]` as (seq, codes (n, d)). Raises FrameError."""
    if len(message) < HEADER.size:
        raise FrameError(INVALID_DATA, "live.malformed", dim=latent_dim)
    seq, n = HEADER.unpack_from(message)
    if n > limit or len(message) > HEADER.size + 4 * limit * latent_dim:
        raise FrameError(TOO_BIG, "live.too_big", limit=limit)
    if n == 0 or len(message) != HEADER.size + 4 * n * latent_dim:
        raise FrameError(INVALID_DATA, "live.malformed", dim=latent_dim)
    z = np.frombuffer(message, "<f4", offset=HEADER.size).reshape(n, latent_dim)
    if not np.abs(z).max() <= MAX_CODE:  # NaN fails this too
        raise FrameError(INVALID_DATA, "live.not_finite")
    return seq, z


def answer_frame(seq: int, images: NDArray[np.uint8]) -> bytes:
    """`uint32 seq, uint32 n, uint8 pixels[n×p]`."""
    return HEADER.pack(seq, len(images)) + images.tobytes()


def compared_bytes(found: Comparison) -> bytes:
    """`uint8 pixels[n×p], float32 figures[n×6] (label … step), float32 z[n×d], float32 length`."""
    numbers = np.concatenate([found.figures.ravel(), found.z.ravel(), [found.length]])
    return found.images.tobytes() + numbers.astype("<f4").tobytes()


def sketched_bytes(found: Sketch) -> bytes:
    """`uint8 pixels[p], float32 probabilities[classes], mu[d], sigma[d]`; an autoencoder has no sigma."""
    numbers = [part for part in (found.probabilities, found.mu, found.sigma) if part is not None]
    return found.pixels.tobytes() + np.concatenate(numbers).astype("<f4").tobytes()
