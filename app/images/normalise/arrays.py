"""The array types that steps pass on, and statistics that several of them need."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Grey = NDArray[np.float32]
Bytes = NDArray[np.uint8]
Mask = NDArray[np.bool_]
Labels = NDArray[np.int32]
ENOUGH = 60_000  # values
THUMBNAIL = 64  # px, enough to estimate the light
NEIGHBOURS = np.ones((3, 3), np.bool_)


def otsu(grey: Grey) -> float:
    """Otsu's threshold of grey (h, w), in grey's own units: it maximises the variance between the two classes."""
    values = subsample(grey)
    low, high = float(values.min()), float(values.max())
    # One level, as far as 256 steps of float32 can tell: they are 3e-5 of the larger end. Nothing lies above.
    if high - low <= 5e-5 * max(abs(low), abs(high), 1e-4):
        return high
    counts, edges = np.histogram(values, 256)
    middles = (edges[1:] + edges[:-1]) / 2
    below = np.cumsum(counts)[:-1]
    above = values.size - below
    sums = np.cumsum(counts * middles)
    apart = sums[:-1] / np.maximum(below, 1) - (sums[-1] - sums[:-1]) / np.maximum(above, 1)
    between = below * above * apart**2
    best = np.flatnonzero(between >= between.max() * (1 - 1e-9))  # a plateau where nothing lies between
    return float(edges[1:][best[len(best) // 2]])


def subsample(values: Grey) -> Grey:
    """A regular subsample, enough for a median or a histogram, which are slow on all values."""
    return values.reshape(-1)[:: -(-values.size // ENOUGH) | 1] if values.size > ENOUGH else values


def median(values: Grey) -> float:
    """The median."""
    return float(np.median(subsample(values)))


def robust_sd(values: Grey) -> float:
    """A robust standard deviation, from the median absolute deviation: ink left in the paper doesn't move it."""
    values = subsample(values)
    return float(1.4826 * np.median(np.abs(values - np.median(values)))) if values.size else 0.0


def grain(grey: Grey) -> float:
    """The standard deviation of the noise in grey (h, w), from neighbours' differences: most are noise alone."""
    return robust_sd(np.diff(grey)) / 2**0.5


def contrast(grey: Grey) -> float:
    """The distance between the medians of grey's two Otsu classes, in grey's own units; 0 if there is only one."""
    grey = subsample(grey)
    above = grey > otsu(grey)
    return float(np.median(grey[above]) - np.median(grey[~above])) if above.any() and not above.all() else 0.0


def reduced(grey: Grey, longer: int) -> Grey:
    """Grey (h, w) reduced by an integer factor, its longer side at most `longer` px."""
    factor = -(-max(grey.shape) // longer)
    return grey if factor == 1 else np.asarray(Image.fromarray(grey).reduce(factor))


def coarse(mask: Mask, step: int) -> Mask:
    """A mask (h, w) on a grid `step` times as coarse, set where any pixel of a cell is: thin lines survive."""
    for axis in (0, 1):
        mask = np.logical_or.reduceat(mask, range(0, mask.shape[axis], step), axis)
    return mask
