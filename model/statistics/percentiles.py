"""Quantiles of a figure over many images, and the percentile of one image's figure among them."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from latent_explorer.model.arrays import Array

Quantiles = list[float]
STEPS = 200  # from the least to the largest, in steps of half a percent
DIGITS = 6  # significant digits kept: float32 has no more


@dataclass(frozen=True)
class ReferenceQuantiles:
    """Quantiles of each figure over a number of images; None for a figure that the model lacks."""

    images: int
    quantiles: Mapping[str, Quantiles | None]

    def percentile(self, name: str, value: float) -> float | None:
        """Percentage of images whose figure of that name is lower than `value`; None if the model lacks the figure."""
        marks = self.quantiles[name]
        return None if marks is None else percentile(value, marks)


def quantiles(values: Array) -> Quantiles:
    """The 201 quantiles of values (n,) at 0, 0.5, …, 100 %, linearly interpolated, to six significant digits."""
    marks = np.quantile(values.astype(np.float64), np.linspace(0, 1, STEPS + 1))  # (201,)
    return [float(f"{mark:.{DIGITS}g}") for mark in marks]


def quantiles_of(figures: Mapping[str, Array | None]) -> dict[str, Quantiles | None]:
    """The quantiles of each figure (n,); None stays None."""
    return {name: None if values is None else quantiles(values) for name, values in figures.items()}


def percentile(value: float, marks: Quantiles) -> float:
    """Percentage of values below `value`, interpolated between their evenly spaced quantiles `marks`.

    Outside their range it is 0 or 100; if several quantiles equal `value`, the lowest counts, as equals are not below.
    """
    above = int(np.searchsorted(marks, value))  # the first mark at or above `value`
    if above in (0, len(marks)):
        return 0.0 if above == 0 else 100.0
    low, high = marks[above - 1], marks[above]
    return 100 * (above - 1 + (value - low) / (high - low)) / (len(marks) - 1)
