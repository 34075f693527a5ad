"""Images in 0..1 to what a foreign encoder takes, and what a foreign decoder gives to images, by their conventions."""

import math
from collections.abc import Iterator

import numpy as np
import scipy.special

from latent_explorer.model.arrays import Array, Doubles
from latent_explorer.model.config import Axes, Conventions, ImageSet, Pixels
from latent_explorer.model.foreign.halves import HalfError

LEAST, MOST = 1e-7, 1 - 1e-7  # of a pixel: float32's sigmoid is exactly 0 below −18, and the logarithm of 0 infinite


def shapes_of(images: ImageSet) -> Iterator[tuple[int, ...]]:
    """The shapes in which an encoder may take one image of a set, the commonest first."""
    side, channels = images.side, images.channels
    yield channels, side, side
    yield (images.values,)
    yield side, side, channels
    if channels == 1:
        yield side, side


def check_fit(conventions: Conventions, of: ImageSet) -> None:
    """Raise HalfError if images of a set can't be brought into this form."""
    if math.prod(conventions.shape) != of.values:
        shape = "×".join(map(str, conventions.shape))
        raise HalfError(f"an image of {of.id} has {of.values} numbers, and {shape} is no shape of so many")
    if len(conventions.mean) not in (1, of.channels):
        raise HalfError(f"mean and sd are one number, or one for each of {of.channels} channels; give so many")


def to_encoder(images: Array, conventions: Conventions, of: ImageSet) -> Array:
    """Images (n, p) of a set, in 0..1, as the encoder takes them: (n, *conventions.shape)."""
    x = images.reshape(-1, of.side, of.side, of.channels)  # (n, h, w, c)
    x = 1 - x if conventions.inverted else x
    x = x.swapaxes(1, 2) if conventions.transposed else x
    x = _spread(x, conventions.input, conventions)
    if _by_planes(conventions.shape, conventions.axes, of):
        x = x.transpose(0, 3, 1, 2)  # (n, c, h, w)
    return np.ascontiguousarray(x, np.float32).reshape(-1, *conventions.shape)


def to_pixels(decoded: Array, conventions: Conventions, of: ImageSet) -> Doubles:
    """What the decoder gives for n codes, as images (n, p); what lies beyond 0 and 1 is cut off. Raises HalfError."""
    x = _upright(decoded, conventions, of)  # (n, h, w, c)
    pixels = np.clip(_gathered(x, conventions), 0, 1)
    return (1 - pixels if conventions.inverted else pixels).reshape(len(decoded), -1)


def to_logits(decoded: Array, conventions: Conventions, of: ImageSet) -> Array:
    """The same as logits (n, p). Raises HalfError.

    Where the decoder gives pixels, these are kept within 1e-7 of 0 and 1.
    """
    if conventions.output == "logits":
        x = _upright(decoded, conventions, of)
        logits = -x if conventions.inverted else x
    else:
        pixels = np.clip(to_pixels(decoded, conventions, of), LEAST, MOST)
        logits = np.log(pixels) - np.log1p(-pixels)
    return np.ascontiguousarray(logits, np.float32).reshape(len(decoded), -1)


def _upright(decoded: Array, conventions: Conventions, of: ImageSet) -> Doubles:
    """What the decoder gives, its values as they are, in our order: (n, …) to (n, h, w, c). Raises HalfError."""
    count, side, channels = len(decoded), of.side, of.channels
    if decoded.size != count * of.values:
        shape = "×".join(str(size) for size in decoded.shape[1:])
        message = f"the decoder gives {shape} numbers for a code, and an image of {of.id} has {side}×{side}×{channels}"
        raise HalfError(f"{message}; give the images that it was trained on")
    if _by_planes(decoded.shape[1:], conventions.axes, of):
        x = decoded.reshape(count, channels, side, side).transpose(0, 2, 3, 1)
    else:
        x = decoded.reshape(count, side, side, channels)
    doubles = x.astype(np.float64)
    return doubles.swapaxes(1, 2) if conventions.transposed else doubles


def _by_planes(shape: tuple[int, ...], axes: Axes, of: ImageSet) -> bool:
    """Whether an array of this shape holds a plane for each colour, rather than the colours of each pixel together."""
    if of.channels == 1:
        return False
    return axes == "planes" if len(shape) == 1 else shape[0] == of.channels and shape[-1] != of.channels


def _spread(x: Array, input: Pixels, conventions: Conventions) -> Array:
    """Pixels in 0..1 to the encoder's range."""
    if input == "symmetric":
        return 2 * x - 1
    if input == "standardised":
        mean, sd = (np.asarray(values, np.float32) for values in (conventions.mean, conventions.sd))
        scaled: Array = (x - mean) / sd
        return scaled
    return x


def _gathered(x: Doubles, conventions: Conventions) -> Doubles:
    """What the decoder gives to pixels, in 0..1 where it is right."""
    if conventions.output == "logits":
        found: Doubles = scipy.special.expit(x)
        return found
    if conventions.output == "symmetric":
        return (x + 1) / 2
    if conventions.output == "standardised":
        mean, sd = (np.asarray(values, np.float64) for values in (conventions.mean, conventions.sd))
        pixels: Doubles = x * sd + mean
        return pixels
    return x
