import numpy as np
import pytest

from latent_explorer.model.datasets.image_data import ImageData
from latent_explorer.model.statistics.typicality import distances, nearest, relative_error


def test_relative_error_has_no_unit() -> None:
    x, rebuilt = np.array([[[0.6, 0.8]], [[0.6, 0.3]]], np.float32)
    assert relative_error(x, rebuilt) == pytest.approx(0.25)
    assert relative_error(x / np.float32(2), rebuilt / np.float32(2)) == pytest.approx(0.25)
    assert relative_error(x, x) == 0
    assert np.isfinite(relative_error(0 * x, x)).all()


def test_distances_are_euclidean() -> None:
    a, b = np.random.default_rng(0).standard_normal((2, 6, 4)).astype(np.float32)
    assert distances(a, b[:3]) == pytest.approx(np.linalg.norm(a[:, None] - b[:3], axis=2), abs=1e-5)
    assert np.diag(distances(a, a)) == pytest.approx(0, abs=2e-3)


def test_nearest_to_a_digit_is_itself(sample: ImageData) -> None:
    digits = sample.pixels()
    found = nearest(digits[17], digits, 5)
    assert found[0] == 17 and len(set(found)) == 5
    distances = [float(np.square(digits[i] - digits[17]).sum()) for i in found]
    assert distances == sorted(distances)
    assert distances[-1] <= np.sort(np.square(digits - digits[17]).sum(axis=1))[5]
