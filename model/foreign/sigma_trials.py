"""What a foreign encoder's second output may be, ranked by what is true of a VAE at the minimum of its loss."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from latent_explorer.model.arrays import Array, Doubles
from latent_explorer.model.config import Conventions, ImageSet, Second
from latent_explorer.model.foreign.codes import apart, flat, log_sigma
from latent_explorer.model.foreign.halves import HalfError, Halves
from latent_explorer.model.foreign.pixels import to_encoder, to_pixels
from latent_explorer.model.statistics.spread import ACTIVE_VARIANCE

Places = NDArray[np.intp]
KINDS: tuple[Second, ...] = ("log_variance", "log_sd", "sd", "variance")  # the commonest first
POSITIVE: tuple[Second, ...] = ("sd", "variance")
IMAGES, AXES = 128, 24  # at which the decoder's change is taken, and how many axes, those whose codes vary most
STEP = 0.02  # of a central difference, latent units: the change between two decoded images, not its limit, is wanted
WIDEST = 0.95  # of a σ that says something: of one near 1, the axis is hardly used and 1/σ² − 1 is mostly noise
LEAST_PRECISION = 0.1  # mean of 1/σ² − 1 over images, of an axis that is used
FEWEST_AXES, FEWEST_PAIRS = 3, 20  # that a slope needs, over axes or over single codes
LEAST_CORRELATION = 0.3
SURE = 0.1  # relative standard error of a slope over axes that needs no other beside it
# What a meaning costs under which the slope can't be had, although the decoder moves: where hardly any σ is below
# WIDEST it contradicts the minimum of the loss; where there is no correlation it may.
NO_WIDTHS, NO_SLOPE, HARDLY = float(np.log(3)), float(np.log(2)), 0.05
WEIGHT = 0.5  # of the aggregated posterior beside the slope: early in training it is off 1 whatever the meaning
RANK = 0.01  # what each place in KINDS costs, which decides where nothing else does


@dataclass(frozen=True)
class SigmaTrial:
    """One meaning of the second output, with its evidence.

    `aggregated`: Var(μ) + E[σ²] over the axes that are used, as the exponential of the mean of |log|: 1 at best.
    `slope`: the power by which 1/σ² − 1 grows with the decoder's squared change, 1 at best; None where it can't be had.
    `score`: how far both are from 1, 0 at best; infinite for a meaning that the numbers forbid.
    """

    conventions: Conventions
    aggregated: float
    slope: float | None
    score: float


def sigma_trials(
    halves: Halves, images: Array, of: ImageSet, way: Conventions, fixed: Mapping[str, Any]
) -> tuple[SigmaTrial, ...]:
    """Try all meanings on images (n, p) in 0..1, whose pixels go in and out by `way`; the best first.

    Of `fixed` fields, `second` and `outputs` are taken as they are. None for an encoder that gives nothing beside μ.
    Raises HalfError where a half does not compute.
    """
    outputs = halves.encode(to_encoder(images, way, of))
    pairs = [pair for pair in _pairs(outputs, way) if pair == tuple(fixed.get("outputs", pair))]
    if not pairs and (fixed.get("second", "none") != "none" or "outputs" in fixed):
        raise HalfError("the encoder gives nothing beside μ that could be what is named; leave second and outputs out")
    if not pairs or fixed.get("second") == "none":
        return ()
    mu = apart(outputs, way.layout, pairs[0])[0] if way.layout != "separate" else flat(outputs[way.outputs[0]])
    axes = np.argsort(-mu.var(axis=0), kind="stable")[:AXES]
    change = _change(halves, np.ascontiguousarray(mu[:IMAGES]), axes, of, way)  # (m, a)
    found = []
    for pair in pairs:
        second = apart(outputs, way.layout, pair)[1]
        kinds = [kind for kind in KINDS if kind == fixed.get("second", kind)]
        found += [_trial(replace(way, outputs=pair, second=kind), mu, second, axes, change) for kind in kinds]
    if np.isinf(min(trial.score for trial in found)):
        raise HalfError("the second output holds numbers below 0, which neither σ nor σ² can be; leave second out")
    return tuple(sorted(found, key=lambda trial: trial.score))


def _pairs(outputs: tuple[Array, ...], way: Conventions) -> list[tuple[int, int]]:
    """Which outputs may be μ and the second, μ's place being known."""
    place = way.outputs[0]
    if way.layout != "separate":
        return [way.outputs]
    size = outputs[place].size
    others = [i for i, output in enumerate(outputs) if i != place and output.size == size]
    return [(place, other) for other in others if not np.array_equal(flat(outputs[other]), flat(outputs[place]))]


