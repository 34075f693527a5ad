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
from tests.helpers.photos.around import badged, boxed, celled, combed, ringed, underlined
from tests.helpers.photos.camera import on_desk, save, shoot
from tests.helpers.photos.drawn import DRAWN
from tests.helpers.photos.light import hard_shadow, soft_shadow, uneven
from tests.helpers.photos.paper import ruled, squared, textured, wiped
from tests.helpers.photos.scene import BLACK, BLUE, RED, Box, Colour, Photo, Scene


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


def _thick_marker(scene: Scene) -> None:
    """Strokes of 12 to 16 % of the picture's side: what fills a whiteboard's picture."""
    _marker(scene)
    scene.pen, scene.tall = (0.15, 0.22), (0.72, 0.85)
    scene.light.append(uneven)


def _comb(scene: Scene) -> None:
    scene.digits, scene.rows = int(scene.random.integers(3, 7)), 1
    scene.around = combed


def _equal_brightness(scene: Scene) -> None:
    """Ink and paper of one brightness and two colours."""
    brightness = scene.between(0.3, 0.6)
    while True:
        scene.paper, scene.ink = (_coloured(scene, brightness) for _ in range(2))
        if np.abs(np.subtract(scene.paper, scene.ink)).max() > 0.4:
            break
    scene.pen = (0.06, 0.12)


def _coloured(scene: Scene, brightness: float) -> Colour:
    while True:
        colour = scene.random.uniform(0, 1, 3)
        colour *= brightness / (colour @ (0.299, 0.587, 0.114))
        if colour.max() <= 1:
            return tuple(colour.tolist())


def _badge(scene: Scene) -> None:
    scene.ink, scene.pen, scene.tall, scene.around = (0.97, 0.97, 0.95), (0.08, 0.14), (0.15, 0.5), badged


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
    "thick marker": _thick_marker,
    "form box": _change(around=boxed, tall=(0.15, 0.5)),
    "cell": _change(around=celled, tall=(0.3, 0.55)),
    "comb": _comb,
    "underlined": _change(around=underlined, tall=(0.2, 0.6)),
    "ringed": _change(around=ringed, tall=(0.2, 0.5)),
    "badge": _badge,
    "equal brightness": _equal_brightness,
}
KINDS = (*PHOTOGRAPHS, *DRAWN)


def photo(kind: str, seed: int) -> Photo:
    """A picture of a kind, the same each time for a seed."""
    random = np.random.default_rng([zlib.crc32(kind.encode()), seed])
    scene = Scene(random)
    if kind in PHOTOGRAPHS:
        PHOTOGRAPHS[kind](scene)
    sample = load_sample()
    indices = random.choice(len(sample.images), scene.digits, replace=False).tolist()
    picture, box = DRAWN[kind](scene, indices) if kind in DRAWN else _photographed(scene, indices, kind)
    return Photo(picture, int(sample.known_labels[indices[0]]), indices[0], box, scene.digits == 1)


def _photographed(scene: Scene, indices: list[int], kind: str) -> tuple[bytes, Box]:
    pixels, box = shoot(scene, indices)
    image = Image.fromarray(pixels)
    if kind != "exif":
        return save(image, "JPEG", quality=scene.quality), box
    exif, orientation = Image.Exif(), int(scene.random.choice([3, 6, 8]))
    exif[0x0112] = orientation
    stored = {3: Image.Transpose.ROTATE_180, 6: Image.Transpose.ROTATE_90, 8: Image.Transpose.ROTATE_270}[orientation]
    return save(image.transpose(stored), "JPEG", quality=scene.quality, exif=exif), box
