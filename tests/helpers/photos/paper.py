"""What is on a sheet before the pen: texture, lines, squares, wiped chalk."""

import numpy as np
from PIL import Image
from scipy import ndimage

from tests.helpers.photos.scene import Array, Random, Scene

LINES = (0.55, 0.68, 0.84), (0.62, 0.62, 0.66), (0.5, 0.72, 0.7)


def clouds(random: Random, shape: tuple[int, int], cells: int) -> Array:
    """Smooth noise (h, w), about −1..1, so many bumps across."""
    coarse = Image.fromarray(0.5 * random.standard_normal((cells + 2, cells + 2), np.float32))
    return np.asarray(coarse.resize(shape[::-1], Image.Resampling.BICUBIC))


def grit(random: Random, shape: tuple[int, int], size: float) -> Array:
    """Fine noise (h, w), standard deviation 0.5, its grain of so many px."""
    fine = ndimage.gaussian_filter(random.standard_normal(shape, np.float32), size)
    return np.asarray(0.5 * fine / fine.std())


def textured(scene: Scene, sheet: Array) -> Array:
    """Fibres and creases: rough or crumpled paper."""
    fibres = grit(scene.random, scene.shape, scene.between(0.8, 3)) * scene.between(0.02, 0.05)
    creases = np.abs(clouds(scene.random, scene.shape, 6)) * scene.between(0.03, 0.12)
    return np.asarray(sheet * (1 + fibres - creases)[..., None])


def ruled(scene: Scene, sheet: Array, both: bool = False) -> Array:
    """Lines across the sheet, and down it where it is squared; sometimes a red margin."""
    gap = scene.between(0.028, 0.075 if both else 0.11) * scene.longer
    wide = scene.between(0.0012, 0.003) * scene.longer
    colour = np.array(LINES[scene.random.integers(3)], np.float32)
    strength = scene.between(0.35, 0.95)
    for axis, n in list(enumerate(scene.shape))[: 2 if both else 1]:
        line = _lines(n, gap, scene.between(0, gap), wide) * strength
        line = line[:, None] if axis == 0 else line[None, :]
        sheet = sheet + line[..., None] * (colour * sheet.max() - sheet)
    if not both and scene.random.random() < 0.5:
        margin = _lines(scene.width, 10 * scene.width, scene.between(0.06, 0.18) * scene.width, wide)
        sheet = sheet + 0.8 * margin[None, :, None] * (np.array([0.85, 0.4, 0.45], np.float32) - sheet)
    return np.asarray(sheet, np.float32)


def squared(scene: Scene, sheet: Array) -> Array:
    return ruled(scene, sheet, True)


def _lines(n: int, gap: float, first: float, wide: float) -> Array:
    off = np.abs((np.arange(n) - first + gap / 2) % gap - gap / 2)
    return np.asarray(np.clip((wide / 2 - off) + 0.5, 0, 1), np.float32)


def wiped(scene: Scene, sheet: Array) -> Array:
    """A blackboard that was wiped: smears of old chalk."""
    smear = ndimage.gaussian_filter1d(clouds(scene.random, scene.shape, 9), scene.longer / 60, axis=1)
    haze = 0.04 + 0.08 * np.clip(smear, 0, 1) + 0.03 * grit(scene.random, scene.shape, 2)
    return np.asarray(sheet + haze[..., None], np.float32)
