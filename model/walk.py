"""Walks through latent space: a path of codes, re-timed so that the decoded image changes evenly."""

import numpy as np

from model.codec import Array, Codec

FINER = 3  # images between two codes of the path, among which equal steps are found


def evenly(codec: Codec, path: Array) -> Array:
    """As many codes (n, d) of the polygon through `path` (n, d), at equal lengths of the decoded curve.

    Lengths are sums of Euclidean distances between neighbouring decoded images. Where no image changes at all, and
    where there is but one code, the path stays as it is. Source of the idea: Arvanitidis, Hansen & Hauberg 2018,
    "Latent space oddity", whose curve length is the limit of this sum.
    """
    fine = np.linspace(0, len(path) - 1, (len(path) - 1) * FINER + 1)  # (m,)
    dense = _along(path, fine)  # (m, d)
    steps = np.linalg.norm(np.diff(codec.decode(dense), axis=0), axis=1)  # (m - 1,)
    length = np.concatenate([[0.0], np.cumsum(steps, dtype=np.float64)])  # (m,)
    if length[-1] == 0:
        return path
    return _along(path, np.interp(np.linspace(0, length[-1], len(path)), length, fine))


def _along(path: Array, at: np.ndarray[tuple[int], np.dtype[np.float64]]) -> Array:
    """Points (m, d) of the polygon through path (n, d), at (m,) in units of its codes: 0 the first, n − 1 the last."""
    whole = np.arange(len(path))
    return np.stack([np.interp(at, whole, axis) for axis in path.T], axis=1).astype(np.float32)
