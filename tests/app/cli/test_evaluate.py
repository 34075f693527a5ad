import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest
import torch

from latent_explorer.app.cli import evaluate
from latent_explorer.app.cli.terminal import find
from latent_explorer.model.code_cloud import read_code_cloud
from latent_explorer.model.datasets.sample import mnist_sample
from latent_explorer.model.registry import ZOO
from latent_explorer.model.store.checkpoint import load, write_tensors
from tests.helpers.collapsed import collapsed
from tests.helpers.sets import COLOUR, train_on
from tests.helpers.terminal import run


def test_evaluate_writes_metrics(tiny_folder: Path, tmp_path: Path, small_mnist: None, quick: None) -> None:
    folder = shutil.copytree(tiny_folder, tmp_path / "tiny")
    result = run("evaluate", "--model", folder, "--iwae-k", 5, "--threads", 1)
    assert result.exit_code == 0, result.output
    metrics = json.loads((folder / "metrics.json").read_text())
    assert metrics["test"]["images"] == 120 and metrics["test"]["iwae_k"] == 5
    assert "test.negative_elbo" in result.output


def test_one_part_is_measured_again_and_the_rest_kept(twins: Path, small_mnist: None, quick: None) -> None:
    """What stands in metrics.json is the figures' own place: a part that is not measured is not touched."""
    kept: dict[str, Any] = {
        "test": {"iwae_nll": 1.5, "mse": 9.0, "encoder_alone": {}},
        "parameters": 1,
        "nearness": {"images": 7},
    }
    for part, new in (("loss", "mse"), ("likelihood", "iwae_nll"), ("nearness", None), ("samples", None)):
        (twins / "tiny" / "metrics.json").write_text(json.dumps(kept))
        result = run("evaluate", "--model", twins / "tiny", "--only", part, "--iwae-k", 2)
        assert result.exit_code == 0, result.output
        found = json.loads((twins / "tiny" / "metrics.json").read_text())
        changed = {name for name in ("iwae_nll", "mse") if found["test"][name] != kept["test"][name]}
        assert changed == ({new} if new else set())
        assert ("quantiles" in found["test"]) == (part == "loss")
        assert ("step_curve" in found["nearness"]) == (part == "nearness") == (found["nearness"]["images"] != 7)
        assert ("posterior_samples" in found["nearness"]) == (part == "samples")


@pytest.mark.parametrize(("twin", "measured"), [("point", True), (None, False), ("absent", False), ("tiny", False)])
def test_samples_around_mu_are_of_the_twin_too_where_there_is_one(
    twin: str | None, measured: bool, twins: Path, small_mnist: None, quick: None
) -> None:
    values = json.loads((twins / "tiny" / "config.json").read_text())
    values["model"]["twin"] = twin
    (twins / "tiny" / "config.json").write_text(json.dumps(values))
    (twins / "tiny" / "metrics.json").write_text(json.dumps({"nearness": {}}))
    result = run("evaluate", "--model", twins / "tiny", "--only", "samples")
    assert result.exit_code == 0, result.output
    found = json.loads((twins / "tiny" / "metrics.json").read_text())["nearness"]["posterior_samples"]
    for point in found["curve"]:
        assert point["vae"]["label_kept"]["value"] > 0
        assert (point["ae"] is not None) == measured
    told = f"no twin {twin} beside it" in " ".join(result.output.split())
    assert told == (not measured and twin is not None)


def test_codes_of_the_sample_are_kept_with_the_figures(twins: Path, small_mnist: None, quick: None) -> None:
    """Another machine rounds otherwise: measuring a part there would change them for nothing."""
    (twins / "tiny" / "metrics.json").write_text(json.dumps({"nearness": {}}))
    arguments = ("evaluate", "--model", twins / "tiny", "--only", "samples")
    assert run(*arguments).exit_code == 0
    codes = twins / "tiny" / "codes.safetensors"
    mu, sigma = read_code_cloud(codes.parent, load(codes.parent), mnist_sample()) or (None, None)
    assert mu is not None and sigma is not None
    tensors = {"mu": torch.from_numpy(mu + 1e-6), "sigma": torch.from_numpy(sigma)}
    write_tensors(codes, tensors, {"revision": load(codes.parent).revision})
    before = codes.read_bytes()
    assert run(*arguments).exit_code == 0 and codes.read_bytes() == before


def test_an_autoencoder_s_figures_are_kept_where_only_samples_are_wanted(twins: Path, small_mnist: None) -> None:
    kept = {"test": {"kl": None}, "nearness": {"images": 7}}
    (twins / "point" / "metrics.json").write_text(json.dumps(kept))
    assert run("evaluate", "--model", twins / "point", "--only", "samples").exit_code == 0
    found = json.loads((twins / "point" / "metrics.json").read_text())
    assert {name: found[name] for name in kept} == kept


