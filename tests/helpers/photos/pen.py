"""A digit of the sample written again with a pen: its middle line, as thick as the pen is."""

from functools import cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

from latent_explorer.model.datasets.sample import load_sample
from tests.helpers.photos.paper import clouds, grit
from tests.helpers.photos.scene import Array, Scene

TRACED = 140  # px of the square that a digit's middle line is traced in
REACH = 20 / 28  # of that square, what a digit fills


def thin(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The middle line of (h, w), by Zhang and Suen (1984)."""
    line = np.pad(mask, 1).astype(np.uint8)
    changed = True
    while changed:
        changed = False
        for first in (True, False):
            around = [np.roll(line, shift, (0, 1)) for shift in RING]
            count = sum(around)
            turns = sum((a == 0) & (b == 1) for a, b in zip(around, around[1:] + around[:1], strict=True))
            n, e, s, w = around[0], around[2], around[4], around[6]
            corner = (n * e * s == 0) & (e * s * w == 0) if first else (n * e * w == 0) & (n * s * w == 0)
            gone = (line == 1) & (count >= 2) & (count <= 6) & (turns == 1) & corner
            line[gone] = 0
            changed |= bool(gone.any())
    return line[1:-1, 1:-1].astype(bool)


RING = [(1, 0), (1, -1), (0, -1), (-1, -1), (-1, 0), (-1, 1), (0, 1), (1, 1)]  # from north, clockwise


@cache
def trace(index: int) -> Array:
    """How far each pixel of a square (140, 140) is from the digit's middle line, in parts of the square."""
    image = load_sample().images[index]
    large = Image.fromarray(image).resize((TRACED, TRACED), Image.Resampling.BICUBIC)
    line = thin(np.asarray(large) >= 150)
    distance = ndimage.gaussian_filter(ndimage.distance_transform_edt(~line), 0.8)
    return np.asarray(distance / TRACED, np.float32)


def write(scene: Scene, index: int, height: int) -> Array:
    """A digit of the sample as pen strokes, 0..1, its square (side, side) px so large that the digit has the height."""
    side = max(24, round(height / REACH))
    distance = np.asarray(Image.fromarray(trace(index)).resize((side, side), Image.Resampling.BICUBIC))
    pressure = 1 + 0.15 * clouds(scene.random, (side, side), 5)
    half = scene.between(*scene.pen) / 2 * REACH * pressure
    stroke = np.clip((half - distance) * side + 0.5, 0, 1)
    if scene.grain:
        stroke = stroke * np.clip(1 - scene.grain * (0.5 + grit(scene.random, (side, side), 1.2)), 0.1, 1)
    return np.asarray(stroke, np.float32)
