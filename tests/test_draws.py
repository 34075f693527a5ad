import numpy as np
from numpy.testing import assert_allclose

from model.draws import draw


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
