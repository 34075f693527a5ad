"""Which axis of latent space holds which known factor: MIG, DCI and SAP, and the table that they sum up.

An angle is cut into classes, as the sources do: none of the three has a rule for circles. Support vector machines tell
few of ten classes along an axis apart, so even where one holds an angle exactly, SAP is about 0.1 for it.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from latent_explorer.model.arrays import Array, Doubles, Floats
from latent_explorer.model.datasets.factors import Factor
from latent_explorer.model.datasets.image_data import DataError
from latent_explorer.model.measures.axis_information import CODE_BINS, JointCounts, binned_codes, gaps, held
from latent_explorer.model.measures.dci import Prediction, predict_factors
from latent_explorer.model.measures.separation import Separation
from latent_explorer.model.statistics.bootstrap import Figure, centred_intervals
from latent_explorer.model.statistics.spread import ACTIVE_VARIANCE

FACTOR_BINS = 10
LEAST_IMAGES = 1_000  # below, frequencies say little: a tenth of a factor's range has 100 images


def disentanglement(
    mu: Array, sigma: Array | None, values: Doubles, factors: tuple[Factor, ...], seed: int
) -> dict[str, Any]:
    """Measure codes mu (n, d) of images whose factors (n, k) are known: figures with their intervals, JSON-ready.

    `axes` holds what belongs to single axes, whose order is another in each model: share of a factor's entropy that an
    axis tells, and importance for its prediction, (d, k) each, disentanglement (d,), and indices of the collapsed ones.
    DCI and SAP learn from the first half of the images and are measured on the second; so the images must be in no
    order. Intervals are over images; DCI's disentanglement and completeness have none, as trees would have to be grown
    anew for each resample. An autoencoder's sigma is None. Raises DataError.
    """
    _check(mu, values, factors)
    collapsed = _collapsed(mu, sigma)  # (d,)
    mu = np.where(collapsed, np.float32(0), mu)
    rng, half = np.random.default_rng(seed), len(mu) // 2
    classes = np.stack([f.binned(v, FACTOR_BINS) for f, v in zip(factors, values.T, strict=True)], axis=1)  # (n, k)
    counts = JointCounts(binned_codes(mu), classes)
    predicted = predict_factors(mu[:half], classes[:half], mu[half:], classes[half:])
    separated = Separation.of(mu, values, classes, [factor.kind for factor in factors])
    every, later = np.arange(len(mu)), np.arange(len(mu) - half)
    figures = {
        "mig": centred_intervals(every, lambda rows: _with_mean(gaps(held(counts.of(rows)))), rng),
        "sap": centred_intervals(later, lambda rows: _with_mean(gaps(separated.scores(rows))), rng),
        "informativeness": centred_intervals(later, lambda rows: _with_mean(predicted.right[rows].mean(axis=0)), rng),
    }
    described = {"images": len(mu), "held_out": len(later), "code_bins": CODE_BINS, "factor_bins": FACTOR_BINS}
    axes = {"information": held(counts.of(every)).tolist(), "importance": predicted.importance.tolist()}
    axes |= {
        "disentanglement": predicted.disentanglement_of_axes().tolist(),
        "collapsed": np.flatnonzero(collapsed).tolist(),
    }
    return described | _summed_up(figures, predicted, factors) | {"axes": axes}


def _collapsed(mu: Array, sigma: Array | None) -> NDArray[np.bool_]:
    """Which of a VAE's axes Burda, Grosse & Salakhutdinov 2016 call inactive: (d,).

    None of the measures asks how far codes are apart. They would find in an axis what its means tell by their last
    digits, though no draw from the posterior, and so no decoded image, shows any of it.
    """
    return np.zeros(mu.shape[1], np.bool_) if sigma is None else mu.var(axis=0) <= ACTIVE_VARIANCE


def _with_mean(scores: Doubles) -> Doubles:
    return np.append(scores, scores.mean())


def _summed_up(figures: dict[str, list[Figure]], predicted: Prediction, factors: tuple[Factor, ...]) -> dict[str, Any]:
    whole: dict[str, Any] = {name: of_all[-1] for name, of_all in figures.items()}
    whole |= {"disentanglement": predicted.disentanglement(), "completeness": predicted.completeness()}
    complete = predicted.completeness_of_factors().tolist()
    of_factors = {
        factor.name: {name: of_all[i] for name, of_all in figures.items()} | {"completeness": complete[i]}
        for i, factor in enumerate(factors)
    }
    return whole | {"of_factors": of_factors}


def _check(mu: Floats, values: Doubles, factors: tuple[Factor, ...]) -> None:
    if len(mu) != len(values) or values.shape[1] != len(factors):
        raise DataError(
            f"there are {len(mu)} codes and factors of shape {values.shape}; each code needs {len(factors)}"
        )
    if len(mu) < LEAST_IMAGES:
        raise DataError(f"disentanglement is measured from {LEAST_IMAGES} images on, not {len(mu)}; take more")
    if mu.shape[1] < 2 or len(factors) < 2:
        raise DataError("disentanglement compares axes and factors: it needs two or more of both")
