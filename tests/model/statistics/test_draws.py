import numpy as np
from numpy.testing import assert_allclose

from latent_explorer.model.statistics.draws import draw, draw_fitted


def test_draws_repeat_by_seed() -> None:
    mu, sigma = np.array([1, -1], np.float32), np.array([0.5, 2], np.float32)
    z, again, other = (draw(mu, sigma, 5000, 1.0, seed) for seed in (0, 0, 1))
    assert z.shape == (5000, 2) and z.dtype == np.float32
    np.testing.assert_array_equal(z, again)
    assert (z != other).any()
    assert_allclose(z.mean(axis=0), mu, atol=0.1)
    assert_allclose(z.std(axis=0), sigma, rtol=0.05)
    assert_allclose(draw(mu, sigma, 5000, 2.0, 0) - mu, 2 * (z - mu), rtol=1e-4, atol=1e-6)


def test_temperature_0_is_mu() -> None:
    mu = np.array([0.25, -3], np.float32)
    np.testing.assert_array_equal(draw(mu, np.ones(2, np.float32), 3, 0.0, 7), np.tile(mu, (3, 1)))


def test_fitted_draws_have_the_codes_mean_and_covariance() -> None:
    shape = np.array([[2, 0], [1.5, 0.5]])
    codes = (np.random.default_rng(1).standard_normal((500, 2)) @ shape.T + [5, -3]).astype(np.float32)
    drawn = draw_fitted(codes, 20_000, 1.0, seed=0)
    np.testing.assert_allclose(drawn.mean(0), codes.mean(0), atol=0.05)
    np.testing.assert_allclose(np.cov(drawn.T), np.cov(codes.T), rtol=0.05)
    np.testing.assert_array_equal(draw_fitted(codes, 5, 1.0, seed=0), drawn[:5])


def test_a_collapsed_dimension_can_be_drawn_from_too() -> None:
    codes = np.random.default_rng(1).standard_normal((100, 2)).astype(np.float32)
    codes[:, 1] = 0
    assert np.abs(draw_fitted(codes, 50, 1.0, seed=0)[:, 1]).max() < 1e-6


def test_a_single_code_is_drawn_as_it_is() -> None:
    code = np.array([[1, -2, 3]], np.float32)
    np.testing.assert_array_equal(draw_fitted(code, 4, 1.0, seed=0), np.tile(code, (4, 1)))
