from typing import Any

import numpy as np
import pytest

from latent_explorer.model.arrays import Array
from latent_explorer.model.measures import posterior_samples as module
from latent_explorer.model.measures.posterior_samples import Placed, posterior_samples
from tests.helpers.stand_ins import LinearCodec, SignJudge

pytestmark = pytest.mark.usefixtures("quick")
DIMS = 4
CHI2_MEDIAN = 3.3567  # of χ² with four degrees of freedom
SIGMA = 0.5


class Stretched(LinearCodec):
    """Decodes every step `by` times as far."""

    def __init__(self, by: float) -> None:
        super().__init__(DIMS)
        self.by = np.float32(by)

    def decode(self, z: Array) -> Array:
        return super().decode(self.by * z)


@pytest.fixture
def mu() -> Array:
    return np.random.default_rng(1).standard_normal((300, DIMS)).astype(np.float32)


def placed(mu: Array, by: float = 1, sd: float = 1) -> Placed:
    return Placed(Stretched(by), mu, np.full(DIMS, sd, np.float32))


def measured(vae: Placed, ae: Placed | None, sigma: float = SIGMA, seed: int = 0) -> dict[str, Any]:
    return posterior_samples(vae, np.full_like(vae.mu, sigma), ae, SignJudge(), seed, lambda *_: None)


def column(found: dict[str, Any], side: str, name: str) -> list[float]:
    return [point[side][name]["value"] for point in found["curve"]]


def test_the_image_changes_by_the_square_of_temperature_and_sigma(mu: Array) -> None:
    found = measured(placed(mu), None)
    assert found["draws"] == 8 and [point["temperature"] for point in found["curve"]] == [1, 2, 4]
    expected = [CHI2_MEDIAN * (temperature * SIGMA) ** 2 / 784 for temperature in (1, 2, 4)]
    assert column(found, "vae", "mse_median") == pytest.approx(expected, rel=0.06)
    figures = [point["vae"][name] for point in found["curve"] for name in ("label_kept", "mse_median")]
    assert all(figure["low"] < figure["value"] < figure["high"] for figure in figures)


def test_labels_are_kept_as_often_as_a_normal_draw_stays_on_its_side(mu: Array) -> None:
    """All codes one away from the border of the labels, by the first axis alone, so Φ(1 / T·σ) of the draws keep it."""
    codec = Stretched(1)
    codec.frame[:, 0] = [1, 0, 0, 0]
    mu[:, 0] = np.where(mu[:, 0] > 0, 1, -1)
    kept = column(measured(Placed(codec, mu, np.ones(DIMS, np.float32)), None), "vae", "label_kept")
    assert kept == pytest.approx([0.9772, 0.8413, 0.6915], abs=0.03)


def test_nothing_changes_without_sigma(mu: Array) -> None:
    found = measured(placed(mu), placed(mu), sigma=0)
    for side in ("vae", "ae"):
        assert column(found, side, "label_kept") == [1, 1, 1] and column(found, side, "mse_median") == [0, 0, 0]


def test_the_twin_s_draws_lie_as_many_sd_of_its_own_from_its_codes(mu: Array) -> None:
    """A cloud ten times as wide, decoded a tenth as far, is the same; draws not scaled would change a hundredth."""
    curve = measured(placed(mu), placed(10 * mu, by=0.1, sd=10))["curve"]
    for point in curve:
        for name, figure in point["vae"].items():
            assert point["ae"][name] == pytest.approx(figure, rel=1e-4)


def test_each_axis_has_a_unit_of_its_own(mu: Array) -> None:
    sd = np.array([1, 2, 4, 8], np.float32)
    twin = Stretched(1)
    twin.frame /= sd[:, None]
    curve = measured(placed(mu), Placed(twin, mu * sd, sd))["curve"]
    assert curve[0]["ae"]["mse_median"] == pytest.approx(curve[0]["vae"]["mse_median"], rel=1e-4)


def test_the_twin_is_compared_with_its_own_image(mu: Array) -> None:
    """Its codes are elsewhere, and its labels others; its figures are those of a VAE with codes there."""
    elsewhere = mu[::-1].copy() + 1
    found, there = measured(placed(mu), placed(elsewhere)), measured(placed(elsewhere), None)
    assert [point["ae"] for point in found["curve"]] == [point["vae"] for point in there["curve"]]


def test_a_vae_without_a_twin_has_none_of_its_figures_and_all_of_its_own(mu: Array) -> None:
    alone, both = measured(placed(mu), None), measured(placed(mu), placed(mu, by=3))
    assert [point["ae"] for point in alone["curve"]] == [None] * 3
    assert [point["vae"] for point in alone["curve"]] == [point["vae"] for point in both["curve"]]


def test_a_seed_gives_the_same_and_another_others(mu: Array) -> None:
    vae, ae = placed(mu), placed(mu, by=2)
    found, other = measured(vae, ae), measured(vae, ae, seed=1)
    assert found == measured(vae, ae)
    for side in ("vae", "ae"):  # the draws themselves, not their intervals alone
        assert column(found, side, "mse_median") != column(other, side, "mse_median")


def test_digits_are_resampled_with_all_of_their_draws(mu: Array, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where all draws of a digit share a fate, many of them tell no more: the interval is as wide as that of one."""

    class Fickle(SignJudge):
        """Says of half of the digits, by their order, another label from the second look on."""

        looks = 0

        def probabilities(self, images: Array) -> Array:
            self.looks += 1
            said = (np.arange(len(images)) % 2) * (self.looks > 1)
            return np.eye(10, dtype=np.float32)[said]

    widths = []
    for draws in (1, 50):
        monkeypatch.setattr(module, "DRAWS", draws)
        found = posterior_samples(placed(mu), np.ones_like(mu), None, Fickle(), 0, lambda *_: None)
        kept = found["curve"][0]["vae"]["label_kept"]
        assert kept["value"] == 0.5 and found["draws"] == draws
        widths.append(kept["high"] - kept["low"])
    assert widths[1] == pytest.approx(widths[0], rel=1e-6)


def test_progress_counts_temperatures(mu: Array) -> None:
    seen: list[tuple[int, int]] = []
    posterior_samples(placed(mu), np.ones_like(mu), None, SignJudge(), 0, lambda *now: seen.append(now))
    assert seen == [(0, 3), (1, 3), (2, 3), (3, 3)]
