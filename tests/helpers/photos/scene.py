"""What is photographed and how: a digit, its pen, paper, light and camera. Deterministic by its random generator."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]
Random = np.random.Generator
Box = tuple[float, float, float, float]  # left, top, width, height, fractions of the picture
Colour = tuple[float, float, float]

BLACK, BLUE, RED = (0.16, 0.16, 0.19), (0.16, 0.24, 0.55), (0.72, 0.18, 0.2)


@dataclass(frozen=True)
class Photo:
    """A picture file, the digit asked of it, which of the sample's that is, where it lies, and whether it is alone."""

    data: bytes
    label: int
    index: int
    box: Box
    alone: bool = True


@dataclass
class Scene:
    """What is photographed and how; a kind changes what is particular to it."""

    random: Random
    width: int = 0
    height: int = 0
    paper: Colour = (0.86, 0.85, 0.82)
    ink: Colour = BLACK
    pen: tuple[float, float] = (0.05, 0.085)  # stroke's width, of the digit's height
    tall: tuple[float, float] = (0.15, 0.7)  # the digit's height, of the picture's
    grain: float = 0.0  # of the stroke, as of pencil or chalk
    turn: float = 4.0  # degrees at most
    tilt: float = 0.02  # of the side, at most, that a corner is off
    noise: float = 0.008
    blur: float = 0.0006  # of the longer side
    quality: int = 88
    vignette: float = 0.12
    digits: int = 1
    rows: int | None = None  # of digits; None: two from four on
    surface: list[Callable[["Scene", Array], Array]] = field(default_factory=list)  # on the sheet, before the pen
    light: list[Callable[["Scene"], Array]] = field(default_factory=list)  # (h, w) factors
    around: Callable[["Scene", Array, list[tuple[int, int, int]]], Array] | None = None  # of the digits' places
    frame: Callable[["Scene", Array, Array], tuple[Array, Array]] | None = None

    def __post_init__(self) -> None:
        longer = int(600 * self.random.uniform(1, 10 / 3) ** self.random.uniform(0.5, 1))
        shape = longer, int(longer * self.random.choice([0.75, 0.5625, 1.0]))
        self.width, self.height = shape if self.random.random() < 0.4 else shape[::-1]

    @property
    def shape(self) -> tuple[int, int]:
        return self.height, self.width

    @property
    def longer(self) -> int:
        return max(self.shape)

    def between(self, low: float, high: float) -> float:
        return float(self.random.uniform(low, high))
