"""Figures with their 95 % bootstrap intervals."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

Figure = dict[str, float]
RESAMPLES = 200


def interval(values: NDArray[Any], statistic: Callable[[NDArray[Any]], float], rng: np.random.Generator) -> Figure:
    """A statistic over the rows of `values` with its 95 % bootstrap interval (percentiles of 200 resamples)."""
    resampled = [statistic(values[rng.integers(len(values), size=len(values))]) for _ in range(RESAMPLES)]
    low, high = np.percentile(resampled, (2.5, 97.5))
    return {"value": float(statistic(values)), "low": float(low), "high": float(high)}


def mean(values: NDArray[Any], rng: np.random.Generator) -> Figure:
    """The mean over the rows of `values`, with its interval."""
    return interval(values, lambda v: float(v.mean()), rng)


def quantile(values: NDArray[Any], q: float, rng: np.random.Generator) -> Figure:
    """The q-th quantile of `values` (n,), with its interval."""
    return interval(values, lambda v: float(np.quantile(v, q)), rng)
