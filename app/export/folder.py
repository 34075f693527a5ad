"""Writes a site into a folder: all of it, or nothing where that can be known before."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from latent_explorer.app.export.site import Files
from latent_explorer.model.config import ConfigError
from latent_explorer.model.store.files import write

TO_DO = {
    errno.ENAMETOOLONG: "is too long a name; name a shorter one",
    errno.EEXIST: "is a file where the site needs a folder; remove it, or name another folder",
    errno.ENOTDIR: "is a file where the site needs a folder; remove it, or name another folder",
    errno.ELOOP: "is a link that leads to itself; name another folder",
    errno.ENOSPC: "has no room on its disk; make some, or name a folder elsewhere",
    errno.EDQUOT: "has no room on its disk; make some, or name a folder elsewhere",
}


@contextmanager
def plainly(place: Path) -> Iterator[None]:
    """Raise ConfigError with what to do, in place of the system's OSError on a place."""
    try:
        yield
    except OSError as error:
        to_do = TO_DO.get(error.errno or 0, "can't be written to; name a folder elsewhere")
        raise ConfigError(f"{place} {to_do}") from error


def check_folder(folder: Path, force: bool) -> None:
    """Raise ConfigError unless a site may be written there: a folder that is new or empty, or whatever if `force`."""
    with plainly(folder):
        folder.exists()
    if folder.exists() and not folder.is_dir():
        raise ConfigError(f"{folder} is a file; name a folder")
    if folder.is_dir() and any(folder.iterdir()) and not force:
        raise ConfigError(
            f"{folder} is not empty; name another folder, or add --force to overwrite what has the same name"
        )
    _check_writable(folder)


def check_file(file: Path, force: bool) -> None:
    """Raise ConfigError unless a file may be written there, in a folder that exists."""
    with plainly(file):
        file.exists()
    if file.is_dir():
        raise ConfigError(f"{file} is a folder; name a file, such as {file / 'explorer.html'}")
    if file.exists() and not force:
        raise ConfigError(f"{file} exists; name another file, or add --force to overwrite it")
    if not file.absolute().parent.is_dir():
        raise ConfigError(f"there is no folder {file.absolute().parent}; make it first")
    _check_writable(file.absolute().parent)


def _check_writable(folder: Path) -> None:
    nearest = next(place for place in (folder, *folder.absolute().parents) if place.exists())
    if not (nearest.is_dir() and os.access(nearest, os.W_OK | os.X_OK)):
        raise ConfigError(f"{nearest} can't be written to; name a folder elsewhere")


def write_site(folder: Path, files: Files) -> None:
    """Write the files, each after those that it names: who loads the site meanwhile gets the old one or the new one."""
    for name in sorted(files, key=lambda name: (_rank(name), name)):
        path = folder / name
        with plainly(path.parent):
            path.parent.mkdir(parents=True, exist_ok=True)
        write(path, files[name])


def left_over(folder: Path, files: Files) -> list[str]:
    """Files in the folder that are none of the site's: of an earlier export, or whatever else stood there."""
    there = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return sorted(name for name in there if name not in files)


def _rank(name: str) -> int:
    """Weights, scripts and pictures come first; then what names weights; then pages; then what keeps all of them."""
    suffixes = (".json", ".html")
    return (
        len(suffixes) + 1
        if name == "sw.js"
        else 1 + suffixes.index(Path(name).suffix)
        if name.endswith(suffixes)
        else 0
    )
