"""How close one must look at a place until neighbouring images are alike: the judge agrees, and little changes.

On the border of two labels its answer flips between images that nobody could tell apart. So it also agrees where
it is undecided: where each image's label has at least half the probability of the likeliest in the other image too.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.codec import Array, Codec, JudgeCodec

ALIKE = 0.01  # mean squared error per pixel below which two images that the judge reads alike are called alike
UNDECIDED = 0.5  # of the probability of the likeliest label
STEPS: NDArray[np.float64] = 2.0 ** -np.arange(-1.0, 11.0)  # sd: 2, 1, 0.5 … 0.00098
RING = np.array([(x, y) for y in (1, 0, -1) for x in (-1, 0, 1)])  # (9, 2): a place and its eight neighbours
PAIRS = np.array([(i, i + 1) for i in (0, 1, 3, 4, 6, 7)] + [(i, i + 3) for i in range(6)])  # (12, 2)


@dataclass(frozen=True)
class Likeness:
    """For each step (k,), sd: the share of the 12 pairs of neighbours that are read alike, and their largest change.

    `kept` (k,); `change` (k,), mean squared error per pixel; `alike`, sd: the longest step at and below which all pairs
    are alike, or None where not even the shortest is.
    """

    steps: NDArray[np.float64]
    kept: NDArray[np.float64]
    change: NDArray[np.float64]
    alike: float | None


def likeness(codec: Codec, judge: JudgeCodec, z: Array, sd: Array) -> Likeness:
    """Around z (d,), on the plane of the first two axes, 3×3 places at each step; sd (d,) is a step of 1."""
    around = np.tile(z, (len(STEPS), len(RING), 1))  # (k, 9, d)
    around[..., :2] += (STEPS[:, None, None] * RING * sd[:2]).astype(np.float32)
    images = codec.decode(around.reshape(-1, len(z)))  # (9k, 784)
    one, other = _pairs(images)  # (k, 12, 784) each
    change = np.square(one - other).mean(axis=-1).max(axis=-1)  # (k,)
    p, q = _pairs(judge.probabilities(images))  # (k, 12, 10) each
    kept = (_likely(p, q) & _likely(q, p)).mean(axis=-1)  # (k,)
    return Likeness(STEPS, kept, change.astype(np.float64), _longest((kept == 1) & (change < ALIKE)))


def _pairs(values: Array) -> Array:
    """What neighbours have, (9k, m), as the two of each pair: (2, k, 12, m)."""
    return values.reshape(len(STEPS), len(RING), -1)[:, PAIRS.T].swapaxes(0, 1)


def _likely(p: Array, q: Array) -> NDArray[np.bool_]:
    """Whether the likeliest label of p (k, 12, 10) is likely in q too: (k, 12)."""
    label = p.argmax(axis=-1, keepdims=True)
    likely: NDArray[np.bool_] = np.take_along_axis(q, label, -1)[..., 0] >= UNDECIDED * q.max(axis=-1)
    return likely


def _longest(alike: NDArray[np.bool_]) -> float | None:
    """The longest of STEPS from which on all that are shorter are alike too."""
    count = int(np.logical_and.accumulate(alike[::-1]).sum())
    return float(STEPS[-count]) if count else None
