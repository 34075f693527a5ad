from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from latent_explorer.model.statistics.bootstrap import centred_intervals, interval, mean, quantile


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


def test_centred_intervals_hold_their_values_where_repeated_rows_move_the_statistic() -> None:
    values = np.random.default_rng(0).standard_normal(500)

    def different(v: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.array([len(np.unique(v)) / len(v), v.mean()])

    share, average = centred_intervals(values, different, np.random.default_rng(1))
    assert share["low"] < share["value"] == 1 < share["high"]  # of a resample, 63 % are different
    assert average == pytest.approx(mean(values, np.random.default_rng(1)), abs=0.02)
