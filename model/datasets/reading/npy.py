"""NumPy's .npy format, read step by step: its header is judged before anything is unpacked, and no pickle is opened."""

import math
from dataclasses import dataclass
from typing import IO, Any

import numpy as np
from numpy.lib import format as npy

from latent_explorer.model.datasets.image_data import DataError
from latent_explorer.model.datasets.reading.arrays import MAX_BYTES, native
from latent_explorer.model.datasets.reading.options import Numbers
from latent_explorer.model.datasets.reading.packed import check_is_data
from latent_explorer.model.datasets.reading.zips import DAMAGE

_STEP = 1 << 24  # bytes read at a time
_MAGIC = b"\x93NUMPY"


@dataclass(frozen=True)
class Header:
    """What an array is, by the header of its file."""

    shape: tuple[int, ...]
    fortran: bool
    dtype: "np.dtype[Any]"


def read_header(file: IO[bytes], name: str) -> Header:
    """The header of an .npy file. Raises DataError if it is none, or damaged."""
    start = file.read(len(_MAGIC) + 2)
    check_is_data(start, name)
    if start[: len(_MAGIC)] != _MAGIC:
        raise DataError(f"{name} is no .npy file")
    read = npy.read_array_header_1_0 if start[len(_MAGIC) :] == b"\1\0" else npy.read_array_header_2_0
    try:
        shape, fortran, dtype = read(file)
    except (ValueError, *DAMAGE) as error:
        raise DataError(f"the header of {name} is damaged; fetch the file again") from error
    return Header(shape, fortran, dtype)


def read_npy(file: IO[bytes], name: str) -> Numbers:
    """An array, in this machine's byte order. Raises DataError if it is a pickle, cut short or absurdly large."""
    header = read_header(file, name)
    if header.dtype.hasobject:
        raise DataError(f"{name} is a pickle, which can run any program and is never opened; save plain numbers")
    content = _read(file, math.prod(header.shape) * header.dtype.itemsize, name)
    flat = np.frombuffer(content, header.dtype)
    return native(flat.reshape(header.shape[::-1]).T if header.fortran else flat.reshape(header.shape))


def _read(file: IO[bytes], size: int, name: str) -> bytearray:
    if size > MAX_BYTES:
        raise DataError(f"{name} would take {size >> 30} GiB of memory, and at most {MAX_BYTES >> 30} are read")
    content = bytearray(size)
    done, view = 0, memoryview(content)
    try:
        while done < size and (chunk := file.read(min(_STEP, size - done))):
            view[done : done + len(chunk)] = chunk
            done += len(chunk)
    except DAMAGE as error:
        raise DataError(f"{name} is damaged ({error}); fetch the file again") from error
    if done < size:
        raise DataError(f"{name} is cut short: {done:,} of {size:,} bytes; fetch the file again")
    return content
