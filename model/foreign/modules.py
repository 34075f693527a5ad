"""The torch modules that a user's function computes with, and their evaluation mode."""

import inspect
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any

from torch import nn

Function = Callable[[Any], Any]


def owner_of(function: Function) -> nn.Module | None:
    """The module that a function is, or a method of."""
    owner = function if isinstance(function, nn.Module) else getattr(function, "__self__", None)
    return owner if isinstance(owner, nn.Module) else None


def modules_of(function: Function) -> list[nn.Module]:
    """The modules whose weights a function uses: its owner, or what it names, itself or by a method."""
    if isinstance(function, partial):
        return modules_of(function.func)
    if owner := owner_of(function):
        return [owner]
    if not inspect.isfunction(function):
        return []
    named = inspect.getclosurevars(function)
    found = [*named.nonlocals.values(), *named.globals.values()]
    owners = [getattr(value, "__self__", None) for value in found]
    return [value for value in [*found, *owners] if isinstance(value, nn.Module)]


@contextmanager
def evaluating(modules: Sequence[nn.Module]) -> Iterator[None]:
    """Evaluation mode for the block, of each layer for itself; afterwards each has the mode that it had."""
    layers = [layer for module in modules for layer in module.modules()]
    modes = [layer.training for layer in layers]
    try:
        for layer in layers:
            layer.training = False
        yield
    finally:
        for layer, mode in zip(layers, modes, strict=True):
            layer.training = mode
