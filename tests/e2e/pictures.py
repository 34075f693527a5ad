"""Pictures that visitors send."""

from io import BytesIO

from PIL import Image, ImageDraw

SIZE = 200
SEVEN = [(50, 45), (150, 45), (90, 165)]
ONE = [(104, 40), (96, 160)]


def _strokes(
    mode: str, ground: int | tuple[int, ...], ink: int | tuple[int, ...], points: list[tuple[int, int]]
) -> bytes:
    image = Image.new(mode, (SIZE, SIZE), ground)
    ImageDraw.Draw(image).line(points, fill=ink, width=17, joint="curve")
    return _png(image)


def _png(image: Image.Image) -> bytes:
    file = BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


def dark_on_white(points: list[tuple[int, int]] = SEVEN) -> bytes:
    return _strokes("L", 255, 20, points)


def white_on_black() -> bytes:
    return _strokes("L", 0, 255, SEVEN)


def black_on_nothing() -> bytes:
    """Transparent but for the pen, and black beneath the transparency."""
    return _strokes("RGBA", (0, 0, 0, 0), (0, 0, 0, 255), SEVEN)


def blank() -> bytes:
    return _png(Image.new("L", (SIZE, SIZE), 255))


def animation() -> bytes:
    frames = [Image.new("L", (SIZE, SIZE), level) for level in (255, 128, 0)]
    file = BytesIO()
    frames[0].save(file, "GIF", save_all=True, append_images=frames[1:])
    return file.getvalue()
