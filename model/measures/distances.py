"""Does a distance in latent space mean anything? How far it depends on the seed of a training.

The same pairs of images are as far apart in any training, if their distance is of the images and not of the map. A
distance in latent units need not be: two maps of one decoder may stretch space differently. The length of the shortest
path by the decoder's metric is the same in both. Source: Syrota, Zainchkovskyy, Xi, Bloem-Reddy & Hauberg 2025,
"Identifying metric structures of deep latent variable models".
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from latent_explorer.model.arrays import Array, Doubles
from latent_explorer.model.codec import Codec
from latent_explorer.model.measures.geodesic import metric_field, over_grid, shortest
from latent_explorer.model.statistics.bootstrap import mean

PAIRS = 200
NAMES = ("straight", "geodesic")
FEWEST = 10  # of fewer pairs each is too large a part of the mean that it is divided by


@dataclass(frozen=True)
class Distances:
    """Of pairs of images in one model of a plane: along the straight line, latent units, and along the shortest path.

    The latter in pixels, the sum of the decoded image's changes; (n,) each.
    """

    straight: Doubles
    geodesic: Doubles


def pair_distances(codec: Codec, images: Array, progress: Callable[[int, int], None], seed: int = 0) -> Distances:
    """Of up to PAIRS pairs of images (n, p), drawn by the seed, that are the same for any model.

    `progress(done, total)` counts pairs.
    """
    count = min(PAIRS, len(images) // 2)
    chosen = np.random.default_rng(seed).permutation(len(images))[: 2 * count]
    mu = codec.encode(images[chosen])[0]  # (2 n, 2)
    field = metric_field(codec, *_square(mu))
    lengths: list[float] = []
    for start, end in zip(mu[:count], mu[count:], strict=True):
        progress(len(lengths), count)
        lengths.append(shortest(codec, over_grid(field, start, end)).length)
    progress(count, count)
    return Distances(np.linalg.norm(mu[:count] - mu[count:], axis=1).astype(np.float64), np.array(lengths))


def _square(mu: Array) -> tuple[tuple[float, float], float]:
    """The middle and half the width of the square around codes (n, 2), latent units; a point's is not empty."""
    low, high = mu.min(axis=0), mu.max(axis=0)
    x, y = (low + high) / 2
    return (float(x), float(y)), max(float((high - low).max()) / 2, 1e-3)


def variation(of_seeds: list[Distances]) -> dict[str, Any]:
    """The mean over pairs of the coefficient of variation of their distance over seeds, with its interval over pairs.

    Each seed's distances are first divided by their mean, as a map's unit says nothing. 0: no seed matters. Pairs that
    are in one place in some seed are left out; {} where fewer than FEWEST are left, or there is one seed.
    """
    whole = {name: np.array([getattr(one, name) for one in of_seeds]) for name in NAMES}  # (seeds, n) each
    apart = np.all([(distances > 0).all(axis=0) for distances in whole.values()], axis=0)  # (n,)
    if len(of_seeds) < 2 or apart.sum() < FEWEST:
        return {}
    found: dict[str, Any] = {"pairs": int(apart.sum())}
    for name in NAMES:
        distances = whole[name][:, apart]
        relative = distances / distances.mean(axis=1, keepdims=True)
        found[f"{name}_variation"] = mean(
            relative.std(axis=0, ddof=1) / relative.mean(axis=0), np.random.default_rng(0)
        )
    return found
