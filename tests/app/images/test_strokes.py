import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import ndimage

from latent_explorer.app.errors import Problem
from latent_explorer.app.images.strokes import normalise_strokes
from latent_explorer.model.codec import JudgeCodec
from latent_explorer.model.datasets.sample import load_sample
from tests.helpers.drawings import DIGITS, strokes

pads = st.tuples(st.integers(0, 9), st.floats(0.1, 1.5), st.floats(-0.4, 0.4), st.floats(1.5, 4.5))


@given(pads)
def test_a_drawing_follows_the_convention_wherever_and_however_large_it_is(
    drawn: tuple[int, float, float, float],
) -> None:
    digit, size, shift, pen = drawn
    points = strokes(DIGITS[digit], pen)
    points[:, :2] = (points[:, :2] - 0.5) * size + 0.5 + shift
    pixels = normalise_strokes(points).pixels
    assert pixels.shape == (28, 28) and pixels.dtype == np.float32
    assert round(255 * float(pixels.max())) >= 254
    assert np.abs(np.array(ndimage.center_of_mass(pixels)) - 14).max() <= 0.5 + 1e-4
    assert max(np.ptp(axis) + 1 for axis in np.nonzero(pixels > 0.1)) == 20


def test_drawings_are_read_as_what_they_are_and_have_the_ink_of_real_digits(judge: JudgeCodec) -> None:
    drawn = np.stack([normalise_strokes(strokes(DIGITS[digit])).pixels for digit in range(10)])
    assert judge.probabilities(drawn.reshape(10, -1)).argmax(1).tolist() == list(range(10))
    sample = load_sample()
    for digit in range(10):
        low, high = np.percentile(sample.images[sample.labels == digit].mean((1, 2)) / 255, [5, 95])
        assert low < drawn[digit].mean() < high


def test_the_ink_does_not_depend_on_how_large_one_draws() -> None:
    large, small = strokes(DIGITS[3]), strokes(DIGITS[3])
    small[:, :2] *= 0.3
    assert normalise_strokes(small).pixels == pytest.approx(normalise_strokes(large).pixels, abs=0.02)


def test_a_dot_stays_a_dot() -> None:
    dot = normalise_strokes(strokes([[(0.5, 0.5)]]))
    assert dot.pixels.sum() < 9
    assert dot.warnings == ("little_ink",)


@pytest.mark.parametrize("row", [(0.5, 0.5, 0), (0.5, 0.5, 9), (2.5, 0, 2), (float("nan"), 0, 2), (0, 0, float("nan"))])
def test_what_no_pen_draws_is_refused(row: tuple[float, float, float]) -> None:
    with pytest.raises(Problem) as caught:
        normalise_strokes(np.array([row], np.float32))
    assert caught.value.code == "bad_drawing"
