import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose

from latent_explorer.model.arrays import Array
from latent_explorer.model.codec import Codec, JudgeCodec
from latent_explorer.model.datasets.image_data import ImageData
from latent_explorer.model.measures import evaluate as measuring
from latent_explorer.model.measures import posterior_samples
from latent_explorer.model.measures.evaluate import Part, evaluate, evaluate_judge, measure_nearness, measure_samples
from latent_explorer.model.registry import ZOO, Model
from latent_explorer.model.statistics.percentiles import quantiles
from latent_explorer.model.statistics.typicality import relative_error
from latent_explorer.model.store.checkpoint import load
from tests.helpers.collapsed import collapsed

OF_A_VAE_ALONE = {"negative_elbo", "kl", "iwae_nll", "iwae_k", "exact_nll", "exact_nll_error", "active_units"}


@pytest.fixture
def few(sample: ImageData, quick: None) -> ImageData:
    return sample.take(np.arange(60))


def measured(codec: Codec, judge: JudgeCodec | None, test: ImageData, k: int = 10) -> dict[str, Any]:
    return evaluate(codec, judge, test, test, k, lambda stage, done, total: None)


@pytest.mark.slow
def test_a_vae_has_all_figures_of_the_contract(vae: Model, judge: JudgeCodec, few: ImageData) -> None:
    metrics = measured(vae.codec, judge, few)
    test = metrics["test"]
    assert {"reconstruction", "mse"} | OF_A_VAE_ALONE <= test.keys()
    assert None not in test.values() and None not in test["quantiles"].values()
    assert test["negative_elbo"] == pytest.approx(test["reconstruction"] + test["kl"], rel=1e-5)
    assert sum(test["kl_per_dim"]) == pytest.approx(test["kl"], rel=1e-4)
    assert test["iwae_k"] == 10 and test["iwae_nll"] < test["negative_elbo"]
    assert test["images"] == 60
    assert test["active_units"] == (vae.codec.encode(few.pixels())[0].var(axis=0) > 0.01).sum()
    assert test["loss_interval"]["low"] < test["negative_elbo"] < test["loss_interval"]["high"]
    assert "step_curve" in metrics["nearness"]
    assert metrics["parameters"] > 0
    assert json.loads(json.dumps(metrics, allow_nan=False)) == metrics


def test_an_autoencoder_has_nulls_where_it_has_no_figure(ae: Model, few: ImageData) -> None:
    test = measured(ae.codec, None, few)["test"]
    assert all(key in test and test[key] is None for key in OF_A_VAE_ALONE)
    assert test["reconstruction"] > 0 and test["mse"] > 0
    assert test["loss_interval"]["value"] == pytest.approx(test["reconstruction"])


def test_without_a_judge_all_that_needs_none_is_measured(vae: Model, few: ImageData) -> None:
    found = measured(vae.codec, None, few, k=0)
    assert ("no judge" in found["unmeasured"][0], len(found["unmeasured"])) == (True, 1)
    near = found["nearness"]
    lines = {"step_curve", "step_curve_mad", "rank_correlation", "tail", "stretch", "holes", "neighbours"}
    assert lines | {"posterior_samples"} <= near.keys()
    assert all(point.keys() == {"step", "mse_median", "mse_p95"} for point in near["step_curve"])
    assert near["holes"]["standard"].keys() == {"far"}
    assert {"knn_accuracy", "trustworthiness", "continuity"} <= near["neighbours"].keys()
    assert all(point["vae"].keys() == {"mse_median"} for point in near["posterior_samples"]["curve"])


def test_k_of_0_leaves_the_likelihood_out(vae: Model, few: ImageData) -> None:
    test = measured(vae.codec, None, few, k=0)["test"]
    assert test["iwae_nll"] is None and test["iwae_k"] is None


