"""How light falls on a sheet."""

import numpy as np

from tests.helpers.photos.paper import clouds
from tests.helpers.photos.scene import Array, Scene


def uneven(scene: Scene) -> Array:
    """A lamp at one side: strong fall-off across the picture, and dark corners."""
    y, x = grid(scene)
    angle, strength = scene.between(0, 2 * np.pi), scene.between(0.35, 0.65)
    across = (np.cos(angle) * x + np.sin(angle) * y) / 2 + 0.5
    return np.asarray(1 - strength * np.clip(across, 0, 1) ** 1.3 - 0.1 * (x**2 + y**2), np.float32)


def soft_shadow(scene: Scene) -> Array:
    """The shadow of a head or an arm, its edge as wide as a tenth of the picture or wider."""
    return _shadow(scene, scene.between(0.08, 0.2), scene.between(0.3, 0.55))


def hard_shadow(scene: Scene) -> Array:
    """The shadow of a hand or a phone: a sharp edge, straight or round."""
    return _shadow(scene, scene.between(0.002, 0.012), scene.between(0.25, 0.55))


def _shadow(scene: Scene, edge: float, strength: float) -> Array:
    y, x = grid(scene)
    angle, wavy = scene.between(0, 2 * np.pi), 0.15 * clouds(scene.random, scene.shape, 3)
    u, v = np.cos(angle) * x + np.sin(angle) * y, np.cos(angle) * y - np.sin(angle) * x
    cast = u - scene.between(-0.35, 0.5)  # half of the picture, or …
    if scene.random.random() < 0.5:  # … a finger or a phone from the border
        cast = np.minimum(cast, scene.between(0.25, 0.5) - np.abs(v - scene.between(-0.4, 0.4)))
    return np.asarray(1 - strength * np.clip((cast + wavy) / (2 * edge) + 0.5, 0, 1), np.float32)


def grid(scene: Scene) -> tuple[Array, Array]:
    y, x = np.meshgrid(*(np.linspace(-1, 1, n, dtype=np.float32) for n in scene.shape), indexing="ij")
    return y, x
