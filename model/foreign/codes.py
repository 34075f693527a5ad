"""What a foreign encoder gives to μ and log σ, by its conventions."""

import numpy as np

from latent_explorer.model.arrays import Array
from latent_explorer.model.config import Conventions, Layout, Second
from latent_explorer.model.foreign.halves import HalfError

LEAST_LOG_SIGMA = -20.0  # a σ that is exactly 0, as float32 makes of a small one, would have an infinite divergence


def apart(outputs: tuple[Array, ...], layout: Layout, which: tuple[int, int]) -> tuple[Array, Array]:
    """An encoder's outputs to μ and the second output, (n, d) each. Raises HalfError where they can't be these two."""
    if layout == "separate":
        if max(which) >= len(outputs):
            raise HalfError(f"the encoder gives {len(outputs)} outputs, and number {max(which) + 1} is asked for")
        first, second = (flat(outputs[place]) for place in which)
        if first.shape != second.shape:
            message = f"the encoder's outputs have {first.shape[1]} and {second.shape[1]} numbers"
            raise HalfError(f"{message}, and μ and σ have as many each; export these two alone")
        return first, second
    both = flat(outputs[which[0]])  # (n, 2d)
    if both.shape[1] % 2:
        raise HalfError(f"the encoder gives {both.shape[1]} numbers, which are not two for each latent dimension")
    if layout == "interleaved":
        return both[:, ::2], both[:, 1::2]
    half = both.shape[1] // 2
    return both[:, :half], both[:, half:]


def log_sigma(second: Array, kind: Second) -> Array:
    """The second output (n, d) to log σ (n, d), at least −20."""
    if kind in ("sd", "variance"):
        second = np.log(np.maximum(second, np.float32(np.exp(2 * LEAST_LOG_SIGMA))))
    found = second / 2 if kind in ("log_variance", "variance") else second
    return np.maximum(found, np.float32(LEAST_LOG_SIGMA))


def code_of(outputs: tuple[Array, ...], conventions: Conventions) -> tuple[Array, Array | None]:
    """An encoder's outputs to μ and log σ, (n, d) each; log σ is None for an autoencoder. Raises HalfError."""
    if conventions.second == "none" and conventions.layout == "separate":
        return flat(outputs[conventions.outputs[0]]), None
    mu, second = apart(outputs, conventions.layout, conventions.outputs)
    mu = np.ascontiguousarray(mu)
    return mu, None if conventions.second == "none" else log_sigma(second, conventions.second)


def flat(output: Array) -> Array:
    """An output (n, …) as (n, k)."""
    return output.reshape(len(output), -1)
