"""The light on paper as a smooth surface, whatever is written on it."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from latent_explorer.app.images.normalise.arrays import THUMBNAIL, Grey

PAPER = 0.75  # of the picture, on the ink's side of the paper's light
Numbers = NDArray[np.floating[Any]]


def fit_light(grey: Grey, light: bool | None = None) -> Grey:
    """Fit a biquadratic surface to the paper of grey (h, w), light or dark, by quantile regression.

    Ink can't pull on it unless it fills most of the picture: a PAPER part lies on the ink's side of the surface. None:
    whichever fits better.
    """
    size = tuple(min(n, THUMBNAIL) for n in grey.shape[::-1])
    small = np.asarray(Image.fromarray(grey).resize(size, Image.Resampling.BOX))
    terms, values = np.kron(*(_powers(n) for n in small.shape)), small.reshape(-1).astype(np.float64)
    quantiles = [PAPER if is_so else 1 - PAPER for is_so in (True, False) if light in (is_so, None)]
    coefficients, _ = min((quantile_fit(terms, values, one) for one in quantiles), key=lambda fit: fit[1])
    down, across = (_powers(n).astype(np.float32) for n in grey.shape)
    return np.asarray(down @ coefficients.reshape(3, 3).astype(np.float32) @ across.T)


def quantile_fit(terms: Numbers, values: Numbers, quantile: float) -> tuple[Numbers, float]:
    """Coefficients (k) of `terms` (n, k) for that quantile of `values` (n), and the loss: Koenker and Bassett, 1978."""
    weights = np.ones_like(values)
    for _ in range(20):  # iteratively reweighted least squares
        weighted = terms * weights[:, None]
        # By the normal equations; of a picture 1 px wide, whose terms are not independent, the least solution.
        coefficients = np.linalg.lstsq(weighted.T @ terms, weighted.T @ values)[0]
        off = values - terms @ coefficients
        costs = np.where(off > 0, quantile, 1 - quantile)
        weights = costs / np.maximum(np.abs(off), 1e-3)
    return coefficients, float((costs * np.abs(off)).mean())


def _powers(n: int) -> Numbers:
    """1, x and x² at the centres of n pixels on −1..1, (n, 3): a surface fitted at one size holds at another."""
    return np.vander((np.arange(n) + 0.5) * 2 / n - 1, 3, increasing=True)
