"""A part of a picture that is marked by hand is read alone, before all else, in the picture's own pixels."""

from typing import Any

import numpy as np
import pytest
from PIL import Image

from latent_explorer.app.errors import Problem
from latent_explorer.app.images.digit_input import from_file, from_picture
from latent_explorer.app.images.normalise import Grey, Knobs
from latent_explorer.app.images.reading import normalise, read, read_again
from latent_explorer.app.images.upload_cache import Pictures
from latent_explorer.app.images.windows import WHOLE, marked, turned_window
from tests.helpers.pictures import draw, encode, grey_page

ROW = np.rint(grey_page("3 8 5", size=(900, 300)) * 255).astype(np.uint8)
MIDDLE = (0.34, 0.0, 0.32, 1.0)


def alone(digit: str) -> Grey:
    return normalise(encode(np.rint(grey_page(digit) * 255).astype(np.uint8))).pixels


def test_what_is_marked_is_read_and_nothing_else() -> None:
    found = normalise(encode(ROW), Knobs(crop=MIDDLE))
    assert len(found.digits) == 1 and not found.warnings
    assert np.abs(found.pixels - alone("8")).mean() < 0.02
    assert [(step.name, step.note) for step in found.steps[:2]] == [("grey", "900×300"), ("crop", "288×300")]


def test_a_digit_in_a_marked_part_is_placed_in_the_whole_picture() -> None:
    (box,) = normalise(encode(ROW), Knobs(crop=MIDDLE)).digits
    of_all = normalise(encode(ROW)).digits[1]
    for name in ("left", "top", "width", "height"):
        assert getattr(box, name) == pytest.approx(getattr(of_all, name), abs=0.01)


@pytest.mark.parametrize("turn", range(4))
@pytest.mark.parametrize("mirror", [False, True])
def test_a_part_is_marked_in_the_picture_as_it_is_turned(turn: int, mirror: bool) -> None:
    lying = np.rot90(ROW, turn)[:, ::-1] if mirror else np.rot90(ROW, turn)
    found = normalise(encode(lying), Knobs(turn=turn, mirror=mirror, crop=MIDDLE))
    assert np.abs(found.pixels - alone("8")).mean() < 0.02
    assert found.digits[0].left == pytest.approx(0.44, abs=0.03)


@pytest.mark.parametrize("turn", range(4))
@pytest.mark.parametrize("mirror", [False, True])
def test_a_part_turned_back_and_turned_again_is_the_same(turn: int, mirror: bool) -> None:
    knobs = Knobs(turn=turn, mirror=mirror, crop=(0.1, 0.2, 0.3, 0.6))
    assert turned_window(marked(knobs), knobs) == pytest.approx((0.1, 0.2, 0.4, 0.8))
    assert marked(Knobs(turn=turn, mirror=mirror, crop=(0.0, 0.0, 1.0, 1.0))) == WHOLE


def page_of_many() -> bytes:
    """A page of 3000×2000 px with 25 digits of some 28 px all over it: a closer look at all of them sees no more."""
    small = np.asarray(Image.fromarray(draw(3, 150, 140, (75, 75))).resize((38, 38), Image.Resampling.BOX))
    pixels = np.full((3000, 2000), 255, np.uint8)
    for row in range(200, 3000, 600):
        for column in range(200, 2000, 400):
            pixels[row : row + 38, column : column + 38] = 255 - small
    return encode(pixels)


def test_what_is_small_on_a_large_page_is_read_in_the_page_s_own_pixels() -> None:
    found = normalise(page_of_many(), Knobs(crop=(0.09, 0.055, 0.05, 0.035)))
    assert found.steps[1].note == "100×105"
    expected = normalise(encode(255 - draw(3, 150, 140, (75, 75)))).pixels
    assert np.abs(found.pixels - expected).mean() < 0.03
    assert np.abs(normalise(page_of_many()).pixels - expected).mean() > 0.03, "which the page as a whole is not"