@pytest.mark.parametrize(("options", "said"), [([], "leave it out"), (["--seeds", 2], "leave --only out")])
def test_a_part_alone_needs_the_rest(options: list[object], said: str, twins: Path, small_mnist: None) -> None:
    result = run("evaluate", "--model", twins / "tiny", "--only", "loss", *options)
    assert result.exit_code in (1, 2) and said in " ".join(result.output.replace("│", " ").split())
    assert not (twins / "tiny" / "metrics.json").exists()


@pytest.mark.slow
def test_evaluate_measures_both_twins(twins: Path, small_mnist: None, quick: None) -> None:
    result = run("evaluate", "--model", twins / "tiny", "--twin", "--iwae-k", 2)
    assert result.exit_code == 0, result.output
    metrics = {name: json.loads((twins / name / "metrics.json").read_text()) for name in ("tiny", "point")}
    assert metrics["point"]["test"]["kl"] is None and metrics["tiny"]["test"]["kl"] > 0
    assert "autoencoder against VAE" in result.output and "neighbours knn_accuracy" in result.output
    assert "posterior_samples 4 label_kept" in result.output


@pytest.mark.parametrize(("twin", "said"), [(None, "leave --twin out"), ("absent", "absent"), ("tiny", "other kind")])
def test_evaluate_without_a_real_twin_says_so(twin: str | None, said: str, twins: Path, small_mnist: None) -> None:
    values = json.loads((twins / "tiny" / "config.json").read_text())
    values["model"]["twin"] = twin
    (twins / "tiny" / "config.json").write_text(json.dumps(values))
    result = run("evaluate", "--model", twins / "tiny", "--twin")
    assert result.exit_code == 1 and said in result.output and "Traceback" not in result.output
    assert not (twins / "tiny" / "metrics.json").exists()


def test_a_twin_of_other_images_is_none(twins: Path, small_mnist: None, quick: None) -> None:
    shutil.rmtree(twins / "point")
    train_on(COLOUR, "ae", twins, "point")
    refused = run("evaluate", "--model", twins / "tiny", "--twin")
    assert refused.exit_code == 1 and "point was trained on colour, and tiny on mnist" in refused.output
    alone = run("evaluate", "--model", twins / "tiny", "--iwae-k", 0)
    assert alone.exit_code == 0 and "no twin point beside it" in alone.output, alone.output


def test_evaluate_of_nothing_ends_in_one_sentence(tmp_path: Path) -> None:
    result = run("evaluate", "--model", tmp_path / "absent")
    assert result.exit_code == 1 and "no shipped model; those are ae-16d" in " ".join(result.output.split())


def test_a_folder_that_keeps_no_figures_is_not_measured(
    twins: Path, small_mnist: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda folder, mode: False)
    monkeypatch.setattr(evaluate, "evaluate", lambda *_: pytest.fail("measured for nothing"))
    result = run("evaluate", "--model", twins / "tiny")
    assert result.exit_code == 1 and "can't be written to" in " ".join(result.output.split())


def test_in_a_folder_of_ones_own_a_shipped_model_s_name_is_ones_own(
    twins: Path, small_mnist: None, quick: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    (twins / "tiny").rename(twins / "vae-2d")
    monkeypatch.chdir(twins)
    result = run("evaluate", "--model", "vae-2d", "--iwae-k", 0)
    assert result.exit_code == 0 and "saved in vae-2d/metrics.json" in result.output, result.output
    assert json.loads((twins / "vae-2d" / "metrics.json").read_text())["test"]["images"] == 120
    assert find("ae-2d") == ZOO / "ae-2d"


@pytest.mark.parametrize("axes", [[1], [0, 1]])
def test_a_collapsed_model_is_measured_and_called_so(
    axes: list[int], tiny_folder: Path, tmp_path: Path, small_mnist: None, quick: None
) -> None:
    folder = collapsed(tiny_folder, tmp_path / "flat", axes)
    result = run("evaluate", "--model", folder, "--iwae-k", 0, "--threads", 1)
    assert result.exit_code == 0, result.output
    where = "all of its 2 axes: there all images have the same code, and every image is decoded to about the same one"
    said = (
        where if 0 in axes else "1 of its 2 axes: there all images have the same code, and the image is in the others"
    )
    assert f"flat has collapsed on {said}" in " ".join(result.output.split())
    assert "nearness" in json.loads((folder / "metrics.json").read_text())
