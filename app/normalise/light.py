"""Uneven light taken out of a picture."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from app.normalise.arrays import Grey, contrast, otsu, spread
from app.normalise.ink import is_light

UNEVEN = 0.05  # spread of the paper, in parts of the contrast, that calls for flattening
DARKEST = np.float32(0.1)  # light that a page is divided by, so that black paper doesn't blow up its noise
THUMBNAIL = 64  # px, enough to see the light by


def flatten_light(grey: Grey) -> Grey:
    """Take uneven light out of grey (h, w). An even page comes back as it is: a fit could only bend to its ink."""
    paper = grey[(grey > otsu(grey)) == is_light(grey)]
    if spread(paper) <= UNEVEN * contrast(grey):
        return grey
    light = fit_light(grey)
    return np.asarray(grey / np.maximum(light, DARKEST) * light.mean())  # shade dims the ink as much as the paper


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
