import numpy as np
import pytest

from latent_explorer.model.arrays import Array
from latent_explorer.model.measures.nearness import mad, rank_correlation, step_curve
from tests.helpers.stand_ins import LinearCodec, SignJudge

pytestmark = pytest.mark.usefixtures("quick")


@pytest.fixture
def cloud() -> Array:
    """Codes whose sd is 1 on each axis."""
    mu = np.random.default_rng(1).standard_normal((400, 2)).astype(np.float32)
    scaled: Array = mu / mu.std(axis=0)
    return scaled


def test_distances_that_are_kept_correlate_fully(cloud: Array) -> None:
    found = rank_correlation(LinearCodec(), cloud, seed=0)
    assert found["all"]["value"] > 0.999 and found["nearest_5_percent"]["value"] > 0.999


def test_codes_without_order_do_not_correlate(cloud: Array) -> None:
    class Scrambled(LinearCodec):
        def decode(self, z: Array) -> Array:
            return np.random.default_rng(3).random((len(z), 784), np.float32)

    found = rank_correlation(Scrambled(), cloud, seed=0)
    assert abs(found["all"]["value"]) < 0.1


def test_a_step_changes_a_linear_decoder_by_its_square(cloud: Array) -> None:
    curve = step_curve(LinearCodec(), SignJudge(), cloud, cloud.std(axis=0), seed=0)
    assert [row["step"] for row in curve] == [0.05, 0.1, 0.2, 0.5, 1.0]
    for row in curve:
        assert row["mse_median"]["value"] == pytest.approx(row["step"] ** 2 / 784, rel=1e-3)
        assert row["mse_p95"]["value"] == pytest.approx(row["step"] ** 2 / 784, rel=1e-2)
    kept = [row["label_kept"]["value"] for row in curve]
    assert kept == sorted(kept, reverse=True) and kept[0] > 0.95 > kept[-1]


def test_steps_are_in_units_of_the_cloud(cloud: Array) -> None:
    """A cloud ten times as wide, decoded ten times as gently, is just as near."""

    class Gentle(LinearCodec):
        def decode(self, z: Array) -> Array:
            return super().decode(z / np.float32(10))

    wide = step_curve(Gentle(), SignJudge(), 10 * cloud, (10 * cloud).std(axis=0), seed=0)
    for row, same in zip(wide, step_curve(LinearCodec(), SignJudge(), cloud, cloud.std(axis=0), seed=0), strict=True):
        assert row["mse_median"]["value"] == pytest.approx(same["mse_median"]["value"], rel=1e-3)


def test_mad_is_the_sd_of_a_normal_cloud_and_ignores_outliers() -> None:
    cloud = np.random.default_rng(0).normal(0, [1, 3], (20_000, 2)).astype(np.float32)
    far = cloud.copy()
    far[:100] *= 1000
    np.testing.assert_allclose(mad(cloud), [1, 3], rtol=0.03)
    np.testing.assert_allclose(mad(far), mad(cloud), rtol=0.03)
