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


def centred_intervals(
    values: NDArray[Any], statistic: Callable[[NDArray[Any]], NDArray[np.floating]], rng: np.random.Generator
) -> list[Figure]:
    """As `interval`, for a statistic of several numbers (k,) that repeated rows raise or lower: a figure for each.

    Information that is estimated from frequencies grows when rows repeat, as in all resamples they do. So each interval
    is moved until the resamples' mean is at the value.
    """
    resampled = np.array([statistic(values[rng.integers(len(values), size=len(values))]) for _ in range(RESAMPLES)])
    found = statistic(values)  # (k,)
    low, high = np.percentile(resampled - resampled.mean(axis=0) + found, (2.5, 97.5), axis=0)
    return [{"value": float(v), "low": float(a), "high": float(b)} for v, a, b in zip(found, low, high, strict=True)]


def mean(values: NDArray[Any], rng: np.random.Generator) -> Figure:
    """The mean over the rows of `values`, with its interval."""
    return interval(values, lambda v: float(v.mean()), rng)


def quantile(values: NDArray[Any], q: float, rng: np.random.Generator) -> Figure:
    """The q-th quantile of `values` (n,), with its interval."""
    return interval(values, lambda v: float(np.quantile(v, q)), rng)
