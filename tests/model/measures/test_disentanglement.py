import json
from typing import Any

import numpy as np
import pytest

from latent_explorer.model.arrays import Array, Doubles
from latent_explorer.model.datasets.factors import Factor, draw_factors, turn
from latent_explorer.model.datasets.image_data import DataError
from latent_explorer.model.measures.disentanglement import disentanglement

FACTORS = (Factor("shape", "class", 0, 2), Factor("size", "linear", 4, 8, "pixels"), turn("angle"))
N = 1_000
VALUES = draw_factors(FACTORS, N, seed=0)


def codes(*columns: Doubles) -> Array:
    noise = np.random.default_rng(1).standard_normal((N, len(columns)))
    return (np.stack(columns, axis=1) + 0.02 * noise).astype(np.float32)


@pytest.fixture(scope="module")
def aligned() -> dict[str, Any]:
    """Size on the first axis, shape on the third, angle on the last, nothing on the second."""
    shape, size, angle = VALUES.T
    return disentanglement(codes(size - 6, 0 * size, shape, angle / 3), None, VALUES, FACTORS, seed=0)


def test_says_which_axis_holds_which_factor(aligned: dict[str, Any]) -> None:
    for table in ("information", "importance"):
        found = np.array(aligned["axes"][table])
        assert found.shape == (4, 3) and found.argmax(axis=0).tolist() == [2, 0, 3]
        assert found.max(axis=0).min() > 0.8 and np.sort(found, axis=0)[-2].max() < 0.1
    assert np.sum(aligned["axes"]["importance"][1]) < 0.1


def test_aligned_codes_score_high_and_mixed_ones_low(aligned: dict[str, Any]) -> None:
    frame = np.linalg.qr(np.random.default_rng(3).standard_normal((3, 3)))[0]
    mixed = disentanglement(
        (codes(*(VALUES - VALUES.mean(axis=0)).T) @ frame).astype(np.float32), None, VALUES, FACTORS, 0
    )
    for name in ("disentanglement", "completeness"):
        assert aligned[name] > 0.75 > 0.6 > mixed[name]
    assert aligned["mig"]["value"] > 0.8 > 0.4 > mixed["mig"]["value"]
    assert aligned["sap"]["value"] > 0.4 > 0.3 > mixed["sap"]["value"]


def test_a_figure_is_the_mean_of_its_factors_and_lies_in_its_interval(aligned: dict[str, Any]) -> None:
    for name in ("mig", "sap", "informativeness"):
        parts = [of_factor[name] for of_factor in aligned["of_factors"].values()]
        assert aligned[name]["value"] == pytest.approx(np.mean([part["value"] for part in parts]))
        for figure in (aligned[name], *parts):
            assert figure["low"] <= figure["value"] <= figure["high"] < figure["low"] + 0.2
    complete = [of_factor["completeness"] for of_factor in aligned["of_factors"].values()]
    assert aligned["completeness"] == pytest.approx(np.mean(complete))


def test_a_line_is_scored_by_its_correlation_and_an_angle_by_its_classes(aligned: dict[str, Any]) -> None:
    assert aligned["of_factors"]["size"]["sap"]["value"] > 0.98
    assert aligned["of_factors"]["angle"]["sap"]["value"] < 0.2


def test_is_json_and_the_same_each_time(aligned: dict[str, Any]) -> None:
    shape, size, angle = VALUES.T
    again = disentanglement(codes(size - 6, 0 * size, shape, angle / 3), None, VALUES, FACTORS, seed=0)
    assert json.loads(json.dumps(again)) == aligned
    assert (aligned["images"], aligned["held_out"]) == (N, N / 2)
    assert list(aligned["of_factors"]) == ["shape", "size", "angle"]


@pytest.mark.parametrize(
    ("mu", "values", "message"),
    [
        (np.zeros((N, 2)), VALUES[:-1], "1000 codes and factors of shape \\(999, 3\\); each code needs 3"),
        (np.zeros((N, 2)), VALUES[:, :2], "each code needs 3"),
        (np.zeros((10, 2)), VALUES[:10], "from 1000 images on, not 10"),
        (np.zeros((N, 1)), VALUES, "two or more of both"),
    ],
)
def test_says_what_it_needs(mu: Doubles, values: Doubles, message: str) -> None:
    with pytest.raises(DataError, match=message):
        disentanglement(mu.astype(np.float32), None, values, FACTORS, seed=0)


def test_a_collapsed_axis_of_a_vae_holds_nothing_whatever_its_last_digits_tell() -> None:
    shape, size, angle = VALUES.T
    faint = np.stack([shape - 1, 0.05 * (size - 6), angle / 3 - 1], axis=1).astype(np.float32)
    plain, vae = (disentanglement(faint, sigma, VALUES, FACTORS, 0)["axes"] for sigma in (None, np.ones_like(faint)))
    assert plain["information"][1][1] > 0.9 and plain["collapsed"] == []
    assert vae["information"][1] == [0, 0, 0] and vae["importance"][1] == [0, 0, 0]
    assert vae["collapsed"] == [1] and vae["information"][0] == plain["information"][0]
