"""Strokes thinner than MNIST's are widened to them; others stay."""

import numpy as np
import pytest

from latent_explorer.app.images.normalise import Knobs, normalise_grey
from latent_explorer.app.images.normalise.stroke import LEAST, stroke_width, to_pen
from tests.helpers.pictures import drawn

FOUR = ((0.4, 0.1), (0.25, 0.6), (0.8, 0.6)), ((0.6, 0.1), (0.6, 0.9))


@pytest.mark.parametrize("wide", [6, 12, 20, 40])
def test_a_strokes_width_is_measured(wide: int) -> None:
    cut = np.zeros((400, wide), np.float32) + 1
    assert stroke_width(cut) == pytest.approx(wide / 20, abs=0.15)


def test_a_ballpoints_line_is_widened_and_said() -> None:
    found = normalise_grey(drawn(*FOUR, wide=6))
    told = {step.name: step.note for step in found.steps}
    assert isinstance(told["stroke"], float) and told["stroke"] < 1
    rows, columns = (np.flatnonzero((found.pixels > 0.15).any(axis)) for axis in (1, 0))
    assert stroke_width(found.pixels[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]) > 0.9 * LEAST


def test_an_ordinary_pen_is_left_as_it_is() -> None:
    cut = 1 - drawn(*FOUR, wide=40)
    assert to_pen(cut, stroke_width(cut), 0.0) is cut
    assert "stroke" not in [step.name for step in normalise_grey(drawn(*FOUR, wide=40)).steps]


def test_the_knob_goes_on_from_there() -> None:
    thin, more = (normalise_grey(drawn(*FOUR, wide=6), Knobs(thickness=by)).pixels.mean() for by in (0.0, 1.0))
    assert more > 1.2 * thin
