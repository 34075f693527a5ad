"""A small digit is looked at closer, and ink of its paper's brightness is told by its colour."""

import numpy as np
import pytest
from PIL import Image

from latent_explorer.app.errors import Problem
from latent_explorer.app.images import reading
from latent_explorer.app.images.colour import by_colour
from latent_explorer.app.images.digit_input import from_file, from_picture
from latent_explorer.app.images.normalise import Knobs
from latent_explorer.app.images.reading import normalise, read
from latent_explorer.app.images.upload_cache import Pictures
from tests.helpers.pictures import encode, grey_page

DIGIT = np.asarray(Image.fromarray((grey_page("3") * 255).astype(np.uint8)).resize((75, 75), Image.Resampling.BOX))


def sheet(*places: tuple[int, int]) -> bytes:
    """A page of 3000×2000 px with digits of some 37 px at the given rows and columns."""
    pixels = np.full((3000, 2000), 255, np.uint8)
    for row, column in places:
        pixels[row : row + 75, column : column + 75] = DIGIT
    return encode(pixels)


def test_a_small_digit_is_read_in_its_own_pixels() -> None:
    found = normalise(sheet((600, 1500)))
    assert [step.name for step in found.steps][:2] == ["grey", "closer"]
    assert np.abs(found.pixels - normalise(encode(DIGIT)).pixels).mean() < 0.02
    (box,) = found.digits
    assert box.left * 2000 == pytest.approx(1525, abs=8) and box.top * 3000 == pytest.approx(617, abs=8)
    assert box.height * 3000 == pytest.approx(28.5, abs=1.5)


def test_all_small_digits_that_lie_together_are_found() -> None:
    assert len(normalise(sheet((600, 900), (600, 980), (605, 1060))).digits) == 3


def test_a_closer_look_is_kept_with_the_whole() -> None:
    pictures = Pictures(50_000_000)
    first = from_file(sheet((600, 1500)), None, Knobs(), pictures)
    assert first.picture is not None
    again = from_picture(pictures.find(first.picture), first.picture, Knobs(thickness=1.0), pictures)
    assert [step.name for step in again.steps][:2] == ["grey", "closer"] and again.digits[0].box == first.digits[0].box
    assert again.pixels.mean() > first.pixels.mean()


def test_no_wrong_place_is_looked_at_where_only_the_turned_picture_has_a_digit(monkeypatch: pytest.MonkeyPatch) -> None:
    find = reading.find
    monkeypatch.setattr(reading, "find", lambda one, knobs: find(one, knobs) if knobs.turn else Problem("no_digit"))
    picture, found = read(sheet((300, 300)), Knobs(turn=2))
    assert len(picture.looks) == 1 and not isinstance(found, Problem)


def test_a_speck_on_a_large_page_is_none() -> None:
    pixels = np.full((3000, 2000), 255, np.uint8)
    pixels[600:612, 1500:1512] = 0
    _, found = read(encode(pixels), Knobs())
    assert isinstance(found, Problem) and found.code == "blank_image"


def colours(paper: tuple[int, int, int], ink: tuple[int, int, int]) -> bytes:
    """A digit in one colour on another."""
    dark = (1 - grey_page("3"))[..., None]
    mixed = np.array(paper) + dark * (np.array(ink) - np.array(paper))
    return encode(np.rint(mixed).astype(np.uint8))


@pytest.mark.parametrize("paper", [(0, 130, 0), (120, 60, 200), (200, 200, 90)])
def test_ink_as_bright_as_its_paper_is_told_by_its_colour(paper: tuple[int, int, int]) -> None:
    brightness = float(np.array(paper) @ (0.299, 0.587, 0.114))
    red = min(255, round(brightness / 0.299))
    ink = (red, round(max(0.0, brightness - 0.299 * red) / 0.587), 0)
    alone = normalise(colours((255, 255, 255), (0, 0, 0))).pixels
    assert np.abs(normalise(colours(paper, ink)).pixels - alone).mean() < 0.02


def test_a_page_of_one_colour_is_blank() -> None:
    with pytest.raises(Problem) as caught:
        normalise(encode(np.full((300, 300, 3), (0, 130, 0), np.uint8)))
    assert caught.value.code == "blank_image"


def test_a_pencils_grey_is_not_taken_for_colour() -> None:
    grey = 0.9 - 0.15 * (1 - grey_page("3"))
    warm = grey[..., None] * np.array([255, 247, 230], np.float32)
    assert by_colour(warm.astype(np.uint8), grey) is grey


@pytest.mark.parametrize("turn", range(4))
@pytest.mark.parametrize("mirror", [False, True])
def test_a_picture_turned_back_is_the_same_digit(turn: int, mirror: bool) -> None:
    upright = np.rint(grey_page("4", size=(400, 300)) * 255).astype(np.uint8)
    lying = np.rot90(upright, turn)[:, ::-1] if mirror else np.rot90(upright, turn)
    found, plain = normalise(encode(lying), Knobs(turn=turn, mirror=mirror)), normalise(encode(upright))
    assert np.abs(found.pixels - plain.pixels).max() < 0.02
    assert found.digits[0].left == pytest.approx(plain.digits[0].left, abs=0.01)
    assert found.steps[0].note == plain.steps[0].note == "400×300"


@pytest.mark.parametrize("turn", range(4))
def test_a_small_digit_is_placed_in_the_picture_as_it_is_turned(turn: int) -> None:
    box = normalise(sheet((600, 1500)), Knobs(turn=turn)).digits[0]
    middle = box.left + box.width / 2, box.top + box.height / 2
    expected = [(0.769, 0.212), (0.788, 0.769), (0.231, 0.788), (0.212, 0.231)][turn]
    assert middle == pytest.approx(expected, abs=0.01)
