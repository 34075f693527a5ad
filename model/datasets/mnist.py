"""MNIST from IDX files: reading and verification."""

import gzip
import hashlib
import zlib
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from latent_explorer.model.datasets.image_data import DataError, ImageData
from latent_explorer.model.datasets.names import find_file

Split = Literal["train", "test"]

# SHA-256 of the uncompressed files: mirrors compress the same bytes differently.
DIGESTS = {
    "train-images-idx3-ubyte": "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
    "train-labels-idx1-ubyte": "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
    "t10k-images-idx3-ubyte": "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
    "t10k-labels-idx1-ubyte": "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
}
_PREFIX: dict[Split, str] = {"train": "train", "test": "t10k"}
_IDX_UBYTE = 0x08
_GZIP = b"\x1f\x8b"  # how gzipped files begin


def parse_idx(raw: bytes, name: str = "the file") -> NDArray[np.uint8]:
    """Parse an IDX file of unsigned bytes. Raises DataError if header or length is wrong."""
    if len(raw) < 4 or raw[:2] != b"\0\0" or raw[2] != _IDX_UBYTE:
        raise DataError(f"{name} is not an IDX file of unsigned bytes")
    start = 4 + 4 * raw[3]
    shape = tuple(int.from_bytes(raw[i : i + 4], "big") for i in range(4, start, 4))
    if len(raw) != start + int(np.prod(shape)):
        raise DataError(f"{name} is cut short or damaged; fetch it again")
    return np.frombuffer(raw, np.uint8, offset=start).reshape(shape)


def read_idx(path: Path, digest: str | None = None) -> NDArray[np.uint8]:
    """Read a plain or gzipped IDX file. Raises DataError if damaged, or if its uncompressed SHA-256 is not `digest`.

    Its content tells which it is: browsers unpack what they download and leave the name as it was.
    """
    raw = path.read_bytes()
    if raw.startswith(_GZIP):
        try:
            raw = gzip.decompress(raw)
        except (EOFError, OSError, zlib.error) as error:
            raise DataError(f"{path.name} is cut short or damaged; fetch it again") from error
    if digest is not None and hashlib.sha256(raw).hexdigest() != digest:
        raise DataError(f"{path.name} is not MNIST's own file (SHA-256 differs); fetch it again")
    return parse_idx(raw, path.name)


def file_names(*splits: Split) -> list[str]:
    """Names of MNIST's files that hold the splits."""
    return [name for name in DIGESTS if name.startswith(tuple(_PREFIX[split] for split in splits))]


def load_mnist(folder: Path, split: Split) -> ImageData:
    """MNIST's 60,000 training or 10,000 test digits from a folder of IDX files, plain or .gz. Raises DataError.

    The files may be called, and stand below the folder, as `find_file` knows them.
    """
    kinds = ("images-idx3-ubyte", "labels-idx1-ubyte")
    images, labels = (_read_named(folder, f"{_PREFIX[split]}-{kind}") for kind in kinds)
    return ImageData(images, labels)


def _read_named(folder: Path, name: str) -> NDArray[np.uint8]:
    if path := find_file(folder, name):
        return read_idx(path, DIGESTS[name])
    wanted = ", ".join(f"{n}.gz" for n in DIGESTS)
    raise DataError(f"{folder} holds no {name}[.gz]. Put MNIST's files there ({wanted}) or name another with --data")
