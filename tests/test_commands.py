import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner, Result

from app import commands
from app.cli import app
from model.checkpoint import load
from model.config import ModelConfig, TrainConfig
from model.data import DIGESTS, DataError, Digits
from model.train import STATE, Epoch, Trainer


def run(*arguments: object) -> Result:
    return CliRunner(env={"COLUMNS": "500"}).invoke(app, [str(a) for a in arguments])


@pytest.fixture
def small_mnist(sample: Digits, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sample in place of MNIST, with a validation split that fits."""
    monkeypatch.setattr(commands, "missing_files", lambda folder: [])
    monkeypatch.setattr(commands, "load_mnist", lambda folder, split: sample.take(np.arange(120)))
    configure = commands.configure

    def small(run: commands.TrainingRun) -> tuple[ModelConfig, TrainConfig]:
        model, config = configure(run)
        return model, replace(config, batch_size=50, validation_images=20)

    monkeypatch.setattr(commands, "configure", small)


def test_training_offline_says_where_files_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def offline(folder: Path, name: str, on_bytes: object) -> Path:
        raise DataError(
            f"no mirror gave {name}. Without a network, put these files into {folder}: {', '.join(DIGESTS)}"
        )

    monkeypatch.setattr(commands, "download", offline)
    result = run("train", "--model", "x", "--data", tmp_path / "data", "--out", tmp_path / "out")
    assert result.exit_code == 1 and isinstance(result.exception, SystemExit)
    said = result.output.replace("\n", "")
    assert str(tmp_path / "data") in said and all(name in said for name in DIGESTS)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["--kind", "gan"], "kind"),
        (["--latent-dim", "1"], "latent_dim"),
        (["--epochs", "0"], "epochs"),
        (["--device", "tpu"], "tpu"),
        (["--precision", "float8"], "precision"),
        (["--channels", "8,8,8,8,8"], "encoder_channels"),
        (["--like", "absent-model"], "absent-model"),
    ],
)
def test_a_wrong_configuration_ends_in_one_sentence(
    arguments: list[str], named: str, tmp_path: Path, small_mnist: None
) -> None:
    result = run("train", "--model", "x", *arguments, "--out", tmp_path)
    assert result.exit_code == 1 and isinstance(result.exception, SystemExit)
    assert named in result.output and "Traceback" not in result.output


def test_training_saves_and_goes_on(tmp_path: Path, small_mnist: None, monkeypatch: pytest.MonkeyPatch) -> None:
    arguments = ("train", "--model", "mine", "--epochs", 2, "--out", tmp_path, "--threads", 1)
    epochs = Trainer.run_epoch
    calls: list[int] = []

    def killed_after_one(trainer: Trainer, *args: Any) -> Epoch:
        if calls:
            raise KeyboardInterrupt
        calls.append(1)
        return epochs(trainer, *args)

    monkeypatch.setattr(Trainer, "run_epoch", killed_after_one)
    assert run(*arguments).exit_code != 0
    assert (tmp_path / "mine" / STATE).is_file()
    monkeypatch.setattr(Trainer, "run_epoch", epochs)
    result = run(*arguments)
    assert result.exit_code == 0, result.output
    assert "going on after epoch 1 of 2" in result.output and "epoch   2/2" in result.output
    assert "epoch   1/2" not in result.output
    other = run("train", "--model", "mine", "--epochs", 3, "--out", tmp_path)
    assert other.exit_code == 1 and "another configuration" in other.output


def test_ctrl_c_in_the_first_epoch_leaves_a_usable_checkpoint(
    tmp_path: Path, small_mnist: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    step = Trainer._step
    calls: list[int] = []

    def interrupted(trainer: Trainer, *args: Any) -> float:
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return step(trainer, *args)

    monkeypatch.setattr(Trainer, "_step", interrupted)
    result = run("train", "--model", "mine", "--epochs", 2, "--out", tmp_path)
    assert result.exit_code == 130 and "can be used as it is" in result.output.replace("\n", " ")
    assert load(tmp_path / "mine").model.kind == "vae"
    assert not (tmp_path / "mine" / STATE).exists()


def test_like_takes_all_settings_but_those_given(tiny_folder: Path, tmp_path: Path, small_mnist: None) -> None:
    result = run("train", "--model", "x", "--like", tiny_folder, "--seed", 5, "--kind", "ae", "--out", tmp_path)
    assert result.exit_code == 0, result.output
    given, made = load(tiny_folder), load(tmp_path / "x")
    assert made.model == replace(given.model, kind="ae")
    assert made.training == replace(given.training, seed=5, validation_images=20)


def test_options_reach_the_configuration(tmp_path: Path, small_mnist: None) -> None:
    result = run(
        "train", "--model", "x", "--channels", "8,8,16", "--normed", "--likelihood", "gaussian",
        "--observation-sd", 0.2,
        "--rate", 0.01, "--precision", "bfloat16", "--epochs", 1, "--out", tmp_path,
    )  # fmt: skip
    assert result.exit_code == 0, result.output
    made = load(tmp_path / "x")
    assert made.model.encoder_channels == (8, 8, 16) and made.model.encoder_normed
    assert (made.model.likelihood, made.model.observation_sd) == ("gaussian", 0.2)
    assert (made.training.learning_rate, made.training.precision) == (0.01, "bfloat16")


def test_channels_that_are_no_numbers_show_how_it_goes() -> None:
    result = run("train", "--model", "x", "--channels", "many")
    assert result.exit_code == 2 and "32,64,128" in result.output


def test_evaluate_writes_metrics(tiny_folder: Path, tmp_path: Path, small_mnist: None, quick: None) -> None:
    folder = shutil.copytree(tiny_folder, tmp_path / "tiny")
    result = run("evaluate", "--model", folder, "--iwae-k", 5, "--threads", 1)
    assert result.exit_code == 0, result.output
    metrics = json.loads((folder / "metrics.json").read_text())
    assert metrics["test"]["images"] == 120 and metrics["test"]["iwae_k"] == 5
    assert "test.negative_elbo" in result.output


@pytest.fixture
def twins(tiny_folder: Path, tmp_path: Path, digits: tuple[Digits, Digits]) -> Path:
    """A folder of two tiny twins: the VAE `tiny`, and `point`."""
    shutil.copytree(tiny_folder, tmp_path / "tiny")
    values = json.loads((tmp_path / "tiny" / "config.json").read_text())
    values["model"]["twin"] = "point"
    (tmp_path / "tiny" / "config.json").write_text(json.dumps(values))
    config = ModelConfig.from_json(values["model"] | {"kind": "ae", "twin": "tiny"})
    Trainer(config, TrainConfig.from_json(values["training"]), *digits).save(tmp_path / "point")
    return tmp_path


def test_evaluate_measures_both_twins(twins: Path, small_mnist: None, quick: None) -> None:
    result = run("evaluate", "--model", twins / "tiny", "--twin", "--iwae-k", 2)
    assert result.exit_code == 0, result.output
    metrics = {name: json.loads((twins / name / "metrics.json").read_text()) for name in ("tiny", "point")}
    assert metrics["point"]["test"]["kl"] is None and metrics["tiny"]["test"]["kl"] > 0
    assert "autoencoder against VAE" in result.output and "neighbours knn_accuracy" in result.output


@pytest.mark.parametrize(("twin", "said"), [(None, "leave --twin out"), ("absent", "absent"), ("tiny", "other kind")])
def test_evaluate_without_a_real_twin_says_so(twin: str | None, said: str, twins: Path, small_mnist: None) -> None:
    values = json.loads((twins / "tiny" / "config.json").read_text())
    values["model"]["twin"] = twin
    (twins / "tiny" / "config.json").write_text(json.dumps(values))
    result = run("evaluate", "--model", twins / "tiny", "--twin")
    assert result.exit_code == 1 and said in result.output and "Traceback" not in result.output
    assert not (twins / "tiny" / "metrics.json").exists()


def test_evaluate_of_nothing_ends_in_one_sentence(tmp_path: Path) -> None:
    result = run("evaluate", "--model", tmp_path / "absent")
    assert result.exit_code == 1 and "config.json is missing" in result.output
