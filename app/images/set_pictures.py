"""Picture files of a data set as their values: upright, with their own depth, colours and transparency."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from latent_explorer.app.errors import Problem
from latent_explorer.app.images.decode import header_of, read_upright
from latent_explorer.model.datasets.image_data import DataError
from latent_explorer.model.datasets.reading import Picture

_FULL_8, _FULL_16 = 255, 65535
_SENTENCES = {
    "empty_file": "{name} is empty; remove it, or fetch it again",
    "not_an_image": "{name} is no picture of a kind that is read; remove it, or save it as PNG",
    "svg_image": "{name} is a vector drawing (SVG); save it as PNG",
    "damaged_image": "{name} is damaged or cut short; remove it, or fetch it again",
    "too_many_pixels": "{name} has {width}×{height} pixels; up to {limit} million are read, so save it smaller",
    "animated_image": "{name} is an animation; save the frame that you mean as a picture",
}


def read_picture(data: bytes, name: str) -> Picture:
    """A picture file's values as stored: (h, w), or (h, w, 3) in colour; its longer side is reduced to 1,024 px.

    White is 255 for 8 bits and fewer, 65,535 for 16, and open for numbers of 32 bits. Raises DataError, by `name`, if
    the bytes can't be read as one still picture.
    """
    try:
        image, (mode, stored) = read_upright(data), header_of(data)
    except Problem as problem:
        raise DataError(_SENTENCES[problem.code].format(name=name, **problem.values)) from problem
    lying = image.width > image.height
    size = min(stored) if lying else max(stored), max(stored) if lying else min(stored)
    if image.mode == "RGBA":
        return _transparent(image, size)
    if image.mode == "F":
        return Picture(np.asarray(image, np.float32), _FULL_16 if mode.startswith("I;16") else None, size=size)
    return Picture(np.asarray(image), _FULL_8, size=size)


def _transparent(image: Image.Image, size: tuple[int, int]) -> Picture:
    """Mode RGBA, its values multiplied with its opacity; one that is opaque everywhere has none."""
    values: NDArray[np.uint8] = np.asarray(image)
    colours, opaque = values[..., :3], values[..., 3]
    if opaque.min() == _FULL_8:
        return Picture(colours, _FULL_8, size=size)
    share = opaque.astype(np.float32) / _FULL_8
    return Picture(np.rint(colours * share[..., None]).astype(np.uint8), _FULL_8, share, size)
