"""Near means similar, for the encoder: do similar images have nearby codes?"""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import KDTree
from scipy.spatial.distance import cdist

from latent_explorer.model.arrays import Array, Labels
from latent_explorer.model.statistics.bootstrap import Figure, mean
from latent_explorer.model.statistics.spread import spread

K = 10
IMAGES = 2_000  # at most: the ranks of all pairs are held in memory
FEWEST = 2 * K  # of so few images the K nearest are half or more of all, and the penalties are not defined


def knn_right(codes: Array, labels: Labels, training: Array, of_training: Labels) -> NDArray[Any]:
    """Whether a vote of the K nearest training codes (m, d) gives each code (n, d) its own label: (n,) bool."""
    _, found = KDTree(training).query(codes, list(range(1, min(K, len(training)) + 1)), workers=-1)  # (n, K)
    votes = (of_training[found][..., None] == np.arange(int(of_training.max()) + 1)).sum(axis=1)  # (n, classes)
    right: NDArray[np.bool_] = votes.argmax(axis=1) == labels
    return right


def ranks(points: Array) -> NDArray[np.intp]:
    """For each of points (n, d) the rank of every other by distance, 1 for the nearest, 0 for itself: (n, n)."""
    distance = cdist(points, points)  # (n, n)
    np.fill_diagonal(distance, -1)
    order: NDArray[np.intp] = distance.argsort(axis=1, kind="stable").argsort(axis=1)
    return order


def intrusion(shown: NDArray[np.intp], true: NDArray[np.intp], k: int = K) -> NDArray[np.floating]:
    """1 minus each point's penalty for k nearest neighbours by `shown` (n, n) that `true` (n, n) ranks beyond k: (n,).

    With ranks of codes as `shown` and of images as `true` its mean is the trustworthiness; exchanged, the continuity.
    Source: Venna & Kaski 2001, "Neighborhood preservation in nonlinear projection methods".
    """
    n = len(shown)
    beyond = np.where((shown >= 1) & (shown <= k), (true - k).clip(0), 0).sum(axis=1)  # (n,)
    kept: NDArray[np.floating] = 1 - 2 * beyond / (k * (2 * n - 3 * k - 1))
    return kept


def neighbours(
    mu: Array, images: Array, labels: Labels | None, training: Array, of_training: Labels | None, seed: int
) -> dict[str, int | Figure]:
    """kNN accuracy, trustworthiness and continuity of codes mu (n, d) of images (n, p); axes in sd of the codes.

    Without labels there is no accuracy; the others are of neighbours among more images than FEWEST.
    """
    rng, unit = np.random.default_rng(seed), spread(mu)
    chosen = rng.permutation(len(mu))[:IMAGES]
    found: dict[str, int | Figure] = {"k": K, "ranked_images": len(chosen)}
    if labels is not None and of_training is not None:
        found["knn_accuracy"] = mean(knn_right(mu / unit, labels, training / unit, of_training), rng)
    if len(chosen) > FEWEST:
        of_codes, of_images = ranks(mu[chosen] / unit), ranks(images[chosen])
        found["trustworthiness"] = mean(intrusion(of_codes, of_images), rng)
        found["continuity"] = mean(intrusion(of_images, of_codes), rng)
    return found