def test_a_small_digit_in_a_marked_part_is_looked_at_closer_within_it() -> None:
    found = normalise(page_of_many(), Knobs(crop=(0.05, 0.03, 0.9, 0.17)))
    assert [step.name for step in found.steps][:3] == ["grey", "crop", "closer"]
    assert len(found.digits) == 5 and all(0.05 < one.top < 0.1 for one in found.digits)


def test_ink_is_told_from_paper_by_what_is_marked_alone() -> None:
    """Beside black print a red digit on green of the same brightness is none, but alone it is told by its colour."""
    dark = np.concatenate([grey_page("3"), grey_page("8")], 1)[..., None]
    paper, ink = np.array((0, 130, 0)), np.array((255, 0, 0))
    coloured = paper + (1 - dark) * (ink - paper)
    coloured[:, 300:] = 255 * dark[:, 300:]
    picture = encode(np.rint(coloured).astype(np.uint8))
    found = normalise(picture, Knobs(crop=(0.0, 0.0, 0.49, 1.0)))
    assert np.abs(found.pixels - alone("3")).mean() < 0.02


def test_another_part_is_marked_without_another_upload() -> None:
    pictures = Pictures(50_000_000)
    first = from_file(encode(ROW), None, Knobs(), pictures)
    assert first.picture is not None and len(first.digits) == 3
    for crop in (MIDDLE, (0.0, 0.0, 0.33, 1.0), None, MIDDLE):
        knobs = Knobs(crop=crop)
        again = from_picture(pictures.find(first.picture), first.picture, knobs, pictures)
        assert again.pixels.tolist() == normalise(encode(ROW), knobs).pixels.tolist()
        assert again.picture == first.picture
    assert pictures.held[0] == 1


def test_a_knob_turned_in_a_marked_part_reads_the_file_no_more() -> None:
    picture, _ = read(encode(ROW), Knobs(crop=MIDDLE))
    assert read_again(picture, Knobs(crop=MIDDLE, thickness=1.0))[0] is picture
    assert read_again(picture, Knobs(turn=2, crop=MIDDLE))[0] is picture, "the middle is the middle, turned by a half"
    assert read_again(picture, Knobs())[0] is not picture


def test_paper_that_is_marked_is_blank_and_its_steps_are_told() -> None:
    pictures = Pictures(50_000_000)
    with pytest.raises(Problem) as caught:
        from_file(encode(ROW), None, Knobs(crop=(0.0, 0.0, 0.05, 0.1)), pictures)
    assert caught.value.code == "blank_image"
    steps: Any = caught.value.details["steps"]
    assert [step["name"] for step in steps][:2] == ["grey", "crop"]


NONE: list[tuple[float, ...]] = [
    (),
    (0.1, 0.1, 0.5),
    (0.1, 0.1, 0.5, 0.5, 0.5),
    (-0.1, 0, 0.5, 0.5),
    (0.6, 0, 0.5, 0.5),
    (0, 0.6, 0.5, 0.5),
]
EMPTY: list[tuple[float, ...]] = [
    (0, 0, 0, 1),
    (0, 0, 1, 0),
    (0.5, 0.5, -0.1, 0.2),
    (float("nan"), 0, 1, 1),
    (0, 0, float("inf"), 1),
]


@pytest.mark.parametrize("crop", NONE + EMPTY)
def test_what_is_no_part_of_a_picture_is_refused(crop: tuple[float, ...]) -> None:
    with pytest.raises(Problem) as caught:
        Knobs(crop=crop)
    assert caught.value.code == "bad_crop"


def test_the_narrowest_part_of_the_smallest_picture_is_one_pixel() -> None:
    one = encode(np.zeros((1, 1), np.uint8))
    for crop in ((0.9999, 0.0, 0.0001, 1.0), (0.0, 0.9999, 1.0, 0.0001), (0.0, 0.0, 0.0001, 0.0001)):
        assert isinstance(read(one, Knobs(crop=crop))[1], Problem)
