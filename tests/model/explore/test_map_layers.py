import numpy as np
from numpy.testing import assert_allclose

from latent_explorer.model.explore.map_layers import density


def test_the_density_of_a_single_code_is_a_gaussian_of_1_sd_around_it() -> None:
    code, sd = np.array([[1, 2, 3]], np.float32), np.full(3, 0.5, np.float32)
    z = code + np.array([[0, 0, 0], [0.5, 0, 0], [0, 1, 9]], np.float32)
    assert_allclose(density(code, sd, z), np.exp([0, -0.5, -2]) / (2 * np.pi), rtol=1e-6)
