import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose

from latent_explorer.model.arrays import Array
from latent_explorer.model.statistics.spread import collapsed_axes, spread

CODES = np.random.default_rng(0).standard_normal((500, 3)).astype(np.float32)
ALIVE = np.array([2, 0.5, 0.1], np.float32)


def test_the_spread_of_a_living_cloud_is_its_standard_deviation() -> None:
    codes = CODES * ALIVE + np.float32(7)
    assert_allclose(spread(codes), codes.std(axis=0), rtol=1e-5)
    assert spread(codes).dtype == np.float32


@pytest.mark.parametrize(
    ("scale", "unit"),
    [([2, 0, 0.5], [2, 1, 0.5]), ([2, 1e-4, 2], [2, 2, 2]), ([0, 0, 0], [1, 1, 1]), ([1e-6, 0, 0], [1, 1, 1])],
)
def test_a_collapsed_axis_has_a_step_as_long_as_the_others(scale: list[float], unit: list[float]) -> None:
    whole = CODES / CODES.std(axis=0)
    codes = whole * np.array(scale, np.float32) + np.float32(3)
    assert_allclose(spread(codes), np.array(unit), rtol=1e-4)


@given(arrays(np.float32, st.tuples(st.integers(1, 9), st.integers(2, 4)), elements=st.floats(-1e9, 1e9, width=32)))
def test_no_cloud_has_a_step_of_nothing(codes: Array) -> None:
    assert np.isfinite(spread(codes)).all() and (spread(codes) >= 1e-4 * (1 - 1e-6)).all()


@pytest.mark.parametrize(("scale", "of_a_vae", "of_an_autoencoder"), [(1, 0, 0), (0.05, 3, 0), (0, 3, 3)])
def test_a_vaes_axis_collapses_against_the_prior_an_autoencoders_against_the_others(
    scale: float, of_a_vae: int, of_an_autoencoder: int
) -> None:
    codes = CODES * np.float32(scale)
    assert collapsed_axes(codes, np.ones_like(codes)) == of_a_vae
    assert collapsed_axes(codes, None) == of_an_autoencoder
