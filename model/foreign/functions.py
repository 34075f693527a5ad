"""The halves of a model from functions of Python: torch modules, their methods, or functions on arrays."""

import logging
import threading
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor

from latent_explorer.model.arrays import Array
from latent_explorer.model.foreign.halves import HalfError, Halves, NotFinite
from latent_explorer.model.foreign.modules import Function, evaluating, modules_of, owner_of

log = logging.getLogger("latent_explorer")
# What torch, numpy and Keras raise where they are given another shape, type or device than they take.
REFUSALS = (RuntimeError, ValueError, TypeError, LookupError, AttributeError, AssertionError)


class FunctionHalf:
    """A half that calls a function of the user's, in this process, one call at a time.

    The function is given a tensor, on the device of its module's weights, if it is a torch module, a method of one, or
    `tensors` is true; else an array; float32. Its modules are in evaluation mode during a call, and afterwards in the
    mode that they were in, which is logged once if that was training. Of what it gives, outputs that differ between
    two calls are left out: they were drawn at random.
    """

    def __init__(self, name: str, function: Function, tensors: bool, takes: str) -> None:
        """`name` and `takes` are for messages: which half it is, and what one of what it takes is called."""
        self._name, self._function, self._takes = name, function, takes
        self._owner, self._modules = owner_of(function), modules_of(function)
        self._tensors = tensors or self._owner is not None
        self._kept: list[int] | None = None
        self._lock = threading.Lock()  # a forward may keep what it computed in its module
        if any(module.training for module in self._modules):
            log.warning("the %s is in training mode; for each call it is put into evaluation mode", name)

    def __call__(self, given: Array) -> tuple[Array, ...]:
        """The function's outputs for a batch (n, …). Raises HalfError."""
        found = self._outputs(given)
        if self._kept is None:
            self._kept = self._same_again(given, found)
        return tuple(found[place] for place in self._kept)

    @property
    def weights(self) -> dict[int, int]:
        """How many numbers each of its modules' parameters has, by what makes the parameter out."""
        return {id(p): p.numel() for module in self._modules for p in module.parameters()}

    def _same_again(self, given: Array, found: list[Array]) -> list[int]:
        """The places of the outputs that a second call gives again. Raises HalfError if there are none."""
        same = _alike(found, self._outputs(given))
        if not same:
            message = f"the {self._name} gives something else at each call, by sampling or dropout"
            raise HalfError(f"{message}; give a function of μ and the second output, or of the code, that does not")
        if len(same) < len(found):
            log.warning(
                "the %s's output %d of %d is drawn at random and left out", self._name, _first_gap(same), len(found)
            )
        alone = [output[:1] for output in found], self._outputs(given[:1])
        if not set(same) <= set(_alike(*alone)):
            message = f"the {self._name} gives something else for one of the {self._takes} beside others than alone"
            raise HalfError(f"{message}; put the model into evaluation mode, by .eval()")
        return same

    def _outputs(self, given: Array) -> list[Array]:
        try:
            with self._lock, evaluating(self._modules), torch.no_grad():
                outputs = self._function(self._argument(given.copy()))  # the function may compute in place
                return [self._array(output, len(given)) for output in _parts(outputs)]
        except HalfError:
            raise
        except REFUSALS as error:
            shape = "×".join(map(str, given.shape))
            reason = f"{type(error).__name__}: {error}"
            raise HalfError(f"the {self._name} can't take {self._takes} of shape {shape}: {reason}") from error

    def _argument(self, given: Array) -> Any:
        if not self._tensors:
            return given
        like = next(iter(self._owner.parameters()), None) if self._owner else None
        tensor = torch.from_numpy(given)
        return tensor if like is None else tensor.to(like.device, like.dtype)

    def _array(self, output: Any, count: int) -> Array:
        array = output.detach().to("cpu", torch.float32).numpy() if isinstance(output, Tensor) else _as_array(output)
        if array.ndim < 1 or len(array) != count:
            message = f"the {self._name} gives an output of shape {array.shape} for {count} {self._takes}"
            raise HalfError(f"{message}; its first axis must be the batch's")
        if not np.isfinite(array).all():
            raise NotFinite(f"the {self._name} gives numbers that are not finite (NaN or infinite) for {self._takes}")
        return array


def function_halves(encode: Function, decode: Function, tensors: bool, latent_dim: int | None = None) -> Halves:
    """Encoder and decoder from functions. `tensors`: functions that are no torch modules take tensors too."""
    encoder = FunctionHalf("encoder", encode, tensors, "images")
    decoder = FunctionHalf("decoder", decode, tensors, "codes")
    known = encoder.weights | decoder.weights
    whole = encoder.weights and decoder.weights
    return Halves(encoder, decoder, latent_dim, None, sum(known.values()) if whole else None)


def _alike(one: list[Array], other: list[Array]) -> list[int]:
    """The places at which two lists of outputs are the same, but for rounding."""
    return [i for i, (a, b) in enumerate(zip(one, other, strict=True)) if np.allclose(a, b, rtol=1e-3, atol=1e-5)]


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
