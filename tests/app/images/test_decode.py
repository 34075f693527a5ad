import struct
import zlib
from io import BytesIO
from types import SimpleNamespace
from typing import cast

import numpy as np
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFile
from scipy import ndimage

from latent_explorer.app.errors import STATUS, Problem
from latent_explorer.app.images import decode, decode_limits
from latent_explorer.app.images.decode import (
    FORMATS,
    MAX_PIXELS,
    Normalised,
    _check_size,
    _shrunk,
    mosaic,
    png,
    read_grey,
)
from latent_explorer.app.images.normalise import INK_FRACTION, Knobs
from latent_explorer.app.images.normalise.arrays import otsu
from latent_explorer.app.images.normalise.centre import BOX, area_weights, centre, scale_to_box
from latent_explorer.app.images.normalise.light import readings
from latent_explorer.app.images.reading import normalise
from latent_explorer.model.datasets.sample import load_sample
from tests.helpers.pictures import UNDONE, Grey, difference, draw, encode, unshifted


def refusal(data: bytes) -> Problem:
    with pytest.raises(Problem) as caught:
        normalise(data)
    return caught.value


def check_convention(found: Normalised) -> None:
    pixels = found.pixels
    assert pixels.shape == (28, 28)
    assert pixels.dtype == np.float32
    assert pixels.min() >= 0
    assert pixels.max() == pytest.approx(1)
    inked = pixels > 0.1
    assert 19 <= max(np.ptp(axis) + 1 for axis in np.nonzero(inked)) <= 20
    assert np.abs(np.array(ndimage.center_of_mass(pixels)) - 14).max() <= 0.5 + 1e-4  # float32 sums
    assert INK_FRACTION[0] < pixels.mean() < INK_FRACTION[1]


REFERENCE = normalise(encode(draw())).pixels


