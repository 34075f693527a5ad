"""The paper behind the ink: a picture with all that is narrower than a window filled in."""

import numpy as np
from PIL import Image
from scipy import ndimage

from latent_explorer.app.images.normalise.arrays import Grey, reduced

SMALL = 512  # px, enough to find the paper
SHORT = 256  # px, enough to compare the polarities
WINDOWS = (16, 8)  # the picture's longer side over the window's
DECISIVE = 1.15  # ratio of roughness from which it is no tie


def background(grey: Grey, light: bool, part: int, beyond: bool = True) -> Grey:
    """The paper of grey (h, w), light or dark: a closing or opening by a square, 1/`part` of the longer side wide.

    Shadows, however sharp, and the table are wider and keep their edges; strokes are narrower and vanish. `beyond`:
    assume that what touches the border continues past it, as a table does and a tightly cut stroke doesn't.
    """
    window = max(3, max(grey.shape) // part | 1)
    fill = ndimage.grey_closing if light else ndimage.grey_opening
    if not beyond:
        return np.asarray(fill(grey, (window, window), mode="nearest"), np.float32)
    around = np.pad(grey, window, "edge")
    return np.asarray(fill(around, (window, window)), np.float32)[window:-window, window:-window]


def paper_is_light(grey: Grey) -> bool | None:
    """Whether paper of (h, w) is lighter than its ink, or None if unclear: paper without its ink is the smoother.

    Filling what is narrow and dark removes dark ink, but also a table's grain and the like. Filling what is narrow and
    light removes that too, but smears dark ink into blots.
    """
    small = reduced(grey, SHORT)
    for part in WINDOWS:
        closed, opened = (roughness(background(small, light, part)) for light in (True, False))
        if max(closed, opened) > DECISIVE * min(closed, opened):
            return closed < opened
    return None


def roughness(grey: Grey) -> float:
    """The total variation of (h, w)."""
    return float(sum(np.abs(np.diff(grey, axis=axis)).sum() for axis in (0, 1)))


def local_light(grey: Grey, light: bool) -> Grey:
    """The light on each pixel of (h, w), by the paper around it.

    It is estimated on a reduced picture. Where it changes sharply, the darker side extends one of that picture's pixels
    further (the lighter side, on dark paper), lest the edge look like ink.
    """
    small = background(reduced(grey, SMALL), light, WINDOWS[-1])
    edge = ndimage.grey_erosion if light else ndimage.grey_dilation
    guarded = np.asarray(edge(small, (3, 3)), np.float32)
    return np.asarray(Image.fromarray(guarded).resize(grey.shape[::-1], Image.Resampling.BILINEAR))
