"""Is this a digit? Two percentiles among held-out digits, and the nearest of them; never a verdict."""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]


def relative_error(images: Array, reconstructions: Array) -> Array:
    """Squared error of each reconstruction over the image's own energy: (n, 784) and (n, 784) to (n,), no unit."""
    energy = np.square(images).sum(axis=1)
    error: Array = np.square(images - reconstructions).sum(axis=1) / np.maximum(energy, 1e-6)
    return error


def distances(features: Array, reference: Array) -> Array:
    """Euclidean distance of each of features (n, k) to each of reference (m, k): (n, m)."""
    squared = np.square(features).sum(axis=1)[:, None] + np.square(reference).sum(axis=1)  # (n, m)
    apart: Array = np.sqrt(np.maximum(squared - 2 * features @ reference.T, 0))
    return apart


def nearest(image: Array, digits: Array, count: int) -> list[int]:
    """Indices of the `count` digits (n, 784) with the least squared pixel distance to `image` (784,), nearest first."""
    distance = np.square(digits - image).sum(axis=1)  # (n,)
    return [int(i) for i in np.argsort(distance, kind="stable")[:count]]
