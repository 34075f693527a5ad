import json
from typing import Any

import numpy as np
import pytest

from model import nearness
from model.codec import Array, Codec, JudgeCodec
from model.data import Digits
from model.evaluate import evaluate, evaluate_judge
from model.registry import Model

OF_A_VAE_ALONE = {"negative_elbo", "kl", "iwae_nll", "iwae_k", "active_units"}


@pytest.fixture
def few(sample: Digits, monkeypatch: pytest.MonkeyPatch) -> Digits:
    monkeypatch.setattr(nearness, "PAIRS", 500)
    monkeypatch.setattr(nearness, "RESAMPLES", 20)
    monkeypatch.setattr(nearness, "PRIOR_DRAWS", 100)
    return sample.take(np.arange(60))


def measured(codec: Codec, judge: JudgeCodec | None, test: Digits, k: int = 10) -> dict[str, Any]:
    return evaluate(codec, judge, test, k, lambda stage, done, total: None)


def test_a_vae_has_all_figures_of_the_contract(vae: Model, judge: JudgeCodec, few: Digits) -> None:
    metrics = measured(vae.codec, judge, few)
    test = metrics["test"]
    assert {"reconstruction", "mse"} | OF_A_VAE_ALONE <= test.keys()
    assert None not in test.values()
    assert test["negative_elbo"] == pytest.approx(test["reconstruction"] + test["kl"], rel=1e-5)
    assert sum(test["kl_per_dim"]) == pytest.approx(test["kl"], rel=1e-4)
    assert test["iwae_k"] == 10 and test["iwae_nll"] < test["negative_elbo"]
    assert test["images"] == 60
    assert test["active_units"] == (vae.codec.encode(few.pixels())[0].var(axis=0) > 0.01).sum()
    assert test["loss_interval"]["low"] < test["negative_elbo"] < test["loss_interval"]["high"]
    assert "step_curve" in metrics["nearness"]
    assert metrics["parameters"] > 0
    assert json.loads(json.dumps(metrics, allow_nan=False)) == metrics


def test_an_autoencoder_has_nulls_where_it_has_no_figure(ae: Model, few: Digits) -> None:
    test = measured(ae.codec, None, few)["test"]
    assert all(key in test and test[key] is None for key in OF_A_VAE_ALONE)
    assert test["reconstruction"] > 0 and test["mse"] > 0
    assert test["loss_interval"]["value"] == pytest.approx(test["reconstruction"])


def test_without_a_judge_there_is_no_nearness(ae: Model, few: Digits) -> None:
    assert "nearness" not in measured(ae.codec, None, few)


def test_k_of_0_leaves_the_likelihood_out(vae: Model, few: Digits) -> None:
    test = measured(vae.codec, None, few, k=0)["test"]
    assert test["iwae_nll"] is None and test["iwae_k"] is None


def test_mse_is_of_the_decoded_mean(vae: Model, few: Digits) -> None:
    images = few.pixels()
    mse = np.square(vae.codec.decode(vae.codec.encode(images)[0]) - images).mean()
    assert measured(vae.codec, None, few)["test"]["mse"] == pytest.approx(mse, rel=1e-5)


class Overconfident(JudgeCodec):
    """Says 0 with 0.95 each time; built from a real judge for its parameter count."""

    def probabilities(self, images: Array) -> Array:
        said = np.full((len(images), 10), 0.05 / 9, np.float32)
        said[:, 0] = 0.95
        return said


def test_judge_that_is_too_sure_is_found_out(judge: JudgeCodec, sample: Digits) -> None:
    metrics = evaluate_judge(Overconfident(judge.checkpoint), sample)
    assert metrics["test"] == {"images": 1000, "accuracy": pytest.approx(0.1)}
    assert metrics["calibration"]["expected_error"] == pytest.approx(0.85)
    (row,) = metrics["calibration"]["bins"]
    assert row == {"count": 1000, "confidence": pytest.approx(0.95), "accuracy": pytest.approx(0.1)}


def test_real_judge_counts_every_digit(judge: JudgeCodec, sample: Digits) -> None:
    metrics = evaluate_judge(judge, sample)
    assert sum(row["count"] for row in metrics["calibration"]["bins"]) == 1000
    assert 0 <= metrics["calibration"]["expected_error"] < 0.1
