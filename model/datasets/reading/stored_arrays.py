"""The arrays in .npz and .npy files: listed by their names before any is read, and none ever unpickled."""

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from posixpath import basename, splitext
from typing import IO

from latent_explorer.model.datasets.reading.files import Files
from latent_explorer.model.datasets.reading.npy import Header, read_header, read_npy
from latent_explorer.model.datasets.reading.options import Numbers, Split
from latent_explorer.model.datasets.reading.splits import split_in, without_split
from latent_explorer.model.datasets.reading.zips import member, opened


@dataclass(frozen=True)
class Stored:
    """An array that is not read yet: its file, the place within if that is an .npz, and its name's words and split."""

    file: str
    key: str | None
    words: tuple[str, ...]
    split: Split

    def called(self, files: Files) -> str:
        """What messages call the array."""
        return files.called(self.file) + (f", array {self.key}" if self.key else "")


def listed(files: Files, name: str) -> list[Stored]:
    """The arrays of a file. Raises DataError if it is damaged."""
    stem = splitext(basename(name))[0]
    if name.lower().endswith(".npy"):
        return [_named(name, None, stem)]
    with _archive(files, name) as archive:
        keys = [splitext(inside)[0] for inside in archive.namelist() if inside.endswith(".npy")]
    # KMNIST: kmnist-train-imgs.npz holds arr_0, as numpy.savez calls an array that was given no name.
    return [_named(name, key, stem if keys == ["arr_0"] else key) for key in keys]


def _named(file: str, key: str | None, told: str) -> Stored:
    words = tuple(without_split(told))
    return Stored(file, key, words, split_in(told) or split_in(file) or "train")


@contextmanager
def _archive(files: Files, name: str) -> Iterator[zipfile.ZipFile]:
    with files.open(name) as file, opened(file, files.called(name)) as archive:
        yield archive


def header(files: Files, named: Stored) -> Header:
    """An array's shape and type. Raises DataError if it is damaged."""
    with _opened(files, named) as file:
        return read_header(file, named.called(files))


def is_pickle(files: Files, named: Stored) -> bool:
    """Whether an array holds objects, which are pickled."""
    return header(files, named).dtype.hasobject


def read_array(files: Files, named: Stored) -> Numbers:
    """An array, in this machine's byte order. Raises DataError if it is a pickle, damaged or absurdly large."""
    with _opened(files, named) as file:
        return read_npy(file, named.called(files))


@contextmanager
def _opened(files: Files, named: Stored) -> Iterator[IO[bytes]]:
    if named.key is None:
        with files.open(named.file) as file:
            yield file
        return
    with _archive(files, named.file) as archive, member(archive, f"{named.key}.npy", named.called(files)) as inside:
        yield inside
