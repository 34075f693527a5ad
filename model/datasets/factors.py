"""Known factors of images: what each is called, the range that it is drawn from, and how it is cut into classes."""

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from latent_explorer.model.arrays import Doubles, Labels
from latent_explorer.model.datasets.image_data import DataError

FactorKind = Literal["class", "linear", "circular"]


@dataclass(frozen=True)
class Factor:
    """One factor of a set of images, in the range from `low` to `high`, in `unit`s ("" for none).

    A "class" is a whole number, `low` and `high` included. A "linear" factor is evenly distributed from `low` to
    `high`. So is a "circular" one, whose `low` and `high` are the same.
    """

    name: str
    kind: FactorKind
    low: float
    high: float
    unit: str = ""

    def spread_out(self, quantiles: Doubles) -> Doubles:
        """Values at evenly distributed numbers (n,) from 0 to below 1: (n,)."""
        if self.kind == "class":
            return self.low + np.floor(quantiles * (self.high - self.low + 1))
        return self.low + quantiles * (self.high - self.low)

    def binned(self, values: Doubles, bins: int) -> Labels:
        """Classes 0, 1, … of values (n,): the classes themselves, or `bins` of equal width from `low` to `high`: (n,).

        As in Locatello et al. 2019, which treats all factors as classes, a circle is cut open at its end.
        """
        if self.kind == "class":
            return np.rint(values - self.low).astype(np.intp)
        share = (values - self.low) / (self.high - self.low)
        return np.clip(np.floor(share * bins), 0, bins - 1).astype(np.intp)

    def is_right(self, values: Doubles) -> NDArray[np.bool_]:
        """Which of values (n,) are in the range, and whole numbers if they are classes: (n,)."""
        inside = (values >= self.low) & (values <= self.high)
        return inside & (values == np.floor(values)) if self.kind == "class" else inside

    @property
    def allowed(self) -> str:
        """The range in words."""
        start = "a whole number from" if self.kind == "class" else "from"
        return f"{start} {self.low:g} to {self.high:g} {self.unit}".rstrip()


@dataclass(frozen=True)
class KnownFactors:
    """The `values` (n, k) of images' k factors, one image a row."""

    values: Doubles
    factors: tuple[Factor, ...]


def turn(name: str) -> Factor:
    """A circular factor in radians, from 0 to 2π."""
    return Factor(name, "circular", 0.0, math.tau, "rad")


def check_factors(values: Doubles, factors: tuple[Factor, ...]) -> None:
    """Raise DataError unless values (n, k) hold a value in range for each of k factors; the message names the row."""
    if values.ndim != 2 or values.shape[1] != len(factors):
        names = ", ".join(factor.name for factor in factors)
        raise DataError(f"factors must be of shape (n, {len(factors)}), for {names}, not {values.shape}")
    for column, factor in zip(values.T, factors, strict=True):
        wrong = np.flatnonzero(~factor.is_right(column))
        if len(wrong):
            raise DataError(f"{factor.name} of row {wrong[0]} must be {factor.allowed}, not {column[wrong[0]]:g}")


def draw_factors(factors: tuple[Factor, ...], n: int, seed: int) -> Doubles:
    """Draw each of k factors evenly and independently, by seed: (n, k)."""
    quantiles = np.random.default_rng(seed).random((n, len(factors)))
    return np.stack([factor.spread_out(q) for factor, q in zip(factors, quantiles.T, strict=True)], axis=1)
