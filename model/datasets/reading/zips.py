"""Zips, opened and read with a sentence for whatever is wrong with them; an .npz is one, too."""

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import IO

from latent_explorer.model.datasets.image_data import DataError
from latent_explorer.model.datasets.reading.packed import check_is_data

DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, OSError)  # what zipfile raises on damaged bytes


@contextmanager
def opened(file: IO[bytes] | Path, name: str) -> Iterator[zipfile.ZipFile]:
    """An open zip. Raises DataError if it is none, or damaged."""
    try:
        archive = zipfile.ZipFile(file)
    except zipfile.BadZipFile as error:
        with file.open("rb") if isinstance(file, Path) else nullcontext(file) as begun:
            begun.seek(0)
            check_is_data(begun.read(64), name)
        raise DataError(f"{name} is no whole zip; fetch it again") from error
    with archive:
        yield archive


def member(archive: zipfile.ZipFile, inside: str, name: str) -> IO[bytes]:
    """A file of a zip, to read from. Raises DataError, by `name`, if it is damaged or locked."""
    try:
        return archive.open(inside)
    except DAMAGE as error:
        raise DataError(f"{name} is damaged ({error}); fetch it again") from error
    except NotImplementedError as error:
        raise DataError(f"{name} is packed in a way that is not read ({error}); pack it anew") from error
    except RuntimeError as error:  # for want of a password
        raise DataError(f"{name} is locked by a password; unpack it first") from error
