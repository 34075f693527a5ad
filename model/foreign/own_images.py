"""Images as a user has them in Python, in the form that the user's own encoder takes, to an image set and that form."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor

from latent_explorer.model.arrays import Array, Bytes
from latent_explorer.model.config import Axes, ConfigError, Conventions, ImageSet
from latent_explorer.model.datasets.image_data import DataError, ImageData

SIDES = range(8, 65)
Range = tuple[float, float]


@dataclass(frozen=True)
class OwnImages:
    """A user's images: what they are, as bytes with their labels, and how the user's encoder takes them.

    `black` and `white`: which numbers of the user's are 0 and 1.
    """

    images: ImageSet
    data: ImageData
    way: Conventions
    black: float
    white: float


def own_images(images: Any, labels: Any, name: str, between: Range | None) -> OwnImages:
    """From a tensor or an array (n, c, side, side), (n, side, side[, c]) or (n, values); labels are (n,), or None.

    `between`: the numbers of black and white, else measured: 0..1, −1..1, 0..255, or the least and the largest. Raises
    DataError for another shape, or numbers that are not finite.
    """
    array = _as_array(images)
    side, channels, axes = _shape(array)
    black, white = _two(between) if between else _range(array)
    if not white > black:
        raise DataError(f"all numbers of the images are {black:g}; give images that differ, or range=(black, white)")
    classes, numbers = _labels(labels, len(array))
    try:
        described = ImageSet(name, side, channels, classes)
    except ConfigError as error:
        raise DataError(str(error)) from error
    way = _way(array.shape[1:], axes, black, white)
    return OwnImages(described, ImageData(_bytes(array, way, described, (black, white)), numbers), way, black, white)


def stacked(images: Any) -> Any:
    """Images as they are, or a list of tensors, as a data set gives them, as one."""
    if isinstance(images, list | tuple) and images and all(isinstance(image, Tensor) for image in images):
        return torch.stack(list(images))
    return images


def _as_array(images: Any) -> Array:
    if isinstance(images, Tensor):
        images = images.detach().cpu()
        images = images.float() if images.is_floating_point() else images  # NumPy has no bfloat16
    array = np.asarray(images)
    if array.dtype.kind not in "uifb" or not len(array):
        raise DataError(f"images are a tensor or an array of numbers, one at least, not {array.dtype} {array.shape}")
    found: Array = np.ascontiguousarray(array, np.float32)
    if not np.isfinite(found).all():
        raise DataError("the images hold numbers that are not finite (NaN or infinite); leave these images out")
    return found


def _shape(array: Array) -> tuple[int, int, Axes]:
    """Side, channels, and the order of colours that lie flattened. Raises DataError."""
    shape = array.shape[1:]
    for side in SIDES:
        grey = shape in ((1, side, side), (side, side), (side, side, 1), (side * side,))
        if grey or shape in ((3, side, side), (side, side, 3)):
            return side, 1 if grey else 3, "planes"
        if shape == (3 * side * side,):
            return side, 3, _smoother(array, side)
    least, most = SIDES[0], SIDES[-1]
    message = f"images of shape {shape} are not square, of 1 or 3 channels and {least} to {most} pixels wide"
    raise DataError(f"{message}; give (n, c, side, side), (n, side, side) or (n, values)")


def _smoother(array: Array, side: int) -> Axes:
    """In which order flattened colours make the smoother images: neighbours in a photograph are alike."""
    planes = array.reshape(-1, 3, side, side)
    pixels = array.reshape(-1, side, side, 3)
    by_plane = np.abs(np.diff(planes, axis=3)).mean() + np.abs(np.diff(planes, axis=2)).mean()
    by_pixel = np.abs(np.diff(pixels, axis=2)).mean() + np.abs(np.diff(pixels, axis=1)).mean()
    return "planes" if by_plane <= by_pixel else "pixels"


def _two(between: Any) -> Range:
    """Black and white as they are named. Raises DataError."""
    try:
        black, white = (float(value) for value in between)
    except (TypeError, ValueError) as error:
        raise DataError(f"range is the numbers of black and white, as (0, 255), not {between!r}") from error
    return black, white


def _range(array: Array) -> Range:
    low, high = float(array.min()), float(array.max())
    if low >= 0 and high <= 1:
        return 0.0, 1.0
    if low >= -1 and high <= 1:
        return -1.0, 1.0
    if low >= 0 and high <= 255 and math.isclose(float(np.abs(array - array.round()).max()), 0):
        return 0.0, 255.0
    return low, high


def _way(shape: tuple[int, ...], axes: Axes, black: float, white: float) -> Conventions:
    """How the encoder takes images in 0..1: as x·(white − black) + black, that is less a mean, over a deviation."""
    if (black, white) == (0, 1):
        return Conventions(shape, "unit", axes=axes, second="none")
    if (black, white) == (-1, 1):
        return Conventions(shape, "symmetric", axes=axes, second="none")
    scale = white - black
    return Conventions(shape, "standardised", axes=axes, second="none", mean=(-black / scale,), sd=(1 / scale,))


def _bytes(array: Array, way: Conventions, of: ImageSet, between: Range) -> Bytes:
    black, white = between
    unit = ((array - black) / (white - black)).clip(0, 1)
    if (len(way.shape) == 1 and way.axes == "planes") or way.shape[0] == of.channels:
        unit = unit.reshape(-1, of.channels, of.side, of.side).transpose(0, 2, 3, 1)
    levels: Bytes = np.rint(unit * 255).astype(np.uint8).reshape(-1, *of.shape)
    return levels


def _labels(labels: Any, count: int) -> tuple[tuple[str, ...], Any]:
    """The names of the classes, and each image's place among them. Raises DataError."""
    if labels is None:
        return (), None
    given = np.asarray(labels.detach().cpu() if isinstance(labels, Tensor) else labels)
    if given.shape != (count,):
        raise DataError(f"there are {count} images and labels of shape {given.shape}; each image needs one")
    try:
        names, numbers = np.unique(given, return_inverse=True)
    except TypeError as error:
        raise DataError(
            "labels are all numbers or all text, one for each image; leave them out if some lack"
        ) from error
    if len(names) > 256:
        raise DataError(f"the labels name {len(names)} classes, and up to 256 can be told apart; leave the labels out")
    return tuple(str(name) for name in names), numbers.astype(np.uint8)
