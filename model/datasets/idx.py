"""IDX files of unsigned bytes, plain or gzipped: MNIST's own format."""

import gzip
import hashlib
import zlib
from pathlib import Path

import numpy as np

from latent_explorer.model.arrays import Bytes
from latent_explorer.model.datasets.image_data import DataError

_UBYTE = 0x08
_GZIP = b"\x1f\x8b"  # how gzipped files begin


def parse_idx(raw: bytes, name: str = "the file") -> Bytes:
    """Parse an IDX file of unsigned bytes. Raises DataError if header or length is wrong."""
    if len(raw) < 4 or raw[:2] != b"\0\0" or raw[2] != _UBYTE:
        raise DataError(f"{name} is not an IDX file of unsigned bytes")
    start = 4 + 4 * raw[3]
    shape = tuple(int.from_bytes(raw[i : i + 4], "big") for i in range(4, start, 4))
    if len(raw) != start + int(np.prod(shape)):
        raise DataError(f"{name} is cut short or damaged; fetch it again")
    return np.frombuffer(raw, np.uint8, offset=start).reshape(shape)


def read_idx(path: Path, digest: str | None = None) -> Bytes:
    """Read a plain or gzipped IDX file. Raises DataError if damaged, or if its uncompressed SHA-256 is not `digest`.

    Its content tells which it is: browsers unpack what they download and leave the name as it was.
    """
    raw = _unpacked(path)
    if digest is not None and hashlib.sha256(raw).hexdigest() != digest:
        raise DataError(f"{path.name} is not MNIST's own file (SHA-256 differs); fetch it again")
    return parse_idx(raw, path.name)


def digest_of(path: Path) -> str | None:
    """The SHA-256 of a file's content, unpacked; None if it is damaged."""
    try:
        return hashlib.sha256(_unpacked(path)).hexdigest()
    except DataError:
        return None


def _unpacked(path: Path) -> bytes:
    raw = path.read_bytes()
    if not raw.startswith(_GZIP):
        return raw
    try:
        return gzip.decompress(raw)
    except (EOFError, OSError, zlib.error) as error:
        raise DataError(f"{path.name} is cut short or damaged; fetch it again") from error


def write_idx(path: Path, array: Bytes) -> None:
    """Write an array as a gzipped IDX file, with the same bytes each time."""
    header = bytes([0, 0, _UBYTE, array.ndim]) + b"".join(size.to_bytes(4, "big") for size in array.shape)
    path.write_bytes(gzip.compress(header + array.tobytes(), 9, mtime=0))
