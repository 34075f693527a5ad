"""A function's derivative along some axes, by forward automatic differentiation, from any thread."""

from collections.abc import Callable
from threading import Lock

import torch
from torch import Tensor
from torch.func import jvp, vmap

# torch.func counts in a global how deep its forward derivatives nest: of two threads at once, both would get nonsense.
_ALONE = Lock()


def linearise(function: Callable[[Tensor], Tensor], z: Tensor, axes: int) -> tuple[Tensor, Tensor]:
    """Values (n, m) of a function at z (n, d), and their derivatives (n, m, k) along the first k axes of z.

    The function maps (n, d) to (n, m), each row on its own; each axis costs one forward derivative.
    """

    def along(direction: Tensor) -> tuple[Tensor, Tensor]:
        value, change = jvp(function, (z,), (direction.expand_as(z),))  # type: ignore[misc]  # no aux output
        return value, change

    directions = torch.eye(z.shape[1])[:axes]  # (k, d)
    with _ALONE:
        values, derivative = vmap(along, out_dims=(0, -1))(directions)  # (k, n, m), (n, m, k)
    return values[0], derivative