def test_the_encoder_alone_is_measured_where_its_guess_is_refined(vae: Model, few: ImageData) -> None:
    assert vae.own_checkpoint is not None and vae.own_checkpoint.model.refinements > 0
    test = measured(vae.codec, None, few, k=0)["test"]
    assert test["negative_elbo"] < test["encoder_alone"]["negative_elbo"] - 0.5
    unrefined = replace(vae.own_checkpoint, model=replace(vae.own_checkpoint.model, refinements=0, starts=0))
    alone = measured(Codec(unrefined), None, few, k=0)["test"]
    assert "encoder_alone" not in alone
    assert alone["negative_elbo"] == test["encoder_alone"]["negative_elbo"]


def test_mse_is_of_the_decoded_mean(vae: Model, few: ImageData) -> None:
    images = few.pixels()
    mse = np.square(vae.codec.decode(vae.codec.encode(images)[0]) - images).mean()
    assert measured(vae.codec, None, few)["test"]["mse"] == pytest.approx(mse, rel=1e-5)


def test_quantiles_are_of_the_images_that_the_means_are_of(vae: Model, ae: Model, few: ImageData) -> None:
    for model in (vae, ae):
        test = measured(model.codec, None, few, k=0)["test"]
        kept = test["quantiles"]
        assert list(kept) == ["reconstruction", "kl", "negative_elbo", "relative_error"]
        assert {name for name in kept if kept[name] is None} == {name for name in kept if test.get(name, 0) is None}
        assert "quantiles" not in test["encoder_alone"]
        for name in kept.keys() - {"relative_error"}:
            if kept[name] is not None:
                assert len(kept[name]) == 201 and np.mean(kept[name]) == pytest.approx(test[name], rel=0.02)
        images = few.pixels()
        error = relative_error(images, model.codec.decode(model.codec.encode(images)[0]))
        assert kept["relative_error"] == quantiles(error)


def figures(value: Any) -> Iterator[dict[str, float]]:
    """All figures with an interval, however deep."""
    if isinstance(value, dict) and "low" in value:
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from figures(inner)


@pytest.mark.slow
def test_nearness_has_every_line_and_repeats(vae: Model, judge: JudgeCodec, sample: ImageData, quick: None) -> None:
    test, training = sample.take(np.arange(150)), sample.take(np.arange(150, 400))
    seen: list[tuple[int, int]] = []
    mu, _ = vae.codec.encode(test.pixels())

    def measure() -> dict[str, Any]:
        return measure_nearness(vae.codec, judge, mu, test, training, lambda _, done, total: seen.append((done, total)))

    found, again = measure(), measure()
    assert found == again
    lines = {"step_curve", "step_curve_mad", "rank_correlation", "tail", "stretch", "holes", "neighbours"}
    assert lines <= found.keys() and found["images"] == 150 and found["unit"]
    assert seen[0] == (0, len(lines)) and seen[-1] == (len(lines), len(lines))
    measured = list(figures(found))
    assert len(measured) == 30 + 2 + 3 + 6 + 8 + 3
    assert [f for f in measured if not f["low"] <= f["high"]] == []


