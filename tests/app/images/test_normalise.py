"""What a visitor may turn by hand, what each step shows, and which digits are found."""

import numpy as np
import pytest
from numpy.typing import NDArray

from latent_explorer.app.errors import Problem
from latent_explorer.app.images.normalise import Knobs, normalise_grey
from tests.helpers.pictures import grey_page

Grey = NDArray[np.float32]
NAMES = ["grey", "light", "threshold", "polarity", "pieces", "box", "centre"]


def test_steps_have_stable_names_and_small_pictures() -> None:
    found = normalise_grey(grey_page(size=(800, 400)))
    assert [step.name for step in found.steps] == NAMES
    for step in found.steps:
        assert step.picture is not None
        assert step.picture.dtype == np.uint8
        assert max(step.picture.shape) <= 200
    assert found.steps[0].picture is not None and found.steps[0].picture.shape == (100, 200)
    assert found.steps[-1].picture is not None
    assert (found.steps[-1].picture == np.rint(found.pixels * 255)).all()


def test_what_was_dropped_is_dim() -> None:
    spotted = grey_page()
    spotted[20:26, 20:26] = 0
    shown = normalise_grey(spotted).steps[4].picture
    assert shown is not None
    speck, digit = shown[10:20, 10:20], shown[50:150, 50:150]
    assert 40 < speck.max() < 100
    assert digit.max() == 255


def test_the_threshold_told_of_changes_nothing_when_set() -> None:
    grey = grey_page()
    plain = normalise_grey(grey)
    told = {step.name: step.note for step in plain.steps}["threshold"]
    assert isinstance(told, float)
    assert np.abs(normalise_grey(grey, Knobs(threshold=told)).pixels - plain.pixels).max() < 0.02


def test_a_lower_threshold_finds_fainter_ink() -> None:
    grey = grey_page()
    grey[250:256, 120:180] = 0.75  # a faint line under the digit
    picture = [normalise_grey(grey, Knobs(threshold=at)).steps[2].picture for at in (0.1, 0.6)]
    assert picture[0] is not None and picture[1] is not None
    assert picture[0][169, 100] == 0
    assert picture[1][169, 100] == 255


def test_the_other_polarity_is_taken_on_demand() -> None:
    label = np.pad(1 - grey_page("5")[50:250, 90:210], 50, constant_values=1)  # white on black, on white
    found = [
        {step.name: step for step in normalise_grey(label, Knobs(invert=invert)).steps} for invert in (False, True)
    ]
    assert {steps["polarity"].note for steps in found} == {"dark_on_light", "light_on_dark"}
    pictures = [steps["polarity"].picture for steps in found]
    assert pictures[0] is not None and pictures[1] is not None
    assert np.abs(pictures[0].astype(int) - pictures[1]).mean() > 10


def test_thickness_grows_and_shrinks_smoothly() -> None:
    amounts = [-3.0, -1.5, -0.5, 0.0, 0.5, 1.5, 3.0]
    found = [normalise_grey(grey_page(), Knobs(thickness=amount)).pixels for amount in amounts]
    means = [float(pixels.mean()) for pixels in found]
    assert means == sorted(means)
    assert means[-1] > 1.4 * means[3] and means[0] < 0.75 * means[3]
    assert all(pixels.max() == 1 for pixels in found)
    slightly = normalise_grey(grey_page(), Knobs(thickness=0.01)).pixels
    assert np.abs(slightly - found[3]).mean() < 0.01


def test_digits_are_told_in_reading_order_and_chosen_by_index() -> None:
    grey = grey_page("1 2\n3 4", (500, 500))
    found = normalise_grey(grey)
    assert len(found.digits) == 4
    lefts, tops = [d.left for d in found.digits], [d.top for d in found.digits]
    assert tops[0] < 0.5 < tops[2] and lefts[0] < lefts[1] and lefts[2] < lefts[3]
    for index, digit in enumerate(found.digits):
        alone = normalise_grey(grey, Knobs(digit=index))
        assert alone.chosen == index
        assert [d.left for d in alone.digits] == lefts
        assert (np.rint(alone.pixels * 255) == digit.thumbnail).all()
    assert (np.rint(found.pixels * 255) == found.digits[found.chosen].thumbnail).all()


def test_a_box_is_in_fractions_of_the_picture() -> None:
    (digit,) = normalise_grey(grey_page("8", (600, 300))).digits
    rows, columns = np.nonzero(grey_page("8", (600, 300)) < 0.5)
    assert (digit.left, digit.width) == pytest.approx((columns.min() / 600, (np.ptp(columns) + 1) / 600), abs=0.01)
    assert (digit.top, digit.height) == pytest.approx((rows.min() / 300, (np.ptp(rows) + 1) / 300), abs=0.01)


def test_lines_and_specks_are_no_digits() -> None:
    grey = grey_page("8", (600, 300))
    grey[280:284, 50:550] = 0
    grey[30:40, 30:40] = 0
    assert len(normalise_grey(grey).digits) == 1


@pytest.mark.parametrize("index", [-1, 1, 99])
def test_a_digit_that_is_not_there_is_a_problem(index: int) -> None:
    with pytest.raises(Problem) as caught:
        normalise_grey(grey_page(), Knobs(digit=index))
    assert caught.value.code == "no_such_digit"
    assert caught.value.values == {"digit": index, "count": 1, "last": 0}


@pytest.mark.parametrize(("name", "value"), [("threshold", 1.5), ("threshold", float("nan")), ("thickness", -3.1)])
def test_a_knob_out_of_its_range_is_a_problem(name: str, value: float) -> None:
    with pytest.raises(Problem) as caught:
        Knobs(**{name: value})  # type: ignore[arg-type]
    assert caught.value.code == "bad_knob"
    assert caught.value.values["knob"] == name
