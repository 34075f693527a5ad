"""Holes: do draws from latent space fall near training codes, and is the judge sure of what it sees there?"""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import KDTree

from latent_explorer.model.arrays import Array
from latent_explorer.model.codec import Codec, JudgeCodec
from latent_explorer.model.statistics.bootstrap import Figure, interval, mean
from latent_explorer.model.statistics.spread import spread

DRAWS = 5_000
SURE = 0.9  # the judge's probability from which a drawn image counts as one of its class
FAR = 0.1  # distance to the nearest training code, in sd of the training codes, beyond which a draw lies in a hole


def label_entropy(labels: NDArray[np.intp]) -> float:
    """Entropy of the labels (n,), nats; the logarithm of their number if all are equally frequent."""
    share = np.bincount(labels) / len(labels)  # (classes,)
    return float((share[share > 0] * -np.log(share[share > 0])).sum())  # of one label 0, and not -0


def holes(codec: Codec, judge: JudgeCodec | None, mu: Array, training: Array, seed: int) -> dict[str, Any]:
    """Measure draws from N(0, I), and from a Gaussian with mean and covariance of the codes mu (n, d).

    training (m, d) are the codes of the training images. In many dimensions nearly every draw is far from all codes.
    Without a judge, how far they are is all that is measured.
    """
    rng = np.random.default_rng(seed)
    unit = spread(training)  # (d,)
    tree = KDTree(training / unit)
    standard = rng.standard_normal((DRAWS, codec.latent_dim))
    fitted = rng.multivariate_normal(mu.mean(axis=0), np.cov(mu, rowvar=False), DRAWS)
    described = {"draws": DRAWS, "far_from": FAR, "sure_from": SURE}
    sources = {"standard": standard, "fitted": fitted}
    return described | {k: _measure(codec, judge, z.astype(np.float32), tree, unit, rng) for k, z in sources.items()}


def sure_of_prior(codec: Codec, judge: JudgeCodec, draws: int, seed: int) -> Figure:
    """Of so many draws from N(0, I), the share of which the judge is sure."""
    rng = np.random.default_rng(seed)
    z = rng.standard_normal((draws, codec.latent_dim)).astype(np.float32)
    return mean(judge.probabilities(codec.decode(z)).max(axis=1) >= SURE, rng)


def _measure(
    codec: Codec, judge: JudgeCodec | None, z: Array, tree: KDTree, unit: Array, rng: np.random.Generator
) -> dict[str, Figure]:
    far = np.isinf(tree.query(z / unit, distance_upper_bound=FAR)[0])  # (draws,): nothing within reach
    found = {"far": mean(far, rng)}
    return found if judge is None else found | _seen(judge.probabilities(codec.decode(z)), rng)


def _seen(probabilities: Array, rng: np.random.Generator) -> dict[str, Figure]:
    """What the judge makes of draws, by its probabilities (draws, classes)."""
    confidence = probabilities.max(axis=1)
    return {
        "judge_sure": mean(confidence >= SURE, rng),
        "confidence": mean(confidence, rng),
        "label_entropy": interval(probabilities.argmax(axis=1), label_entropy, rng),
    }
