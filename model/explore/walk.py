"""Walks through latent space: the curve that a path becomes when it is decoded, its length, and a pace that is even."""

from dataclasses import dataclass, replace

import numpy as np

from latent_explorer.model.arrays import Array, Doubles
from latent_explorer.model.codec import Codec, JudgeCodec
from latent_explorer.model.explore.comparison import Comparison, compare

FINER = 3  # places between two codes of the path, each time that it is looked at


@dataclass(frozen=True)
class Curve:
    """The decoded curve of a path of codes (n, d), which is the polygon through them.

    `at` (m,): places on the path, in units of its codes: 0 the first, n − 1 the last. `length` (m,): of the curve up to
    there, in Euclidean distance of 784 pixels in 0..1.
    """

    path: Array
    at: Doubles
    length: Doubles

    def evenly(self) -> Array:
        """As many codes (n, d) of the path, the curve equally long between them; where it has no length, the path."""
        if self.length[-1] == 0:
            return self.path
        return _along(self.path, _equally(self.at, self.length, len(self.path)))


def walk(codec: Codec, judge: JudgeCodec, path: Array, even: bool) -> Comparison:
    """Compare the images of a path (n, d), at its own pace or at an `even` one, and measure its curve finely."""
    curve = trace(codec, path)
    found = compare(codec, judge, curve.evenly() if even else path)
    return replace(found, length=float(curve.length[-1]))


def trace(codec: Codec, path: Array) -> Curve:
    """Decode a path (n, d) finely, and once more at places between which as much changes as between any others.

    So a jump between two codes gets the most places. Source of the idea: Arvanitidis, Hansen & Hauberg 2018, "Latent
    space oddity", whose curve length is the limit of this sum.
    """
    places = (len(path) - 1) * FINER + 1
    at = np.linspace(0, len(path) - 1, places)  # (m,)
    images = codec.decode(_along(path, at))  # (m, 784)
    closer = _equally(at, _length(images), places)[1:-1]  # (m - 2,)
    order = np.argsort(np.concatenate([at, closer]), kind="stable")
    at = np.concatenate([at, closer])[order]
    images = np.concatenate([images, codec.decode(_along(path, closer))])[order] if len(closer) else images
    return Curve(path, at, _length(images))


def _length(images: Array) -> Doubles:
    """The length of the polygon through images (m, 784), up to each of them: (m,)."""
    steps = np.linalg.norm(np.diff(images, axis=0), axis=1)  # (m - 1,)
    return np.concatenate([[0.0], np.cumsum(steps, dtype=np.float64)])


def _equally(at: Doubles, length: Doubles, n: int) -> Doubles:
    """n places, in the order of at (m,), between which the curve of length (m,) is equally long."""
    return np.interp(np.linspace(0, length[-1], n), length, at)


def _along(path: Array, at: Doubles) -> Array:
    """Points (m, d) of the polygon through path (n, d), at (m,) in units of its codes."""
    whole = np.arange(len(path))
    return np.stack([np.interp(at, whole, axis) for axis in path.T], axis=1).astype(np.float32)
