"""The paper behind the ink: what is left of a picture where all that is narrower than a window has been filled."""

import numpy as np
from PIL import Image
from scipy import ndimage

from latent_explorer.app.images.normalise.arrays import Grey, reduced

SMALL = 512  # px, enough to see the paper by
SHORT = 256  # px, enough to weigh one polarity against the other
WINDOWS = (16, 8)  # parts of the picture's longer side
DECISIVE = 1.15  # times as rough as the other: no tie


def background(grey: Grey, light: bool, part: int, beyond: bool = True) -> Grey:
    """The paper of grey (h, w), light or dark: a closing or an opening by a square of so many parts of the longer side.

    Shadows, however sharp, and the table are wider than that and keep their edges; strokes are not and go. `beyond`:
    what touches the border is thought to go on, as a table does, and a stroke cut tightly doesn't.
    """
    window = max(3, max(grey.shape) // part | 1)
    fill = ndimage.grey_closing if light else ndimage.grey_opening
    if not beyond:
        return np.asarray(fill(grey, (window, window), mode="nearest"), np.float32)
    around = np.pad(grey, window, "edge")
    return np.asarray(fill(around, (window, window)), np.float32)[window:-window, window:-window]


def paper_is_light(grey: Grey) -> bool | None:
    """Whether the ink of (h, w) is darker than its paper: without its ink, a paper is the smoother one.

    Filling what is narrow and dark takes away dark ink, but also the table's grain and the like; filling what is narrow
    and light takes these away as well, and smears dark ink into blots. None where the two are alike.
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
    """The light that falls on each pixel of (h, w), by the paper around it.

    It is found on a smaller picture. Where it changes sharply, one pixel of that is as dark as the darker side (as
    light as the lighter, of dark paper): an edge must not look like ink.
    """
    small = background(reduced(grey, SMALL), light, WINDOWS[-1])
    edge = ndimage.grey_erosion if light else ndimage.grey_dilation
    guarded = np.asarray(edge(small, (3, 3)), np.float32)
    return np.asarray(Image.fromarray(guarded).resize(grey.shape[::-1], Image.Resampling.BILINEAR))
