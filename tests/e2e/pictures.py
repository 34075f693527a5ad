"""Pictures that visitors send."""

from io import BytesIO
from typing import Any

from PIL import ExifTags, Image, ImageDraw

SIZE = 200
SEVEN = [(50, 45), (150, 45), (90, 165)]
ONE = [(104, 40), (96, 160)]


def _strokes(
    mode: str, ground: int | tuple[int, ...], ink: int | tuple[int, ...], points: list[tuple[int, int]]
) -> bytes:
    image = Image.new(mode, (SIZE, SIZE), ground)
    ImageDraw.Draw(image).line(points, fill=ink, width=17, joint="curve")
    return _file(image)


def _file(image: Image.Image, kind: str = "PNG", **options: Any) -> bytes:
    file = BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def two_digits(kind: str = "PNG", orientation: int = 1) -> bytes:
    """A 7 and a 1 beside it, once it is turned as Exif's orientation says: 1 for not at all, 3 for upside down."""
    image = Image.new("L", (2 * SIZE, SIZE), 255)
    pen = ImageDraw.Draw(image)
    pen.line(SEVEN, fill=20, width=17, joint="curve")
    pen.line([(x + SIZE, y) for x, y in ONE], fill=20, width=17)
    if orientation == 1:
        return _file(image, kind)
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    turn = {3: Image.Transpose.ROTATE_180, 6: Image.Transpose.ROTATE_90}[orientation]
    return _file(image.transpose(turn), kind, exif=exif)


def dark_on_white(points: list[tuple[int, int]] = SEVEN) -> bytes:
    return _strokes("L", 255, 20, points)


def for_the_server() -> bytes:
    """The same in a format that Chromium and Firefox can't decode."""
    return _file(Image.open(BytesIO(dark_on_white())).convert("L"), "TIFF")


def white_on_black() -> bytes:
    return _strokes("L", 0, 255, SEVEN)


def black_on_nothing() -> bytes:
    """Transparent but for the pen, and black beneath the transparency."""
    return _strokes("RGBA", (0, 0, 0, 0), (0, 0, 0, 255), SEVEN)


def many(rows: int, columns: int) -> bytes:
    """Rows of sevens."""
    image = Image.new("L", (columns * 50, rows * 60), 255)
    for i in range(rows * columns):
        x, y = 50 * (i % columns), 60 * (i // columns)
        ImageDraw.Draw(image).line([(x + a // 4, y + b // 4) for a, b in SEVEN], 20, 5, "curve")
    return _file(image)


def blank() -> bytes:
    return _file(Image.new("L", (SIZE, SIZE), 255))


def animation() -> bytes:
    frames = [Image.new("L", (SIZE, SIZE), level) for level in (255, 128, 0)]
    file = BytesIO()
    frames[0].save(file, "GIF", save_all=True, append_images=frames[1:])
    return file.getvalue()
