"""Uneven light taken out of a picture."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

from latent_explorer.app.errors import Problem
from latent_explorer.app.images.normalise.arrays import NEIGHBOURS, Grey, contrast, few, reduced
from latent_explorer.app.images.normalise.background import SHORT, background, local_light, paper_is_light
from latent_explorer.app.images.normalise.ink import MIN_CONTRAST, is_light

UNEVEN = 0.03  # of the contrast, by which the paper differs from its middle: more calls for flattening
WIDE = 3  # parts of the picture's longer side; what is wider is no stroke
NARROW = 8  # parts of it; what is wider and paler than ink is a shadow
PALE = 0.15, 0.7  # of the contrast
SHADED = 0.01  # of the picture, that may be so
DARKEST = np.float32(0.1)  # light that a page is divided by, so that black paper doesn't blow up its noise
THUMBNAIL = 64  # px, enough to see the light by


@dataclass(frozen=True)
class Lit:
    """A picture (h, w) in even light, whether its paper is lighter than its ink, and the light it was in if uneven."""

    flat: Grey
    light: bool
    paper: Grey | None = None

    def weight(self) -> Grey:
        """How much what stands out of each pixel's paper counts, 0..1: ink is on a sheet, not on a dark table."""
        if self.paper is None or not self.light:
            return np.ones((1, 1), np.float32)
        bright = max(float(np.quantile(few(self.paper), 0.9)), 1e-6)
        return np.asarray(np.sqrt(np.clip(self.paper / bright, 0, 1)))


def readings(grey: Grey, light: bool | None = None) -> Iterator[Lit]:
    """Ways to take uneven light out of grey (h, w), the likeliest first; `light` says which the paper is, None asks.

    An even page is left as it is. Another is divided by the paper around each pixel, and where no digit stands out from
    that, as when a stroke is wider than its surroundings, by a smooth surface. Problem no_digit where that does not
    make it even.
    """
    bordered = is_light(grey) if light is None else light
    if is_even(grey, bordered):
        yield Lit(grey, bordered)
    found = paper_is_light(grey) if light is None else light
    found = bordered if found is None else found
    paper = local_light(grey, found)
    beside = np.minimum(grey, paper) if found else np.maximum(grey, paper)  # beside a sharp edge
    yield Lit(divided(beside, paper), found, paper)
    flat = divided(grey, fit_light(grey))
    bordered = is_light(flat) if light is None else light
    if contrast(flat) > MIN_CONTRAST and not is_even(flat, bordered):
        raise Problem("no_digit")  # something is there, and it is neither strokes nor light
    yield Lit(flat, bordered)


def is_even(grey: Grey, light: bool) -> bool:
    """Whether (h, w) without its ink is of one grey, and no part of it is paler than ink, as a narrow shadow is."""
    paper = background(reduced(grey, THUMBNAIL), light, WIDE, beyond=False)
    if np.abs(paper - np.median(paper)).mean() > UNEVEN * contrast(grey):
        return False
    small = reduced(grey, SHORT)
    paper = background(small, light, NARROW, beyond=False)
    level = np.median(paper)
    off = np.abs(np.stack([small, paper]) - level) / max(float(np.abs(small - level).max()), 1e-6)
    pale = ((off > PALE[0]) & (off < PALE[1])).all(0)
    return bool(ndimage.binary_erosion(pale, NEIGHBOURS, 2).mean() < SHADED)  # not merely the edges of strokes


def divided(grey: Grey, light: Grey) -> Grey:
    """Grey (h, w) in even light: shade dims the ink as much as the paper."""
    mean = light.mean()
    return np.asarray(mean + (grey - light) * (mean / np.maximum(light, DARKEST)))


def fit_light(grey: Grey) -> Grey:
    """A biquadratic surface through most of grey (h, w): least absolute deviations, which ink can't pull on."""
    height, width = grey.shape
    small = np.asarray(
        Image.fromarray(grey).resize((min(width, THUMBNAIL), min(height, THUMBNAIL)), Image.Resampling.BOX)
    )
    y, x = (_positions(n) for n in small.shape)
    terms = np.polynomial.polynomial.polyvander2d(*np.meshgrid(y, x, indexing="ij"), [2, 2]).reshape(-1, 9)
    weights, values = np.ones(small.size), small.reshape(-1).astype(np.float64)
    for _ in range(20):  # iteratively reweighted least squares
        root = np.sqrt(weights)
        coefficients = np.linalg.lstsq(terms * root[:, None], values * root)[0]
        weights = 1 / np.maximum(np.abs(values - terms @ coefficients), 1e-3)
    surface = np.polynomial.polynomial.polygrid2d(_positions(height), _positions(width), coefficients.reshape(3, 3))
    return np.asarray(surface, np.float32)


def _positions(n: int) -> NDArray[np.float64]:
    """The middles of n pixels on −1..1, so that a surface fitted at one size holds at another."""
    return (np.arange(n) + 0.5) * 2 / n - 1
