"""Pictures of digits as files, and how far two digits are apart."""

from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

Grey = NDArray[np.uint8]
# What undoes each of Exif's orientations.
UNDONE = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def draw(digit: int = 3, side: int = 300, height: int = 150, at: tuple[int, int] = (150, 150)) -> Grey:
    """A digit in white on black, a page (side, side), the middle of the digit at (x, y)."""
    page = Image.new("L", (side, side))
    font = ImageFont.load_default(size=height)
    ImageDraw.Draw(page).text(at, str(digit), 255, font, "mm", stroke_width=max(1, height // 30))
    return np.asarray(page)


def encode(image: Image.Image | Grey, kind: str = "PNG", **options: Any) -> bytes:
    """A picture as a file of a kind that Pillow writes."""
    out = BytesIO()
    (Image.fromarray(image) if isinstance(image, np.ndarray) else image).save(out, kind, **options)
    return out.getvalue()


def noise(kind: str) -> bytes:
    """A file (64, 64) that shows nothing."""
    return encode(Image.effect_noise((64, 64), 90), kind)


def page(text: str = "3 8") -> bytes:
    """A PNG of a light page (480, 240) with dark text in its middle."""
    image = Image.new("L", (480, 240), 245)
    ImageDraw.Draw(image).text((240, 120), text, 20, ImageFont.load_default(size=150), "mm", stroke_width=1)
    return encode(image)


def difference(a: NDArray[np.float32], b: NDArray[np.float32]) -> float:
    """The mean absolute difference of two images."""
    return float(np.abs(a - b).mean())


def unshifted(a: NDArray[np.float32], b: NDArray[np.float32]) -> float:
    """The difference but for one pixel's shift, which a tie in the centre of mass may cause."""
    return min(difference(np.roll(a, (y, x), (0, 1)), b) for y in (-1, 0, 1) for x in (-1, 0, 1))


def grey_page(text: str = "3", size: tuple[int, int] = (300, 300), soft: float = 0.0) -> NDArray[np.float32]:
    """Digits in black on white, (h, w) in 0..1, each line of text a row."""
    image = Image.new("L", size, 255)
    font = ImageFont.load_default(size=150)
    ImageDraw.Draw(image).multiline_text((size[0] / 2, size[1] / 2), text, 0, font, "mm", 40, stroke_width=4)
    return np.asarray(image, np.float32) / np.float32(255)


def drawn(*strokes: tuple[tuple[float, float], ...], wide: int = 16, side: int = 400) -> NDArray[np.float32]:
    """Lines through points in 0..1, in black on white, (side, side) in 0..1."""
    image = Image.new("L", (side, side), 255)
    pen = ImageDraw.Draw(image)
    for stroke in strokes:
        pen.line([(x * side, y * side) for x, y in stroke], 0, wide, "curve")
    return np.asarray(image, np.float32) / np.float32(255)
