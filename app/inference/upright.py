"""Whether an image that is unlike digits would be one if its picture were turned or mirrored."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from latent_explorer.model.arrays import Array
from latent_explorer.model.statistics.percentiles import percentile

if TYPE_CHECKING:
    from latent_explorer.model.codec import JudgeCodec

ODD = 95.0  # percentile of the distance of the judge's features, above which other ways round are tried
ORDINARY = 80.0  # percentile, at most, of the way round that is proposed
SURE = 0.95  # the judge's probability of its label there, at least
WAYS = [(turn, mirror) for mirror in (False, True) for turn in range(4)][1:]  # all but as it lies


class Upright(NamedTuple):
    """How to turn a picture, in quarters clockwise once it is mirrored or not, and what the judge then reads."""

    turn: int
    mirror: bool
    label: int


def upright(judge: JudgeCodec, image: Array, odd: float) -> Upright | None:
    """The way round in which an image (p,) is like others of its set, if it is not as it lies.

    `odd`: the percentile of its own distance from them. None where none is clearly better.
    """
    if odd < ODD:
        return None
    square = image.reshape(judge.sample.images.shape)
    turned = np.stack([np.rot90(square[:, ::-1] if mirror else square, -turn).reshape(-1) for turn, mirror in WAYS])
    probabilities, features = judge.read(turned)  # (7, classes), (7, 864)
    distances = judge.distance(turned, features)
    best = int(distances.argmin())
    if percentile(float(distances[best]), judge.usual_distances) > ORDINARY or probabilities[best].max() < SURE:
        return None
    return Upright(*WAYS[best], int(probabilities[best].argmax()))
