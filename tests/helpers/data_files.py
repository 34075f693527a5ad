"""Files of data sets as the libraries write them."""

import gzip
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from latent_explorer.app.images.set_pictures import read_picture
from latent_explorer.model.datasets.reading import Found, ReadingOptions, read_data

IDX_TYPES = {"u1": 0x08, "i1": 0x09, "i2": 0x0B, "i4": 0x0C, "f4": 0x0D, "f8": 0x0E}


def read(path: Path, **declared: Any) -> Found:
    """Read with the program's own decoder of pictures."""
    return read_data(path, ReadingOptions(**declared), read_picture)


def idx(array: NDArray[Any]) -> bytes:
    """An array as an IDX file of its type, the highest byte of a number first."""
    kind = array.dtype.str[1:]
    header = bytes([0, 0, IDX_TYPES[kind], array.ndim]) + b"".join(size.to_bytes(4, "big") for size in array.shape)
    return header + array.astype(array.dtype.newbyteorder(">")).tobytes()


def put(path: Path, content: bytes) -> Path:
    """Write a file, packed where its name says so, in folders that are made for it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(content, mtime=0) if path.suffix == ".gz" else content)
    return path


def picture(path: Path, values: NDArray[Any]) -> Path:
    """Write an array as a picture file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(values).save(path)
    return path


def glyphs(count: int, side: int = 28, seed: int = 0) -> NDArray[np.uint8]:
    """Pictures (count, side, side) of all values, none like another, nor like itself turned."""
    made = np.random.default_rng(seed).integers(0, 256, (count, side, side), np.uint8)
    made[:, 0, 0], made[:, 0, -1] = 0, 255
    return made


def said(found: Found, *parts: str) -> bool:
    """Whether one note has all these parts."""
    return any(all(part in note for part in parts) for note in found.notes)
