"""The longest latent step at which neighbouring images around a point are alike: same label, little pixel change.

On the border of two labels the judge's answer flips between images that nobody could tell apart. So labels count as the
same if each image's label has, in the other image, at least half the probability of the likeliest label there.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from latent_explorer.model.arrays import Array, Doubles, Floats
from latent_explorer.model.codec import Codec, JudgeCodec
from latent_explorer.model.explore.plane import along_axes

ALIKE = 0.01  # the largest mean squared error per pixel of two images that are alike, given the same label
UNDECIDED = 0.5  # the least probability of the other image's label, relative to the likeliest label's
NOUGHT = 1e-9  # stands in for 0, which has no logarithm
STEPS: NDArray[np.float64] = 2.0 ** -np.arange(-1.0, 11.0)  # sd: 2, 1, 0.5 … 0.00098
RING = np.array([(x, y) for y in (1, 0, -1) for x in (-1, 0, 1)])  # (9, 2): a place and its eight neighbours
PAIRS = np.array([(i, i + 1) for i in (0, 1, 3, 4, 6, 7)] + [(i, i + 3) for i in range(6)])  # (12, 2)


@dataclass(frozen=True)
class NeighbourSimilarity:
    """Similarity of the 12 pairs of neighbours on a 3×3 grid, for each step length in `steps` (k,), sd.

    `kept` (k,): share of pairs with the same label. `change` (k,): largest mean squared error per pixel. `alike`, sd:
    the longest step at and below which all pairs are alike, interpolated; None if not even the shortest is.
    """

    steps: NDArray[np.float64]
    kept: NDArray[np.float64]
    change: NDArray[np.float64]
    alike: float | None


def neighbour_similarity(
    codec: Codec, judge: JudgeCodec | None, z: Array, sd: Floats, directions: Doubles | None = None
) -> NeighbourSimilarity:
    """Decode a 3×3 grid around z (d,), on a plane, at each step.

    The plane is along directions (2, d), by default the first two axes; sd (≥ 2,) is a step of 1 along each.
    """
    along = along_axes((0, 1), len(z)) if directions is None else directions
    around = np.tile(z, (len(STEPS), len(RING), 1))  # (k, 9, d)
    around += (STEPS[:, None, None] * RING * sd[:2] @ along).astype(np.float32)
    images = codec.decode(around.reshape(-1, len(z)))  # (9k, p)
    one, other = _pairs(images)  # (k, 12, p) each
    change = np.square(one - other).mean(axis=-1).max(axis=-1)  # (k,)
    p, q = _pairs(judge.probabilities(images) if judge else np.ones((len(images), 1), np.float32))  # (k, 12, classes)
    likely = np.minimum(_likely(p, q), _likely(q, p))  # (k, 12), all 1 where nobody reads the images
    kept = (likely >= UNDECIDED).mean(axis=-1)  # (k,)
    apart = np.maximum(change / ALIKE, UNDECIDED / likely.min(axis=-1).clip(NOUGHT))  # (k,), alike up to 1
    return NeighbourSimilarity(STEPS, kept, change.astype(np.float64), _longest(apart.astype(np.float64)))


def _pairs(values: Array) -> Array:
    """Values of the grid points (9k, m), arranged as the two of each pair: (2, k, 12, m)."""
    return values.reshape(len(STEPS), len(RING), -1)[:, PAIRS.T].swapaxes(0, 1)


def _likely(p: Array, q: Array) -> Array:
    """Probability in q of p's likeliest label over q's largest: (k, 12, classes) to (k, 12)."""
    label = p.argmax(axis=-1, keepdims=True)
    part: Array = np.take_along_axis(q, label, -1)[..., 0] / q.max(axis=-1)
    return part


def _longest(apart: NDArray[np.float64]) -> float | None:
    """The longest step at and below which `apart` (k,) is at most 1; None if there is none.

    Between two of STEPS `apart` is taken as a power of the step, so that the answer is continuous in the images.
    """
    count = int(np.logical_and.accumulate(apart[::-1] <= 1).sum())
    if count in (0, len(STEPS)):
        return float(STEPS[0]) if count else None
    near, far = np.log(apart[-count].clip(NOUGHT)), np.log(apart[-count - 1])
    return float(STEPS[-count] * (STEPS[-count - 1] / STEPS[-count]) ** (-near / (far - near)))
