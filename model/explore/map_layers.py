"""Layers over the map: the judge's label regions, the decoder's stretch and metric, density of codes, nearest digit.

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
from latent_explorer.model.measures.stretch import BATCH, singular_values

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


def metric(codec: Codec, z: Array, sd: Floats, directions: Doubles | None = None) -> tuple[Array, Array, Array]:
    """How much the image changes in the direction of most change and across it, pixels per sd, and that direction.

    The roots of the eigenvalues of JᵀJ on the plane, (n,) each, largest first, and the angle of the first one's
    direction, counter-clockwise from the plane's first axis, −π/2 to π/2, (n,). One sd is the geometric mean of the
    cloud's two, for both directions, so that angles are those of the map. Source: as of `log10_area`.
    """
    along = along_axes((0, 1), z.shape[1]) if directions is None else directions  # (2, d)
    unit = np.sqrt(sd[0] * sd[1])
    parts = [codec.jacobian(z[i : i + BATCH], along) for i in range(0, len(z), BATCH)]  # (≤ 100, p, 2) each
    metrics = np.concatenate([unit**2 * part.mT @ part for part in parts]).astype(np.float64)  # (n, 2, 2)
    values, vectors = np.linalg.eigh(metrics)  # (n, 2), (n, 2, 2): the last is the largest
    most, least = np.sqrt(values.clip(0)).T[::-1]  # (n,) each
    x, y = vectors[:, 0, 1], vectors[:, 1, 1]  # (n,) each
    turn = np.arctan2(np.where(x < 0, -y, y), np.abs(x))  # a direction and its opposite are one
    return most.astype(np.float32), least.astype(np.float32), turn.astype(np.float32)


def density(mu: Array, sd: Floats, z: Array, directions: Doubles | None = None) -> Floats:
    """Codes per sd² of the plane, (n,): a Gaussian kernel density estimate of the codes mu (m, d) projected onto it.

    The bandwidth follows Scott's rule (Scott 1992, "Multivariate Density Estimation", §6.3), m^(−1/6) sd of the cloud.
    A cloud without area, a line or a point, is blurred as one of 1 sd, or of THINNEST across a slanting line.
    """
    cloud, places = (_places(codes, sd, directions) for codes in (mu, z))
    kernel = _kernel(cloud)
    white = np.linalg.inv(np.linalg.cholesky(kernel)).T  # (2, 2)
    apart = cdist(places @ white, cloud @ white, "sqeuclidean")  # (n, m)
    estimate: Floats = np.exp(-apart / 2).sum(axis=1) * np.linalg.det(white) / (2 * np.pi)
    return estimate


def against_prior(mu: Array, sd: Floats, z: Array, directions: Doubles | None = None) -> Floats:
    """log₁₀ of how many times as many codes there are as the prior wants, (n,): codes per sd², and 1 added to both.

    What the prior wants is len(mu) draws from N(0, I), on the plane, blurred as `density` blurs codes. The 1 makes the
    two alike where both are next to nothing.
    """
    places = _places(z, sd, directions)
    blurred = _kernel(_places(mu, sd, directions)) + np.diag(1 / np.asarray(sd[:PLANE], np.float64) ** 2)  # (2, 2)
    far = np.einsum("ni,ij,nj->n", places, np.linalg.inv(blurred), places)  # (n,)
    wanted = len(mu) * np.exp(-far / 2) / (2 * np.pi * np.sqrt(np.linalg.det(blurred)))
    excess: Floats = np.log10(density(mu, sd, z, directions) + 1) - np.log10(wanted + 1)
    return excess


def _places(codes: Array, sd: Floats, directions: Doubles | None) -> Doubles:
    """Where codes (n, d) are on the plane, in sd: (n, 2)."""
    along = along_axes((0, 1), codes.shape[1]) if directions is None else directions  # (2, d)
    places: Doubles = (codes @ along.T.astype(codes.dtype) / sd[:PLANE]).astype(np.float64)
    return places


def _kernel(cloud: Doubles) -> Floats:
    """The covariance (2, 2) of Scott's kernel of codes (m, 2), sd²."""
    kernel: Floats = _with_area(np.cov(cloud, rowvar=False, ddof=min(len(cloud) - 1, 1))) * len(cloud) ** (-1 / 3)
    return kernel


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
