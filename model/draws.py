"""Draws of codes. Numpy alone: what needs only this need not wait for torch."""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]


def draw(mu: Array, sigma: Array, n: int, temperature: float, seed: int) -> Array:
    """n codes from N(μ, (temperature·σ)²): μ and σ (d,) to (n, d)."""
    noise = np.random.default_rng(seed).standard_normal((n, len(mu)), np.float32)
    return mu + np.float32(temperature) * sigma * noise
