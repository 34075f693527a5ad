"""The result of normalising: the digit, the others found, and what each step made of the picture."""

from dataclasses import dataclass

from latent_explorer.app.images.normalise.arrays import Bytes, Grey
from latent_explorer.app.images.normalise.boxes import Window


@dataclass(frozen=True)
class Step:
    """One step from the picture to 28×28: what it found, and what it made, as shown to visitors.

    `picture`: (h, w) uint8, its longer side at most 200 px; None for a digit given as pixels, which takes no steps.
    """

    name: str
    note: str | float | int | bool | None = None
    picture: Bytes | None = None


@dataclass(frozen=True)
class Candidate:
    """A digit found in the picture: its box as fractions of the picture, and its 28×28, (28, 28) uint8."""

    left: float
    top: float
    width: float
    height: float
    thumbnail: Bytes

    def placed(self, window: Window) -> "Candidate":
        """A digit found in a window, placed in the whole picture."""
        left, top, right, bottom = window
        across, down = right - left, bottom - top
        return Candidate(
            left + self.left * across, top + self.top * down, self.width * across, self.height * down, self.thumbnail
        )


@dataclass(frozen=True)
class Normalised:
    """A digit by MNIST's convention: `pixels` (28, 28) float32 in 0..1, white ink on black.

    `digits`: those found in the picture, row by row and left to right, the largest 40; `chosen`: this one's index;
    `count`: how many there are.
    """

    pixels: Grey
    steps: tuple[Step, ...]
    warnings: tuple[str, ...]
    digits: tuple[Candidate, ...] = ()
    chosen: int = 0
    count: int = 0
