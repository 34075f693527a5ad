"""What is printed or drawn around a digit before its picture is taken: boxes, cells, underlines, rings, badges.

Each is a function of the scene, the sheet (h, w, 3) and the places of the digits' squares; it gives the sheet anew.
"""

from collections.abc import Callable

import numpy as np
from PIL import Image, ImageDraw

from tests.helpers.photos.pen import REACH
from tests.helpers.photos.scene import Array, Scene

Square = tuple[int, int, int]  # left and top of a digit's square and the digit's height, px
Around = Callable[[Scene, Array, list[Square]], Array]
PRINTED = (0.1, 0.1, 0.12), (0.15, 0.3, 0.6), (0.75, 0.25, 0.2), (0.35, 0.35, 0.38)


def boxed(scene: Scene, sheet: Array, squares: list[Square]) -> Array:
    """A box of a form around the digit, which lies anywhere in it, and may touch it."""
    left, top, right, bottom = _digit(squares[0])
    height = bottom - top
    room = [scene.between(0.02, 0.6) * height for _ in range(4)]
    edge = (left - room[0], top - room[1], right + room[2], bottom + room[3])
    return _drawn(scene, sheet, lambda pen, wide: pen.rectangle(edge, outline=255, width=wide))


def celled(scene: Scene, sheet: Array, squares: list[Square]) -> Array:
    """A cell of a grid, its lines going on to the picture's border."""
    left, top, right, bottom = _digit(squares[0])
    side = max(right - left, bottom - top) / scene.between(0.5, 0.78)
    first = [
        (low + high - side) / 2 + scene.between(-0.06, 0.06) * side for low, high in ((left, right), (top, bottom))
    ]

    def grid(pen: ImageDraw.ImageDraw, wide: int) -> None:
        for i in range(-12, 13):
            x, y = (at + i * side for at in first)
            bold = wide * (2 if i % 3 == 0 else 1)
            pen.line((x, 0, x, scene.height), 255, bold)
            pen.line((0, y, scene.width, y), 255, bold)

    return _drawn(scene, sheet, grid)


def combed(scene: Scene, sheet: Array, squares: list[Square]) -> Array:
    """A row of cells with a digit in each: closed, or a line below with teeth between."""
    digits = sorted(_digit(square) for square in squares)
    pitch = (digits[-1][0] - digits[0][0]) / (len(digits) - 1)
    start = float(np.mean([(left + right) / 2 for left, _, right, _ in digits])) - len(digits) * pitch / 2
    top, bottom = min(one[1] for one in digits), max(one[3] for one in digits)
    room = scene.between(0.08, 0.3) * (bottom - top)
    low, high = bottom + room, top - room
    closed = scene.random.random() < 0.6
    tooth = high if closed else low - scene.between(0.2, 0.5) * (low - high)
    ends = [start + i * pitch for i in range(len(digits) + 1)]

    def comb(pen: ImageDraw.ImageDraw, wide: int) -> None:
        for y in (low, high)[: 2 if closed else 1]:
            pen.line((ends[0], y, ends[-1], y), 255, wide)
        for x in ends:
            pen.line((x, tooth, x, low), 255, wide)

    return _drawn(scene, sheet, comb)


def underlined(scene: Scene, sheet: Array, squares: list[Square]) -> Array:
    """A line by hand below the digit, which it may touch."""
    left, _, right, bottom = _digit(squares[0])
    height = bottom - _digit(squares[0])[1]
    ends = left - scene.between(0.05, 0.5) * height, right + scene.between(0.05, 0.5) * height
    y = bottom + scene.between(-0.03, 0.25) * height
    slope = scene.between(-0.04, 0.04) * height
    wide = max(2, round(scene.between(*scene.pen) * height))
    return _inked(scene, sheet, lambda pen: pen.line((ends[0], y, ends[1], y + slope), 255, wide))


def ringed(scene: Scene, sheet: Array, squares: list[Square]) -> Array:
    """A ring around the digit, by the same pen."""
    left, top, right, bottom = _digit(squares[0])
    middle, reach = ((left + right) / 2, (top + bottom) / 2), np.hypot(right - left, bottom - top) / 2
    across, down = (reach * scene.between(1.1, 1.5) for _ in range(2))
    box = (middle[0] - across, middle[1] - down, middle[0] + across, middle[1] + down)
    wide = max(2, round(scene.between(*scene.pen) * (bottom - top)))
    return _inked(scene, sheet, lambda pen: pen.ellipse(box, outline=255, width=wide))


def badged(scene: Scene, sheet: Array, squares: list[Square]) -> Array:
    """A disc or a rounded square of one colour under the digit."""
    left, top, right, bottom = _digit(squares[0])
    middle, reach = ((left + right) / 2, (top + bottom) / 2), np.hypot(right - left, bottom - top) / 2
    reach *= scene.between(1.1, 1.6)
    box = (middle[0] - reach, middle[1] - reach, middle[0] + reach, middle[1] + reach)
    colours = [(0.75, 0.12, 0.15), (0.1, 0.3, 0.65), (0.1, 0.45, 0.25), (0.15, 0.15, 0.17), (0.55, 0.25, 0.6)]
    colour = colours[scene.random.integers(len(colours))]

    def badge(pen: ImageDraw.ImageDraw) -> None:
        if scene.random.random() < 0.6:
            pen.ellipse(box, 255)
        else:
            pen.rounded_rectangle(box, reach / 3, 255)

    return _over(sheet, _mask(scene, badge), colour)


def _digit(square: Square) -> tuple[float, float, float, float]:
    """Where the digit's box lies in its square, at most: left, top, right, bottom, px."""
    left, top, height = square
    margin = height * (1 / REACH - 1) / 2
    return left + margin, top + margin, left + margin + height, top + margin + height


def _drawn(scene: Scene, sheet: Array, draw: Callable[[ImageDraw.ImageDraw, int], None]) -> Array:
    wide = max(2, round(scene.between(0.002, 0.006) * scene.longer))
    return _over(sheet, _mask(scene, lambda pen: draw(pen, wide)), PRINTED[scene.random.integers(len(PRINTED))])


def _inked(scene: Scene, sheet: Array, draw: Callable[[ImageDraw.ImageDraw], None]) -> Array:
    return _over(sheet, _mask(scene, draw), scene.ink)


def _mask(scene: Scene, draw: Callable[[ImageDraw.ImageDraw], None]) -> Array:
    layer = Image.new("L", (scene.width, scene.height))
    draw(ImageDraw.Draw(layer))
    return np.asarray(layer, np.float32) / np.float32(255)


def _over(sheet: Array, mask: Array, colour: tuple[float, float, float]) -> Array:
    return np.asarray(sheet + mask[..., None] * (np.array(colour, np.float32) - sheet), np.float32)
