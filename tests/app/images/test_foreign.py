"""What is around a digit and is none: frames, lines and badges are left out; what only looks like them is kept."""

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from latent_explorer.app.images.normalise import normalise_grey
from latent_explorer.app.images.normalise.badges import badge_of
from latent_explorer.app.images.normalise.boxes import boxes_of
from latent_explorer.app.images.normalise.frames import frames
from latent_explorer.app.images.normalise.lines import without_lines
from latent_explorer.app.images.normalise.pieces import label_ink
from tests.helpers.pictures import drawn, grey_page

Grey = NDArray[np.float32]


def with_box(grey: Grey, left: int, top: int, right: int, bottom: int, wide: int = 3) -> Grey:
    image = Image.fromarray((grey * 255).astype(np.uint8))
    ImageDraw.Draw(image).rectangle((left, top, right, bottom), outline=0, width=wide)
    return np.asarray(image, np.float32) / np.float32(255)


ALONE = normalise_grey(grey_page("3")).pixels
SQUARE_9 = drawn(((0.7, 0.9), (0.7, 0.2), (0.3, 0.2), (0.3, 0.5), (0.7, 0.5)))
FOUR = drawn(((0.4, 0.1), (0.25, 0.6), (0.8, 0.6)), ((0.6, 0.1), (0.6, 0.9)))
FOOT = drawn(((0.3, 0.2), (0.6, 0.15), (0.6, 0.3), (0.35, 0.8)), ((0.25, 0.8), (0.85, 0.8)))
BOXY_6 = drawn(((0.75, 0.2), (0.25, 0.2), (0.25, 0.8), (0.75, 0.8), (0.75, 0.5), (0.25, 0.5)))


def test_a_box_around_a_digit_is_left_out() -> None:
    for room in (0, 30, 60):
        framed = with_box(grey_page("3"), 90 - room, 60 - room, 210 + room, 240 + room)
        assert np.abs(normalise_grey(framed).pixels - ALONE).mean() < 0.01


def test_a_box_that_touches_the_digit_is_left_out() -> None:
    rows, columns = np.nonzero(grey_page("3") < 0.5)
    framed = with_box(grey_page("3"), columns.min() + 2, 40, 260, rows.max() - 1)
    assert np.abs(normalise_grey(framed).pixels - ALONE).mean() < 0.02


def test_a_grid_that_goes_on_to_the_border_is_left_out() -> None:
    lined = grey_page("3")
    for at in (20, 22, 140, 270, 272):
        lined[at % 300 if at != 140 else 20, :] = 0
        lined[:, at if at != 140 else 20] = 0
    assert np.abs(normalise_grey(lined).pixels - ALONE).mean() < 0.01


@pytest.mark.parametrize("grey", [SQUARE_9, FOUR, FOOT, BOXY_6], ids=["square 9", "4", "2 with a foot", "boxy 6"])
def test_a_digits_own_straight_strokes_stay(grey: Grey) -> None:
    pieces = label_ink(1 - grey, 0.5)
    boxes = boxes_of(pieces)
    assert (without_lines(pieces, boxes, frames(pieces, boxes)) > 0).sum() == (pieces > 0).sum()


def test_a_speck_in_a_0_makes_it_no_frame() -> None:
    spotted = grey_page("0")
    spotted[147:153, 147:153] = 0
    pieces = label_ink(1 - spotted, 0.5)
    assert not frames(pieces, boxes_of(pieces)).any()


def test_a_line_below_is_no_part_of_the_digit() -> None:
    lined = grey_page("3")
    lined[225:229, 70:230] = 0
    assert np.abs(normalise_grey(lined).pixels - ALONE).mean() < 0.01


@pytest.mark.parametrize("dark", [True, False])
def test_a_digit_left_out_of_a_disc_is_read(dark: bool) -> None:
    image = Image.new("L", (600, 600), 255)
    ImageDraw.Draw(image).ellipse((120, 120, 480, 480), 40)
    grey = np.asarray(image, np.float32) / np.float32(255)
    digit = 1 - grey_page("3")
    grey[150:450, 150:450] += digit * (0.95 - grey[150:450, 150:450])
    found = normalise_grey(grey if dark else 1 - grey)
    assert np.abs(found.pixels - ALONE).mean() < 0.02
    assert [step.name for step in found.steps][:3] == ["grey", "light", "badge"]
    (box,) = found.digits
    assert 0.35 < box.left < 0.5 and 0.3 < box.top < 0.45 and box.height < 0.35


def test_a_thick_0_is_no_badge() -> None:
    for wide in (20, 60, 90):
        image = Image.new("L", (400, 400))
        ImageDraw.Draw(image).ellipse((100, 50, 300, 350), outline=255, width=wide)
        pieces = label_ink(np.asarray(image, np.float32) / np.float32(255), 0.5)
        assert badge_of(pieces, boxes_of(pieces)) is None
