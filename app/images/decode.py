"""Picture files to grey or as they are, and arrays to PNG; app.images.normalise makes a digit of the grey picture."""

import math
import struct
import zlib
from functools import cache
from io import BytesIO

import numpy as np
import pillow_heif
from numpy.typing import NDArray
from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

from latent_explorer.app.errors import Problem
from latent_explorer.app.images.colour import by_colour, is_faint
from latent_explorer.app.images.decode_limits import TIFF, FewReads, check_opened, check_unopened
from latent_explorer.app.images.normalise import Grey, Knobs, Normalised
from latent_explorer.app.images.normalise.boxes import Window

__all__ = ["MAX_PIXELS", "Knobs", "Normalised", "mosaic", "png", "read_grey"]


MAX_PIXELS = 64_000_000  # a phone's 48 megapixels fit
LONGER_SIDE = 1024  # more than a digit of 20 px needs; keeps every later step small
FORMATS = ("PNG", "JPEG", "GIF", "BMP", "WEBP", "TIFF", "AVIF", "HEIF")  # JPEG takes in MPO
ANIMATED = {"PNG", "GIF", "WEBP", "AVIF"}
SIGNATURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", *TIFF)
BRANDS = (b"heic", b"heix", b"heim", b"heis", b"mif1", b"avif", b"avis")  # of ISO files that hold pictures
XMP = ("xmp", "XML:com.adobe.xmp")  # Pillow 13 turns by it where Exif says nothing; browsers and the page never do
STRIP = 64  # rows of the reduced picture done at a time
CARD = 0.7  # share of its box that an opaque sheet of paper fills, even a round one, and strokes don't
DEEP = {"I;16", "I;16B", "I;16L", "I;16N", "I", "F"}
# What Pillow's decoders raise on truncated or corrupt bytes, found by cutting and flipping files of each format.
DAMAGE = (OSError, SyntaxError, ValueError, EOFError, IndexError, AssertionError, RuntimeError, struct.error)


@cache
def prepare() -> None:
    """Configure Pillow, once per process, before the first picture is opened."""
    # We check our own limit against the header: Pillow's error names no size, and comes only at 179 megapixels.
    Image.MAX_IMAGE_PIXELS = None
    # Pillow's usual blocks of 16 MB stay with the thread's allocator when freed: 200 MB after 48 megapixels. glibc maps
    # blocks above 32 MB separately, and returns them at once. Small pictures still take only what they need.
    Image.core.set_block_size(64 * 1024 * 1024)  # type: ignore[attr-defined]
    pillow_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)


def read_grey(data: bytes, window: Window | None = None) -> Grey:
    """A picture file's bytes, or a window of it, as grey (h, w) float32 in 0..1, upright.

    Its longer side is reduced to at most LONGER_SIDE px. Grey is brightness, or colour where ink and paper are of one
    brightness. Raises Problem empty_file, not_an_image, svg_image, damaged_image, too_many_pixels or animated_image if
    the bytes can't be read as one still picture.
    """
    image = _upright(_small(data, "L", window))
    grey = _grey(image)
    if not is_faint(grey):
        return grey
    if image.mode == "L" and _open(data).mode != "L":  # a JPEG, decoded without its colours, which takes less time
        image = _upright(_small(data, "RGB", window))
    return by_colour(np.asarray(image), grey) if image.mode == "RGB" else grey


def read_colour(data: bytes, window: Window | None = None) -> Grey:
    """The same in red, green and blue: (h, w, 3) float32 in 0..1, on white where it is transparent."""
    image = _upright(_small(data, "RGB", window))
    if image.mode in ("L", "F"):
        return np.repeat(_grey(image)[..., None], 3, axis=2)
    if image.mode == "RGBA":
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image)
    return np.asarray(image.convert("RGB"), np.float32) / np.float32(255)


def read_upright(data: bytes) -> Image.Image:
    """A picture file's bytes in mode L, RGB, RGBA or F, upright, its longer side reduced to at most LONGER_SIDE px.

    Mode F holds the values of deep pictures as stored. Raises the Problems of `read_grey`.
    """
    return _upright(_small(data, "RGB", None))


