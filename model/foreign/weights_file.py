"""Read the weights of a foreign model: safetensors, or a checkpoint of PyTorch opened for its tensors alone."""

import io
import logging
import pickle
import stat
import struct
import warnings
import zipfile
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load as parse_safetensors
from torch import Tensor
from torch.serialization import get_unsafe_globals_in_checkpoint

from latent_explorer.model.foreign.halves import HalfError
from latent_explorer.model.foreign.weights_formats import LEGACY, SAFETENSORS, TORCH, TORCH_SAFE, ZIP, refused_format
from latent_explorer.model.foreign.weights_names import NoWeights, named_tensors, without_wrappers

MOST_BYTES = 256_000_000  # of a file, of what is packed in it, and of its weights as float32
MOST_PICKLED = 4_000_000  # bytes of the names and shapes in a checkpoint; the numbers lie beside them

# What torch.load raises of its own accord at bytes that are cut short or changed.
DAMAGE = (
    pickle.UnpicklingError,
    struct.error,
    RuntimeError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    AssertionError,
    EOFError,
    OverflowError,
    MemoryError,
)

log = logging.getLogger("latent_explorer")


class WeightsError(HalfError):
    """Weights that can't be used: a sentence that says why, and what to do, at times with lines of Python after it."""


def read_weights(path: Path) -> dict[str, Tensor]:
    """Read named weights, float32 on the processor, each with memory of its own.

    Dictionaries around them and prefixes before all of their names are taken off. No code in the file is run. Raises
    WeightsError for any other file, for one above 256 MB, and for weights that are not finite.
    """
    return parse_weights(_read(path), path.name)


def parse_weights(data: bytes, name: str = "weights.safetensors") -> dict[str, Tensor]:
    """What read_weights reads, from the content of a file of this name, which errors say. Raises WeightsError."""
    if refusal := refused_format(name, data):
        raise WeightsError(refusal)
    try:
        found = named_tensors(_parse(name, data))
    except NoWeights as error:
        raise WeightsError(f"{name} {error}; save the weights alone:\n{TORCH_SAFE}") from error
    before, weights = without_wrappers(found)
    if before:
        log.warning("%s: all weights are named %s…, as a wrapper does; read without it", name, before)
    _check_size(name, weights)
    return {weight: _plain(name, weight, values) for weight, values in weights.items()}


def _read(path: Path) -> bytes:
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):
            raise WeightsError(f"{path} is a folder or a pipe, not a file; give the file with the weights")
        if about.st_size > MOST_BYTES:
            raise WeightsError(_too_large(path.name, about.st_size))
        return path.read_bytes()
    except OSError as error:
        raise WeightsError(f"{path} can't be read: {error.strerror}; give the file with the weights") from error


def _parse(name: str, data: bytes) -> object:
    if data.startswith(ZIP):
        _check_packed(name, data)
        return _load(name, data)
    if data.startswith(LEGACY):
        return _load(name, data)
    try:
        return dict(sorted(parse_safetensors(data).items()))  # from bytes they come in another order at each run
    except (SafetensorError, KeyError) as error:  # KeyError: a number format that torch lacks
        if name.endswith(".safetensors"):
            reason = f"{name} can't be read as safetensors ({error}); copy it again, or save it again"
            raise WeightsError(f"{reason}:\n{SAFETENSORS}") from error
        raise WeightsError(f"{name} is no file of weights that is known; give one that this makes:\n{TORCH}") from error


def _check_packed(name: str, data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sizes = {entry.filename: entry.file_size for entry in archive.infolist()}
    if sum(sizes.values()) > MOST_BYTES:
        raise WeightsError(_too_large(name, sum(sizes.values())))
    if max(size for entry, size in sizes.items() if entry.endswith("data.pkl")) > MOST_PICKLED:
        raise WeightsError(f"{name} holds much beside its weights; save them alone:\n{TORCH_SAFE}")


def _load(name: str, data: bytes) -> object:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of protocols of pickle other than its own
            return torch.load(io.BytesIO(data), map_location="cpu", weights_only=True)
    except DAMAGE as error:
        if isinstance(error, pickle.UnpicklingError) and (objects := _objects(data)):
            what = f"holds Python objects ({objects}), which can run code, and is not opened"
            raise WeightsError(f"{name} {what}; save the weights alone, where you have the model:\n{TORCH}") from error
        reason = f"{name} is damaged, or holds more than weights"
        raise WeightsError(f"{reason}; copy it again, or save the weights alone:\n{TORCH_SAFE}") from error


def _objects(data: bytes) -> str:
    """The classes and functions that a checkpoint wants beside tensors, "" for none, three at most by name."""
    if data.startswith(LEGACY):
        return "as a whole model has"  # which ones can't be told without opening it
    try:
        found = sorted(get_unsafe_globals_in_checkpoint(io.BytesIO(data)))
    except DAMAGE:
        return ""
    own_first = sorted(found, key=lambda each: each.startswith(("torch.", "collections.", "builtins.")))
    return ", ".join(repr(each[:60]) for each in own_first[:3]) + (", …" if len(found) > 3 else "")


def _check_size(name: str, weights: dict[str, Tensor]) -> None:
    size = 4 * sum(values.numel() for values in weights.values())  # a stride of 0 makes much of one stored number
    if size > MOST_BYTES:
        raise WeightsError(_too_large(name, size))


def _plain(file: str, name: str, values: Tensor) -> Tensor:
    """One tensor as float32: half precision computes slowly on processors. Raises WeightsError if it can't be one."""
    where = f"{file}: {name[:80]!r}"
    if values.layout != torch.strided or values.is_quantized or values.is_complex() or values.device.type != "cpu":
        raise WeightsError(f"{where} is sparse, quantised, complex or without numbers; save it as ordinary float32")
    if values.numel() == 0:
        raise WeightsError(f"{where} is empty; save the weights of a network that was built and trained")
    plain = values.detach().to(torch.float32, memory_format=torch.contiguous_format, copy=True)
    if not bool(plain.isfinite().all()):
        raise WeightsError(f"{where} holds numbers that are not finite; take a checkpoint from before training failed")
    return plain


def _too_large(name: str, size: int) -> str:
    most = f"{MOST_BYTES / 1e6:,.0f} MB are the most"
    return f"{name} has {size / 1e6:,.0f} MB, and {most}; save the weights alone, without the optimizer:\n{TORCH_SAFE}"
