"""A sheet on its desk, seen at a slant, exposed and cut to what the picture shows."""

from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

from tests.helpers.photos.light import grid
from tests.helpers.photos.paper import grit
from tests.helpers.photos.pen import REACH, write
from tests.helpers.photos.scene import Array, Box, Scene


def place(scene: Scene) -> list[tuple[int, int, int]]:
    """Where digits go: left and top of the square and the digit's height, px, all in the picture. The asked first."""
    if scene.digits > 1:
        return _rows(scene)
    height = round(min(scene.between(*scene.tall) * scene.height, 0.85 * scene.width))
    side = round(height / REACH)
    spare = round(scene.longer * 0.06)  # the turn must not push it out
    left, top = (
        int(scene.random.integers(spare - margin, max(n - side - spare + margin, spare - margin) + 1))
        for n, margin in zip((scene.width, scene.height), ((side - height) // 2,) * 2, strict=True)
    )
    return [(left, top, height)]


def _rows(scene: Scene) -> list[tuple[int, int, int]]:
    rows = scene.rows or (1 if scene.digits < 4 else 2)
    across = -(-scene.digits // rows)
    cell = min(0.88 * scene.width / across, 0.8 * scene.height / rows)
    places = []
    for i in range(scene.digits):
        height = round(cell * scene.between(0.55, 0.72))
        side = round(height / REACH)
        middle = [(i % across + 0.5 - across / 2) * cell + scene.width / 2]
        middle += [(i // across + 0.5 - rows / 2) * cell * 1.05 + scene.height / 2]
        left, top = (round(m - side / 2 + scene.between(-0.04, 0.04) * cell) for m in middle)
        places.append((left, top, height))
    first = int(scene.random.integers(len(places)))
    return [places[first], *places[:first], *places[first + 1 :]]


def paint(scene: Scene, indices: list[int]) -> tuple[Array, Array, Array]:
    """The sheet in colour (h, w, 3), all ink (h, w), and the ink of the digit that is asked for (h, w)."""
    sheet = np.full((*scene.shape, 3), scene.paper, np.float32)
    for cover in scene.surface:
        sheet = cover(scene, sheet)
    inks, places = [], place(scene)
    if scene.around:
        sheet = scene.around(scene, sheet, places)
    for (left, top, height), index in zip(places, indices, strict=True):
        layer = Image.new("F", (scene.width, scene.height))
        layer.paste(Image.fromarray(write(scene, index, height)), (left, top))
        inks.append(np.asarray(layer))
    return sheet, np.max(inks, axis=0), inks[0]


def tilted(scene: Scene, sheet: Array, asked: Array) -> tuple[Array, Array]:
    """Both seen at a slant: turned, and each corner a little off; what lies beyond the sheet is its continuation."""
    angle, (h, w) = np.deg2rad(scene.between(-scene.turn, scene.turn)), scene.shape
    corners = np.array([(0.0, 0.0), (w, 0), (w, h), (0, h)]) - (w / 2, h / 2)
    turned = corners @ np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    turned += scene.random.uniform(-scene.tilt, scene.tilt, (4, 2)) * (w, h)
    middle = np.array((w / 2, h / 2))
    slant = _perspective(corners + middle, turned + middle)
    pad = round(0.3 * scene.longer)
    shift = np.array([[1, 0, pad], [0, 1, pad], [0, 0, 1]]) @ slant
    data = (shift / shift[2, 2]).reshape(-1)[:8]

    around = np.pad(np.asarray(np.clip(sheet, 0, 1) * 255, np.uint8), ((pad, pad), (pad, pad), (0, 0)), "reflect")
    ink = Image.fromarray(np.pad(np.asarray(asked * 255, np.uint8), pad))
    seen = [
        np.asarray(layer.transform((w, h), Image.Transform.PERSPECTIVE, data.tolist(), Image.Resampling.BICUBIC))
        for layer in (Image.fromarray(around), ink)
    ]
    return seen[0].astype(np.float32) / np.float32(255), seen[1].astype(np.float32) / np.float32(255)


def _perspective(target: NDArray[np.float64], source: NDArray[np.float64]) -> NDArray[np.float64]:
    """The 3×3 map that takes four points to four."""
    rows = []
    for (x, y), (u, v) in zip(target, source, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
    return np.append(np.linalg.solve(np.array(rows), source.reshape(-1)), 1).reshape(3, 3)


def on_desk(scene: Scene, sheet: Array, asked: Array) -> tuple[Array, Array]:
    """The sheet lies on a table and does not fill the picture; it may stick out at one side."""
    h, w = scene.shape
    tones = [(0.42, 0.29, 0.18), (0.22, 0.16, 0.12), (0.5, 0.5, 0.5), (0.13, 0.13, 0.14), (0.62, 0.47, 0.32)]
    grain = ndimage.gaussian_filter1d(grit(scene.random, scene.shape, 1), scene.longer / 25, axis=1)
    grain = grain / grain.std() * scene.between(0.02, 0.1)
    desk = np.array(tones[scene.random.integers(len(tones))], np.float32) * (1 + grain[..., None])
    size = scene.between(0.5, 0.85)
    small = (round(w * size), round(h * size))
    left, top = (int(scene.random.integers(-n // 25, int(n * (1.04 - size)) + 1)) for n in (w, h))
    over = Image.new("F", (w, h))
    over.paste(Image.fromarray(np.ones(small[::-1], np.float32)), (left, top))
    covered = np.asarray(over)
    shade = 1 - 0.4 * ndimage.gaussian_filter(covered, scene.longer / 120)
    layers = []
    for layer in [*np.moveaxis(sheet, -1, 0), asked]:
        moved = Image.new("F", (w, h))
        moved.paste(Image.fromarray(layer).resize(small, Image.Resampling.LANCZOS), (left, top))
        layers.append(np.asarray(moved))
    page = np.where(covered[..., None] > 0, np.stack(layers[:3], -1), desk * shade[..., None])
    return np.asarray(page, np.float32), layers[3]


def expose(scene: Scene, page: Array) -> NDArray[np.uint8]:
    """Light, lens and sensor: the picture (h, w, 3) uint8."""
    y, x = grid(scene)
    blue = scene.between(0.78, 1.02)
    warm = np.array([1, (1.1 + blue) / 2.1, blue], np.float32)
    light = scene.between(0.8, 1.05) * (1 - scene.vignette * (x**2 + y**2) / 2)
    for factor in scene.light:
        light = light * factor(scene)
    seen = page * light[..., None] * warm
    sigma = scene.blur * scene.longer
    seen = ndimage.gaussian_filter(seen.astype(np.float32), (sigma, sigma, 0))
    seen = seen + np.float32(scene.noise) * scene.random.standard_normal(seen.shape, np.float32)
    return np.asarray(np.clip(seen, 0, 1) * 255, np.uint8)


def shoot(scene: Scene, indices: list[int]) -> tuple[NDArray[np.uint8], Box]:
    """The picture (h, w, 3), and where in it the digit asked for lies."""
    sheet, ink, asked = paint(scene, indices)
    page = sheet + ink[..., None] * (np.array(scene.ink, np.float32) - sheet)
    if scene.frame:
        page, asked = scene.frame(scene, page, asked)
    page, asked = tilted(scene, page, asked)
    return expose(scene, page), box_of(asked)


def box_of(ink: Array) -> Box:
    rows, columns = np.flatnonzero((ink > 0.5).any(1)), np.flatnonzero((ink > 0.5).any(0))
    h, w = ink.shape
    return columns[0] / w, rows[0] / h, (np.ptp(columns) + 1) / w, (np.ptp(rows) + 1) / h


def save(image: Image.Image, kind: str, **options: Any) -> bytes:
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()
