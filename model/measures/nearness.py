"""Near means similar, for the decoder: step curve and rank correlation.

Steps are in units of the code cloud's spread per axis, so that a wide cloud is not called rough for its width: in
standard deviations, and in median absolute deviations, which outlying codes don't inflate.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from latent_explorer.model.arrays import Array
from latent_explorer.model.codec import Codec, JudgeCodec
from latent_explorer.model.statistics.bootstrap import Figure, interval, mean, quantile
from latent_explorer.model.statistics.spread import LEAST, spread

STEPS = (0.05, 0.1, 0.2, 0.5, 1.0)
PAIRS = 100_000


def mad(mu: Array) -> NDArray[np.floating]:
    """Median absolute deviation of mu (n, d) on each axis, scaled to equal the sd of a normal: (d,).

    Never 0: where most codes are the same it is their `spread`, as a step of no length would change nothing.
    """
    deviation = 1.4826 * np.median(np.abs(mu - np.median(mu, axis=0)), axis=0)  # (d,)
    return np.where(deviation > LEAST, deviation, spread(mu))


def step_curve(
    codec: Codec,
    judge: JudgeCodec | None,
    mu: Array,
    unit: NDArray[np.floating],
    seed: int,
    steps: Sequence[float] = STEPS,
) -> list[dict[str, Any]]:
    """For each step length: change of the decoded image (MSE per pixel) and, with a judge, share of its labels kept.

    mu (n, d) are codes of held-out images; each steps in one random direction. unit (d,) is a step of 1 on each axis.
    """
    rng = np.random.default_rng(seed)
    here = codec.decode(mu)  # (n, p)
    labels = None if judge is None else judge.labels(here)  # (n,)
    direction = rng.standard_normal(mu.shape)
    direction *= unit / np.linalg.norm(direction, axis=1, keepdims=True)  # (n, d)
    return [_one_step(codec, judge, mu, here, labels, direction, step, rng) for step in steps]


def _one_step(
    codec: Codec,
    judge: JudgeCodec | None,
    mu: Array,
    here: Array,
    labels: NDArray[np.intp] | None,
    direction: NDArray[np.float64],
    step: float,
    rng: np.random.Generator,
) -> dict[str, Any]:
    there = codec.decode((mu + step * direction).astype(np.float32))  # (n, p)
    change = np.square(there - here).mean(axis=1)  # (n,)
    figures = {"step": step, "mse_median": quantile(change, 0.5, rng), "mse_p95": quantile(change, 0.95, rng)}
    return figures if judge is None else figures | {"label_kept": mean(judge.labels(there) == labels, rng)}


def rank_correlation(codec: Codec, mu: Array, seed: int) -> dict[str, Figure]:
    """Spearman correlation of latent distance (sd of the cloud) and decoded distance, over pairs of codes mu (n, d)."""
    rng = np.random.default_rng(seed)
    i, j = rng.integers(len(mu), size=(2, PAIRS))
    i, j = i[i != j], j[i != j]
    images, scaled = codec.decode(mu), mu / spread(mu)
    latent = np.linalg.norm(scaled[i] - scaled[j], axis=1)  # (pairs,)
    decoded = np.linalg.norm(images[i] - images[j], axis=1)  # (pairs,)
    both = np.stack([latent, decoded], axis=1)  # (pairs, 2)
    near = both[latent <= np.quantile(latent, 0.05)]
    return {"all": interval(both, _spearman, rng), "nearest_5_percent": interval(near, _spearman, rng)}


def _spearman(pairs: NDArray[np.floating]) -> float:
    """Spearman's correlation of the two columns of pairs (n, 2); 0 if one is constant, and so tells nothing."""
    if (pairs == pairs[:1]).all(axis=0).any():
        return 0.0
    ranks = rankdata(pairs, axis=0)
    return float(np.corrcoef(ranks[:, 0], ranks[:, 1]).item(1))
