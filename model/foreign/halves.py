"""The two halves of a foreign model as it computes them, before any convention is applied."""

from collections.abc import Callable
from dataclasses import dataclass

from latent_explorer.model.arrays import Array

Half = Callable[[Array], tuple[Array, ...]]
"""Takes a batch (n, …) float32 in the network's own shape; gives its outputs (n, …), each float32, in their order.

Raises HalfError with a sentence where it can't.
"""


class HalfError(ValueError):
    """A foreign network did not compute: a sentence that says what it did, and what to do."""


class NotFinite(HalfError):
    """A half computed numbers that are not finite."""


@dataclass(frozen=True)
class Halves:
    """Encoder and decoder of one model.

    `latent_dim`, d, where the files say it. `input_shape` is of one image, without the batch, where the files say it,
    None for a size that is free; `parameters`, how many numbers were trained, where that is known.
    """

    encode: Half
    decode: Half
    latent_dim: int | None = None
    input_shape: tuple[int | None, ...] | None = None
    parameters: int | None = None
