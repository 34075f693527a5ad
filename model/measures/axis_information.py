"""Which axis of latent space holds which known factor: mutual information, and its gap (MIG)."""

import numpy as np
from numpy.typing import NDArray

from latent_explorer.model.arrays import Doubles, Floats, Labels

CODE_BINS = 20  # of equal width on each axis, as in Locatello et al. 2019
Counts = NDArray[np.integer]


def binned_codes(mu: Floats, bins: int = CODE_BINS) -> Labels:
    """Codes mu (n, d) in bins of equal width from the least to the largest on each axis: (n, d), 0 to bins − 1."""
    low, high = mu.min(axis=0).astype(np.float64), mu.max(axis=0).astype(np.float64)
    width = np.where(high > low, high - low, 1)  # one bin where an axis has collapsed to a single number
    places: Labels = np.minimum((mu - low) / width * bins, bins - 1).astype(np.intp)
    return places


class JointCounts:
    """How often each bin of each axis meets each class of each factor, counted anew for any choice of rows."""

    def __init__(self, bins: Labels, classes: Labels) -> None:
        axes, factors = bins.shape[1], classes.shape[1]
        self.shape = (axes, factors, int(bins.max()) + 1, int(classes.max()) + 1)
        pair = np.arange(axes * factors).reshape(axes, factors)
        within = bins[:, :, None] * self.shape[3] + classes[:, None]  # (n, d, k)
        self.cells = (pair * self.shape[2] * self.shape[3] + within).reshape(len(bins), -1)  # (n, d·k)

    def of(self, rows: Labels) -> Counts:
        """The counts over the given rows: (d, k, bins, classes)."""
        return np.bincount(self.cells[rows].ravel(), minlength=int(np.prod(self.shape))).reshape(self.shape)


def entropy(counts: Counts) -> Doubles:
    """Entropy of the frequencies along the last axis, nats: (…, c) to (…)."""
    share = counts / counts.sum(axis=-1, keepdims=True)
    terms: Doubles = -(share * np.log(np.where(share > 0, share, 1))).sum(axis=-1)
    return terms


def held(counts: Counts) -> Doubles:
    """Mutual information of each axis and factor over the factor's entropy, from (d, k, bins, classes): (d, k).

    1 if the axis tells the factor's class, 0 if it tells nothing, or if the factor never changes. It is estimated from
    frequencies, which for n images adds about (bins − 1)(classes − 1) / 2n nats. With 20 bins and ten classes,
    normally distributed codes reach 0.7 to 0.8 at most, as few of the bins are where most codes are. Source: Chen et
    al. 2018, §4.1.
    """
    of_factor = entropy(counts.sum(axis=2))  # (d, k)
    of_axis = entropy(counts.sum(axis=3))  # (d, k)
    shared = of_factor + of_axis - entropy(counts.reshape(*counts.shape[:2], -1))  # (d, k)
    return np.where(of_factor > 0, shared.clip(0) / np.where(of_factor > 0, of_factor, 1), 0)


def gaps(scores: Doubles) -> Doubles:
    """How far the best axis is ahead of the second for each factor: scores (d, k), d of 2 or more, to (k,).

    The mean over the factors is, of mutual information, the MIG of Chen et al. 2018; of how well a factor is predicted
    from one axis, the SAP of Kumar et al. 2018.
    """
    ordered = np.sort(scores, axis=0)
    ahead: Doubles = ordered[-1] - ordered[-2]
    return ahead
