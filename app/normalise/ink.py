"""Which side is ink, and how much of it each pixel holds: paper 0, ink 1."""

import numpy as np

from app.errors import Problem
from app.normalise.arrays import Grey, contrast, grain, otsu, spread

MIN_CONTRAST = 0.05  # of ink to paper; below it a page is blank
MIN_SIGNAL = 4.0  # contrast in standard deviations of the noise: noise alone, cut in two, has 2.7 at most
LEVEL = 0.9  # quantile of the ink that counts as white: a stroke is not even


def is_light(grey: Grey) -> bool:
    """Whether the paper of (h, w) is light: most of its border, and of it all where a tight cut leaves that unclear."""
    light = grey > otsu(grey)
    border = np.concatenate([light[0], light[-1], light[:, 0], light[:, -1]])
    return bool(border.mean() + light.mean() > 1)


def lift_ink(flat: Grey, light: bool) -> Grey:
    """Grey (h, w) with the paper at 0 and the ink at 1, the paper being the lighter or not.

    Problem blank_image or no_digit where they don't differ.
    """
    signed = -flat if light else flat
    strong = signed > otsu(signed)
    paper, ink = signed[~strong], signed[strong]
    apart = contrast(signed)
    if apart < MIN_CONTRAST or apart < min(4 * MIN_CONTRAST, MIN_SIGNAL * spread(paper)):
        raise Problem("blank_image")
    if apart < MIN_SIGNAL * grain(signed):
        raise Problem("no_digit")
    level = np.median(paper)
    return np.asarray(np.clip((signed - level) / (np.quantile(ink, LEVEL) - level), 0, 1), np.float32)


def move_threshold(ink: Grey, found: float, wanted: float | None) -> Grey:
    """Ink (h, w) with its greys moved so that `wanted` lies where the threshold `found` is; 0 and 1 stay."""
    if wanted is None:
        return ink
    return np.asarray(np.interp(ink, [0, min(max(wanted, 0.01), 0.99), 1], [0, found, 1]), np.float32)
