"""One training run per folder: two would overwrite each other's files."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from latent_explorer.model.config import ConfigError

if sys.platform != "win32":
    import fcntl


@contextmanager
def lock_folder(folder: Path) -> Iterator[None]:
    """Create the folder and hold an exclusive lock on it; the system releases the lock even if the process is killed.

    Windows cannot lock a folder: there nothing is held. Raises ConfigError if the folder is not writable or locked.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if not os.access(folder, os.W_OK):
        raise ConfigError(f"{folder} can't be written to; give another --out")
    if sys.platform == "win32":
        yield
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        _lock(descriptor, folder)
        yield
    finally:
        os.close(descriptor)


def _lock(descriptor: int, folder: Path) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise ConfigError(f"another training is at work in {folder}; wait for it, or give another --out") from error
