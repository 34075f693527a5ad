import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import ndimage

from latent_explorer.app.errors import Problem
from latent_explorer.app.images.strokes import Strokes, normalise_strokes
from latent_explorer.model.codec import JudgeCodec
from latent_explorer.model.datasets.sample import load_sample
from tests.helpers.drawings import DIGITS, strokes

Whole = NDArray[np.int64]
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


def on_grid(drawing: Strokes) -> tuple[Whole, Whole]:
    """Points (n, 2) and half the pen's width at each (n), in sixteenths of a fine pixel."""
    xy, pens = drawing[:, :2].astype(np.float64), np.abs(drawing[:, 2].astype(np.float64))
    scale = (20 - pens.max()) / max(np.ptp(xy, 0).max(), 0.04)
    placed = ((xy - (xy.min(0) + xy.max(0)) / 2) * scale + 10) * 128
    return np.floor(placed + 0.5).astype(np.int64), np.floor(pens * 64 + 0.5).astype(np.int64)


def near(start: Whole, end: Whole, half: int) -> NDArray[np.bool_]:
    """Which fine pixels (160, 160) have a centre within `half` of a segment."""
    y, x = np.indices((160, 160)) * 16 + 8
    along, ahead = end - start, np.stack([x - start[0], y - start[1]], -1)
    squared, reached = along @ along, ahead @ along
    crossed = ahead[..., 0] * along[1] - ahead[..., 1] * along[0]
    past = ((ahead - along) ** 2).sum(-1)
    beside = np.where(reached >= squared, past <= half**2, crossed**2 <= half**2 * squared)
    return np.asarray(np.where(reached <= 0, (ahead**2).sum(-1) <= half**2, beside))


def defined(drawing: Strokes) -> Whole:
    """Levels (20, 20) by the definition: each fine pixel beside each segment."""
    points, halves = on_grid(drawing)
    starts = [i - 1 if i and drawing[i, 2] > 0 else i for i in range(len(points))]
    ink = np.any([near(points[j], points[i], int(halves[i])) for i, j in enumerate(starts)], 0)
    counts = ink.reshape(20, 8, 20, 8).sum((1, 3))
    return np.asarray(np.rint(counts * 255 / counts.max()), np.int64)


def trimmed(levels: Whole) -> Whole:
    rows, columns = np.nonzero(levels)
    return levels[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]


def some_drawing(random: np.random.Generator) -> Strokes:
    n = int(random.integers(1, 12))
    xy = random.choice(
        [random.random((n, 2)), random.integers(0, 3, (n, 2)) / 2]
    )  # of the latter: level, upright, dots
    pens = random.uniform(0.5, 8, n) * random.choice([-1, 1, 1], n)
    return np.column_stack([xy * random.choice([0.03, 1]), pens]).astype(np.float32)


def test_a_fine_pixel_is_ink_within_half_the_pens_width_of_a_line() -> None:
    random = np.random.default_rng(0)
    for drawing in (some_drawing(random) for _ in range(100)):
        found = np.rint(normalise_strokes(drawing).pixels * 255).astype(np.int64)
        assert np.array_equal(trimmed(found), trimmed(defined(drawing)))


@pytest.mark.parametrize("pen", np.arange(0.5, 8.5, 0.5))
def test_what_is_symmetric_has_its_box_at_the_same_place_by_any_pen(pen: float) -> None:
    cross = strokes([[(0.2, 0.2), (0.8, 0.8)], [(0.2, 0.8), (0.8, 0.2)]], pen)
    rows, columns = np.nonzero(normalise_strokes(cross).pixels)
    assert [*np.unique(rows)] == [*np.unique(columns)] == [*range(4, 24)]