# MNIST's convention


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("digit", range(10))
def test_a_drawn_digit_follows_the_convention(digit: int, dark: bool) -> None:
    page = draw(digit)
    found = normalise(encode(255 - page if dark else page))
    check_convention(found)
    assert found.warnings == ()
    assert {step.name: step.note for step in found.steps}["polarity"] == ("dark_on_light" if dark else "light_on_dark")


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(st.integers(0, 9), st.integers(60, 280), st.floats(0, 1), st.floats(0, 1), st.booleans())
def test_size_place_and_polarity_do_not_matter(digit: int, height: int, right: float, down: float, dark: bool) -> None:
    room = 400 - height
    page = draw(digit, 400, height, (height // 2 + int(right * room), height // 2 + int(down * room)))
    found = normalise(encode(255 - page if dark else page))
    check_convention(found)
    plain = normalise(encode(draw(digit, 300, 200))).pixels
    assert unshifted(found.pixels, plain) < 0.035  # half a pixel of phase is what remains


def test_a_digit_of_mnist_comes_out_nearly_unchanged() -> None:
    images = load_sample().images[:100]
    found = [normalise(png(image)) for image in images]
    differences = [difference(one.pixels, image / np.float32(255)) for one, image in zip(found, images, strict=True)]
    assert np.median(differences) < 0.005
    assert np.mean(differences) < 0.008
    assert max(differences) < 0.13  # a tie in the centre of mass may fall the other way: one pixel's shift


def test_an_enlarged_digit_of_mnist_comes_back() -> None:
    for image in load_sample().images[:30]:
        large = np.asarray(Image.fromarray(image).resize((224, 224), Image.Resampling.BICUBIC)) >= 128
        page = np.pad(large, ((30, 146), (90, 86)))
        found = normalise(encode(np.where(page, 0, 255).astype(np.uint8))).pixels
        assert unshifted(found, image / np.float32(255)) < 0.05


def test_grey_edges_stay_grey() -> None:
    between = (REFERENCE > 0.2) & (REFERENCE < 0.8)
    assert between.sum() > 20


@pytest.mark.parametrize("side", [20, 21, 37, 300])
def test_the_area_filter_keeps_every_pixel_in_equal_measure(side: int) -> None:
    weights = area_weights(side, BOX)
    assert weights.sum(1) == pytest.approx(np.ones(BOX), abs=1e-5)
    assert weights.sum(0) == pytest.approx(np.full(side, BOX / side), abs=1e-5)
    line = scale_to_box(np.ones((1, side), np.float32))  # a hairline is not lost between two pixels
    assert line.max() == pytest.approx(1)


def test_the_centre_of_mass_is_14_and_nothing_is_cut() -> None:
    square = np.zeros((20, 20), np.float32)
    square[3:7, 8:12] = 1
    assert ndimage.center_of_mass(centre(square)) == pytest.approx((13.5, 13.5), abs=1.01)
    lopsided = np.zeros((20, 20), np.float32)
    lopsided[:, 0] = lopsided[0, :] = 1
    lopsided[18:, :4] = 1
    assert centre(lopsided).sum() == lopsided.sum()


def test_otsu_parts_two_levels_in_the_middle() -> None:
    grey = np.repeat(np.array([0.2, 0.8], np.float32), [300, 100]).reshape(20, 20)
    assert 0.4 < otsu(grey) < 0.6


def test_otsu_of_one_level_has_nothing_above() -> None:
    level = np.full((9, 9), 0.3, np.float32)
    assert not (level > otsu(level)).any()
    level[3] = np.nextafter(np.float32(0.3), np.float32(1))
    assert not (level > otsu(level)).any()


# Light, noise, neighbours


def shade(strength: float, curved: bool = False) -> NDArray[np.float64]:
    y, x = np.mgrid[-1:1:300j, -1:1:300j]
    return np.asarray(1 - strength * ((x**2 + y**2) / 2 if curved else (1.5 + x + 0.5 * y) / 3))


@pytest.mark.parametrize("curved", [False, True])
@pytest.mark.parametrize("dark", [False, True])
def test_uneven_light_is_taken_out(dark: bool, curved: bool) -> None:
    page = draw() / 255
    paper = (0.3 + 0.7 * (1 - page) if dark else 0.3 + 0.7 * page) * shade(0.55, curved)
    noisy = paper + np.random.default_rng(0).normal(0, 0.01, page.shape)
    found = normalise(encode((noisy.clip(0, 1) * 255).astype(np.uint8)))
    assert difference(found.pixels, REFERENCE) < 0.03
    assert found.warnings == ()


def test_an_even_page_is_not_flattened() -> None:
    grey = draw(1, 300, 290).astype(np.float32)
    assert next(readings(grey)).flat is grey


def test_specks_are_dropped() -> None:
    page = draw()
    spots = np.random.default_rng(0).integers(5, 295, (40, 2))
    page = page.copy()
    page[spots[:, 0], spots[:, 1]] = 255
    found = normalise(encode(page))
    assert difference(found.pixels, REFERENCE) < 0.01
    assert found.warnings == ()


@pytest.mark.parametrize("axis", [0, 1])
@pytest.mark.parametrize("gap", [10, 50])
def test_a_strip_along_the_border_is_dropped(gap: int, axis: int) -> None:
    page = draw().copy()
    page = page.take(range(np.flatnonzero(page.any(1 - axis))[-1] + gap + 20), axis)
    page[(slice(None),) * axis + (slice(-20, None),)] = 255
    assert difference(normalise(encode(page)).pixels, REFERENCE) < 0.001


@pytest.mark.parametrize("at", [(45, 150), (150, 55), (255, 150), (45, 60)])
def test_a_digit_that_touches_the_border_survives(at: tuple[int, int]) -> None:
    page = draw(at=at)
    ys, xs = np.nonzero(page)
    page = page[ys.min() if at[1] < 100 else 0 :, xs.min() if at[0] < 100 else 0 : xs.max() + 1].copy()
    page[200:210, 100:110] = 255  # a blot further in is not the digit
    assert difference(normalise(encode(page)).pixels, REFERENCE) < 0.03


def test_a_digit_that_fills_the_frame_survives() -> None:
    page = draw()
    ys, xs = np.nonzero(page)
    cut = page[ys.min() : ys.max() + 1, xs.min() : xs.max() + 1]
    assert difference(normalise(encode(cut)).pixels, REFERENCE) < 0.001
    assert difference(normalise(encode(255 - cut)).pixels, REFERENCE) < 0.001


@pytest.mark.parametrize("gap", [12, 25, 150])
def test_a_second_digit_is_dropped_and_warned_of(gap: int) -> None:
    first, second = draw(), draw(1, height=110)
    right, left = np.flatnonzero(first.any(0))[-1], np.flatnonzero(second.any(0))[0]
    page = np.pad(first, ((0, 0), (0, 300)))
    page[:, right + gap : right + gap + 300 - left] += second[:, left:]
    found = normalise(encode(page))
    assert found.warnings == ("several_components",)
    assert difference(found.pixels, REFERENCE) < 0.001


def test_a_loose_bar_belongs_to_its_digit() -> None:
    page = Image.new("L", (200, 200))
    pen = ImageDraw.Draw(page)
    pen.line([(80, 90), (120, 90), (120, 160), (70, 160)], 255, 12)
    pen.line([(80, 70), (125, 70)], 255, 10)
    for cut in (page, page.crop((65, 66, 126, 166))):  # with paper around it, and tightly
        found = normalise(encode(cut)).pixels
        rows = found.max(1)[found.any(1)]
        assert (rows > 0.5).sum() >= 17  # bar and body are 20 px high together, less the gap
        assert rows.min() < 0.3


def test_a_broken_stroke_is_followed_from_piece_to_piece() -> None:
    page = np.zeros((300, 200), np.uint8)
    for top in range(40, 240, 31):
        page[top : top + 26, 96:104] = 255
    found = normalise(encode(page))
    assert found.warnings == ()  # its strokes are as wide as MNIST's by then
    assert np.ptp(np.flatnonzero(found.pixels.any(1))) == 19


@pytest.mark.parametrize(("width", "thickness", "code"), [(20, -2.0, "little_ink"), (60, 0.0, "much_ink")])
def test_unusual_amounts_of_ink_are_warned_of(width: int, thickness: float, code: str) -> None:
    page = Image.new("L", (300, 300), 255)
    ImageDraw.Draw(page).arc((60, 60, 240, 240), 0, 180 if code == "little_ink" else 360, 0, width)
    assert normalise(encode(page), Knobs(thickness=thickness)).warnings == (code,)


# What files hold


def transparent(ink: int) -> Image.Image:
    """A digit that is in the alpha channel alone."""
    page = Image.new("RGB", (300, 300), (ink, ink, ink))
    page.putalpha(Image.fromarray(draw()))
    return page


def card() -> Image.Image:
    """A black digit on a white card with nothing around it."""
    page = Image.new("RGBA", (400, 400))
    page.paste(Image.fromarray(255 - draw()).convert("RGBA"), (50, 50))
    return page


def palette(paper: tuple[int, int, int] = (200, 220, 255)) -> Image.Image:
    page = Image.fromarray((draw() > 127).astype(np.uint8)).convert("L")
    page = Image.frombytes("P", page.size, page.tobytes())
    page.putpalette([*paper, 40, 0, 60])
    return page


def deep(top: float, kind: type[np.generic]) -> Image.Image:
    return Image.fromarray((draw() / 255 * top).astype(kind))


FILES = {
    "grey": encode(255 - draw()),
    "grey and alpha": encode(transparent(0).convert("LA")),
    "black on nothing": encode(transparent(0)),
    "white on nothing": encode(transparent(255)),
    "grey on nothing, webp": encode(transparent(90), "WEBP", lossless=True),
    "a card on nothing": encode(card()),
    "one bit": encode(Image.fromarray(255 - draw()).convert("1", dither=Image.Dither.NONE)),
    "palette": encode(palette()),
    "palette, see-through paper": encode(palette((40, 0, 60)), transparency=0),
    "gif": encode(palette(), "GIF"),
    "see-through grey": encode(draw(), transparency=0),
    "16 bits": encode(deep(65535, np.uint16)),
    "12 of 16 bits": encode(deep(4095, np.uint16)),
    "16 bits, tiff": encode(deep(65535, np.uint16), "TIFF"),
    "32 bits": encode(deep(2**31 - 1, np.int32), "TIFF"),
    "floats to 1": encode(deep(1, np.float32), "TIFF"),
    "floats to 255": encode(deep(255, np.float32), "TIFF"),
    "colour": encode(Image.merge("RGB", [Image.fromarray(draw() // n) for n in (1, 2, 3)])),
    "CMYK jpeg": encode(Image.fromarray(255 - draw()).convert("RGB").convert("CMYK"), "JPEG", quality=95),
    "CMYK tiff": encode(Image.fromarray(255 - draw()).convert("RGB").convert("CMYK"), "TIFF"),
    "YCbCr tiff": encode(Image.fromarray(draw()).convert("RGB").convert("YCbCr"), "TIFF"),
    "LAB tiff": encode(Image.merge("LAB", [Image.fromarray(draw()), *[Image.new("L", (300, 300), 128)] * 2]), "TIFF"),
    "jpeg": encode(255 - draw(), "JPEG", quality=80),
    "progressive jpeg": encode(255 - draw(), "JPEG", progressive=True),
    "webp": encode(255 - draw(), "WEBP"),
    "bmp": encode(draw(), "BMP"),
    "heic": encode(255 - draw(), "HEIF", quality=80),
    "heic and alpha": encode(transparent(0), "HEIF", quality=90),
    "avif": encode(255 - draw(), "AVIF", quality=80, speed=9),
    "avif and alpha": encode(transparent(255), "AVIF", quality=90, speed=9),
    "mpo": encode(
        Image.fromarray(draw()).convert("RGB"), "MPO", save_all=True, append_images=[Image.new("RGB", (300, 300))]
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_whatever_the_file_the_digit_is_the_same(name: str) -> None:
    found = normalise(FILES[name]).pixels
    assert difference(found, REFERENCE) < 0.015


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "TIFF", "HEIF", "AVIF"])
@pytest.mark.parametrize("orientation", UNDONE)
def test_pictures_are_turned_upright(orientation: int, kind: str) -> None:
    turn = UNDONE[orientation]
    upright = Image.fromarray(draw(side=310)[:300])
    exif = Image.Exif()
    exif[0x0112] = orientation
    stored = encode(upright if turn is None else upright.transpose(turn), kind, exif=exif)
    assert difference(normalise(stored).pixels, REFERENCE) < 0.01


@pytest.mark.parametrize("kind", ["JPEG", "WEBP", "AVIF"])
def test_pictures_are_turned_by_exif_alone_as_in_a_browser(kind: str) -> None:
    xmp = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:Description tiff:Orientation="6"/></x:xmpmeta>'
    stored = encode(Image.fromarray(draw(side=310)[:300]), kind, xmp=xmp)
    assert b"tiff:Orientation" in stored
    assert difference(normalise(stored).pixels, REFERENCE) < 0.01


@pytest.mark.parametrize("orientation", UNDONE)
def test_a_heic_that_its_container_turns_is_not_turned_twice(orientation: int) -> None:
    turn = UNDONE[orientation]
    upright = Image.fromarray(draw(side=310)[:300])
    exif = Image.Exif()
    exif[0x0112] = orientation
    stored = encode(upright if turn is None else upright.transpose(turn), "HEIF", exif=exif.tobytes())
    assert (b"irot" in stored or b"imir" in stored) == (orientation != 1)
    assert difference(normalise(stored).pixels, REFERENCE) < 0.01


@pytest.mark.filterwarnings("ignore:Corrupt EXIF")
@pytest.mark.parametrize("exif", [b"nonsense", b"II*\0\x08\0\0\0\xff\xff" + b"\x12" * 30])
def test_broken_exif_does_not_spoil_a_picture(exif: bytes) -> None:
    data = encode(draw(), "JPEG", exif=b"Exif\0\0" + exif)
    assert difference(normalise(data).pixels, REFERENCE) < 0.01


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_large_picture_is_reduced_first(kind: str) -> None:
    page = Image.fromarray(255 - draw()).resize((3000, 2000))
    grey = read_grey(encode(page, kind))
    assert 512 <= max(grey.shape) <= 1024
    assert grey.shape[1] == pytest.approx(1.5 * grey.shape[0], abs=2)
    assert grey.max() <= 1
    check_convention(normalise(encode(page.resize((3000, 3000)), kind)))


def test_a_transparent_picture_is_made_smaller_in_strips_as_in_one() -> None:
    random = np.random.default_rng(0)
    image = Image.fromarray(random.integers(0, 256, (1501, 700, 4), np.uint8), "RGBA")
    for factor in (1, 2, 7, 40):
        assert (np.asarray(_shrunk(image, factor)) == np.asarray(image.reduce(factor))).all()


# What can't be read


def gradient() -> Grey:
    y, x = np.mgrid[0:1:200j, 0:1:300j]
    return np.asarray(90 + 60 * x + 40 * y - 30 * x * y, np.uint8)


def noisy(sigma: float, page: Grey | int = 200) -> Grey:
    noise = np.random.default_rng(0).normal(0, sigma, (200, 300))
    return np.asarray((page + noise).clip(0, 255), np.uint8)


BLANK = {
    **{f"flat {level}": encode(np.full((60, 80), level, np.uint8)) for level in (0, 1, 128, 255)},
    "one pixel": encode(np.zeros((1, 1), np.uint8)),
    "gradient": encode(gradient()),
    "gradient jpeg": encode(gradient(), "JPEG"),
    "vignette": encode((220 * shade(0.5, True)).astype(np.uint8)),
    "sensor noise": encode(noisy(4)),
    "gradient and noise": encode(noisy(4, gradient())),
    "much sensor noise": encode(noisy(12)),
    "noise, jpeg": encode(noisy(6), "JPEG"),
    "dust": encode(np.pad(np.full((4, 4), 255, np.uint8), 300)),
    "nothing at all": encode(Image.new("RGBA", (50, 50))),
    "deep and flat": encode(Image.fromarray(np.full((50, 50), 30000, np.uint16))),
}


@pytest.mark.parametrize("name", BLANK)
def test_a_blank_page_is_refused(name: str) -> None:
    assert refusal(BLANK[name]).code == "blank_image"


def test_noise_is_no_digit() -> None:
    random = np.random.default_rng(0)
    assert refusal(encode(random.integers(0, 256, (200, 200), np.uint8))).code == "no_digit"
    assert refusal(encode(np.pad(np.full((90, 90), 255, np.uint8), 50))).code == "no_digit"


@pytest.mark.parametrize("paper", [0, 1])
@pytest.mark.parametrize("width", [80, 100, 120])
@pytest.mark.parametrize("side", [200, 300, 1000])
def test_a_block_is_no_digit(paper: int, width: int, side: int) -> None:
    page = np.full((200, side), 255 * paper, np.uint8)
    page[20:180, (side - width) // 2 : (side + width) // 2] = 255 - 255 * paper
    assert refusal(encode(page)).code == "no_digit"


def animation(kind: str) -> bytes:
    frames = [Image.fromarray(page) for page in (draw(), 255 - draw())]
    return encode(frames[0], kind, save_all=True, append_images=frames[1:])


REFUSED = {
    "nothing": (b"", "empty_file"),
    "text": (b"hello", "not_an_image"),
    "zeros": (bytes(1000), "not_an_image"),
    "pdf": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "not_an_image"),
    "a format not allowed": (encode(draw(), "PPM"), "not_an_image"),
    "svg": (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "svg_image"),
    "svg after a prolog": (b'\xef\xbb\xbf<?xml version="1.0"?>\n<!-- drawn -->\n<SVG width="9"/>', "svg_image"),
    "cut png": (encode(noisy(40))[:-3000], "damaged_image"),
    "cut jpeg": (encode(noisy(40), "JPEG")[:-3000], "damaged_image"),
    "half a header": (encode(draw())[:20], "damaged_image"),
    "half a webp header": (encode(draw(), "WEBP")[:20], "damaged_image"),
    "half a heic header": (encode(draw(), "HEIF")[:200], "damaged_image"),
    "half an avif header": (encode(draw(), "AVIF", speed=9)[:100], "damaged_image"),
    "a film": (b"\0\0\0\x20ftypisom" + bytes(100), "not_an_image"),
    "gif": (animation("GIF"), "animated_image"),
    "webp": (animation("WEBP"), "animated_image"),
    "apng": (animation("PNG"), "animated_image"),
    "avif": (animation("AVIF"), "animated_image"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_refused_with_its_code(name: str) -> None:
    data, code = REFUSED[name]
    assert refusal(data).code == code
    assert code in STATUS


@pytest.mark.filterwarnings("ignore:Corrupt EXIF")
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "BMP", "WEBP", "TIFF", "HEIF", "AVIF"])
def test_a_cut_file_is_damaged_wherever_it_was_cut(kind: str) -> None:
    data = encode(noisy(40), kind)
    codes = [refusal(data[:length]).code for length in np.linspace(30, len(data) * 0.95, 12).astype(int)]
    assert set(codes) == {"damaged_image"}


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # Pillow's, at broken metadata
@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from([name for name in FILES if "CMYK" not in name]),
    st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 255)), min_size=1, max_size=4),
)
@example("floats to 1", [(0.4375, 200)])  # one pixel is so large that the others lie too close for a histogram
def test_a_flipped_byte_gives_a_digit_or_a_problem(name: str, flips: list[tuple[float, int]]) -> None:
    data = bytearray(FILES[name])
    for place, value in flips:
        data[int(place**3 * len(data))] = value  # headers more often than pixels
    try:
        assert np.isfinite(normalise(bytes(data)).pixels).all()
    except Problem as problem:
        assert problem.code in STATUS


MODES = ("1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "YCbCr", "HSV", "I", "I;16", "F")
WRITTEN = ("PNG", "JPEG", "GIF", "BMP", "WEBP", "TIFF", "AVIF", "HEIF", "PPM", "TGA", "PCX", "ICO", "JPEG2000", "SGI")


def of_mode(mode: str, pixels: NDArray[np.uint8]) -> Image.Image:
    """Bytes (h, w, 4) as a picture of a mode; deep ones take the whole of their range."""
    if mode == "I;16":
        return Image.fromarray(np.ascontiguousarray(pixels[..., :2]).view("<u2")[..., 0])
    if mode in {"I", "F"}:
        whole = np.ascontiguousarray(pixels).view("<i4")[..., 0]
        return Image.fromarray(whole if mode == "I" else whole.astype(np.float32))
    return Image.fromarray(pixels, "RGBA").convert("RGB" if mode == "HSV" else "RGBA").convert(mode)


@pytest.mark.filterwarnings("ignore")  # Pillow's, of what a format can't hold
@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(MODES),
    st.sampled_from(WRITTEN),
    st.tuples(st.integers(1, 64), st.integers(1, 64)),
    st.integers(0, 2**32 - 1),
    st.integers(0, 3),
)
def test_any_picture_in_any_format_gives_a_digit_or_a_problem(
    mode: str, kind: str, shape: tuple[int, int], seed: int, coarse: int
) -> None:
    """Noise from pixel by pixel to a few large blocks, in colour, deep or transparent."""
    height, width = shape
    noise = np.random.default_rng(seed).integers(0, 256, (height, width, 4), np.uint8)
    pixels = np.repeat(np.repeat(noise, 4**coarse, 0), 4**coarse, 1)[:height, :width]
    try:
        data = encode(of_mode(mode, pixels), kind)
    except (OSError, ValueError, KeyError, SystemError):
        assume(False)  # the format does not hold this mode, or so small a picture
    try:
        pixels_28 = normalise(data).pixels
    except Problem as problem:
        assert problem.code in STATUS
        assert problem.code == "not_an_image" if kind not in FORMATS else problem.code in {"blank_image", "no_digit"}
    else:
        assert kind in FORMATS
        assert pixels_28.shape == (28, 28) and 0 <= pixels_28.min() < pixels_28.max() <= 1


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


# Small pictures against lower limits: a reader without our limits has to come through these tests, too.


def check_size(width: int, height: int) -> None:
    """As of a picture of this size, of which there is nothing but the size."""
    _check_size(cast(Image.Image, SimpleNamespace(size=(width, height))))


@pytest.mark.parametrize(("width", "height"), [(20_000, 20_000), (8_001, 8_000), (2**31 - 1, 1), (12_000, 9_000)])
def test_64_megapixels_are_the_most(width: int, height: int) -> None:
    with pytest.raises(Problem) as caught:
        check_size(width, height)
    assert caught.value.code == "too_many_pixels"
    assert caught.value.values == {"width": width, "height": height, "limit": MAX_PIXELS // 1_000_000}


def test_48_megapixels_are_not_too_many() -> None:
    check_size(8_064, 6_048)


@pytest.mark.parametrize("kind", FORMATS)
def test_too_many_pixels_are_refused_by_the_header(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    data = encode(draw(side=300), kind)
    monkeypatch.setattr(decode, "MAX_PIXELS", 300 * 300)
    assert read_grey(data).shape == (300, 300)
    monkeypatch.setattr(decode, "MAX_PIXELS", 300 * 300 - 1)
    monkeypatch.setattr(ImageFile.ImageFile, "load", lambda image: pytest.fail("pixels were decoded"))
    assert refusal(data).code == "too_many_pixels"


# Arrays to PNG


def test_png_comes_back_as_it_was() -> None:
    grey = np.random.default_rng(0).integers(0, 256, (28, 41), np.uint8)
    with Image.open(BytesIO(png(grey))) as image:
        assert (image.mode, image.format) == ("L", "PNG")
        assert (np.asarray(image) == grey).all()


def test_mosaic_goes_row_by_row() -> None:
    images = np.arange(1, 6, dtype=np.uint8)[:, None, None] * np.ones((1, 3, 3), np.uint8)
    assert mosaic(images, 3)[::3, ::3].tolist() == [[1, 2, 3], [4, 5, 0]]
    bordered = mosaic(images, 2, cell=5)
    assert bordered.shape == (3 * 5, 2 * 5)
    assert bordered.dtype == np.uint8
    assert bordered[5:10, 5:].tolist() == [[0] * 5, *[[0, 4, 4, 4, 0]] * 3, [0] * 5]
    assert bordered.sum() == images.sum()


def test_a_mosaic_of_any_side_has_cells_of_the_same_size() -> None:
    for side, times in ((8, 4), (9, 3), (16, 2), (28, 1), (31, 1), (32, 1)):
        images = np.full((4, side, side), 200, np.uint8)
        made = mosaic(images, 2, cell=32)
        assert made.shape == (64, 64) and made.astype(int).sum() == 4 * 200 * (side * times) ** 2
    large = np.zeros((2, 64, 64), np.uint8)
    large[1] = 200
    assert mosaic(large, 2, cell=32)[:, ::32].tolist() == [[0, 200]] * 32


def test_a_mosaic_keeps_colours() -> None:
    images = np.zeros((2, 9, 9, 3), np.uint8)
    images[0, ..., 0], images[1, ..., 2] = 255, 100
    with Image.open(BytesIO(png(mosaic(images, 2, cell=9)))) as picture:
        assert picture.mode == "RGB"
        assert (picture.getpixel((4, 4)), picture.getpixel((13, 4))) == ((255, 0, 0), (0, 0, 100))


def test_a_jpeg_of_too_many_scans_is_refused_before_they_are_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    """libjpeg goes over the whole picture once more for each of them, however many there are."""
    photo = encode(Image.fromarray(draw()), "JPEG", progressive=True)
    assert normalise(photo).pixels.max() == 1
    monkeypatch.setattr(decode_limits, "MAX_SCANS", photo.count(b"\xff\xda") - 1)
    monkeypatch.setattr(ImageFile.ImageFile, "load", lambda image: pytest.fail("scans were decoded"))
    assert refusal(photo).code == "damaged_image"


@pytest.mark.parametrize("extra", [b"", b"\0\0\0\1tRNS\0" + struct.pack(">I", zlib.crc32(b"tRNS\0"))])
def test_a_palette_picture_without_its_palette_is_damaged(extra: bytes) -> None:
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 40, 40, 8, 3, 0, 0, 0))
    rows = chunk(b"IDAT", zlib.compress((b"\0" + b"\1" * 40) * 40))
    found = refusal(b"\x89PNG\r\n\x1a\n" + header + extra + rows + chunk(b"IEND", b""))
    assert found.code in {"damaged_image", "blank_image"}


def test_a_float_picture_of_any_range_is_read() -> None:
    page = draw().astype(np.float32) / 255
    wide = Image.fromarray((page * 2 - 1) * np.float32(3e38))
    assert difference(normalise(encode(wide, "TIFF")).pixels, normalise(encode(Image.fromarray(draw()))).pixels) < 0.01


def run_lengths(width: int, height: int) -> Image.Image:
    """Of a bitmap of run lengths, what is known before its pixels are decoded."""
    about = {"width": width, "height": height, "format": "BMP", "info": {"compression": 1}}
    return cast(Image.Image, SimpleNamespace(**about))


def test_a_bitmap_of_run_lengths_is_refused_where_it_says_to_be_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pillow decodes them byte by byte in Python, and took half a minute for a file of one kilobyte."""
    decode_limits.check_opened(run_lengths(2000, 2000), b"")
    with pytest.raises(Problem) as caught:
        decode_limits.check_opened(run_lengths(2001, 2000), b"")
    assert caught.value.values == {"width": 2001, "height": 2000, "limit": 4}
    body = bytes([0, 0, 0, 1])
    header = struct.pack("<IiiHHIIiiII", 40, 100, 1, 1, 8, 1, len(body), 0, 0, 256, 0)
    start = 14 + len(header) + 4 * 256
    small = b"BM" + struct.pack("<IHHI", start + len(body), 0, 0, start) + header + bytes(4 * 256) + body
    assert refusal(small).code != "too_many_pixels"
    monkeypatch.setattr(decode_limits, "MAX_RLE_PIXELS", 99)
    assert refusal(small).code == "too_many_pixels"