def header_of(data: bytes) -> tuple[str, tuple[int, int]]:
    """Pillow's mode of a picture file, and its width and height as stored, before it is turned upright.

    The modes I;16 and alike are 16 bits deep, I and F 32. Raises the Problems of opening.
    """
    image = _open(data)
    return image.mode, image.size


def is_reduced(data: bytes, part: float = 1.0) -> bool:
    """Whether a picture file has more pixels than `read_grey` gives of it, or of that part of its longer side."""
    return max(_open(data).size) * part > LONGER_SIDE


def _small(data: bytes, mode: str, window: Window | None) -> Image.Image:
    """A picture file, or a window of it, in mode L, RGB, RGBA or F, its longer side at most LONGER_SIDE px."""
    image = _open(data)
    _check_size(image)
    check_opened(image, data)
    try:
        # Phones write MPO and HEIF: a photograph with its depth map, or with others of a burst, not an animation.
        if image.format in ANIMATED and getattr(image, "is_animated", False):
            raise Problem("animated_image")
        if window is None:
            image.draft(mode, (LONGER_SIDE, LONGER_SIDE))  # lets a JPEG be decoded at a reduced size
        image.load()
        small = _reduced(image if window is None else _cut(_upright(_turned(image, image, data)), window))
    except DAMAGE as error:
        raise Problem("damaged_image") from error
    return _turned(small, image, data) if window is None else small


def png(picture: NDArray[np.uint8]) -> bytes:
    """An array (h, w), or (h, w, 3) in colour, uint8 as an 8-bit PNG, compressed for speed rather than size.

    Of PNG's settings and WebP, this is the smallest that takes a tile less than a millisecond: see
    tests/bench/encoders.py.
    """
    out = BytesIO()
    Image.fromarray(picture).save(out, "PNG", compress_level=1, compress_type=zlib.Z_RLE)
    return out.getvalue()


