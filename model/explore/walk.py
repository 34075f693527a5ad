"""Paths through latent space: the decoded curve, its length, and codes evenly spaced along it."""

from dataclasses import dataclass, replace

import numpy as np

from latent_explorer.model.arrays import Array, Doubles
from latent_explorer.model.codec import Codec, JudgeCodec
from latent_explorer.model.explore.comparison import Comparison, compare

FINER = 3  # intervals between two codes of the path, in each of the two passes of `trace`


@dataclass(frozen=True)
class Curve:
    """The decoded curve of a path, which is the polygon through codes (n, d).

    `at` (m,): positions along the path, 0 at its first code, n − 1 at its last. `length` (m,): arc length of the
    decoded curve up to there, as Euclidean distance over the pixels in 0..1.
    """

    path: Array
    at: Doubles
    length: Doubles

    def evenly(self) -> Array:
        """Codes (n, d) on the path at equal arc lengths of the decoded curve; the path itself if that has no length."""
        if self.length[-1] == 0:
            return self.path
        return _along(self.path, _equally(self.at, self.length, len(self.path)))


def walk(codec: Codec, judge: JudgeCodec | None, path: Array, even: bool) -> Comparison:
    """Compare the images along a path (n, d), as given or, if `even`, evenly spaced, and measure the curve."""
    curve = trace(codec, path)
    found = compare(codec, judge, curve.evenly() if even else path)
    return replace(found, length=float(curve.length[-1]))


def trace(codec: Codec, path: Array) -> Curve:
    """Decode a path (n, d) at evenly spaced positions, then again at positions of equal arc length.

    So a jump between two codes gets the most positions. Source of the idea: Arvanitidis, Hansen & Hauberg 2018, "Latent
    space oddity", whose curve length is the limit of this sum.
    """
    places = (len(path) - 1) * FINER + 1
    at = np.linspace(0, len(path) - 1, places)  # (m,)
    images = codec.decode(_along(path, at))  # (m, p)
    closer = _equally(at, _length(images), places)[1:-1]  # (m - 2,)
    order = np.argsort(np.concatenate([at, closer]), kind="stable")
    at = np.concatenate([at, closer])[order]
    images = np.concatenate([images, codec.decode(_along(path, closer))])[order] if len(closer) else images
    return Curve(path, at, _length(images))


def _length(images: Array) -> Doubles:
    """Arc length of the polygon through images (m, p) up to each of them: (m,)."""
    steps = np.linalg.norm(np.diff(images, axis=0), axis=1)  # (m - 1,)
    return np.concatenate([[0.0], np.cumsum(steps, dtype=np.float64)])


def _equally(at: Doubles, length: Doubles, n: int) -> Doubles:
    """n positions at equal arc lengths of the curve with positions `at` (m,) and arc lengths `length` (m,)."""
    return np.interp(np.linspace(0, length[-1], n), length, at)


def _along(path: Array, at: Doubles) -> Array:
    """Points (m, d) on the polygon through path (n, d) at positions `at` (m,)."""
    whole = np.arange(len(path))
    return np.stack([np.interp(at, whole, axis) for axis in path.T], axis=1).astype(np.float32)
