"""Digits of a number that touch are told apart; what only is wide stays one digit."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from latent_explorer.app.images.normalise import normalise_grey
from latent_explorer.app.images.normalise.knobs import AUTOMATIC
from tests.helpers.pictures import drawn

Grey = NDArray[np.float32]
Stroke = tuple[tuple[float, float], ...]
THREE: tuple[Stroke, ...] = (((0.1, 0.3), (0.3, 0.3), (0.4, 0.4), (0.2, 0.5), (0.4, 0.6), (0.3, 0.7), (0.1, 0.7)),)
# With a longer foot its centre of mass is not halfway between two pixels, where either would be right.
FOOTED: tuple[Stroke, ...] = ((*THREE[0][:-1], (0.06, 0.7)),)
FOUR: tuple[Stroke, ...] = (((0.12, 0.3), (0.0, 0.58), (0.35, 0.58)), ((0.25, 0.3), (0.25, 0.7)))


def beside(strokes: tuple[Stroke, ...], right: float) -> tuple[Stroke, ...]:
    return tuple(tuple((x + right, y) for x, y in stroke) for stroke in strokes)


@pytest.mark.parametrize("right", [0.4, 0.42])
def test_of_two_digits_that_touch_each_is_offered_as_if_alone(right: float) -> None:
    page = drawn(*FOOTED, *beside(FOUR, right))
    for which, alone in enumerate((FOOTED, beside(FOUR, right)), 1):
        found = normalise_grey(page, replace(AUTOMATIC, digit=which))
        assert len(found.digits) == found.count == 3
        assert np.abs(found.pixels - normalise_grey(drawn(*alone)).pixels).mean() < 0.03


def test_what_may_be_one_digit_on_its_side_is_taken_whole() -> None:
    found = normalise_grey(np.ascontiguousarray(np.rot90(drawn(*THREE))))
    assert len(found.digits) == 3
    whole, *parts = found.digits
    assert found.chosen == 0
    assert whole.width > 1.5 * max(part.width for part in parts)


def test_three_digits_in_a_row_that_touch_are_three() -> None:
    small = [tuple(tuple((0.6 * x, 0.2 + 0.6 * y) for x, y in stroke) for stroke in digit) for digit in (THREE, FOUR)]
    page = drawn(*small[0], *beside(small[1], 0.252), *beside(small[0], 0.41))
    found = normalise_grey(page)
    assert np.allclose([one.left for one in found.digits], [0.06, 0.06, 0.23, 0.46], atol=0.02)


@pytest.mark.parametrize(
    "strokes",
    [
        (((0.1, 0.3), (0.9, 0.3), (0.6, 0.7)),),  # a wide 7
        (((0.1, 0.5), (0.5, 0.3), (0.9, 0.5), (0.5, 0.7), (0.1, 0.5)),),  # a wide 0
        (((0.2, 0.35), (0.8, 0.3), (0.7, 0.45), (0.15, 0.7), (0.9, 0.7)),),  # a wide 2
    ],
    ids=["7", "0", "2"],
)
def test_a_wide_digit_stays_one(strokes: tuple[Stroke, ...]) -> None:
    assert len(normalise_grey(drawn(*strokes)).digits) == 1


@pytest.mark.parametrize("length", [6, 8, 14, 300])
def test_a_ruled_line_or_a_bar_alone_is_one(length: int) -> None:
    page = np.zeros((200, 1000), np.float32)
    height = 900 // length
    page[20 : 20 + min(height, 160), 50 : 50 + min(height, 160) * length] = 1
    assert normalise_grey(page).count == 1


def test_a_wavy_line_that_is_longer_than_any_number_is_one() -> None:
    page = drawn(tuple((x, 0.5 + 0.01 * np.sin(150 * x)) for x in np.linspace(0.05, 0.95, 200)))
    assert normalise_grey(page).count == 1
