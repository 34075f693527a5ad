"""Arrays of a file as images: which axis is which, as far as that can be told."""

import math

import numpy as np

from latent_explorer.model.datasets.image_data import DataError
from latent_explorer.model.datasets.reading.options import Numbers

MAX_BYTES = 16 << 30  # of an array in memory; dSprites has 3 GB


def native(array: Numbers) -> Numbers:
    """The array in this machine's byte order: what computes on it later may take no other."""
    return array.astype(array.dtype.newbyteorder("="), copy=False)


def as_images(array: Numbers, name: str) -> tuple[Numbers, tuple[str, ...]]:
    """Images (n, h, w) or (n, h, w, 3) of an array, and a note if its axes were others.

    Taken are (n, h, w), (n, h, w, 1 or 3), (n, 1 or 3, h, w), and rows of h·h numbers. Raises DataError for others, and
    for what is no number.
    """
    if array.dtype.kind not in "buif":
        raise DataError(f"{name} holds no numbers but {array.dtype}; images are whole or broken numbers")
    array = native(array.view(np.uint8) if array.dtype.kind == "b" else array)
    if array.ndim == 2:
        return _of_rows(array, name), ()
    if array.ndim == 3:
        return array, ()
    if array.ndim == 4 and array.shape[3] in (1, 3) and array.shape[1] not in (1, 3):
        return (array[..., 0] if array.shape[3] == 1 else array), ()
    if array.ndim == 4 and array.shape[1] in (1, 3) and array.shape[3] not in (1, 3):
        last = np.moveaxis(array, 1, 3)
        note = f"{name} is {array.shape}, with the channels before rows and columns, as PyTorch has them"
        return (last[..., 0] if last.shape[3] == 1 else last), (note,)
    raise DataError(f"{name} has the shape {array.shape}; take (images, rows, columns), or with 1 or 3 channels after")


def _of_rows(array: Numbers, name: str) -> Numbers:
    """Rows of h·h numbers as (n, h, h); a row of three channels could be in two orders, so it is refused."""
    values = array.shape[1]
    side = math.isqrt(values)
    if side * side == values:
        return array.reshape(-1, side, side)
    colour = math.isqrt(values // 3)
    if 3 * colour * colour == values:
        raise DataError(
            f"{name} has rows of {values} numbers: {colour}×{colour} pixels of three channels, whose order such rows "
            f"don't tell; save them as (images, {colour}, {colour}, 3)"
        )
    raise DataError(f"{name} has rows of {values} numbers, which make no square image")


def as_labels(array: Numbers, name: str) -> tuple[Numbers | None, tuple[str, ...]]:
    """One label (n,) for each image, whole numbers or text, or None if there are several or none; and notes.

    Taken are (n,), (n, 1), rows with a single 1 (one-hot), and QMNIST's rows of eight. Raises DataError for others.
    """
    array = native(array)
    if array.dtype.kind == "S":
        array = np.char.decode(array, "utf-8")
    if array.ndim == 2 and array.shape[1] == 1:
        array = array[:, 0]
    if array.ndim == 2:
        return _of_columns(array, name)
    if array.ndim != 1 or array.dtype.kind not in "buifU":
        raise DataError(f"{name} has the shape {array.shape} of {array.dtype}; labels are one number or name an image")
    return _whole(array, name), ()


def _of_columns(array: Numbers, name: str) -> tuple[Numbers | None, tuple[str, ...]]:
    only_01 = array.dtype.kind in "buif" and bool(np.isin(array, (0, 1)).all())
    if only_01 and bool((array.sum(1) == 1).all()):
        return array.argmax(1), (f"{name} holds one-hot labels: the place of the 1 is the class",)
    if only_01:
        return None, (f"{name} names several classes of an image, or none, so these images have no labels",)
    if array.shape[1] == 8 and array.dtype.kind in "iu":
        what = "the first is the class, and NIST's series, writers and places are left out"
        return array[:, 0], (f"{name} has QMNIST's eight columns: {what}",)
    raise DataError(f"{name} has {array.shape[1]} columns of labels; leave them out by --labels none, or keep one")


def _whole(array: Numbers, name: str) -> Numbers:
    """Labels that are whole, as integers."""
    if array.dtype.kind != "f":
        return array.astype(np.int64) if array.dtype.kind in "bui" else array
    if not bool(np.isfinite(array).all()) or bool((array != np.rint(array)).any()):
        row = int(np.flatnonzero(~np.isfinite(array) | (array != np.rint(array)))[0])
        raise DataError(
            f"row {row + 1} of {name} is {array[row]}, which is no class; leave labels out by --labels none"
        )
    return array.astype(np.int64)
