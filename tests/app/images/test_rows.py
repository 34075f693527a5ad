"""Digits come as one reads them, and of very many all are counted and the largest come."""

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from latent_explorer.app.images.normalise import Grey, normalise_grey
from latent_explorer.app.images.normalise.boxes import Box
from latent_explorer.app.images.normalise.rows import in_reading_order

HIGH, WIDE = 100, 60


def line(level: float, jumps: list[float], start: int = 0, slope: float = 0.0) -> list[Box]:
    """Boxes side by side, each off its line's level by a jump, in parts of their height."""
    boxes = []
    for i, jump in enumerate(jumps):
        left = start + 90 * i
        top = round(HIGH * (level + jump) + slope * left) + 500
        boxes.append((slice(top, top + HIGH), slice(left, left + WIDE)))
    return boxes


def order(lines: list[list[Box]]) -> list[int]:
    """The order of boxes that come in any order."""
    boxes = [box for one in lines for box in one]
    mixed = np.random.default_rng(0).permutation(len(boxes))
    return [int(mixed[i]) for i in in_reading_order([boxes[i] for i in mixed])]


JUMPS = [-0.3, 0.3, -0.2, 0.25, -0.3, 0.3]
LINES = {
    "level": [line(0, [0.0] * 6), line(1.4, [0.0] * 6)],
    "jumping": [line(0, JUMPS), line(1.4, JUMPS[::-1])],
    "the first highest": [line(0, [-0.45, 0.1, 0.2, 0.1])],
    "three, close": [line(0, JUMPS), line(1.3, JUMPS), line(2.6, JUMPS)],
    "askew": [line(0, [0.0] * 8, slope=0.1), line(1.4, [0.0] * 8, slope=0.1)],
    "the other way": [line(0, [0.0] * 8, slope=-0.1), line(1.4, [0.0] * 8, slope=-0.1)],
    "indented": [line(0, JUMPS), line(1.4, JUMPS, start=200), line(2.8, JUMPS, start=40)],
    "one below another": [line(0, [0.0]), line(1.1, [0.0]), line(2.2, [0.0])],
}


@pytest.mark.parametrize("name", LINES)
def test_digits_are_read_line_by_line_and_left_to_right(name: str) -> None:
    assert order(LINES[name]) == list(range(sum(map(len, LINES[name]))))


def test_a_tall_digit_among_small_ones_stays_in_their_line() -> None:
    boxes = [(slice(40, 100), slice(0, 40)), (slice(0, 100), slice(60, 90)), (slice(50, 100), slice(110, 150))]
    assert in_reading_order(boxes) == [0, 1, 2]


def many(lines: int, columns: int) -> Grey:
    """Lines of digits of some 30 px, (h, w) in 0..1."""
    page = Image.new("L", (56 * columns + 40, 64 * lines + 40), 255)
    pen, font = ImageDraw.Draw(page), ImageFont.load_default(size=40)
    for i in range(lines * columns):
        at = 20 + 56 * (i % columns) + 20, 20 + 64 * (i // columns) + 20
        pen.text(at, str(i % 10), 0, font, "mm", stroke_width=1)
    return np.asarray(page, np.float32) / np.float32(255)


def test_thirty_seven_digits_are_all_offered() -> None:
    page = many(4, 10)
    page[-84:, -184:] = 1
    found = normalise_grey(page)
    assert len(found.digits) == found.count == 37
    places = [(round(one.top * 4), one.left) for one in found.digits]
    assert places == sorted(places)


def test_of_more_digits_than_are_offered_all_are_counted() -> None:
    found = normalise_grey(many(10, 12))
    assert (len(found.digits), found.count) == (40, 120)
    assert found.pixels.tolist() == normalise_grey(many(10, 12)).pixels.tolist()
