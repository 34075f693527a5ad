"""A grey picture of a digit to 28×28 by MNIST's convention. Every step is a pure function, array to array."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

from app.errors import Problem
from model.config import IMAGE_SIZE

Grey = NDArray[np.float32]
Mask = NDArray[np.bool_]
Box = tuple[slice, slice]  # rows, columns

BOX = 20  # px, the longer side of a digit
CENTRE = 14.0  # pixel index of the centre of mass
INK_FRACTION = (0.044, 0.270)  # mean pixel, of all but the rarest digits
MAX_INK = 0.42  # mean pixel; beyond it the box is filled, with a texture or a shape, and not with strokes
MIN_CONTRAST = 0.05  # of ink to paper; below it a page is blank
MIN_SIGNAL = 4.0  # contrast in standard deviations of the noise: noise alone, cut in two, has 2.7 at most
UNEVEN = 0.05  # spread of the paper, in parts of the contrast, that calls for flattening
DARKEST = np.float32(0.1)  # light that a page is divided by, so that black paper doesn't blow up its noise
FLOOR = 0.15  # of ink; fainter edges may be a JPEG's ringing, which would widen the box
LEVEL = 0.9  # quantile of the ink that counts as white: a stroke is not even
EDGE = 2  # px that an anti-aliased edge reaches beyond its stroke
SPECK = 0.02  # of the main piece's area; anything smaller is dropped
SECOND = 0.25  # of the digit's area; something as large that was left out is warned of
NEAR = 0.25  # of the digit's longer side: a piece within is a part of it, as the bar of a 5
TALL = 0.6  # of the digit's height: as tall a piece beside it is another digit
DUST = 64  # parts of the picture's longer side; a piece smaller than one is no digit
THUMBNAIL = 64  # px, enough to see the light by
NEIGHBOURS = np.ones((3, 3), np.bool_)


@dataclass(frozen=True)
class Step:
    """One step from the picture to 28×28, and what it found."""

    name: str
    note: str | float | int | bool | None = None


@dataclass(frozen=True)
class Normalised:
    """A digit by MNIST's convention: `pixels` (28, 28) float32 in 0..1, white ink on black."""

    pixels: Grey
    steps: tuple[Step, ...]
    warnings: tuple[str, ...]


def normalise_grey(grey: Grey) -> Normalised:
    """Normalise grey (h, w) float32 in 0..1. Problem blank_image or no_digit where there is no ink to read."""
    flat = flatten_light(grey)
    ink = lift_ink(flat)
    pieces = label_ink(ink)
    digit, others = choose_pieces(pieces)
    cut = clean(ink, digit)
    pixels = centre(to_grey_levels(scale_to_box(cut)))
    fraction = float(pixels.mean())
    if fraction > MAX_INK:
        raise Problem("no_digit")
    steps = (
        Step("grey", _size(grey)),
        Step("light", flat is not grey),
        Step("threshold", round(otsu(flat), 3)),
        Step("polarity", "dark_on_light" if is_light(flat) else "light_on_dark"),
        Step("pieces", int(pieces.max())),
        Step("box", _size(cut)),
        Step("ink", round(fraction, 3)),
    )
    return Normalised(pixels, steps, warnings_of(fraction, others))


