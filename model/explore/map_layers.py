"""What lies over the decoded map: the judge's regions, the decoder's stretch, the density of codes, the nearest digit.

All take codes z of the map's plane, (n, d); its first two axes lie in the plane. An sd is the cloud's, on each axis.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import KDTree
from scipy.stats import gaussian_kde

from latent_explorer.model.arrays import Array, Floats
from latent_explorer.model.codec import Codec, JudgeCodec
from latent_explorer.model.measures.stretch import singular_values

PLANE = 2  # axes
FLATTEST = 1e-12  # pixels an sd: below it a decoder is flat, and its logarithm would be infinite


def label_regions(codec: Codec, judge: JudgeCodec, z: Array) -> tuple[NDArray[np.intp], Array]:
    """What the judge reads in the decoded images, (n,), and the probability that it gives that label, (n,)."""
    probabilities = judge.probabilities(codec.decode(z))  # (n, 10)
    return probabilities.argmax(axis=1), probabilities.max(axis=1)


def log10_area(codec: Codec, z: Array, sd: Floats) -> Array:
    """log₁₀ √det JᵀJ, (n,): onto what area of images, pixels², the decoder spreads one sd² of the plane.

    J is the decoder's Jacobian along the plane's axes, a step on each counted in its sd (d,): model.stretch has the
    source. √det JᵀJ is the product of J's singular values.
    """
    values = singular_values(codec, z, sd[:PLANE]).clip(FLATTEST)  # (n, 2)
    area: Array = np.log10(values).sum(axis=1)
    return area


def density(mu: Array, sd: Floats, z: Array) -> Floats:
    """Codes per sd² of the plane, (n,), of the codes mu (m, d) projected onto it: a Gaussian kernel estimate.

    The kernel's width is Scott's rule (Scott 1992, "Multivariate Density Estimation", §6.3), m^(−1/6) of the cloud.
    """
    cloud, places = ((codes / sd)[:, :PLANE].T.astype(np.float64) for codes in (mu, z))  # (2, m), (2, n)
    estimate: Floats = gaussian_kde(cloud)(places) * len(mu)
    return estimate


def nearest(mu: Array, sd: Floats, z: Array) -> tuple[NDArray[np.intp], Floats]:
    """The index of the nearest of the codes mu (m, d), (n,), and how far it is in sd, (n,); in all d dimensions."""
    distance, index = KDTree(mu / sd).query(z / sd)
    return np.asarray(index), np.asarray(distance)