def mosaic(images: NDArray[np.uint8], columns: int, cell: int | None = None) -> NDArray[np.uint8]:
    """Images (n, side, side[, 3]) uint8 row by row on black, each in the middle of a cell: (rows·cell, columns·cell).

    `cell` is its side in pixels, by default the images' own. An image that fits into it several times is enlarged so
    many times; a larger one is reduced to it.
    """
    side = images.shape[1]
    cell = cell or side
    if side > cell:
        whole = Image.fromarray(mosaic(images, columns))
        return np.asarray(whole.resize((columns * cell, whole.height // side * cell), Image.Resampling.BOX))
    rows, times = -(-len(images) // columns), cell // side
    large = images.repeat(times, axis=1).repeat(times, axis=2)
    before = (cell - side * times) // 2
    around = (before, cell - side * times - before)
    rest = [(0, 0)] * (images.ndim - 3)
    cells = np.pad(large, ((0, rows * columns - len(images)), around, around, *rest))  # (rows·columns, cell, cell, …)
    grid = cells.reshape(rows, columns, *cells.shape[1:]).swapaxes(1, 2)
    return grid.reshape(rows * cell, columns * cell, *cells.shape[3:])


def _open(data: bytes) -> Image.Image:
    if not data:
        raise Problem("empty_file")
    check_unopened(data)
    prepare()
    try:
        image = Image.open(FewReads(data), formats=FORMATS)
    except UnidentifiedImageError as error:
        if data.startswith(SIGNATURES) or (data[4:8] == b"ftyp" and data[8:12] in BRANDS):
            raise Problem("damaged_image") from error
        raise Problem("svg_image" if b"<svg" in data[:4096].lower() else "not_an_image") from error
    except DAMAGE as error:
        raise Problem("damaged_image") from error
    for name in XMP:
        image.info.pop(name, None)
    return image


def _check_size(image: Image.Image) -> None:
    width, height = image.size
    if width * height == 0:
        raise Problem("damaged_image")
    if width * height > MAX_PIXELS:
        raise Problem("too_many_pixels", width=width, height=height, limit=MAX_PIXELS // 1_000_000)


def _reduced(image: Image.Image) -> Image.Image:
    """The picture in mode L, RGB, RGBA or F, reduced by an integer factor, which is the cheapest area filter.

    Colour becomes grey only once it is small: a copy of 48 megapixels takes 200 MB.
    """
    mode = "F" if image.mode in DEEP else "RGBA" if image.has_transparency_data else "RGB"
    if image.mode not in {mode, "L"}:
        image = image.convert(mode)
    return _shrunk(image, -(-max(image.size) // LONGER_SIDE))


def _shrunk(image: Image.Image, factor: int) -> Image.Image:
    """`image.reduce(factor)`, strip by strip for RGBA, which reduce would copy first."""
    width, height = image.size
    if image.mode != "RGBA" or height <= STRIP * factor:
        return image.reduce(factor)
    small = Image.new("RGBA", (-(-width // factor), -(-height // factor)))
    for top in range(0, small.height, STRIP):
        rows = image.crop((0, top * factor, width, min((top + STRIP) * factor, height)))
        small.paste(rows.reduce(factor), (0, top))
    return small


def _cut(image: Image.Image, window: Window) -> Image.Image:
    left, top, right, bottom = window
    width, height = image.size
    return image.crop((int(left * width), int(top * height), math.ceil(right * width), math.ceil(bottom * height)))


def _turned(small: Image.Image, image: Image.Image, data: bytes) -> Image.Image:
    """`small`, made from `image`, with a note on how a HEIF is to be turned, where its decoder has left that to us."""
    if image.format == "HEIF" and not _turned_by_container(data):
        small.getexif()[ExifTags.Base.Orientation] = image.info.get("original_orientation") or 1
    return small


def _upright(image: Image.Image) -> Image.Image:
    try:
        return ImageOps.exif_transpose(image)
    except DAMAGE:  # broken Exif need not spoil the picture
        return image


def _turned_by_container(data: bytes) -> bool:
    """Whether a HEIF's own boxes state its rotation: the decoder has then applied it, and Exif repeats it."""
    start = data.find(b"meta")
    end = start + int.from_bytes(data[max(start - 4, 0) : max(start, 0)])
    return any(data.find(box, start, end) >= 0 for box in (b"irot", b"imir"))


def _grey(image: Image.Image) -> Grey:
    """Mode L, RGB, RGBA or F as (h, w) float32 in 0..1."""
    if image.mode == "F":
        return _full_scale(np.asarray(image, np.float32))
    if image.mode == "RGBA":
        grey, alpha = (
            np.asarray(part, np.float32) / np.float32(255) for part in (image.convert("L"), image.getchannel("A"))
        )
        return np.asarray(alpha * grey + (1 - alpha) * _backdrop(grey, alpha))
    return np.asarray(image.convert("L"), np.float32) / np.float32(255)


def _full_scale(deep: Grey) -> Grey:
    """Scale deep pixels by the power of two that they fit in: 12 bits in a 16-bit file are common, and so is 0..1."""
    values = np.nan_to_num(deep.astype(np.float64), posinf=0, neginf=0)
    values -= min(values.min(), 0.0)
    scale = 2.0 ** np.ceil(np.log2(max(float(values.max()), 1e-6)))
    return np.asarray(values / scale, np.float32)


def _backdrop(grey: Grey, alpha: Grey) -> float:
    """The grey to put under a transparent picture: its own paper if it has one, else what contrasts with its ink."""
    if not alpha.any():
        return 1.0
    opaque = alpha >= alpha.max() / 2
    middle = float(np.median(grey[opaque]))
    rows, columns = np.flatnonzero(opaque.any(1)), np.flatnonzero(opaque.any(0))
    filled = opaque.sum() / (np.ptp(rows) + 1) / (np.ptp(columns) + 1)
    if filled > CARD and np.ptp(np.percentile(grey[opaque], (2, 98))) > 0.2:
        return middle
    return 1.0 if middle <= 0.5 else 0.0
