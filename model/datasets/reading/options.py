"""What a user declares of a data set, and what was found."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from latent_explorer.model.config import ImageSet
from latent_explorer.model.datasets.image_data import DataError, ImageData

Split = Literal["train", "validation", "test"]
Numbers = NDArray[Any]  # as a file holds them: whole or broken, of any size
SIDES = (8, 64)  # of an ImageSet
Progress = Callable[[int, int], None]  # what is done, and of how much


@dataclass(frozen=True)
class ReadingOptions:
    """What the user declares; None has it found out, and said.

    `range` is what black and white are in the file, (low, high); `side` that of the images, in pixels; `colour` whether
    they have three channels; `transpose` whether rows and columns are swapped; `labels` the column or key of the
    labels, for CSV also `first` or `last`, or `none` to leave them out.
    """

    side: int | None = None
    colour: bool | None = None
    range: tuple[float, float] | None = None
    transpose: bool | None = None
    labels: str | None = None

    def check(self) -> None:
        """Raise DataError if a side or a range can't be."""
        if self.side is not None and not SIDES[0] <= self.side <= SIDES[1]:
            raise DataError(f"--side takes {SIDES[0]} to {SIDES[1]} pixels, not {self.side}")
        if self.range is not None and not (np.isfinite(self.range).all() and self.range[0] < self.range[1]):
            raise DataError(f"--range takes black and white, the lesser first, as 0,255, not {self.range}")


@dataclass(frozen=True)
class Found:
    """A data set as it was understood: its images, what they are, its format, and a sentence for each decision."""

    train: ImageData
    test: ImageData | None
    images: ImageSet
    format: str
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Picture:
    """A picture file's values (h, w) or (h, w, 3), as stored; white is `full` by the file's depth, None if unknown.

    `size` (h, w) is the file's own, where the values are of a reduced picture.

    `opaque` (h, w) float32 in 0..1 is there if the picture is transparent somewhere; the values are then multiplied
    with it already.
    """

    values: Numbers
    full: int | None
    opaque: NDArray[Any] | None = None
    size: tuple[int, int] | None = None


# From a file's bytes and the name for messages. Raises DataError if they can't be read as one still picture.
PictureReader = Callable[[bytes, str], Picture]


@dataclass(frozen=True)
class Part:
    """One split as its file `source` holds it: images (n, h, w) or (n, h, w, 3), labels (n,), numbers or text.

    `ready`: the images are uint8 in 0..255 and of the set's side already.
    """

    images: Numbers
    labels: Numbers | None
    source: str
    ready: bool = False


@dataclass(frozen=True)
class Raw:
    """What a format's reader gives: the splits, the names of labels where the files tell them, and notes."""

    format: str
    parts: Mapping[Split, Part]
    names: Mapping[int, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    id: str = ""  # the set's name, where files tell it better than their folder
