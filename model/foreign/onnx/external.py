"""Weights that lie in other files than the graph: read by us, from beside it, and put into it.

The runtime looks for such files from where the process was started, and takes whatever has the name.
"""

import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from latent_explorer.model.foreign.halves import HalfError
from latent_explorer.model.foreign.onnx.limits import GraphLimits, size
from latent_explorer.model.foreign.onnx.tensors import held
from latent_explorer.model.foreign.onnx.words import EXPORT, shown

if TYPE_CHECKING:
    from onnx import ModelProto, TensorProto

Beside = Callable[[str], bytes | None]
"""Gives the bytes of the file of that plain name that came with the graph, None where none did."""


def read_file(path: Path, most: int) -> bytes | None:
    """The bytes of a regular file that is no link out of its folder; None if there is none. Raises HalfError."""
    try:
        if not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(path.parent)):
            raise HalfError(f"{path.name} is a link that leads out of its folder; put the file itself there")
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):
            raise HalfError(f"{path.name} is a directory or a pipe, not a file; name the file itself")
        if about.st_size > most:
            raise HalfError(
                f"{path.name} has {size(about.st_size)}, and {size(most)} are the most; use a smaller network"
            )
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise HalfError(f"{path.name} can't be read: {error.strerror}; see to its rights") from error


def beside(path: Path, limits: GraphLimits) -> Beside:
    """Files in the folder of a graph's file."""
    return lambda name: read_file(path.parent / name, limits.bytes)


def nothing_beside(name: str) -> None:
    """No files came with the graph."""


def take_in(model: "ModelProto", find: Beside, limits: GraphLimits) -> None:
    """Put the numbers that lie in other files into the graph. Raises HalfError, which names a file that is absent.

    All files together, which are held meanwhile, and all that is put in are each held to the limit.
    """
    files: dict[str, bytes] = {}
    total = 0
    for tensor in held(model):
        if tensor.data_location != tensor.EXTERNAL and not tensor.external_data:
            continue
        numbers = _numbers(tensor, files, find)
        total += len(numbers)
        if max(total, sum(map(len, files.values()))) > limits.bytes:
            raise HalfError(f"the graph's weights have more than {size(limits.bytes)}; use a smaller network")
        tensor.raw_data = numbers
        tensor.ClearField("external_data")
        tensor.ClearField("data_location")


def _numbers(tensor: "TensorProto", files: dict[str, bytes], find: Beside) -> bytes:
    about = {entry.key: entry.value for entry in tensor.external_data}
    name = _plain(about.get("location", ""))
    if name not in files:
        data = find(name)
        if data is None:
            raise HalfError(f"the weights are in a second file, {name}: add it beside the graph")
        files[name] = data
    start = _whole(about.get("offset", "0"), name)
    length = _whole(about["length"], name) if "length" in about else len(files[name]) - start
    if not start <= start + length <= len(files[name]):
        raise HalfError(f"{name} is shorter than the graph says; add the one that was written with it")
    return files[name][start : start + length]


def _plain(location: str) -> str:
    """A location as a plain name. Raises HalfError for a path, whatever system's it is."""
    name = location.removeprefix("./")
    if (
        not name
        or not name.isprintable()
        or name in (".", "..")
        or any(mark in name for mark in "/\\:")
        or len(name) > 200
    ):
        raise HalfError(f"the weights are said to be in {shown(location)!r}, which is no plain name; {EXPORT}")
    return name


def _whole(text: str, name: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 15:
        raise HalfError(f"the graph does not say where in {name} its weights are; {EXPORT}")
    return int(text)
