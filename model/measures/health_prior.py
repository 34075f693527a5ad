"""Health, 3 and 4: do the codes of images together look like the prior, and does the prior lead to where codes are?"""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import KDTree
from scipy.special import ndtr

from latent_explorer.model.arrays import Array, Doubles
from latent_explorer.model.codec import JudgeCodec
from latent_explorer.model.measures.health_subject import Section, Subject, Verdict, numbers
from latent_explorer.model.measures.holes import FAR, holes
from latent_explorer.model.statistics.bootstrap import mean
from latent_explorer.model.statistics.spread import spread
from latent_explorer.model.statistics.typicality import distances

DRAWS = 4  # of each posterior
WORST = 3  # axes that are shown
# Largest difference of distribution functions: a Gaussian moved by a quarter sd has 0.1, one moved by 2/3 sd 0.26.
APART, FAR_APART = 0.1, 0.26
CHANCE = 0.05  # of any axis of an exact prior to be called apart
PLACES = 2_000  # at most, codes and draws whose distances are compared
BY_CHANCE = 0.05  # of the codes lie farther from another code than the distance from which a draw counts as outside
OUTSIDE, FAR_OUTSIDE = 0.1, 0.25  # share of draws outside: twice and five times what an exact prior has
STRIP = 10


def prior(subject: Subject) -> Section:
    """The aggregated posterior against N(0, I): by axis, and as a Gaussian.

    KL(N(m, S) ‖ N(0, I)) = ½ (tr S + mᵀm − d − log det S), of which ½ (Σ log Sⱼⱼ − log det S) is the total correlation
    (Watanabe 1960). The fit of n exact draws has d(d + 3)/4n on average, by Wilks' theorem: `chance`.
    """
    if subject.sigma is None:
        return Section(Verdict("none", "autoencoder"))
    z = subject.around(DRAWS, 3)  # (k·n, d)
    apart = kolmogorov(z)  # (d,)
    worst = np.argsort(-apart, kind="stable")[:WORST]
    m, s = _moments(subject)
    n, d = subject.mu.shape
    figures = {
        "mean_by_axis": numbers(m),
        "variance_by_axis": numbers(np.diag(s)),
        "kolmogorov_by_axis": numbers(apart),
        "worst_axis": int(worst[0]),
        "worst_kolmogorov": float(apart.max()),
        "gaussian_kl_nats": _gaussian_kl(m, s),
        "total_correlation_nats": _total_correlation(s),
        "gaussian_kl_by_chance_nats": d * (d + 3) / (4 * n),
    }
    return Section(_likeness(float(apart.max()), n, d), figures, {"worst": worst, "z": z[:, worst]})


def kolmogorov(z: Array) -> Doubles:
    """Largest difference between the distribution function of each column of z (n, d) and the normal's: (d,)."""
    n = len(z)
    normal = ndtr(np.sort(z.astype(np.float64), axis=0))  # (n, d)
    steps = np.arange(n)[:, None] / n
    apart: Doubles = np.maximum(normal - steps, steps + 1 / n - normal).max(axis=0)
    return apart


def _moments(subject: Subject) -> tuple[Doubles, Doubles]:
    """Mean (d,) and covariance (d, d) of the aggregated posterior."""
    assert subject.sigma is not None
    mu = subject.mu.astype(np.float64)
    within = np.square(subject.sigma.astype(np.float64)).mean(axis=0)  # (d,)
    return mu.mean(axis=0), np.atleast_2d(np.cov(mu, rowvar=False)) + np.diag(within)


def _gaussian_kl(m: Doubles, s: Doubles) -> float:
    return float(np.trace(s) + m @ m - len(m) - np.linalg.slogdet(s)[1]) / 2


def _total_correlation(s: Doubles) -> float:
    return float(np.log(np.diag(s)).sum() - np.linalg.slogdet(s)[1]) / 2


def _likeness(worst: float, n: int, d: int) -> Verdict:
    """Few images leave an exact prior apart by chance: the bound is Massart's 1990, over all d axes."""
    by_chance = math.sqrt(math.log(2 * d / CHANCE) / (2 * n))
    if worst <= max(APART, by_chance):
        return Verdict("good", "like")
    return Verdict("bad", "unlike") if worst > max(FAR_APART, by_chance) else Verdict("mind", "moved")


def gaps(subject: Subject, judge: JudgeCodec | None) -> Section:
    """Holes: how many draws from the prior lie farther from all codes than codes do from one another.

    One half of the codes is compared with the other, so that as many dimensions and images as there may be are allowed
    for: of draws from an exact prior 5 % are outside. Of an autoencoder the draws are from a Gaussian fitted to codes.
    """
    z = subject.around(1, 4)
    half = min(len(z) // 2, PLACES)
    unit = spread(z)  # (d,)
    known, others, drawn = z[:half], z[half : 2 * half], subject.fresh(PLACES, 4)
    apart, usual = (distances(codes / unit, known / unit).min(axis=1) for codes in (drawn, others))  # (draws,), (half,)
    bound = float(np.quantile(usual, 1 - BY_CHANCE))
    outside = mean(apart > bound, np.random.default_rng(subject.seed))
    found = holes(subject.codec, judge, subject.mu, subject.mu, subject.seed)[
        "standard" if subject.sigma is not None else "fitted"
    ]
    figures: dict[str, Any] = {
        "outside": outside,
        "outside_by_chance": BY_CHANCE,
        "usual_distance_sd": bound,
        "farther_than_0.1_sd": found["far"],
        "farther_than_0.1_sd_by_chance": _far_by_chance(subject),
    }
    if judge is not None:
        figures |= {"judge_sure": found["judge_sure"], "label_entropy_nats": found["label_entropy"]}
    shown = {"draws": apart, "codes": usual} | _ends(subject, drawn, apart)
    return Section(_cover(outside["value"]), figures, shown)


def _far_by_chance(subject: Subject) -> float:
    """Share of draws from N(0, I) that have none of as many others as there are codes within FAR."""
    rng, (count, dims) = np.random.default_rng((subject.seed, 5)), subject.mu.shape
    tree = KDTree(rng.standard_normal((count, dims)))
    found, _ = tree.query(rng.standard_normal((PLACES, dims)), distance_upper_bound=FAR)
    return float(np.isinf(found).mean())


def _ends(subject: Subject, drawn: Array, apart: NDArray[np.floating]) -> dict[str, NDArray[Any]]:
    """Decoded images of the draws nearest to a code and farthest from all: (STRIP, p) each."""
    order = np.argsort(apart, kind="stable")
    return {
        name: subject.codec.decode(drawn[at])
        for name, at in (("near", order[:STRIP]), ("far", order[: -STRIP - 1 : -1]))
    }


def _cover(outside: float) -> Verdict:
    if outside <= OUTSIDE:
        return Verdict("good", "few")
    return Verdict("bad", "many") if outside > FAR_OUTSIDE else Verdict("mind", "holes")