@pytest.mark.slow
def test_samples_around_mu_are_as_the_page_places_them(
    vae: Model, ae: Model, judge: JudgeCodec, few: ImageData, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The twin's at μ + (z − μ of the VAE)·sd / sd of the VAE, where sd is what the list of models says."""
    monkeypatch.setattr(posterior_samples, "DRAWS", 1)
    images = few.pixels()
    code, (there, _) = vae.codec.encode(images), ae.codec.encode(images)
    noise = np.random.default_rng(0).standard_normal((1, 60, 2), np.float32)[0]
    assert code[1] is not None
    found = measure_samples(vae.codec, judge, code, images, ae.codec, lambda *_: None)["posterior_samples"]
    for point in found["curve"]:
        z = code[0] + np.float32(point["temperature"]) * code[1] * noise
        moved = there + (z - code[0]) * ae.sd / vae.sd
        for side, codec, start, end in (("vae", vae.codec, code[0], z), ("ae", ae.codec, there, moved)):
            before, after = codec.decode(start), codec.decode(end)
            labels = [judge.probabilities(shown).argmax(axis=1) for shown in (before, after)]
            change = np.square(after - before).mean(axis=1)
            assert point[side]["label_kept"]["value"] == pytest.approx((labels[0] == labels[1]).mean(), abs=0.02)
            assert point[side]["mse_median"]["value"] == pytest.approx(np.median(change), rel=0.01)


@pytest.mark.parametrize("part", ["nearness", "samples"])
def test_samples_around_mu_are_a_part_of_their_own(
    part: Part, vae: Model, judge: JudgeCodec, few: ImageData, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: dict[str, Any] = {
        "test": {"kl": 1.0},
        "nearness": {"images": 7, "posterior_samples": {"draws": 0, "curve": []}},
    }
    monkeypatch.setattr(measuring, "measure_nearness", lambda *_: {"images": 60})
    codec = Codec(replace(vae.checkpoint, metrics=kept))
    found = evaluate(codec, judge, few, few, 0, lambda *_: None, part, None)
    assert found["test"] == kept["test"]
    near = found["nearness"]
    assert (near["images"], near["posterior_samples"]["draws"]) == {"nearness": (60, 0), "samples": (7, 8)}[part]
    assert kept["nearness"]["images"] == 7


def test_an_autoencoder_has_no_samples_around_mu(ae: Model, judge: JudgeCodec, few: ImageData) -> None:
    code = ae.codec.encode(few.pixels())
    assert measure_samples(ae.codec, judge, code, few.pixels(), None, lambda *_: None) == {}


class Overconfident(JudgeCodec):
    """Says 0 with 0.95 each time; built from a real judge for its parameter count."""

    def read(self, images: Array) -> tuple[Array, Array]:
        said = np.full((len(images), 10), 0.05 / 9, np.float32)
        said[:, 0] = 0.95
        return said, images[:, :3]


def test_judge_that_is_too_sure_is_found_out(judge: JudgeCodec, sample: ImageData) -> None:
    metrics = evaluate_judge(Overconfident(judge.checkpoint), sample)
    assert metrics["test"]["images"] == 1000 and metrics["test"]["accuracy"] == pytest.approx(0.1)
    assert metrics["calibration"]["expected_error"] == pytest.approx(0.85)
    (row,) = metrics["calibration"]["bins"]
    assert row == {"count": 1000, "confidence": pytest.approx(0.95), "accuracy": pytest.approx(0.1)}


@pytest.mark.slow
def test_real_judge_counts_every_digit(judge: JudgeCodec, sample: ImageData) -> None:
    metrics = evaluate_judge(judge, sample)
    assert sum(row["count"] for row in metrics["calibration"]["bins"]) == 1000
    assert 0 <= metrics["calibration"]["expected_error"] < 0.1


@pytest.mark.slow
def test_the_judge_s_quantiles_are_of_the_distances_to_other_digits(judge: JudgeCodec, sample: ImageData) -> None:
    kept = evaluate_judge(judge, sample)["test"]["quantiles"]["feature_distance"]
    assert len(kept) == 201 and kept[0] > 1  # no digit is its own nearest
    never_measured = JudgeCodec(replace(judge.checkpoint, metrics={}))
    assert_allclose(never_measured.usual_distances, kept, rtol=1e-4)
    assert judge.usual_distances == judge.checkpoint.metrics["test"]["quantiles"]["feature_distance"]


@pytest.mark.parametrize(("axes", "decoder"), [([1], False), ([0, 1], False), ([0, 1], True)])
@pytest.mark.parametrize("name", ["vae-2d", "ae-2d"])
def test_a_collapsed_model_has_finite_figures(
    name: str, axes: list[int], decoder: bool, judge: JudgeCodec, few: ImageData, tmp_path: Path
) -> None:
    codec = Codec(load(collapsed(ZOO / name, tmp_path / name, axes, decoder)))
    nearness = measure_nearness(codec, judge, codec.encode(few.pixels())[0], few, few, lambda *_: None)
    assert json.loads(json.dumps(nearness, allow_nan=False)) == nearness
    if decoder:  # one image, wherever one looks
        assert nearness["rank_correlation"]["all"] == {"value": 0, "low": 0, "high": 0}
        assert nearness["tail"]["local"] == {"value": 1, "low": 1, "high": 1}
