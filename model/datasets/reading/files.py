"""The files of a folder, of a zip or one alone, by their names below it; hidden ones are left out."""

import os
import re
import zipfile
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import IO

from latent_explorer.model.datasets.image_data import DataError
from latent_explorer.model.datasets.reading.natural import natural
from latent_explorer.model.datasets.reading.zips import DAMAGE, member, opened

MAX_FILES = 3_000_000
MAX_BYTES = 64 << 30  # in a zip, unpacked; CelebA has 1.4 GB
_LEFT_BEHIND = ("__MACOSX", "Thumbs.db", "desktop.ini")  # by systems, beside what people put there
# Folders whose name says nothing of the set.
_GENERIC = {"raw", "data", "dataset", "images", "imgs", "archive", "gzip", "default", "processed"}


@dataclass(frozen=True)
class Files(ABC):
    """Names of files below `path`, with slashes, in natural order; `hidden` counts those left out."""

    path: Path
    names: tuple[str, ...]
    hidden: int

    @abstractmethod
    def open(self, name: str) -> IO[bytes]:
        """A file to read from, in which one can seek. Raises DataError if it can't be unpacked."""

    def read(self, name: str) -> bytes:
        """A file's bytes. Raises DataError if it can't be unpacked."""
        with self.open(name) as file:
            return file.read()

    def called(self, name: str) -> str:
        """What messages call a file: what it stands in, and its name there."""
        return f"{self.path.name}/{name}"

    def ending_in(self, *endings: str) -> list[str]:
        """The files whose names end so, in lower case or not."""
        return [name for name in self.names if name.lower().endswith(endings)]

    @property
    def id(self) -> str:
        """The name of the set: of the folder or file, or of the one folder within that tells more than `raw`."""
        within = os.path.commonpath([os.path.dirname(name) for name in self.names]).split("/") if self.names else []
        outer = [self.path.parent.name] if self.path.is_dir() else []
        telling = (name for name in [self.path.name, *within, *outer] if _stem(name).lower() not in {*_GENERIC, ""})
        return _stem(next(telling, self.path.name))


class Folder(Files):
    """Files of a folder, or one file of it."""

    def open(self, name: str) -> IO[bytes]:
        """A file to read from."""
        return (self.path / name).open("rb")


class OneFile(Files):
    """A file by itself."""

    def open(self, name: str) -> IO[bytes]:
        """The file to read from."""
        return self.path.open("rb")

    def called(self, name: str) -> str:
        """The file's name."""
        return name


@dataclass(frozen=True)
class Zip(Files):
    """Files of a zip, which is never unpacked to disk."""

    archive: zipfile.ZipFile

    def open(self, name: str) -> IO[bytes]:
        """A file's bytes in memory. Raises DataError if they are damaged or locked."""
        with member(self.archive, name, self.called(name)) as file:
            try:
                return BytesIO(file.read())
            except DAMAGE as error:
                raise DataError(f"{self.called(name)} is damaged ({error}); fetch the zip again") from error


@contextmanager
def open_files(path: Path) -> Iterator[Files]:
    """The files of a folder, of a zip, or one alone. Raises DataError if there are none, or absurdly many."""
    path = path.resolve()  # whose name tells what "." is
    if path.is_dir():
        yield _checked(Folder(path, *_visible(_walk(path))))
    elif not path.exists():
        raise DataError(f"there is no {path}; name a folder, a zip or a file of images")
    elif path.suffix.lower() == ".zip":
        with opened(path, path.name) as archive:
            yield _checked(_of_zip(path, archive))
    else:
        yield OneFile(path, (path.name,), 0)


def _of_zip(path: Path, archive: zipfile.ZipFile) -> Zip:
    inside = [one for one in archive.infolist() if not one.is_dir()]
    if sum(one.file_size for one in inside) > MAX_BYTES:
        raise DataError(f"{path.name} would unpack to more than {MAX_BYTES >> 30} GiB, which is more than is read")
    return Zip(path, *_visible([one.filename for one in inside]), archive)


def _checked(files: Files) -> Files:
    if not files.names:
        raise DataError(f"{files.path} holds no files")
    if len(files.names) > MAX_FILES:
        raise DataError(f"{files.path} holds {len(files.names):,} files, more than the {MAX_FILES:,} that are read")
    return files


def _walk(folder: Path) -> list[str]:
    """The files below a folder. Links are followed, as people link folders of images, but never in a circle."""
    names, seen = [], set[str]()
    for place, folders, within in os.walk(folder, followlinks=True):
        real = os.path.realpath(place)
        if real in seen:
            folders.clear()
            continue
        seen.add(real)
        names += [Path(place, name).relative_to(folder).as_posix() for name in within]
    return names


def _visible(names: Iterable[str]) -> tuple[tuple[str, ...], int]:
    """The names that are not hidden, in natural order, and how many are."""
    every = list(names)
    shown = [name for name in every if not any(_is_hidden(part) for part in name.split("/"))]
    return tuple(sorted(shown, key=natural)), len(every) - len(shown)


def _is_hidden(part: str) -> bool:
    return part.startswith(".") or part in _LEFT_BEHIND


def _stem(name: str) -> str:
    """A name without the ending of a file."""
    return re.sub(r"(\.(zip|npz|npy|csv|tsv|parquet|gz|xz|png|jpe?g|webp|tiff?))+$", "", name, flags=re.IGNORECASE)
