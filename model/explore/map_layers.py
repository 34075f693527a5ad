"""Layers over the map: the judge's label regions, the decoder's stretch, density of codes, nearest digit.

z are codes (n, d) on the map's plane, which is along orthonormal directions (2, d), by default the first two axes. A
step of 1 is the code cloud's sd along each of them, or on each axis, (d,).
"""

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import KDTree
from scipy.spatial.distance import cdist

from latent_explorer.model.arrays import Array, Doubles, Floats
from latent_explorer.model.codec import Codec, JudgeCodec
from latent_explorer.model.explore.plane import along_axes
from latent_explorer.model.measures.stretch import singular_values

PLANE = 2  # axes
THINNEST = 0.01  # sd
FLATTEST = 1e-12  # pixels per sd: smaller singular values are clipped to it, as log 0 is infinite


def label_regions(codec: Codec, judge: JudgeCodec, z: Array) -> tuple[NDArray[np.intp], Array]:
    """The judge's label for each decoded image, (n,), and its probability, (n,)."""
    probabilities = judge.probabilities(codec.decode(z))  # (n, classes)
    return probabilities.argmax(axis=1), probabilities.max(axis=1)


def log10_area(codec: Codec, z: Array, sd: Floats, directions: Doubles | None = None) -> Array:
    """log₁₀ √det JᵀJ, (n,): the area in image space, pixels², that the decoder makes of one sd² of the plane.

    J is the decoder's Jacobian along the plane's directions, per sd of each; measures/stretch.py has the source.
    √det JᵀJ is the product of J's singular values.
    """
    values = singular_values(codec, z, sd[:PLANE], directions).clip(FLATTEST)  # (n, 2)
    area: Array = np.log10(values).sum(axis=1)
    return area


def density(mu: Array, sd: Floats, z: Array, directions: Doubles | None = None) -> Floats:
    """Codes per sd² of the plane, (n,): a Gaussian kernel density estimate of the codes mu (m, d) projected onto it.

    The bandwidth follows Scott's rule (Scott 1992, "Multivariate Density Estimation", §6.3), m^(−1/6) sd of the cloud.
    A cloud without area, a line or a point, is blurred as one of 1 sd, or of THINNEST across a slanting line.
    """
    along = along_axes((0, 1), mu.shape[1]) if directions is None else directions  # (2, d)
    cloud, places = ((codes @ along.T.astype(codes.dtype) / sd[:PLANE]).astype(np.float64) for codes in (mu, z))
    kernel = _with_area(np.cov(cloud, rowvar=False, ddof=min(len(cloud) - 1, 1))) * len(mu) ** (-1 / 3)  # (2, 2)
    white = np.linalg.inv(np.linalg.cholesky(kernel)).T  # (2, 2)
    apart = cdist(places @ white, cloud @ white, "sqeuclidean")  # (n, m)
    estimate: Floats = np.exp(-apart / 2).sum(axis=1) * np.linalg.det(white) / (2 * np.pi)
    return estimate


def _with_area(covariance: Floats) -> Floats:
    """A covariance (2, 2) in sd² with at least 1 on either axis, and THINNEST² across the two."""
    whole = covariance + np.diag((1 - np.diag(covariance)).clip(0))
    values, axes = np.linalg.eigh(whole)
    thick: Floats = (axes * values.clip(THINNEST**2)) @ axes.T
    return thick


def nearest(mu: Array, sd: Floats, z: Array) -> tuple[NDArray[np.intp], Floats]:
    """Index of the nearest of the codes mu (m, d), (n,), and its distance in sd over all d dimensions, (n,)."""
    distance, index = KDTree(mu / sd).query(z / sd)
    return np.asarray(index), np.asarray(distance)
