"""What a network's own process and the application say to each other over pipes: arrays of float32, and no pickle.

A frame is a code and a number of arrays (4 bytes each, little-endian), then of each array the number of its axes
(4 bytes), their lengths (8 bytes each) and its numbers. Either side reads only as much as it expects, for the process
may say anything once a network has got the better of it.
"""

import math
import struct
from collections.abc import Sequence
from enum import IntEnum
from typing import IO

import numpy as np

from latent_explorer.model.arrays import Array

MOST_ARRAYS, MOST_AXES = 10_000, 8
_HEAD, _AXES = struct.Struct("<II"), struct.Struct("<I")


class Answer(IntEnum):
    """What came of a request."""

    DONE = 0
    MEMORY = 1  # the limit was reached, and the process lives
    NOT_COMPUTED = 2
    UNSUITABLE = 3  # no session can be made of the network


class FrameError(Exception):
    """The other side ended in the middle of a frame, or sent what is none."""


def write_frame(stream: IO[bytes], code: int, arrays: Sequence[Array] = ()) -> None:
    """Write a frame and flush it. Raises OSError if nobody reads."""
    stream.write(_HEAD.pack(code, len(arrays)))
    for array in arrays:
        stream.write(_AXES.pack(array.ndim) + struct.pack(f"<{array.ndim}Q", *array.shape))
        stream.write(np.ascontiguousarray(array, "<f4").reshape(-1).view(np.uint8).data)
    stream.flush()


def read_frame(stream: IO[bytes], most: int) -> tuple[int, tuple[Array, ...]]:
    """A frame's code and its arrays, together of at most `most` bytes. Raises FrameError."""
    code, count = _HEAD.unpack(read_exactly(stream, _HEAD.size))
    if count > MOST_ARRAYS:
        raise FrameError("too many arrays")
    arrays = []
    for _ in range(count):
        array = _read_array(stream, most)
        most -= array.nbytes
        arrays.append(array)
    return code, tuple(arrays)


def read_exactly(stream: IO[bytes], count: int) -> bytes:
    """So many bytes. Raises FrameError where the stream ends before."""
    data = stream.read(count)
    if len(data) < count:
        raise FrameError("the stream ended")
    return data


def _read_array(stream: IO[bytes], most: int) -> Array:
    (axes,) = _AXES.unpack(read_exactly(stream, _AXES.size))
    if axes > MOST_AXES:
        raise FrameError("too many axes")
    shape = struct.unpack(f"<{axes}Q", read_exactly(stream, 8 * axes))
    if 4 * math.prod(shape) > most:
        raise FrameError("too large")
    array = np.empty(shape, "<f4")
    if array.size and stream.readinto(array.reshape(-1).view(np.uint8).data) < array.nbytes:  # type: ignore[attr-defined]
        raise FrameError("the stream ended")
    return array
