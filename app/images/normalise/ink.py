"""Which side is ink, and how much of it each pixel holds: paper 0, ink 1."""

import numpy as np
from scipy import ndimage

from latent_explorer.app.errors import Problem
from latent_explorer.app.images.normalise.arrays import (
    Grey,
    Mask,
    contrast,
    grain,
    median,
    otsu,
    reduced,
    robust_sd,
    subsample,
)

MIN_CONTRAST = 0.05  # of ink to paper; below it a page is blank
MIN_SIGNAL = 4.0  # contrast in standard deviations of the noise: noise alone, in two classes, has 2.7 at most
DEPTH, SHARPER = 2, 1.3  # further rounds of Otsu, and how many times sharper their edges have to be
LEVEL = 0.9  # quantile of the ink that becomes 1: strokes are uneven


def is_light(grey: Grey) -> bool:
    """Whether the paper of (h, w) is light: by its border, and by all of it where a tight cut leaves that unclear."""
    light = grey > otsu(grey)
    border = np.concatenate([light[0], light[-1], light[:, 0], light[:, -1]])
    return bool(border.mean() + light.mean() > 1)


def is_noise(grey: Grey) -> bool:
    """Whether all that stands out of (h, w) is grain. A faint picture is not noise, but blank."""
    apart = contrast(grey)
    return apart >= 4 * MIN_CONTRAST and apart < MIN_SIGNAL * grain(grey)


def lift_ink(flat: Grey, light: bool, weight: Grey) -> tuple[Grey, float]:
    """Grey (h, w) with paper at 0 and ink at 1, and the threshold between them.

    `light`: whether the paper is the lighter; `weight` (h, w) or (1, 1) scales each pixel's contrast. Raises Problem
    blank_image or no_digit if ink and paper don't differ enough.
    """
    signed = -flat if light else flat
    signed = (signed - median(signed)) * weight
    threshold = best_threshold(signed)
    strong = signed > threshold
    paper, ink = signed[~strong], signed[strong]
    level = median(paper)
    apart = median(ink) - level if ink.size else 0
    if apart < MIN_CONTRAST or apart < min(4 * MIN_CONTRAST, MIN_SIGNAL * robust_sd(paper)):
        raise Problem("blank_image")
    if apart < MIN_SIGNAL * grain(signed):
        raise Problem("no_digit")
    top = float(np.quantile(subsample(ink), LEVEL))
    lifted = np.asarray(np.clip((signed - level) / (top - level), 0, 1), np.float32)
    return lifted, (threshold - level) / (top - level)


def best_threshold(signed: Grey) -> float:
    """Otsu's threshold of (h, w), or Otsu's of what lies above that if it cuts along much sharper edges.

    Ink is a small part of a picture: where a table's grain or ruled lines are larger, the first Otsu separates these
    from the paper.
    """
    small = reduced(signed, 512)
    steep = np.hypot(*np.gradient(small)) if min(small.shape) > 1 else np.zeros_like(small)
    best = threshold = otsu(signed)
    sharpest = _sharpness(small > best, steep)
    for _ in range(DEPTH):
        above = small[small > threshold]
        threshold = otsu(above) if above.size else np.inf
        sharp = _sharpness(small > threshold, steep)
        if sharp > SHARPER * sharpest > 0:
            best, sharpest = threshold, sharp
    return best


def _sharpness(strong: Mask, steep: Grey) -> float:
    """The mean of steepness (h, w) along the outline of a mask."""
    outline = strong & ~ndimage.binary_erosion(strong)
    return float(steep[outline].mean()) if outline.any() else 0.0


def move_threshold(ink: Grey, found: float, wanted: float | None) -> Grey:
    """Remap ink (h, w) so that the level `wanted` goes to the threshold `found`; 0 and 1 stay. None: no change."""
    if wanted is None:
        return ink
    return np.asarray(np.interp(ink, [0, min(max(wanted, 0.01), 0.99), 1], [0, found, 1]), np.float32)