def otsu(grey: Grey) -> float:
    """The threshold that parts grey (h, w) into the two classes furthest from one another, in grey's own units."""
    counts, edges = np.histogram(grey, 256)
    middles = (edges[1:] + edges[:-1]) / 2
    below = np.cumsum(counts)[:-1]
    above = grey.size - below
    sums = np.cumsum(counts * middles)
    apart = sums[:-1] / np.maximum(below, 1) - (sums[-1] - sums[:-1]) / np.maximum(above, 1)
    between = below * above * apart**2
    best = np.flatnonzero(between >= between.max() * (1 - 1e-9))  # a plateau where nothing lies between
    return float(edges[1:][best[len(best) // 2]])


def is_light(grey: Grey) -> bool:
    """Whether the paper of (h, w) is light: most of its border, and of it all where a tight cut leaves that unclear."""
    light = grey > otsu(grey)
    border = np.concatenate([light[0], light[-1], light[:, 0], light[:, -1]])
    return bool(border.mean() + light.mean() > 1)


def flatten_light(grey: Grey) -> Grey:
    """Take uneven light out of grey (h, w). An even page comes back as it is: a fit could only bend to its ink."""
    paper = grey[(grey > otsu(grey)) == is_light(grey)]
    if _spread(paper) <= UNEVEN * _contrast(grey):
        return grey
    light = fit_light(grey)
    return np.asarray(grey / np.maximum(light, DARKEST) * light.mean())  # shade dims the ink as much as the paper


def fit_light(grey: Grey) -> Grey:
    """A biquadratic surface through most of grey (h, w): least absolute deviations, which ink can't pull on."""
    height, width = grey.shape
    small = np.asarray(
        Image.fromarray(grey).resize((min(width, THUMBNAIL), min(height, THUMBNAIL)), Image.Resampling.BOX)
    )
    y, x = (_positions(n) for n in small.shape)
    terms = np.polynomial.polynomial.polyvander2d(*np.meshgrid(y, x, indexing="ij"), [2, 2]).reshape(-1, 9)
    weights, values = np.ones(small.size), small.reshape(-1).astype(np.float64)
    for _ in range(20):  # iteratively reweighted least squares
        root = np.sqrt(weights)
        coefficients = np.linalg.lstsq(terms * root[:, None], values * root)[0]
        weights = 1 / np.maximum(np.abs(values - terms @ coefficients), 1e-3)
    surface = np.polynomial.polynomial.polygrid2d(_positions(height), _positions(width), coefficients.reshape(3, 3))
    return np.asarray(surface, np.float32)


def lift_ink(flat: Grey) -> Grey:
    """Grey (h, w) with the paper at 0 and the ink at 1, whichever was the lighter. Problem where they don't differ."""
    signed = -flat if is_light(flat) else flat
    strong = signed > otsu(signed)
    paper, ink = signed[~strong], signed[strong]
    contrast = _contrast(signed)
    if contrast < MIN_CONTRAST or contrast < min(4 * MIN_CONTRAST, MIN_SIGNAL * _spread(paper)):
        raise Problem("blank_image")
    if contrast < MIN_SIGNAL * grain(signed):
        raise Problem("no_digit")
    level = np.median(paper)
    return np.asarray(np.clip((signed - level) / (np.quantile(ink, LEVEL) - level), 0, 1), np.float32)


def grain(grey: Grey) -> float:
    """The standard deviation of the noise in grey (h, w), by neighbours' differences: most of them are noise alone."""
    return _spread(np.diff(grey)) / 2**0.5


def label_ink(ink: Grey) -> NDArray[np.int32]:
    """The connected pieces of ink (h, w), numbered from 1: what is above the threshold, and its grey edge."""
    strong = ink > otsu(ink)
    noise = max(FLOOR, 4 * grain(ink))
    edge = ndimage.binary_dilation(strong, NEIGHBOURS, iterations=EDGE) & (ink > noise)
    labels, _ = ndimage.label(strong | edge, NEIGHBOURS)
    return np.asarray(labels, np.int32)


def choose_pieces(pieces: NDArray[np.int32]) -> tuple[Mask, bool]:
    """Which pieces (h, w) are the digit, as a mask, and whether a big one was left out. Problem where all are dust."""
    areas, boxes = np.bincount(pieces.reshape(-1))[1:], _boxes(pieces)
    inner = areas * np.array([not _lies_on_border(box, pieces.shape) for box in boxes])
    # A piece of the border is the digit all the same where nothing near its size lies further in.
    main = int((inner if inner.max() >= SECOND * areas.max() else areas).argmax())
    if max(_sides(boxes[main])) < max(pieces.shape) / DUST:
        raise Problem("blank_image")
    strips = np.array([_lies_along_border(box, pieces.shape) for box in boxes])
    own = gather(main, boxes, np.flatnonzero((areas >= SPECK * areas[main]) & ~strips).tolist())
    left = np.delete(inner, own)
    return np.isin(pieces, 1 + np.array(own)), bool(left.size and left.max() >= SECOND * areas[own].sum())


def gather(main: int, boxes: list[Box], candidates: list[int]) -> list[int]:
    """The pieces of one digit, by index into their boxes: the main one, what is near it, what is near that."""
    own, rest, grown = [main], [i for i in candidates if i != main], True
    while grown:
        hull = _hull([boxes[i] for i in own])
        near = [i for i in rest if _belongs(boxes[i], hull)]
        own, rest, grown = own + near, [i for i in rest if i not in near], bool(near)
    return own


def clean(ink: Grey, digit: Mask) -> Grey:
    """Ink (h, w) of the digit alone, cut to its box: 0 outside the mask."""
    return np.where(digit, ink, np.float32(0))[box_of(digit)]


def scale_to_box(ink: Grey) -> Grey:
    """Ink (h, w) in the middle of a square (20, 20), its longer side filling it, its brightest pixel 1."""
    side = max(ink.shape)
    margins = [((side - n) // 2, side - n - (side - n) // 2) for n in ink.shape]
    padded = np.pad(ink, margins)
    if side < BOX:  # an area filter would enlarge to blocks
        square = np.asarray(Image.fromarray(padded).resize((BOX, BOX), Image.Resampling.BICUBIC))
    else:
        weights = area_weights(side, BOX)
        square = weights @ padded @ weights.T
    return np.asarray(np.clip(square / square.max(), 0, 1))


def area_weights(n: int, m: int) -> Grey:
    """The area filter from n px to m as a matrix (m, n): what part of each new pixel each old one covers.

    Pillow's BOX gives a pixel to one neighbour whole, and at 21 px to 20 a hairline to none.
    """
    edges, old = np.arange(m + 1)[:, None] * n / m, np.arange(n)
    overlap = np.minimum(edges[1:], old + 1) - np.maximum(edges[:-1], old)
    return np.asarray(np.maximum(overlap, 0) * m / n, np.float32)


def centre(square: Grey) -> Grey:
    """A square (20, 20) on black (28, 28), its centre of mass at 14.0 to the nearest pixel, all of it inside."""
    room = IMAGE_SIZE - BOX
    y, x = (min(max(round(CENTRE - mass), 0), room) for mass in ndimage.center_of_mass(square))
    return np.pad(square, ((y, room - y), (x, room - x)))


def to_grey_levels(pixels: Grey) -> Grey:
    """Pixels (h, w) in 0..1 to the nearest of 256 levels, as in MNIST: a digit kept as bytes is the same digit."""
    return np.rint(pixels * 255).astype(np.float32) / np.float32(255)


def warnings_of(fraction: float, others: bool) -> tuple[str, ...]:
    """Catalogue codes of what a visitor should know about an ink fraction in 0..1 and a second big piece of ink."""
    little, much = INK_FRACTION
    found = {"several_components": others, "little_ink": fraction < little, "much_ink": fraction > much}
    return tuple(code for code, is_so in found.items() if is_so)


def box_of(digit: Mask) -> Box:
    """The smallest box around a mask (h, w), as rows and columns."""
    (box,) = _boxes(digit.astype(np.int32))
    return box


def _boxes(pieces: NDArray[np.int32]) -> list[Box]:
    """The box of each piece."""
    return [(box[0], box[1]) for box in ndimage.find_objects(pieces)]


def _lies_on_border(box: Box, shape: tuple[int, ...]) -> bool:
    """Whether a piece touches the border and its middle is close to it: a table's edge, not a digit cut out tightly."""
    touches = any(part.start == 0 or part.stop == n for part, n in zip(box, shape, strict=True))
    middles = [(part.start + part.stop) / 2 / n for part, n in zip(box, shape, strict=True)]
    return touches and any(min(m, 1 - m) < 1 / 6 for m in middles)


def _lies_along_border(box: Box, shape: tuple[int, ...]) -> bool:
    """Whether a piece on the border is as long as that: an edge or a shadow, not the bar of a 5 cut out tightly."""
    return _lies_on_border(box, shape) and any(side > 0.9 * n for side, n in zip(_sides(box), shape, strict=True))


def _belongs(box: Box, digit: Box) -> bool:
    """Whether a piece is so near a digit as to be a part of it, and isn't another digit, as tall, beside it."""
    reach = NEAR * max(_sides(digit))
    down, across = (max(a.start - b.stop, b.start - a.stop) for a, b in zip(box, digit, strict=True))
    beside = across > reach / 4 and _sides(box)[0] > TALL * _sides(digit)[0]
    return max(down, across) < reach and not beside


def _hull(boxes: list[Box]) -> Box:
    rows, columns = (
        slice(min(p.start for p in parts), max(p.stop for p in parts)) for parts in zip(*boxes, strict=True)
    )
    return rows, columns


def _size(grey: Grey) -> str:
    return f"{grey.shape[1]}×{grey.shape[0]}"


def _sides(box: Box) -> tuple[int, int]:
    return box[0].stop - box[0].start, box[1].stop - box[1].start


def _positions(n: int) -> NDArray[np.float64]:
    """The middles of n pixels on −1..1, so that a surface fitted at one size holds at another."""
    return (np.arange(n) + 0.5) * 2 / n - 1


def _contrast(grey: Grey) -> float:
    """How far apart the middles of the two classes of grey are, in grey's own units."""
    above = grey > otsu(grey)
    return float(np.median(grey[above]) - np.median(grey[~above])) if above.any() and not above.all() else 0.0


def _spread(values: Grey) -> float:
    """A robust standard deviation: ink left among the paper doesn't move it."""
    return float(1.4826 * np.median(np.abs(values - np.median(values)))) if values.size else 0.0
