"""Figures that tell how typical an image is: relative reconstruction error, and distances to known images."""

import numpy as np

from latent_explorer.model.arrays import Array


def relative_error(images: Array, reconstructions: Array) -> Array:
    """Squared error of each reconstruction over the image's own energy: (n, p) and (n, p) to (n,), no unit."""
    energy = np.square(images).sum(axis=1)
    error: Array = np.square(images - reconstructions).sum(axis=1) / np.maximum(energy, 1e-6)
    return error


def distances(features: Array, reference: Array) -> Array:
    """Euclidean distance of each of features (n, k) to each of reference (m, k): (n, m).

    From dot products: forming the differences (n, m, k) takes ten times as long. By einsum, as numpy's @ would start a
    thread per core, and those wait for one another, and for torch's, longer than a single thread computes.
    """
    lengths = [np.einsum("ij,ij->i", rows, rows) for rows in (features, reference)]  # (n,), (m,)
    squared = lengths[0][:, None] + lengths[1] - 2 * np.einsum("ik,jk->ij", features, reference)  # (n, m)
    apart: Array = np.sqrt(np.maximum(squared, 0))
    return apart


def nearest(image: Array, digits: Array, count: int) -> list[int]:
    """Indices of the `count` of images (n, p) nearest to `image` (p,) in pixel distance, nearest first."""
    return [int(i) for i in np.argsort(distances(image[None], digits)[0], kind="stable")[:count]]
