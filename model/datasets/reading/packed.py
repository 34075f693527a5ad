"""Packed files: whether they are packed is told by how they begin, for browsers unpack and leave the name as it was."""

import gzip
import lzma
import zlib
from io import BytesIO

from latent_explorer.model.datasets.image_data import DataError

_GZIP, _XZ = b"\x1f\x8b", b"\xfd7zXZ\0"
ENDINGS = (".gz", ".xz")
MAX_UNPACKED = 8 << 30  # bytes; EMNIST's largest file has 0.6 GB
_STAND_INS = {
    b"version https://git-lfs": "is a Git LFS pointer in place of the file: run `git lfs pull` where it was cloned",
    b"<!doctype html": "is a web page, not data: download the file itself",
    b"<html": "is a web page, not data: download the file itself",
}


def plain_name(name: str) -> str:
    """A file's name without the ending of a packer."""
    return next((name.removesuffix(end) for end in ENDINGS if name.lower().endswith(end)), name)


def unpack(raw: bytes, name: str) -> bytes:
    """The bytes of a file that may be packed by gzip or xz. Raises DataError if it is damaged or absurdly large."""
    check_is_data(raw, name)
    if not raw.startswith((_GZIP, _XZ)):
        return raw
    file = BytesIO(raw)
    try:
        with gzip.GzipFile(fileobj=file) if raw.startswith(_GZIP) else lzma.LZMAFile(file) as packed:
            content = packed.read(MAX_UNPACKED + 1)
    except (EOFError, OSError, zlib.error, lzma.LZMAError) as error:
        raise DataError(f"{name} is cut short or damaged; fetch it again") from error
    if len(content) > MAX_UNPACKED:
        raise DataError(f"{name} unpacks to more than {MAX_UNPACKED >> 30} GiB, which is more than is read")
    return content


def check_is_data(raw: bytes, name: str) -> None:
    """Raise DataError if a file is what a failed download leaves: a web page, or a pointer in its place."""
    start = raw[:64].lstrip().lower()
    for beginning, sentence in _STAND_INS.items():
        if start.startswith(beginning):
            raise DataError(f"{name} {sentence}")