def _trial(way: Conventions, mu: Array, second: Array, axes: Places, change: Doubles) -> SigmaTrial:
    if way.second in POSITIVE and second.min() < 0:
        return SigmaTrial(way, np.inf, None, np.inf)
    log_sd = log_sigma(second, way.second).astype(np.float64)  # (n, d)
    with np.errstate(over="ignore"):
        variance = mu.var(axis=0) + np.exp(2 * log_sd).mean(axis=0)  # (d,)
    used = _used(mu)
    off = float(np.abs(np.log(np.maximum(variance[used], 1e-12))).mean())
    some = log_sd[: len(change), axes]  # (m, a)
    slope = _slope(some, change)
    if slope is not None:
        cost = abs(float(np.log(slope)))
    else:
        cost = NO_WIDTHS if (some < np.log(WIDEST)).mean() < HARDLY else NO_SLOPE
    return SigmaTrial(way, float(np.exp(off)), slope, WEIGHT * off + cost + RANK * KINDS.index(way.second))


def _used(mu: Array) -> NDArray[np.bool_]:
    """Which axes hold something of the images: those whose codes vary; all, where none does."""
    varies = mu.var(axis=0) > ACTIVE_VARIANCE
    return varies if varies.any() else np.ones_like(varies)


def _change(halves: Halves, mu: Array, axes: Places, of: ImageSet, way: Conventions) -> Doubles:
    """The decoder's squared change along axes (a,) at codes (m, d), summed over pixels, per latent unit: (m, a)."""
    found = []
    for axis in axes:
        away = np.zeros_like(mu)
        away[:, axis] = STEP
        ends = [to_pixels(halves.decode(mu + side * away)[0], way, of) for side in (1, -1)]
        found.append(np.square((ends[0] - ends[1]) / (2 * STEP)).sum(axis=1))
    return np.stack(found, axis=1)


def _slope(log_sd: Doubles, change: Doubles) -> float | None:
    """The slope of log(1/σ² − 1) against the logarithm of the squared change (m, a); None where it says nothing.

    At the minimum of a negative ELBO in σ, 1/σ² − 1 is the curvature of the reconstruction term along the axis, which
    for any likelihood of a fixed scale is proportional to the squared change. Source: Lucas et al. 2019, "Don't blame
    the ELBO! A linear VAE perspective on posterior collapse"; Park, Kim & Kim 2019, "Variational Laplace
    autoencoders". Means over the images, axis by axis, take the noise out of both; where they leave the slope
    uncertain, for all axes are used alike, the geometric mean with the slope over single codes is taken.
    """
    precision = np.expm1(-2 * log_sd)  # (m, a)
    over_axes, error = _over_axes(precision, change)
    over_codes = _over_codes(log_sd, precision, change)
    if over_axes is None or over_codes is None:
        return over_codes if over_axes is None else over_axes
    return over_axes if error < SURE else float(np.sqrt(over_axes * over_codes))


def _over_axes(precision: Doubles, change: Doubles) -> tuple[float | None, float]:
    """The slope over the axes' means, by least squares, and its relative standard error."""
    means, moved = precision.mean(axis=0), change.mean(axis=0)  # (a,)
    used = (means > LEAST_PRECISION) & (moved > 1e-9)
    if used.sum() < FEWEST_AXES:
        return None, np.inf
    x, y = np.log(moved[used]), np.log(means[used])
    if not _correlated(x, y):
        return None, np.inf
    correlation = float(np.corrcoef(x, y)[0, 1])
    error = np.sqrt((1 / correlation**2 - 1) / (used.sum() - 2))
    return float(correlation * y.std() / x.std()), float(error)


def _over_codes(log_sd: Doubles, precision: Doubles, change: Doubles) -> float | None:
    """The slope over single codes, by the reduced major axis: both are noisy."""
    says = (log_sd < np.log(WIDEST)) & (change > 1e-9)
    if says.sum() < FEWEST_PAIRS:
        return None
    x, y = np.log(change[says]), np.log(precision[says])
    return float(y.std() / x.std()) if _correlated(x, y) else None


def _correlated(x: Doubles, y: Doubles) -> bool:
    return bool(x.std() > 0 and y.std() > 0 and np.corrcoef(x, y)[0, 1] >= LEAST_CORRELATION)
