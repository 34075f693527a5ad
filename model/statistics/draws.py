"""Random draws of codes. Needs numpy only, so that callers need not wait for torch to be imported."""

import numpy as np

from latent_explorer.model.arrays import Array


def draw(mu: Array, sigma: Array, n: int, temperature: float, seed: int) -> Array:
    """Draw n codes from N(μ, (temperature·σ)²): μ and σ (d,) to (n, d)."""
    noise = np.random.default_rng(seed).standard_normal((n, len(mu)), np.float32)
    return mu + np.float32(temperature) * sigma * noise


def draw_fitted(codes: Array, n: int, temperature: float, seed: int) -> Array:
    """Draw n codes from a Gaussian with mean and covariance of `codes` (m, d), its sd scaled by `temperature`.

    A seed gives the same standard normal noise as in `draw`. The noise is shaped by the covariance's symmetric square
    root, which exists even if a dimension has collapsed, or all of them have, as of a single code.
    """
    noise = np.random.default_rng(seed).standard_normal((n, codes.shape[1]), np.float32)
    values, axes = np.linalg.eigh(np.cov(codes, rowvar=False, ddof=min(len(codes) - 1, 1)))  # (d,), (d, d)
    root: Array = ((axes * np.sqrt(values.clip(0))) @ axes.T).astype(np.float32)  # (d, d)
    drawn: Array = codes.mean(axis=0) + np.float32(temperature) * noise @ root
    return drawn
