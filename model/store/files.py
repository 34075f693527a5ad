"""Files of a checkpoint: read only if regular, of plausible size and inside their folder; written atomically."""

import json
import math
import os
import stat
from pathlib import Path
from typing import Any

MAX_JSON, MAX_TENSORS = 4_000_000, 256_000_000  # bytes; the shipped models have 20 kB and 3 MB


class CheckpointError(Exception):
    """A checkpoint that can't be used; the message names the folder and the fault."""


def refusal(folder: Path, name: str, error: object) -> CheckpointError:
    """A CheckpointError that names the file and the fault in one line, cut at 400 characters."""
    reason = " ".join(str(error).split())
    return CheckpointError(f"{folder}: {name} {reason if len(reason) < 400 else reason[:400] + ' …'}")


def plain_file(folder: Path, name: str, most: int) -> Path:
    """The path of a regular file of at most `most` bytes inside the folder; a pipe would block for ever.

    Raises FileNotFoundError if there is none, and CheckpointError if it is anything else.
    """
    path = folder / name
    if not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder)):
        raise refusal(folder, name, "is a link that leads out of the folder; put the file itself there")
    about = path.stat()
    if not stat.S_ISREG(about.st_mode):
        raise refusal(folder, name, "is a directory or a pipe, not a file")
    if about.st_size > most:
        raise refusal(folder, name, f"has {about.st_size / 1e6:,.0f} MB; {most / 1e6:,.0f} MB are the most")
    return path


def read(folder: Path, name: str, most: int) -> bytes:
    """A file's bytes. Raises CheckpointError if it is missing or can't be read."""
    try:
        return plain_file(folder, name, most).read_bytes()
    except FileNotFoundError as error:
        raise refusal(folder, name, "is missing" + _beside(folder)) from error
    except OSError as error:
        raise refusal(folder, name, f"can't be read: {error.strerror}") from error


def write(path: Path, data: bytes) -> None:
    """Replace a file atomically: readers, and whoever comes after a crash, see the old content or the new.

    Raises CheckpointError if the disk is full or the folder not writable.
    """
    part = path.with_name(path.name + ".part")
    try:
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, path)
    except OSError as error:
        if os.access(path.parent, os.W_OK):
            part.unlink(missing_ok=True)  # it may hold the very space that is lacking
        reason = f"can't be written: {error.strerror}. What was saved before is whole: see to that, and run it again"
        raise refusal(path.parent, path.name, reason) from error


def _beside(folder: Path) -> str:
    """A hint, where a pickle lies in the folder, that pickles are never opened: they can run code."""
    kinds = {".pt", ".pth", ".pkl", ".pickle", ".ckpt", ".bin"}
    pickles = sorted(path.name for path in folder.iterdir() if path.suffix in kinds) if folder.is_dir() else []
    return f"; {pickles[0]} is not opened: a pickle can run code, so save the weights as safetensors" if pickles else ""


def parse_object(data: bytes) -> dict[str, Any]:
    """Parse bytes as a JSON object. Raises ValueError if they are not one, or hold a number that is not finite."""

    def finite(text: str) -> float:
        if not math.isfinite(value := float(text)):
            raise ValueError(f"{text[:20]} is no figure")
        return value

    def whole(text: str) -> int:
        return int(text) if finite(text) else 0

    try:
        value = json.loads(data, parse_constant=finite, parse_float=finite, parse_int=whole)
    except RecursionError as error:
        raise ValueError("it is nested too deep") from error
    if not isinstance(value, dict):
        raise ValueError("no JSON object")
    return value


def json_bytes(value: object) -> bytes:
    """A value as the bytes of a JSON file."""
    return (json.dumps(value, indent=1) + "\n").encode()


def write_json(path: Path, value: object) -> None:
    """Write JSON, all or nothing. Raises CheckpointError if it can't be written."""
    write(path, json_bytes(value))


def read_json(path: Path) -> dict[str, Any]:
    """Read a JSON object; {} if there is no file.

    Raises CheckpointError if it is no JSON object, or holds a number that is not finite.
    """
    if not os.path.lexists(path):
        return {}
    try:
        return parse_object(read(path.parent, path.name, MAX_JSON))
    except ValueError as error:
        raise refusal(path.parent, path.name, f"is damaged ({error}); remove it, or make it anew") from error
