"""Health, 7: is σ as wide as its place in the decoder asks for?"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from latent_explorer.model.arrays import Array, Doubles
from latent_explorer.model.config import Likelihood
from latent_explorer.model.measures.health_subject import LEAST_ERROR, Level, Section, Subject, Verdict, squares

DRAWS = 4  # around μ, of each image
WIDTHS, WIDTH_AXES, LATENT_VALUES = 256, 32, 4_096  # codes and axes at most, and their product: each takes a derivative
SLOPES = 2_000_000  # numbers of a Jacobian held at once
MOST = 0.5  # of the posteriors wider than the prior: no optimum has one, on an axis that tells something
RANKED, HARDLY_RANKED = 0.7, 0.4  # rank correlation of precision and sensitivity
EVEN = 0.1  # sd of logarithms: where F and σ are all but the same for all, as of a linear VAE, nothing can be ranked
HALF_DECADE, DECADE = 3.0, 10.0  # factors by which β may differ from that of the training
LEAST_VARIANCE = 1e-7  # of a pixel under Bernoulli: float32 tells no smaller one from 0


@dataclass(frozen=True)
class Fit:
    """How 1/σ² − 1 goes with F, over pairs (n,) of an image and an axis; without ranks where both hardly vary.

    `beta` is that for which σ is right; None if there are no pairs.
    """

    sensitive: Doubles
    precision: Doubles
    beta: float | None
    ranked: float | None
    slope: float | None


def width(subject: Subject) -> Section:
    """Whether σ is what its place in the decoder asks for: 1/σⱼ² − 1 against the decoder's squared sensitivity Fⱼ.

    At a local optimum 1/σⱼ² = 1 + Fⱼ/β with Fⱼ = Σ (∂x̂/∂zⱼ)²/v over pixels, where v is the likelihood's variance:
    x̂(1 − x̂) for Bernoulli, the declared sd squared for a Gaussian (Lucas et al. 2019; Kumar & Poole 2020; Park, Kim &
    Kim 2019). `fitting_beta` is the median of Fⱼ / (1/σⱼ² − 1), the β for which σ is right. Where no likelihood was
    declared there is one for Bernoulli, and one for a Gaussian whose variance is the squared error per pixel. Where β
    was not declared, or no likelihood, ranks alone are judged.
    """
    if subject.sigma is None or not subject.active.any():
        return Section(Verdict("none", "autoencoder" if subject.sigma is None else "idle"))
    chosen = _strongest(subject, subject.sigma)
    some = subject.first(min(WIDTHS, max(32, LATENT_VALUES // len(chosen))))
    assert some.sigma is not None
    precision = 1 / np.square(some.sigma[:, chosen].astype(np.float64)) - 1  # (n, k)
    figures: dict[str, Any] = {"wider_than_prior": float((precision <= 0).mean()), "extra_error": _extra_error(some)}
    if figures["wider_than_prior"] > MOST:
        return Section(Verdict("bad", "beyond"), figures)
    declared = subject.codec.checkpoint.model.likelihood
    found = sensitivity(some, chosen, (declared,) if declared else ("bernoulli", "gaussian"))
    fits = {name: fit(sensitive, precision) for name, sensitive in found.items()}
    best = max(fits.values(), key=lambda one: 1.0 if one.ranked is None else one.ranked)
    beta = subject.codec.checkpoint.model.beta
    figures |= {"rank_correlation": best.ranked, "slope": best.slope, "pairs": len(best.precision)}
    figures |= {"declared_beta": beta} | _betas(fits, declared)
    shown = {"precision": best.precision, "sensitive": best.sensitive} if len(best.precision) else {}
    return Section(_width(best, declared, beta), figures, shown)


def _strongest(subject: Subject, sigma: Array) -> NDArray[np.intp]:
    """The active axes (k,) of the largest KL divergence, up to WIDTH_AXES."""
    strength = subject.codec.kl_per_dim(subject.mu, sigma).mean(axis=0) * subject.active  # (d,)
    return np.argsort(-strength, kind="stable")[: min(WIDTH_AXES, int(subject.active.sum()))]


def sensitivity(
    subject: Subject, axes: NDArray[np.intp], likelihoods: Sequence[Likelihood]
) -> dict[Likelihood, Doubles]:
    """By likelihood: the image's squared derivative by each of these axes (k,), over the variance, (n, k)."""
    along = np.eye(subject.codec.latent_dim)[axes]  # (k, d)
    step = max(1, SLOPES // (subject.images.shape[1] * len(axes)))
    found: dict[Likelihood, list[Doubles]] = {name: [] for name in likelihoods}
    for start in range(0, len(subject.mu), step):
        here = slice(start, start + step)
        squared = np.square(subject.codec.jacobian(subject.mu[here], along).astype(np.float64))  # (b, p, k)
        for name, parts in found.items():
            parts.append((squared / _variance(name, subject, subject.rebuilt[here])).sum(axis=1))
    return {name: np.concatenate(parts) for name, parts in found.items()}


def _variance(likelihood: Likelihood, subject: Subject, rebuilt: Array) -> Doubles:
    """The likelihood's variance of each pixel of rebuilt images (b, p): (b, p, 1), or (1, 1, 1) if it is the same."""
    model = subject.codec.checkpoint.model
    if likelihood == "bernoulli":
        values = rebuilt.astype(np.float64)
        return np.maximum(values * (1 - values), LEAST_VARIANCE)[..., None]
    declared = model.observation_sd if model.likelihood == "gaussian" else None
    return np.full((1, 1, 1), subject.error if declared is None else declared**2)


def fit(sensitive: Doubles, precision: Doubles) -> Fit:
    """How precision, 1/σ² − 1, goes with sensitivity, (n, k) each; pairs in which either is 0 or less are left out."""
    told = (precision > 0) & (sensitive > 0)  # the others have no logarithm
    sensitive, precision = sensitive[told], precision[told]
    beta = float(np.median(sensitive / precision)) if len(precision) else None
    if len(precision) < 2 or max(np.log(sensitive).std(), np.log(precision).std()) <= EVEN:
        return Fit(sensitive, precision, beta, None, None)
    ranked = _slope(*_standard_ranks(sensitive, precision))
    return Fit(sensitive, precision, beta, ranked, _slope(np.log(sensitive), np.log(precision)))


def _betas(fits: dict[Likelihood, Fit], declared: Likelihood | None) -> dict[str, float | None]:
    if declared is not None:
        return {"fitting_beta": fits[declared].beta}
    return {f"fitting_beta_if_{name}": one.beta for name, one in fits.items()}


def _extra_error(subject: Subject) -> float:
    """By what share of itself the squared error grows where z is drawn around μ."""
    drawn = subject.codec.decode(subject.around(DRAWS, 7))  # (k·n, p)
    at_mu = max(float(squares(subject.rebuilt, subject.images).mean()), LEAST_ERROR)
    return float(squares(drawn, np.tile(subject.images, (DRAWS, 1))).mean()) / at_mu - 1


def _standard_ranks(x: Doubles, y: Doubles) -> tuple[Doubles, Doubles]:
    """Ranks of x (n,) and of y (n,), each over its own sd: the slope of one over the other is Spearman's ρ."""
    by_x, by_y = (rankdata(values) for values in (x, y))
    return by_x / (by_x.std() or 1.0), by_y / (by_y.std() or 1.0)


def _slope(x: Doubles, y: Doubles) -> float:
    """Slope of the least-squares line of y (n,) over x (n,); 0 where x is constant."""
    spread_of_x = float(x.var())
    return float(((x - x.mean()) * (y - y.mean())).mean() / spread_of_x) if spread_of_x > 0 else 0.0


def _width(best: Fit, likelihood: Likelihood | None, beta: float | None) -> Verdict:
    """The verdict on the fit under the declared likelihood, and the β of the training; either None if not declared."""
    if best.beta is None:
        return Verdict("none", "unmoved")
    if likelihood is None:
        return _followed(best.ranked, ("follows", "loose_undeclared"))
    if beta is None:
        return _followed(best.ranked, ("follows_as_beta", "loose"))
    if beta == 0:  # nothing was paid for a narrow σ, so no width is asked for
        return Verdict("none", "without_price")
    return _as_trained(best.beta / beta, best.ranked)


def _followed(ranked: float | None, keys: tuple[str, str]) -> Verdict:
    """By ranks alone: whatever β was, σ has to be narrow where the image is sensitive. `keys`: closely, and loosely."""
    if ranked is not None and ranked < RANKED:
        return Verdict("bad", "unrelated") if ranked < HARDLY_RANKED else Verdict("mind", keys[1])
    return Verdict("good", keys[0])


def _as_trained(off: float, ranked: float | None) -> Verdict:
    """By ranks, and by the factor `off` by which the β that fits σ differs from that of the training."""
    if ranked is not None and ranked < HARDLY_RANKED:
        return Verdict("bad", "unrelated")
    if 1 / HALF_DECADE <= off <= HALF_DECADE:
        return Verdict("good", "right") if ranked is None or ranked >= RANKED else Verdict("mind", "loose")
    level: Level = "mind" if 1 / DECADE <= off <= DECADE else "bad"
    return Verdict(level, "wide" if off > 1 else "narrow")
