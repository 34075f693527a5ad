"""Pictures as people take them, of the shipped test digits: written again with a pen, lit, photographed, saved.

Deterministic by kind and seed. What each kind does is what its function says; what all photographs share (warm light,
a vignette, a slight turn, sensor noise, a soft lens, JPEG) stands in `Scene`.
"""

import zlib
from collections.abc import Callable
from typing import Any

import numpy as np
from PIL import Image

from latent_explorer.model.datasets.sample import load_sample
from tests.helpers.photos.camera import box_of, on_desk, paint, save, shoot
from tests.helpers.photos.light import hard_shadow, soft_shadow, uneven
from tests.helpers.photos.paper import ruled, squared, textured, wiped
from tests.helpers.photos.scene import BLACK, BLUE, RED, Array, Box, Photo, Scene


def _pencil(scene: Scene) -> None:
    tone = scene.between(0.45, 0.66)
    scene.ink, scene.grain, scene.pen = (tone, tone, tone * 1.02), 0.5, (0.03, 0.06)


def _marker(scene: Scene) -> None:
    colours = [(0.08, 0.08, 0.1), (0.1, 0.15, 0.5), (0.75, 0.1, 0.1), (0.05, 0.4, 0.2)]
    scene.ink, scene.pen = colours[scene.random.integers(4)], (0.1, 0.17)


def _chalk(scene: Scene) -> None:
    scene.paper = [(0.12, 0.25, 0.19), (0.1, 0.1, 0.11), (0.17, 0.28, 0.24)][scene.random.integers(3)]
    tone = scene.between(0.7, 0.95)
    scene.ink, scene.grain, scene.pen = (tone, tone, tone * 0.96), 0.55, (0.05, 0.11)
    scene.surface.append(wiped)


def _notebook(scene: Scene) -> None:
    scene.ink = BLUE if scene.random.random() < 0.6 else BLACK
    scene.surface.append(squared if scene.random.random() < 0.4 else ruled)
    scene.light.append(hard_shadow if scene.random.random() < 0.5 else soft_shadow)
    scene.frame = on_desk if scene.random.random() < 0.4 else None
    scene.noise, scene.quality, scene.pen = 0.015, 75, (0.04, 0.07)


def _change(**changes: Any) -> Callable[[Scene], None]:
    def change(scene: Scene) -> None:
        for name, value in changes.items():
            setattr(scene, name, value)

    return change


PHOTOGRAPHS: dict[str, Callable[[Scene], None]] = {
    "plain": _change(),
    "texture": lambda scene: scene.surface.append(textured),
    "soft shadow": lambda scene: scene.light.append(soft_shadow),
    "hard shadow": lambda scene: scene.light.append(hard_shadow),
    "uneven light": lambda scene: scene.light.append(uneven),
    "blue pen": _change(ink=BLUE),
    "red pen": _change(ink=RED),
    "pencil": _pencil,
    "marker": _marker,
    "chalk": _chalk,
    "lined": lambda scene: scene.surface.append(ruled),
    "squared": lambda scene: scene.surface.append(squared),
    "desk": _change(frame=on_desk),
    "noise": lambda scene: setattr(scene, "noise", scene.between(0.03, 0.07)),
    "blur": lambda scene: setattr(scene, "blur", scene.between(0.002, 0.005)),
    "jpeg 30": _change(quality=30),
    "slant": _change(turn=12.0, tilt=0.06, tall=(0.15, 0.55)),
    "exif": _change(),
    "several": lambda scene: setattr(scene, "digits", int(scene.random.integers(2, 7))),
    "notebook": _notebook,
}
KINDS = (*PHOTOGRAPHS, "transparent", "screenshot")


def photo(kind: str, seed: int) -> Photo:
    """A picture of a kind, the same each time for a seed."""
    random = np.random.default_rng([zlib.crc32(kind.encode()), seed])
    scene = Scene(random)
    if kind in PHOTOGRAPHS:
        PHOTOGRAPHS[kind](scene)
    sample = load_sample()
    indices = random.choice(len(sample.images), scene.digits, replace=False).tolist()
    picture, box = _DRAWN[kind](scene, indices) if kind in _DRAWN else _photographed(scene, indices, kind)
    return Photo(picture, int(sample.labels[indices[0]]), indices[0], box, scene.digits == 1)


def _photographed(scene: Scene, indices: list[int], kind: str) -> tuple[bytes, Box]:
    pixels, box = shoot(scene, indices)
    image = Image.fromarray(pixels)
    if kind != "exif":
        return save(image, "JPEG", quality=scene.quality), box
    exif, orientation = Image.Exif(), int(scene.random.choice([3, 6, 8]))
    exif[0x0112] = orientation
    stored = {3: Image.Transpose.ROTATE_180, 6: Image.Transpose.ROTATE_90, 8: Image.Transpose.ROTATE_270}[orientation]
    return save(image.transpose(stored), "JPEG", quality=scene.quality, exif=exif), box


def _transparent(scene: Scene, indices: list[int]) -> tuple[bytes, Box]:
    """A drawing with nothing behind it, in any colour."""
    scene.pen = (0.05, 0.15)
    _, ink, asked = paint(scene, indices)
    pixels = np.empty((*scene.shape, 4), np.uint8)
    pixels[..., :3] = scene.random.integers(0, 256, 3) if scene.random.random() < 0.4 else scene.random.choice([0, 255])
    pixels[..., 3] = np.rint(ink * 255)
    return save(Image.fromarray(pixels), "PNG", compress_level=1), box_of(asked)


def _screenshot(scene: Scene, indices: list[int]) -> tuple[bytes, Box]:
    """A drawing app: light or dark, half of them with a bar of tools along the top."""
    scene.pen = (0.04, 0.16)
    dark = scene.random.random() < 0.4
    scene.paper = (0.12, 0.12, 0.13) if dark else (1.0, 1.0, 1.0)
    colours = [(0.0, 0.0, 0.0), (0.1, 0.3, 0.9), (0.85, 0.15, 0.1)]
    scene.ink = (1.0, 0.95, 0.6) if dark else colours[scene.random.integers(3)]
    sheet, ink, asked = paint(scene, indices)
    page = sheet + ink[..., None] * (np.array(scene.ink, np.float32) - sheet)
    if scene.random.random() < 0.5:
        page = _with_tools(scene, page, 0.25 if dark else 0.9)
        asked = np.where(np.arange(scene.height)[:, None] < scene.height // 18, np.float32(0), asked)
    return save(Image.fromarray((page * 255).astype(np.uint8)), "PNG", compress_level=1), box_of(asked)


def _with_tools(scene: Scene, page: Array, tone: float) -> Array:
    bar = scene.height // 18
    page = page.copy()
    page[:bar] = tone
    for left in range(bar // 3, scene.width - bar, 2 * bar):
        page[bar // 4 : 3 * bar // 4, left : left + bar // 2] = scene.random.uniform(0, 1, 3)
    return page


_DRAWN = {"transparent": _transparent, "screenshot": _screenshot}
