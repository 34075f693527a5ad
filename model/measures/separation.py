"""How well each axis alone predicts each known factor, from which the SAP score follows.

Each axis is first brought to mean 0 and variance 1. Otherwise what a support vector machine finds depends on the unit
of the codes, of whose weights it holds the squares small: of the same codes, ten times as far apart, it would be right
more often, and a model be scored by the spread of its codes. Source: Hsu, Chang & Lin 2003, "A practical guide to
support vector classification", §2.2.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from latent_explorer.model.arrays import Doubles, Floats, Labels
from latent_explorer.model.datasets.factors import FactorKind

COST = 0.01  # of the support vector machine, as in Locatello et al. 2019
STEPS = 50  # at most; it takes about five


@dataclass(frozen=True)
class Separation:
    """What each axis alone tells of each factor, over held-out codes mu (m, d) with factors (m, k).

    `linear` (k,) tells which factors are scored by R², as a line would predict them; the others by whether their class
    is predicted right, `right` (m, d, k). Source: Kumar, Sattigeri & Balakrishnan 2018, §3.
    """

    mu: Floats
    values: Doubles
    linear: NDArray[np.bool_]
    right: NDArray[np.bool_]

    @classmethod
    def of(cls, mu: Floats, values: Doubles, classes: Labels, kinds: Sequence[FactorKind]) -> "Separation":
        """Learn from the first half of codes mu (n, d) with factors (n, k) and their classes; hold out the second."""
        half, linear = len(mu) // 2, np.array([kind == "linear" for kind in kinds])
        mu = standardised(mu, half)
        right = np.zeros((len(mu) - half, mu.shape[1], len(kinds)), np.bool_)
        for axis, column in enumerate(mu.T):
            for factor in np.flatnonzero(~linear):
                found = classified(column[:half], classes[:half, factor], column[half:])
                right[:, axis, factor] = found == classes[half:, factor]
        return cls(mu[half:], values[half:], linear, right)

    def scores(self, rows: Labels) -> Doubles:
        """R², or the share predicted right, over the given rows: (d, k)."""
        return np.where(
            self.linear, squared_correlation(self.mu[rows], self.values[rows]), self.right[rows].mean(axis=0)
        )


def standardised(codes: Floats, learnt: int) -> Doubles:
    """Codes (n, d) in units of the standard deviation of the first `learnt` from their mean, axis by axis: (n, d).

    An axis that never changes is 0.
    """
    known = codes[:learnt].astype(np.float64)
    sd = known.std(axis=0)
    measured: Doubles = (codes - known.mean(axis=0)) / np.where(sd > 0, sd, 1)
    return measured


def squared_correlation(codes: Floats, values: Floats) -> Doubles:
    """R² of the linear regression of each factor on each axis: codes (n, d), values (n, k), to (d, k).

    0 where an axis or a factor never changes.
    """
    centred = [(each - each.mean(axis=0)).astype(np.float64) for each in (codes, values)]
    lengths = [np.sqrt(np.square(each).sum(axis=0)) for each in centred]  # (d,), (k,)
    scale = lengths[0][:, None] * lengths[1]  # (d, k)
    squared: Doubles = np.square((centred[0].T @ centred[1]) / np.where(scale > 0, scale, 1))
    return squared


def classified(axis: Floats, classes: Labels, held_out: Floats) -> NDArray[np.intp]:
    """Predict the classes of held-out codes (m,) on one axis from those of codes (n,): (m,).

    By a linear support vector machine, one class against the rest. As liblinear does, a class counts the more the rarer
    it is, and all the rest as 1.
    """
    inputs = np.stack([axis, np.ones(len(axis))], axis=1).astype(np.float64)  # (n, 2)
    names, counts = np.unique(classes, return_counts=True)
    rarity = len(classes) / (len(names) * counts)
    lines = [_separate(inputs, classes == name, weight) for name, weight in zip(names, rarity, strict=True)]
    scores = np.stack([np.asarray(held_out, np.float64), np.ones(len(held_out))], axis=1) @ np.array(lines).T  # (m, c)
    predicted: NDArray[np.intp] = names[scores.argmax(axis=1)]
    return predicted


def _separate(inputs: Doubles, inside: NDArray[np.bool_], weight: float) -> Doubles:
    """Weights (2,) with the least ½|w|² + C Σ s·max(0, 1 − y·w·x)², s being `weight` inside the class and 1 outside.

    Each step solves the least squares of the points within the margin. Source: Keerthi & DeCoste 2005, "A modified
    finite Newton method for fast solution of large scale linear SVMs".
    """
    sign, cost = np.where(inside, 1.0, -1.0), COST * np.where(inside, weight, 1.0)

    def loss(w: Doubles) -> float:
        return float(0.5 * w @ w + cost @ np.square((1 - sign * (inputs @ w)).clip(0)))

    w = np.zeros(inputs.shape[1])
    for _ in range(STEPS):
        near = sign * (inputs @ w) < 1
        weighted = 2 * cost[near, None] * inputs[near]  # (near, 2)
        step = np.linalg.solve(np.eye(len(w)) + weighted.T @ inputs[near], weighted.T @ sign[near]) - w
        while loss(w + step) > loss(w) and np.abs(step).max() > 1e-10:
            step = step / 2
        w = w + step
        if np.abs(step).max() <= 1e-10:
            break
    return w
