"""Codes of known factors, and what the library disent finds in them, to hold our own measures to.

The numbers in tests/model/measures/ come from `python tests/helpers/known_codes.py`, run with Python 3.12, disent 0.9.3
and scikit-learn 1.9.1 (pip install disent==0.9.3). disent keeps the measures of Locatello et al. 2019,
"Challenging common assumptions in the unsupervised learning of disentangled representations".
"""

import numpy as np
from numpy.typing import NDArray

N, HALF, BINS = 2_000, 1_000, 10


def known_codes() -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.intp]]:
    """Codes (2000, 6), four factors (2000, 4) in 0..1, and their classes (2000, 4): the first factor has 3, others 10.

    Axes hold: the first factor; the second bent; the third with a little of the fourth; both of these; the fourth as an
    angle; nothing but noise.
    """
    rng = np.random.default_rng(0)
    share, noise = rng.random((N, 4)), rng.standard_normal((N, 6))
    classes = np.minimum(share * np.array([3, BINS, BINS, BINS]), [2, 9, 9, 9]).astype(np.intp)
    kind, bent, moved, turned = classes[:, 0], share[:, 1] ** 3, share[:, 2], share[:, 3]
    exact = (kind, 4 * bent, 3 * moved + turned, moved - turned, np.cos(2 * np.pi * turned), 0 * turned)
    return np.stack(exact, axis=1) + noise * np.array([0.2, 0.2, 0.3, 0.2, 0.1, 1.0]), share, classes


def _print_reference() -> None:
    from disent.metrics import _dci, _mig, _sap  # type: ignore[import-not-found]

    mu, values, classes = known_codes()
    first, second = (mu[:HALF].T, classes[:HALF].T), (mu[HALF:].T, classes[HALF:].T)
    importance, _, right = _dci._compute_importance_gbt(*first, *second)
    print("MIG", _mig._compute_mig(mu.T, classes.T))
    standard = (mu - mu[:HALF].mean(axis=0)) / mu[:HALF].std(axis=0)
    split = standard[:HALF].T, first[1], standard[HALF:].T, second[1]
    print("SAP, classes, axes brought to variance 1", _sap._compute_score_matrix(*split, False).round(6).tolist())
    print("SAP, R²", _sap._compute_score_matrix(mu.T, values.T, None, None, True).round(6).tolist())
    print("importance", importance.round(4).tolist())
    print("DCI", _dci._disentanglement(importance), _dci._completeness(importance), right)


if __name__ == "__main__":
    _print_reference()
