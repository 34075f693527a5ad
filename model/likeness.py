"""How close one must look at a place until neighbouring images are alike: the judge agrees, and little changes."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.codec import Array, Codec, JudgeCodec

ALIKE = 0.01  # mean squared error per pixel below which two images that the judge reads alike are called alike
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
    labels = judge.probabilities(images).argmax(axis=1).reshape(-1, len(RING))  # (k, 9)
    one, other = images.reshape(*labels.shape, -1)[:, PAIRS.T].swapaxes(0, 1)  # (k, 12, 784) each
    change = np.square(one - other).mean(axis=-1).max(axis=-1)  # (k,)
    kept = (labels[:, PAIRS[:, 0]] == labels[:, PAIRS[:, 1]]).mean(axis=-1)  # (k,)
    return Likeness(STEPS, kept, change.astype(np.float64), _longest((kept == 1) & (change < ALIKE)))


def _longest(alike: NDArray[np.bool_]) -> float | None:
    """The longest of STEPS from which on all that are shorter are alike too."""
    count = int(np.logical_and.accumulate(alike[::-1]).sum())
    return float(STEPS[-count]) if count else None
