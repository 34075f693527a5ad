"""What black and white are in a set: measured over all of it, recognised by the values, never by their type."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from latent_explorer.model.arrays import Bytes
from latent_explorer.model.datasets.image_data import DataError
from latent_explorer.model.datasets.reading.options import Numbers

Range = tuple[float, float]
CHUNK = 4096  # images at a time: broken numbers of a whole set may not fit in memory
_NEAR = 1e-3  # by which rounding may pass the ends of a range


@dataclass(frozen=True)
class Measured:
    """The least and the largest value of a set, and whether all are whole."""

    low: float
    high: float
    whole: bool

    def __str__(self) -> str:
        return f"{self.low:g} to {self.high:g}, {'whole' if self.whole else 'broken'} numbers"


def measure(images: Numbers, name: str) -> Measured:
    """The range of images (n, …). Raises DataError if there are none, or at a value that is no number, by its row."""
    if not images.size:
        raise DataError(f"{name} holds no images")
    parts = [_measure(part, name, start) for start, part in _chunks(images)]
    return joined(parts)


def joined(parts: Iterable[Measured]) -> Measured:
    """The range of several parts together."""
    every = list(parts)
    return Measured(min(p.low for p in every), max(p.high for p in every), all(p.whole for p in every))


def recognise(found: Measured) -> Range:
    """Black and white of a set with this range. Raises DataError if several could be meant.

    Whole numbers: 0 and 1 (dSprites), 0 to 16 (scikit-learn's digits), up to 128…255, up to 32,768…65,535. Broken ones:
    0 to 1, -1 to 1, or up to 128…255.
    """
    low, high = found.low, found.high
    if low == high:
        raise DataError(f"every pixel of every image is {low:g}; there is nothing to see")
    ends: list[tuple[float, float, float, float]]  # black, white, and between what the largest value is
    if found.whole:
        ends = [(0, 1, 1, 1), (-1, 1, 1, 1), (0, 16, 16, 16), (0, 255, 128, 255), (0, 65535, 32768, 65535)]
    else:
        ends = [(0, 1, 0.5, 1), (-1, 1, 0.5, 1), (0, 255, 128, 255)]
    for black, white, least, most in ends:
        fits_below = low >= black - _NEAR if black == 0 else black - _NEAR <= low <= 0.9 * black
        if fits_below and least <= high <= most + _NEAR:
            return black, white
    raise DataError(
        f"the values are {found}, of which black and white can't be told for sure: say what they are by --range, "
        f"such as --range 0,1 or --range 0,255"
    )


def to_bytes(images: Numbers, limits: Range, name: str) -> Bytes:
    """Images (n, …) as uint8, black as 0 and white as 255, rounded. Raises DataError at a value outside, by its row."""
    if images.dtype == np.uint8 and limits == (0, 255):
        return images
    # dSprites' bytes are 3 GB: where they can be, they are replaced in place.
    out = images if images.dtype == np.uint8 and images.flags.writeable else np.empty(images.shape, np.uint8)
    for start, part in _chunks(images):
        out[start : start + len(part)] = scaled(part, limits, f"row {{row}} of {name}", start)
    return out


def scaled(values: Numbers, limits: Range, where: str, start: int = 0) -> Bytes:
    """Values as uint8; `where`, in which {row} is replaced, names them in the error."""
    black, white = limits
    light = (values.astype(np.float64) - black) / (white - black)
    outside = ~((light >= -_NEAR) & (light <= 1 + _NEAR))
    if outside.any():
        first = tuple(int(axis[0]) for axis in np.nonzero(outside))
        value, row = values[first], start + first[0] + 1
        raise DataError(f"{where.format(row=row)} has the value {value:g}, outside of the range {black:g} to {white:g}")
    return np.rint(np.clip(light, 0, 1) * 255).astype(np.uint8)


def _chunks(images: Numbers) -> Iterator[tuple[int, Numbers]]:
    for start in range(0, len(images), CHUNK):
        yield start, images[start : start + CHUNK]


def _measure(images: Numbers, name: str, start: int) -> Measured:
    if images.dtype.kind != "f":
        return Measured(float(images.min()), float(images.max()), True)
    if not np.isfinite(images).all():
        row = start + int(np.nonzero(~np.isfinite(images))[0][0]) + 1
        raise DataError(f"row {row} of {name} has a value that is no number, or infinite")
    return Measured(float(images.min()), float(images.max()), bool((images == np.rint(images)).all()))
