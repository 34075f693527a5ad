import math

import numpy as np
import pytest

from latent_explorer.model.datasets.factors import Factor, check_factors, draw_factors, turn
from latent_explorer.model.datasets.image_data import DataError

KIND, WIDE, ANGLE = Factor("kind", "class", 0, 2), Factor("width", "linear", 4, 8, "pixels"), turn("angle")
FACTORS = (KIND, WIDE, ANGLE)


def test_draws_are_even_and_independent_and_fill_the_ranges() -> None:
    drawn = draw_factors(FACTORS, 20_000, seed=0)
    np.testing.assert_allclose(np.bincount(drawn[:, 0].astype(int)) / len(drawn), [1 / 3] * 3, atol=0.01)
    np.testing.assert_allclose(drawn.min(axis=0), [0, 4, 0], atol=1e-3)
    np.testing.assert_allclose(drawn.max(axis=0), [2, 8, math.tau], atol=1e-3)
    np.testing.assert_allclose(drawn[:, 1:].mean(axis=0), [6, math.pi], atol=0.05)
    assert np.abs(np.corrcoef(drawn.T) - np.eye(3)).max() < 0.02


def test_a_seed_gives_the_same_draws_again_and_another_seed_gives_others() -> None:
    np.testing.assert_array_equal(draw_factors(FACTORS, 5, seed=1), draw_factors(FACTORS, 5, seed=1))
    assert not np.isin(draw_factors(FACTORS, 5, seed=1)[:, 1:], draw_factors(FACTORS, 5, seed=2)).any()


def test_bins_are_of_equal_width_and_classes_stay_as_they_are() -> None:
    assert WIDE.binned(np.array([4, 4.99, 5, 8]), 4).tolist() == [0, 0, 1, 3]
    assert ANGLE.binned(np.array([0, 3.2, math.tau]), 10).tolist() == [0, 5, 9]
    assert KIND.binned(np.array([0.0, 1, 2]), 10).tolist() == [0, 1, 2]


def test_what_is_drawn_is_allowed() -> None:
    check_factors(draw_factors(FACTORS, 100, seed=0), FACTORS)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ([1, 9, 0], "width of row 1 must be from 4 to 8 pixels, not 9"),
        ([1, 3.9, 0], "width of row 1 must be from 4 to 8 pixels, not 3.9"),
        ([0.5, 5, 0], "kind of row 1 must be a whole number from 0 to 2, not 0.5"),
        ([3, 5, 0], "kind of row 1 must be a whole number from 0 to 2, not 3"),
        ([1, 5, math.nan], "angle of row 1 must be from 0 to 6.28319 rad, not nan"),
    ],
)
def test_a_value_out_of_range_is_named_with_its_row(row: list[float], message: str) -> None:
    with pytest.raises(DataError) as caught:
        check_factors(np.array([[0, 4, 0], row]), FACTORS)
    assert str(caught.value) == message


def test_a_missing_factor_is_told() -> None:
    with pytest.raises(DataError, match=r"shape \(n, 3\), for kind, width, angle, not \(4, 2\)"):
        check_factors(np.zeros((4, 2)), FACTORS)
