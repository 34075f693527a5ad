import numpy as np
import pytest

from model.data import Digits
from model.typicality import nearest, relative_error


def test_relative_error_has_no_unit() -> None:
    x, rebuilt = np.array([[[0.6, 0.8]], [[0.6, 0.3]]], np.float32)
    assert relative_error(x, rebuilt) == pytest.approx(0.25)
    assert relative_error(x / np.float32(2), rebuilt / np.float32(2)) == pytest.approx(0.25)
    assert relative_error(x, x) == 0
    assert np.isfinite(relative_error(0 * x, x)).all()


def test_nearest_to_a_digit_is_itself(sample: Digits) -> None:
    digits = sample.pixels()
    found = nearest(digits[17], digits, 5)
    assert found[0] == 17 and len(set(found)) == 5
    distances = [float(np.square(digits[i] - digits[17]).sum()) for i in found]
    assert distances == sorted(distances)
    assert distances[-1] <= np.sort(np.square(digits - digits[17]).sum(axis=1))[5]
