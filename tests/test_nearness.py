from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from model import nearness
from model.codec import Array, Codec, JudgeCodec
from model.data import Digits
from model.nearness import interval, mad, prior_draws, rank_correlation, step_curve
from model.nearness import nearness as measure
from model.registry import Model


class LinearCodec(Codec):
    """A decoder that keeps all distances, up to scale."""

    def __init__(self, dims: int = 2) -> None:
        self.frame: Array = np.zeros((dims, 784), np.float32)
        self.frame[:] = np.linalg.qr(np.random.default_rng(0).standard_normal((784, dims)))[0].T

    @property
    def latent_dim(self) -> int:
        return len(self.frame)

    def decode(self, z: Array) -> Array:
        decoded: Array = 0.5 + z @ self.frame
        return decoded


class SignJudge(JudgeCodec):
    """Sure of everything, by the sign of one pixel against grey."""

    def __init__(self) -> None:
        pass

    def probabilities(self, images: Array) -> Array:
        which = (images[:, 0] > 0.5).astype(int)
        one_hot: Array = np.eye(10, dtype=np.float32)[which]
        return one_hot


@pytest.fixture(autouse=True)
def fewer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nearness, "PAIRS", 3000)
    monkeypatch.setattr(nearness, "RESAMPLES", 40)
    monkeypatch.setattr(nearness, "PRIOR_DRAWS", 300)


@pytest.fixture
def cloud() -> Array:
    """Codes whose sd is 1 on each axis."""
    mu = np.random.default_rng(1).standard_normal((400, 2)).astype(np.float32)
    scaled: Array = mu / mu.std(axis=0)
    return scaled


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


def test_share_of_sure_draws() -> None:
    class HalfSure(SignJudge):
        def probabilities(self, images: Array) -> Array:
            sure = np.where(images[:, 0] > 0.5, 0.91, 0.89).astype(np.float32)
            return np.stack([sure, 1 - sure], axis=1)

    found = prior_draws(LinearCodec(3), HalfSure(), seed=0)
    assert found["judge_sure"]["value"] == pytest.approx(0.5, abs=0.1)


def test_all_figures_of_a_real_model_repeat(vae: Model, judge: JudgeCodec, sample: Digits) -> None:
    images = sample.pixels()[:200]
    found, again = (measure(vae.codec, judge, images) for _ in range(2))
    assert found == again
    assert found["images"] == 200 and found["unit"]
    assert len(found["step_curve"]) == 5
    for figure in (*found["rank_correlation"].values(), found["prior"]["judge_sure"]):
        assert figure["low"] <= figure["value"] <= figure["high"]


def test_mad_is_the_sd_of_a_normal_cloud_and_ignores_outliers() -> None:
    cloud = np.random.default_rng(0).normal(0, [1, 3], (20_000, 2)).astype(np.float32)
    far = cloud.copy()
    far[:100] *= 1000
    np.testing.assert_allclose(mad(cloud), [1, 3], rtol=0.03)
    np.testing.assert_allclose(mad(far), mad(cloud), rtol=0.03)
