"""Unevenness of a decoder: how much more images change at some codes, and at some points of a line, than at others.

Lengths are decoded distances (Euclidean, over all pixels in 0..1); reported are their ratios, which have no unit.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from latent_explorer.model.arrays import Array
from latent_explorer.model.codec import Codec
from latent_explorer.model.statistics.bootstrap import Figure, interval, quantile
from latent_explorer.model.statistics.spread import spread

REACH = 0.1  # length of a local path, in sd of the code cloud
CLOSE = 0.01  # a path so short that even a rough decoder is nearly straight on it
LOCAL_STEPS = 8
LINES = 500
LINE_STEPS = 64
SHORTEST = 1e-6  # decoded distance: float32 tells no shorter one from 0


def step_lengths(codec: Codec, start: Array, end: Array, steps: int) -> NDArray[np.float32]:
    """Decoded distance of each of `steps` equal latent steps from start (n, d) to end (n, d): (n, steps)."""
    t = np.linspace(0, 1, steps + 1, dtype=np.float32)[:, None]  # (steps + 1, 1)
    walks = start[:, None] * (1 - t) + end[:, None] * t  # (n, steps + 1, d)
    images = codec.decode(walks.reshape(-1, start.shape[1])).reshape(len(start), steps + 1, -1)
    lengths: NDArray[np.float32] = np.linalg.norm(np.diff(images, axis=1), axis=2)
    return lengths


def _ratio(large: Any, usual: Any) -> Any:
    """How many times as long: 1 where both are 0, as nothing changes at all, and never infinite."""
    return np.maximum(large, SHORTEST) / np.maximum(usual, SHORTEST)


def _in_parts(codec: Codec, start: Array, end: Array, steps: int) -> NDArray[np.float32]:
    parts = range(0, len(start), 100)
    return np.concatenate([step_lengths(codec, start[i : i + 100], end[i : i + 100], steps) for i in parts])


def _local(codec: Codec, mu: Array, reach: float, rng: np.random.Generator) -> Figure:
    direction = rng.standard_normal(mu.shape)
    direction *= reach * spread(mu) / np.linalg.norm(direction, axis=1, keepdims=True)  # (n, d)
    lengths = _in_parts(codec, mu, (mu + direction).astype(np.float32), LOCAL_STEPS).sum(axis=1)  # (n,)
    return interval(lengths, lambda v: float(_ratio(np.quantile(v, 0.99), np.median(v))), rng)


def tail(codec: Codec, mu: Array, seed: int) -> dict[str, Figure]:
    """Three ratios, each 1 for an even decoder; mu (n, d) are codes of held-out images.

    `local`: p99 over median of the decoded length of paths 0.1 sd long, one from each code in a random direction.
    `close`: the same for 0.01 sd, as paths of 0.1 sd are all about equally long where most lead to another image.
    `lines`: largest over mean step of 64 on a straight line between two codes, median over 500 lines.
    """
    rng = np.random.default_rng(seed)
    local = _local(codec, mu, REACH, rng)
    ends = rng.choice(len(mu), size=(2, min(LINES, len(mu) // 2)), replace=False)
    steps = _in_parts(codec, mu[ends[0]], mu[ends[1]], LINE_STEPS)  # (lines, steps)
    lines = quantile(_ratio(steps.max(axis=1), steps.mean(axis=1)), 0.5, rng)
    return {"local": local, "close": _local(codec, mu, CLOSE, rng), "lines": lines}
