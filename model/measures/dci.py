"""Disentanglement, completeness and informativeness (DCI) of codes, by boosted trees.

Source: Eastwood & Williams 2018, "A framework for the quantitative evaluation of disentangled representations"; with
trees, and classes for all factors, as in Locatello et al. 2019: informativeness is how many held-out images' classes
are predicted right. They use scikit-learn's trees; ours grow the same way without it, and of the same codes the figures
are within 0.005 of theirs (a test compares).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from latent_explorer.model.arrays import Doubles, Floats, Labels
from latent_explorer.model.statistics.boosted_trees import boost


@dataclass(frozen=True)
class Prediction:
    """How much each axis matters for predicting each factor, (d, k), each column adding up to 1, or to 0 for a factor
    that never changes; and which held-out codes are predicted right, (m, k).
    """

    importance: Doubles
    right: NDArray[np.bool_]

    def disentanglement_of_axes(self) -> Doubles:
        """1 for an axis that matters for one factor only, 0 for one that matters for all alike, or for none: (d,)."""
        return _concentration(self.importance)

    def completeness_of_factors(self) -> Doubles:
        """1 for a factor for which one axis matters only, 0 for one for which all matter alike, or none does: (k,)."""
        return _concentration(self.importance.T)

    def disentanglement(self) -> float:
        """The axes' mean, weighted by how much each matters."""
        weights = self.importance.sum(axis=1)  # (d,)
        return float(weights @ self.disentanglement_of_axes() / max(weights.sum(), 1))

    def completeness(self) -> float:
        """The factors' mean."""
        return float(self.completeness_of_factors().mean())


def predict_factors(codes: Floats, classes: Labels, held_out: Floats, held_out_classes: Labels) -> Prediction:
    """Learn each factor's classes (n, k) from codes (n, d); predict those of held-out codes: (m, d), with (m, k)."""
    found = [boost(codes, of_factor, held_out) for of_factor in classes.T]
    predicted = np.stack([one.scores.argmax(axis=1) for one in found], axis=1)  # (m, k)
    return Prediction(np.stack([one.importance for one in found], axis=1), predicted == held_out_classes)


def _concentration(weights: Doubles) -> Doubles:
    """1 − the entropy of each row of weights (r, c), over the largest possible: (r,); 0 for a row without any."""
    totals, choices = weights.sum(axis=1, keepdims=True), weights.shape[1]
    share = np.where(totals > 0, weights / np.where(totals > 0, totals, 1), 1 / choices)
    certain: Doubles = 1 + (share * np.log(np.where(share > 0, share, 1))).sum(axis=1) / np.log(choices)
    return certain
