"""The halves of a model from functions of Python: torch modules, their methods, or functions on arrays."""

import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from latent_explorer.model.arrays import Array
from latent_explorer.model.foreign.halves import HalfError, Halves

log = logging.getLogger("latent_explorer")
Function = Callable[[Any], Any]
# What torch, numpy and Keras raise where they are given another shape, type or device than they take.
REFUSALS = (RuntimeError, ValueError, TypeError, IndexError, AttributeError, AssertionError)


class FunctionHalf:
    """A half that calls a function of the user's, in this process.

    The function is given a tensor, on the device of its module's weights, if it is a torch module, a method of one, or
    `tensors` is true; else an array; float32. A module that is in training mode is put into evaluation mode, which is
    logged. Of what it gives, outputs that differ between two calls are left out: they were drawn at random.
    """

    def __init__(self, name: str, function: Function, tensors: bool, takes: str) -> None:
        """`name` and `takes` are for messages: which half it is, and what one of what it takes is called."""
        self._name, self._function, self._takes = name, function, takes
        self._module = _module_of(function)
        self._tensors = tensors or self._module is not None
        self._kept: list[int] | None = None
        if self._module is not None and self._module.training:
            log.warning("the %s is in training mode; it is put into evaluation mode, by .eval()", name)
            self._module.eval()

    def __call__(self, given: Array) -> tuple[Array, ...]:
        """The function's outputs for a batch (n, …). Raises HalfError."""
        found = self._outputs(given)
        if self._kept is None:
            self._kept = self._same_again(given, found)
        return tuple(found[place] for place in self._kept)

    @property
    def parameters(self) -> int | None:
        """Number of trained parameters of its module."""
        return None if self._module is None else sum(p.numel() for p in self._module.parameters())

    def _same_again(self, given: Array, found: list[Array]) -> list[int]:
        """The places of the outputs that a second call gives again. Raises HalfError if there are none."""
        again = self._outputs(given)
        same = [i for i, (a, b) in enumerate(zip(found, again, strict=True)) if np.allclose(a, b, rtol=1e-3, atol=1e-5)]
        if not same:
            message = f"the {self._name} gives something else at each call, by sampling or dropout"
            raise HalfError(f"{message}; give a function of μ and the second output, or of the code, that does not")
        if len(same) < len(found):
            log.warning(
                "the %s's output %d of %d is drawn at random and left out", self._name, _first_gap(same), len(found)
            )
        return same

    def _outputs(self, given: Array) -> list[Array]:
        try:
            with torch.no_grad():
                outputs = self._function(self._argument(given))
        except REFUSALS as error:
            shape = "×".join(map(str, given.shape))
            reason = f"{type(error).__name__}: {error}"
            raise HalfError(f"the {self._name} can't take {self._takes} of shape {shape}: {reason}") from error
        return [self._array(output, len(given)) for output in _parts(outputs)]

    def _argument(self, given: Array) -> Any:
        if not self._tensors:
            return given
        like = next(iter(self._module.parameters()), None) if self._module else None
        tensor = torch.from_numpy(given)
        return tensor if like is None else tensor.to(like.device, like.dtype)

    def _array(self, output: Any, count: int) -> Array:
        array = output.detach().to("cpu", torch.float32).numpy() if isinstance(output, Tensor) else _as_array(output)
        if array.ndim < 1 or len(array) != count:
            message = f"the {self._name} gives an output of shape {array.shape} for {count} {self._takes}"
            raise HalfError(f"{message}; its first axis must be the batch's")
        if not np.isfinite(array).all():
            raise HalfError(f"the {self._name} gives numbers that are not finite (NaN or infinite) for {self._takes}")
        return array


def function_halves(encode: Function, decode: Function, tensors: bool, latent_dim: int | None = None) -> Halves:
    """Encoder and decoder from functions. `tensors`: functions that are no torch modules take tensors too."""
    encoder = FunctionHalf("encoder", encode, tensors, "images")
    decoder = FunctionHalf("decoder", decode, tensors, "codes")
    counts = [half.parameters for half in (encoder, decoder)]
    one = _module_of(encode) is not None and _module_of(encode) is _module_of(decode)
    known = [count for count in (counts[:1] if one else counts) if count is not None]
    return Halves(encoder, decoder, latent_dim, None, sum(known) if len(known) == (1 if one else 2) else None)


def _module_of(function: Function) -> nn.Module | None:
    """The torch module that a function is, or a method of."""
    owner = function if isinstance(function, nn.Module) else getattr(function, "__self__", None)
    return owner if isinstance(owner, nn.Module) else None


def _parts(outputs: Any) -> list[Any]:
    """The outputs of a call: of a tuple, a list, a mapping or a normal distribution each part by itself, flattened."""
    if isinstance(outputs, torch.distributions.Distribution):
        return [outputs.mean, outputs.stddev]
    if isinstance(outputs, Mapping):
        outputs = list(outputs.values())
    if isinstance(outputs, Sequence) and not isinstance(outputs, str):
        return [part for output in outputs if output is not None for part in _parts(output)]
    return [outputs]


def _as_array(output: Any) -> Array:
    """What numpy makes of an output. Raises HalfError if these are no numbers."""
    try:
        return np.asarray(output, np.float32)
    except (TypeError, ValueError) as error:
        raise HalfError(f"a {type(output).__name__} is no array of numbers: give tensors or arrays") from error


def _first_gap(same: list[int]) -> int:
    """The first place, from 1, that is not in a rising list of places from 0."""
    return next(i for i, place in enumerate([*same, -1]) if i != place) + 1
