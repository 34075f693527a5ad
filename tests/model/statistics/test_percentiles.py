import numpy as np
import pytest

from latent_explorer.model.statistics.percentiles import ReferenceQuantiles, percentile, quantiles, quantiles_of


def test_quantiles_are_201_from_the_least_to_the_largest() -> None:
    values = np.random.default_rng(0).permutation(401).astype(np.float32)
    assert quantiles(values) == [2.0 * i for i in range(201)]


def test_quantiles_have_six_digits() -> None:
    assert quantiles(np.full(9, 123.456789, np.float32)) == [123.457] * 201


@pytest.mark.parametrize(
    ("value", "wanted"), [(-9, 0), (0, 0), (1, 12.5), (3, 37.5), (5, 62.5), (8, 100), (8.1, 100), (float("inf"), 100)]
)
def test_percentile_lies_between_quantiles(value: float, wanted: float) -> None:
    assert percentile(value, [0, 2, 4, 6, 8]) == wanted


@pytest.mark.parametrize(("value", "wanted"), [(1, 0), (1.5, 62.5), (2, 75), (3, 100)])
def test_images_that_equal_a_value_are_not_below_it(value: float, wanted: float) -> None:
    assert percentile(value, [1, 1, 1, 2, 2]) == wanted


def test_percentile_is_the_share_below_to_half_a_percent() -> None:
    values = np.random.default_rng(1).lognormal(size=10_000).astype(np.float32)
    marks = quantiles(values)
    for value in values[:300]:
        assert percentile(float(value), marks) == pytest.approx(100 * np.mean(values < value), abs=0.5)


def test_what_a_model_has_no_figure_of_has_no_percentile() -> None:
    standing = ReferenceQuantiles(3, quantiles_of({"kl": None, "reconstruction": np.array([1, 2, 3], np.float32)}))
    assert standing.percentile("kl", 1.0) is None
    assert standing.percentile("reconstruction", 2.0) == 50
