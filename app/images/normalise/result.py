"""What normalising a picture gives: the digit, the others that were found, and what each step made of the picture."""

from dataclasses import dataclass

from latent_explorer.app.images.normalise.arrays import Bytes, Grey


@dataclass(frozen=True)
class Step:
    """One step from the picture to 28×28: what it found, and what it made, as a visitor should see it.

    `picture` (h, w) uint8, its longer side at most 200 px; None where a digit came as pixels and took no steps.
    """

    name: str
    note: str | float | int | bool | None = None
    picture: Bytes | None = None


@dataclass(frozen=True)
class Candidate:
    """A digit found in the picture: its box as fractions of the picture, and what it becomes, (28, 28) uint8."""

    left: float
    top: float
    width: float
    height: float
    thumbnail: Bytes


@dataclass(frozen=True)
class Normalised:
    """A digit by MNIST's convention: `pixels` (28, 28) float32 in 0..1, white ink on black.

    `digits` are those found in the picture, row by row and left to right, at most 12; `chosen` is this one's index.
    """

    pixels: Grey
    steps: tuple[Step, ...]
    warnings: tuple[str, ...]
    digits: tuple[Candidate, ...] = ()
    chosen: int = 0
