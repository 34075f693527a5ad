"""Pictures as people take them, of the shipped test digits: written again with a pen, lit, photographed, saved.

Deterministic by kind and seed. What each kind does is what its function says; what all photographs share (warm light,
a vignette, a slight turn, sensor noise, a soft lens, JPEG) stands in `Scene`.
"""

import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

from model.sample import load_sample

Array = NDArray[np.float32]
Random = np.random.Generator
Box = tuple[float, float, float, float]  # left, top, width, height, fractions of the picture
Colour = tuple[float, float, float]

BLACK, BLUE, RED = (0.16, 0.16, 0.19), (0.16, 0.24, 0.55), (0.72, 0.18, 0.2)
LINES = (0.55, 0.68, 0.84), (0.62, 0.62, 0.66), (0.5, 0.72, 0.7)
TRACED = 140  # px of the square that a digit's middle line is traced in
REACH = 20 / 28  # of that square, what a digit fills


@dataclass(frozen=True)
class Photo:
    """A picture file, the digit asked of it, which of the sample's that is, where it lies, and whether it is alone."""

    data: bytes
    label: int
    index: int
    box: Box
    alone: bool = True


@dataclass
class Scene:
    """What is photographed and how; a kind changes what is particular to it."""

    random: Random
    width: int = 0
    height: int = 0
    paper: Colour = (0.86, 0.85, 0.82)
    ink: Colour = BLACK
    pen: tuple[float, float] = (0.05, 0.085)  # stroke's width, of the digit's height
    tall: tuple[float, float] = (0.15, 0.7)  # the digit's height, of the picture's
    grain: float = 0.0  # of the stroke, as of pencil or chalk
    turn: float = 4.0  # degrees at most
    tilt: float = 0.02  # of the side, at most, that a corner is off
    noise: float = 0.008
    blur: float = 0.0006  # of the longer side
    quality: int = 88
    vignette: float = 0.12
    digits: int = 1
    surface: list[Callable[["Scene", Array], Array]] = field(default_factory=list)  # on the sheet, before the pen
    light: list[Callable[["Scene"], Array]] = field(default_factory=list)  # (h, w) factors
    frame: Callable[["Scene", Array, Array], tuple[Array, Array]] | None = None

    def __post_init__(self) -> None:
        longer = int(600 * self.random.uniform(1, 10 / 3) ** self.random.uniform(0.5, 1))
        shape = longer, int(longer * self.random.choice([0.75, 0.5625, 1.0]))
        self.width, self.height = shape if self.random.random() < 0.4 else shape[::-1]

    @property
    def shape(self) -> tuple[int, int]:
        return self.height, self.width

    @property
    def longer(self) -> int:
        return max(self.shape)

    def between(self, low: float, high: float) -> float:
        return float(self.random.uniform(low, high))


# The pen


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


# Textures


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


# Light


def uneven(scene: Scene) -> Array:
    """A lamp at one side: strong fall-off across the picture, and dark corners."""
    y, x = _grid(scene)
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
    y, x = _grid(scene)
    angle, wavy = scene.between(0, 2 * np.pi), 0.15 * clouds(scene.random, scene.shape, 3)
    u, v = np.cos(angle) * x + np.sin(angle) * y, np.cos(angle) * y - np.sin(angle) * x
    cast = u - scene.between(-0.35, 0.5)  # half of the picture, or …
    if scene.random.random() < 0.5:  # … a finger or a phone from the border
        cast = np.minimum(cast, scene.between(0.25, 0.5) - np.abs(v - scene.between(-0.4, 0.4)))
    return np.asarray(1 - strength * np.clip((cast + wavy) / (2 * edge) + 0.5, 0, 1), np.float32)


def _grid(scene: Scene) -> tuple[Array, Array]:
    y, x = np.meshgrid(*(np.linspace(-1, 1, n, dtype=np.float32) for n in scene.shape), indexing="ij")
    return y, x


# The camera


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
    rows = 1 if scene.digits < 4 else 2
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
    inks = []
    for (left, top, height), index in zip(place(scene), indices, strict=True):
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
    y, x = _grid(scene)
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


# The kinds: what each changes in a scene


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
