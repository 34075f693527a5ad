import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner, Result

from app import commands
from app.cli import app
from model.config import TrainConfig
from model.data import DIGESTS, DataError, Digits
from model.train import STATE, Epoch, Trainer


def run(*arguments: object) -> Result:
    return CliRunner(env={"COLUMNS": "500"}).invoke(app, [str(a) for a in arguments])


@pytest.fixture
def small_mnist(sample: Digits, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sample in place of MNIST, with a validation split that fits."""
    monkeypatch.setattr(commands, "missing_files", lambda folder: [])
    monkeypatch.setattr(commands, "load_mnist", lambda folder, split: sample.take(np.arange(120)))
    monkeypatch.setattr(
        commands, "TrainConfig", lambda **fields: TrainConfig(**fields, batch_size=50, validation_images=20)
    )


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


def test_evaluate_writes_metrics(tiny_folder: Path, tmp_path: Path, small_mnist: None, quick: None) -> None:
    folder = shutil.copytree(tiny_folder, tmp_path / "tiny")
    result = run("evaluate", "--model", folder, "--iwae-k", 5, "--threads", 1)
    assert result.exit_code == 0, result.output
    metrics = json.loads((folder / "metrics.json").read_text())
    assert metrics["test"]["images"] == 120 and metrics["test"]["iwae_k"] == 5
    assert "test.negative_elbo" in result.output


def test_evaluate_of_nothing_ends_in_one_sentence(tmp_path: Path) -> None:
    result = run("evaluate", "--model", tmp_path / "absent")
    assert result.exit_code == 1 and "config.json is missing" in result.output
