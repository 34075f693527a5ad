import json
from pathlib import Path

import pytest
from PIL import Image

from latent_explorer.app.cli import training_jobs
from latent_explorer.app.cli.seeds import pool
from latent_explorer.model.store.checkpoint import SEEDS, load
from tests.helpers.sets import COLOUR, images_of
from tests.helpers.terminal import run


def test_pooled_figures_are_the_mean_and_the_range_of_all_intervals() -> None:
    def of_seed(shift: float) -> dict[str, object]:
        curve = [{"step": 0.1, "kept": {"value": 1.0 + shift, "low": 0.5 + shift, "high": 9.0 - shift}}]
        return {
            "test": {"kl": 2.0 + shift, "iwae_k": 5, "mse": None}
            | ({} if shift else {"quantiles": {"kl": [1.0, 2.0]}}),
            "nearness": {"curve": curve},
        }

    pooled = pool([of_seed(0), of_seed(1), of_seed(5)])
    assert pooled["nearness"]["curve"] == [{"step": 0.1, "kept": {"value": 3.0, "low": 0.5, "high": 9.0}}]
    assert pooled["test"] == {"kl": {"value": 4.0, "low": 2.0, "high": 7.0}, "iwae_k": 5, "mse": None}


@pytest.fixture
def measured_twins(twins: Path, small_mnist: None, quick: None) -> Path:
    """The twins as they are shipped: with their metrics."""
    assert run("evaluate", "--model", twins / "tiny", "--twin", "--iwae-k", 2).exit_code == 0
    return twins


@pytest.mark.slow
def test_seeds_are_trained_measured_and_kept(measured_twins: Path) -> None:
    arguments = ("evaluate", "--model", measured_twins / "tiny", "--seeds", 2, "--iwae-k", 2)
    result = run(*arguments, "--out", measured_twins / "runs")
    assert result.exit_code == 0, result.output
    assert "2 seeds, mean [lowest, highest end" in result.output
    made = {
        name: json.loads((measured_twins / name / "metrics.json").read_text()) for name in ("tiny", "runs/tiny-seed-2")
    }
    kept = load(measured_twins / "tiny").seeds
    losses = sorted(metrics["test"]["negative_elbo"] for metrics in made.values())
    assert (kept["vae"]["test"]["negative_elbo"]["low"], kept["vae"]["test"]["negative_elbo"]["high"]) == tuple(losses)
    assert kept["ae"]["seeds"] == 2 and kept["ae"]["test"]["negative_elbo"] is None
    for kind in ("ae", "vae"):
        distances = kept[kind]["distances"]
        assert distances["pairs"] > 0 and distances["geodesic_variation"]["value"] > 0
        assert distances["straight_variation"]["low"] <= distances["straight_variation"]["high"]
    of_twins = [metrics["nearness"]["posterior_samples"]["curve"][0]["ae"]["label_kept"] for metrics in made.values()]
    pooled = kept["vae"]["nearness"]["posterior_samples"]["curve"][0]["ae"]["label_kept"]
    assert pooled["value"] == pytest.approx(sum(figure["value"] for figure in of_twins) / 2)


@pytest.mark.slow
def test_what_was_trained_and_measured_is_not_done_again(measured_twins: Path) -> None:
    out = measured_twins / "runs"
    arguments = ("evaluate", "--model", measured_twins / "point", "--seeds", 2, "--iwae-k", 2, "--out", out)
    assert run(*arguments).exit_code == 0
    first = (measured_twins / "tiny" / SEEDS).read_text()
    (out / "point-seed-2" / "metrics.json").write_text((measured_twins / "point" / "metrics.json").read_text())
    assert load(out / "point-seed-2").model.twin == "tiny-seed-2"
    again = run(*arguments)
    assert again.exit_code == 0 and "validation" not in again.output
    assert (measured_twins / "tiny" / SEEDS).read_text() != first


@pytest.mark.slow
def test_figures_of_another_k_are_not_pooled(measured_twins: Path) -> None:
    out = measured_twins / "runs"
    result = run("evaluate", "--model", measured_twins / "tiny", "--seeds", 2, "--iwae-k", 3, "--out", out)
    assert result.exit_code == 0
    made = [json.loads((measured_twins / name / "metrics.json").read_text()) for name in ("tiny", "runs/tiny-seed-2")]
    assert [metrics["test"]["iwae_k"] for metrics in made] == [3, 3]


@pytest.mark.slow
def test_further_seeds_of_ones_own_images_read_them_as_was_declared(
    tmp_path: Path, quick: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(training_jobs, "JUDGE_EPOCHS", 1)
    monkeypatch.setattr(training_jobs, "JUDGE_STEPS", 1)
    data, runs = images_of(COLOUR), tmp_path / "runs"
    for i, (image, label) in enumerate(zip(data.images, data.known_labels, strict=True)):
        (tmp_path / "tints" / COLOUR.classes[label]).mkdir(parents=True, exist_ok=True)
        Image.fromarray(image).save(tmp_path / "tints" / COLOUR.classes[label] / f"{i}.png")
    to = ("--data", tmp_path / "tints", "--out", runs)
    trained = run("train", "--twin", "--model", "mine", "--grey", "--channels", "4,8", "--epochs", 1, *to)
    assert trained.exit_code == 0, trained.output
    result = run("evaluate", "--model", runs / "vae-mine", "--seeds", 2, "--iwae-k", 0, *to)
    assert result.exit_code == 0, result.output
    assert load(runs / "vae-mine-seed-1").images == load(runs / "vae-mine").images
    assert "label_kept" in load(runs / "vae-mine").seeds["ae"]["nearness"]["step_curve"][0]
