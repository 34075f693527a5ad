"""Correct a picture for uneven light."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy import ndimage

from latent_explorer.app.errors import Problem
from latent_explorer.app.images.normalise.arrays import NEIGHBOURS, THUMBNAIL, Grey, contrast, otsu, reduced, subsample
from latent_explorer.app.images.normalise.background import SHORT, background, local_light, paper_is_light
from latent_explorer.app.images.normalise.blocks import own_pixels, smooth
from latent_explorer.app.images.normalise.ink import MIN_CONTRAST, is_light
from latent_explorer.app.images.normalise.surface import fit_light

UNEVEN = 0.03  # of the contrast: paper whose mean deviation from its median is larger needs flattening
WIDE = 3  # the picture's longer side over the window's; what is wider is no stroke
NARROW = 8  # likewise; what is wider and paler than ink is a shadow
PALE = 0.15, 0.7  # of the largest deviation from the paper: between the two it is shadow
SHADED = 0.01  # of the picture that may be shadow
GLARE = 0.995, 0.3  # quantile of the deviation from the paper, and the contrast that it may reach
THICK = 12  # the picture's longer side over the width of strokes
MUCH = 0.05  # of the picture, that thick strokes fill: the glare in a corner fills less
AT_BORDER = 0.1  # of the border, that thick strokes may take: a shadow or a table takes more
FAINTEST = 0.55  # contrast over the lighter side, of thick strokes at least: a shadow has less
DARKEST = np.float32(0.1)  # least light to divide by, lest the noise of black paper be amplified


@dataclass(frozen=True)
class Lit:
    """A picture (h, w) in even light, whether its paper is lighter than its ink, and any local light divided out.

    `pixels`: what it was before they were enlarged to blocks, if they were.
    """

    flat: Grey
    light: bool
    paper: Grey | None = None
    pixels: Grey | None = None

    def weight(self) -> Grey:
        """How much each pixel's contrast counts, 0..1, (h, w) or (1, 1): ink is on a sheet, not on a dark table."""
        if self.paper is None or not self.light:
            return np.ones((1, 1), np.float32)
        bright = max(float(np.quantile(subsample(self.paper), 0.9)), 1e-6)
        return np.asarray(np.sqrt(np.clip(self.paper / bright, 0, 1)))


def readings(grey: Grey, light: bool | None = None) -> Iterator[Lit]:
    """Corrections of grey (h, w) for uneven light, likeliest first; `light` says if the paper is, None finds out.

    An even page is left as it is. Otherwise it is divided by the paper around each pixel, and then, if no digit stands
    out from that, as when a stroke is wider than its surroundings, by a smooth surface. Raises Problem no_digit if that
    does not make it even.
    """
    pixels = own_pixels(grey)
    if pixels is not None:
        yield Lit(smooth(pixels), is_light(pixels) if light is None else light, pixels=pixels)
        return
    bordered = is_light(grey) if light is None else light
    if is_even(grey, bordered):
        yield Lit(grey, bordered)
    flat = divided(grey, fit_light(grey, light))
    bordered = is_light(flat) if light is None else light
    smooth_light = has_thick_strokes(flat, bordered) or (is_even(flat, bordered) and not has_glare(flat, bordered))
    if smooth_light:
        yield Lit(flat, bordered)
    found = paper_is_light(grey) if light is None else light
    found = bordered if found is None else found
    paper = local_light(grey, found)
    beside = np.minimum(grey, paper) if found else np.maximum(grey, paper)  # `paper` overreaches at a sharp edge
    yield Lit(divided(beside, paper), found, paper)
    if contrast(flat) > MIN_CONTRAST and not smooth_light:
        raise Problem("no_digit")  # what is there is neither strokes nor uneven light
    yield Lit(flat, bordered)


def is_even(grey: Grey, light: bool) -> bool:
    """Whether (h, w) without its ink is one grey, and no part of it is paler than ink, as narrow shadows are."""
    paper = background(reduced(grey, THUMBNAIL), light, WIDE, beyond=False)
    if np.abs(paper - np.median(paper)).mean() > UNEVEN * contrast(grey):
        return False
    small = reduced(grey, SHORT)
    paper = background(small, light, NARROW, beyond=False)
    level = np.median(paper)
    off = np.abs(np.stack([small, paper]) - level) / max(float(np.abs(small - level).max()), 1e-6)
    pale = ((off > PALE[0]) & (off < PALE[1])).all(0)
    return bool(ndimage.binary_erosion(pale, NEIGHBOURS, 2).mean() < SHADED)  # eroded: the edges of strokes don't count


def has_glare(flat: Grey, light: bool) -> bool:
    """Whether a corner of (h, w) is far off the rest of the paper, as where a surface was fitted to few pixels."""
    paper = background(reduced(flat, THUMBNAIL), light, WIDE, beyond=False)
    return bool(np.quantile(np.abs(paper - np.median(paper)), GLARE[0]) > GLARE[1] * contrast(flat))


def has_thick_strokes(flat: Grey, light: bool) -> bool:
    """Whether the ink of (h, w) is so thick that a window of the local paper fits into it, and keeps off the border."""
    small = reduced(flat, THUMBNAIL)
    ink = (small > otsu(small)) != light
    border = np.concatenate([ink[0], ink[-1], ink[:, 0], ink[:, -1]])
    thick = 2 * float(ndimage.distance_transform_edt(np.pad(ink, 1)).max()) > max(small.shape) / THICK
    lighter = float(np.median(small[~ink] if light else small[ink])) if ink.any() else 0.0
    return bool(thick and ink.mean() > MUCH and border.mean() < AT_BORDER and contrast(small) > FAINTEST * lighter)


def divided(grey: Grey, light: Grey) -> Grey:
    """Grey (h, w) corrected to even light: shade dims the ink as much as the paper."""
    mean = max(float(light.mean()), float(DARKEST))  # on black paper too, ink stays ink
    return np.asarray(mean + (grey - light) * (mean / np.maximum(light, DARKEST)))
