from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from latent_explorer.model.statistics.bootstrap import interval, mean, quantile


@pytest.mark.parametrize("statistic", [np.mean, np.median])
def test_interval_holds_its_value(statistic: Callable[[NDArray[np.float64]], float]) -> None:
    values = np.random.default_rng(0).exponential(size=500)
    found = interval(values, statistic, np.random.default_rng(1))
    assert found["low"] < found["value"] == statistic(values) < found["high"]


def test_interval_narrows_with_more_values() -> None:
    rng = np.random.default_rng(0)
    widths = []
    for n in (50, 5000):
        found = interval(rng.standard_normal(n), lambda v: float(v.mean()), rng)
        widths.append(found["high"] - found["low"])
    assert widths[1] == pytest.approx(widths[0] / 10, rel=0.5)
    assert widths[1] == pytest.approx(2 * 1.96 / 5000**0.5, rel=0.4)


def test_mean_and_quantile_are_those_of_the_values() -> None:
    values = np.arange(101.0)
    assert mean(values, np.random.default_rng(0))["value"] == 50
    assert quantile(values, 0.95, np.random.default_rng(0))["value"] == 95
