import errno
import json
import os
import re
import shutil
import time
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from latent_explorer.app.cli import image_source, terminal, training_jobs
from latent_explorer.model.code_cloud import CODES
from latent_explorer.model.config import TrainConfig
from latent_explorer.model.datasets.image_data import DataError
from latent_explorer.model.datasets.mnist import DIGESTS
from latent_explorer.model.datasets.sample import load_sample
from latent_explorer.model.store import checkpoint
from latent_explorer.model.store.checkpoint import HISTORY, load
from latent_explorer.model.training.folder_lock import lock_folder
from latent_explorer.model.training.trainer import STATE, Epoch, Trainer
from tests.helpers.terminal import run
from tests.helpers.tiny import TINY


def test_training_offline_says_where_files_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def offline(folder: Path, name: str, on_bytes: object) -> Path:
        raise DataError(
            f"no mirror gave {name}. Without a network, put these files into {folder}: {', '.join(DIGESTS)}"
        )

    monkeypatch.setattr(terminal, "download", offline)
    result = run("train", "--model", "x", "--data", tmp_path / "mnist", "--out", tmp_path / "out")
    assert result.exit_code == 1 and isinstance(result.exception, SystemExit)
    said = result.output.replace("\n", "")
    assert str(tmp_path / "mnist") in said and all(name in said for name in DIGESTS)
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
        (["--channels", "0"], "encoder_channels"),
        (["--augment", "nan"], "augment"),
        (["--model", "a b"], "can't be a link"),
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
    assert result.exit_code == 130 and "can be used as it is" in " ".join(result.output.split())
    assert load(tmp_path / "mine").model.kind == "vae"
    assert not (tmp_path / "mine" / STATE).exists()


def test_a_model_without_a_state_is_not_overwritten(tmp_path: Path, small_mnist: None) -> None:
    arguments = ("train", "--model", "mine", "--epochs", 1, "--out", tmp_path)
    assert run(*arguments).exit_code == 0
    (tmp_path / "mine" / STATE).unlink()
    before = {path: path.read_bytes() for path in (tmp_path / "mine").iterdir()}
    result = run(*arguments)
    assert result.exit_code == 1 and "no state.safetensors to go on from" in " ".join(result.output.split())
    assert before == {path: path.read_bytes() for path in (tmp_path / "mine").iterdir()}


def test_a_loss_that_is_no_number_ends_the_training_and_keeps_the_last_good_epoch(
    tmp_path: Path, small_mnist: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    epochs = Trainer.run_epoch

    def diverging(trainer: Trainer, *args: Any) -> Epoch:
        epoch = epochs(trainer, *args)
        return replace(epoch, train_loss=float("nan")) if epoch.number == 1 else epoch

    monkeypatch.setattr(Trainer, "run_epoch", diverging)
    result = run("train", "--model", "mine", "--epochs", 3, "--out", tmp_path)
    assert result.exit_code == 1 and "the loss of epoch 2 is nan nats: lower --rate" in " ".join(result.output.split())
    assert len(json.loads((tmp_path / "mine" / HISTORY).read_text())["epochs"]) == 1
    assert load(tmp_path / "mine").model.kind == "vae"


def test_like_takes_all_settings_but_those_given(tiny_folder: Path, tmp_path: Path, small_mnist: None) -> None:
    result = run("train", "--model", "x", "--like", tiny_folder, "--seed", 5, "--kind", "ae", "--out", tmp_path)
    assert result.exit_code == 0, result.output
    given, made = load(tiny_folder), load(tmp_path / "x")
    assert made.model == replace(given.model, kind="ae")
    assert made.training == replace(given.training, seed=5, validation_images=20)


def test_like_needs_no_weights(tiny_folder: Path, tmp_path: Path, small_mnist: None) -> None:
    (tmp_path / "shown").mkdir()
    shutil.copy(tiny_folder / checkpoint.CONFIG, tmp_path / "shown")
    result = run("train", "--model", "x", "--like", tmp_path / "shown", "--epochs", 1, "--out", tmp_path)
    assert result.exit_code == 0, result.output
    assert load(tmp_path / "x").model == TINY
    (tmp_path / "shown" / checkpoint.CONFIG).write_text("{")
    result = run("train", "--model", "y", "--like", tmp_path / "shown", "--out", tmp_path)
    assert result.exit_code == 1 and "config.json is damaged" in " ".join(result.output.split())


def test_options_reach_the_configuration(tmp_path: Path, small_mnist: None) -> None:
    result = run(
        "train", "--model", "x", "--channels", "8,8,16", "--fourier-features", 3, "--refinements", 2,
        "--likelihood", "gaussian", "--observation-sd", 0.2, "--rate", 0.01, "--precision", "bfloat16",
        "--epochs", 1, "--out", tmp_path,
    )  # fmt: skip
    assert result.exit_code == 0, result.output
    made = load(tmp_path / "x")
    assert made.model.encoder_channels == (8, 8, 16)
    assert (made.model.fourier_features, made.model.refinements) == (3, 2)
    assert (made.model.likelihood, made.model.observation_sd) == ("gaussian", 0.2)
    assert (made.training.learning_rate, made.training.precision) == (0.01, "bfloat16")


def test_none_for_channels_makes_a_dense_encoder(tmp_path: Path, small_mnist: None) -> None:
    result = run("train", "--model", "x", "--channels", "none", "--epochs", 1, "--out", tmp_path)
    assert result.exit_code == 0, result.output
    made = load(tmp_path / "x")
    assert made.model.encoder_channels == ()
    assert made.network.state_dict()["encoder.1.weight"].shape == (256, 784)


def test_channels_that_are_no_numbers_show_how_it_goes() -> None:
    result = run("train", "--model", "x", "--channels", "many")
    assert result.exit_code == 2 and "32,64,128" in result.output and "none" in result.output


def test_training_asks_for_training_files_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def fetched(folder: Path, name: str, on_bytes: object) -> Path:
        asked.append(name)
        return folder

    monkeypatch.setattr(terminal, "download", fetched)
    assert "holds no train-images" in run("train", "--model", "x", "--data", tmp_path, "--out", tmp_path).output
    assert asked == [name for name in DIGESTS if name.startswith("train")]


def test_two_trainings_do_not_meet_in_one_folder(tmp_path: Path, small_mnist: None) -> None:
    with lock_folder(tmp_path / "mine"):
        result = run("train", "--model", "mine", "--epochs", 1, "--out", tmp_path)
    assert result.exit_code == 1 and "another training is at work" in result.output
    assert run("train", "--model", "mine", "--epochs", 1, "--out", tmp_path).exit_code == 0


def test_a_folder_that_takes_no_files_is_named_before_the_first_epoch(
    tmp_path: Path, small_mnist: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Trainer, "run_epoch", lambda *args: pytest.fail("trained"))
    (tmp_path / "file").write_text("")
    result = run("train", "--model", "mine", "--out", tmp_path / "file")
    assert result.exit_code == 1 and "Not a directory" in result.output
    monkeypatch.setattr(os, "access", lambda path, *_: path != tmp_path / "mine")
    result = run("train", "--model", "mine", "--out", tmp_path)
    assert result.exit_code == 1 and "can't be written to" in result.output


class Killed(BaseException):
    """What nothing catches: on the disk it leaves what SIGKILL leaves."""


def kept(folder: Path) -> dict[str, bytes]:
    """All that training kept, but for how many seconds it took."""
    names = (checkpoint.WEIGHTS, checkpoint.CONFIG, CODES)
    return {name: (folder / name).read_bytes() for name in names}


@pytest.fixture(scope="module")
def uninterrupted(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What two epochs give where nothing goes wrong."""
    with pytest.MonkeyPatch.context() as patch:
        prepare(patch)
        out = tmp_path_factory.mktemp("whole")
        assert run("train", "--model", "mine", "--epochs", 2, "--out", out).exit_code == 0
        return kept(out / "mine")


def prepare(patch: pytest.MonkeyPatch) -> None:
    small = load_sample().take(np.arange(120))
    patch.setattr(terminal, "missing_files", lambda folder, *splits: [])
    patch.setattr(image_source, "load_mnist", lambda folder, split: small)
    budget = replace(TrainConfig(), batch_size=50, validation_images=20, epochs=2)
    patch.setattr(training_jobs, "configure", lambda run, source: (TINY, budget))


# An epoch writes state, history, weights, config and the drawn history; the end all but the state, and the codes.
WRITES = 15


@pytest.mark.parametrize("at", range(WRITES))
@pytest.mark.parametrize("fault", ["full disk", "killed half way", "killed before its name"])
def test_whatever_write_fails_the_same_command_ends_as_if_nothing_had(
    fault: str, at: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, uninterrupted: dict[str, bytes]
) -> None:
    prepare(monkeypatch)
    sync, rename = os.fsync, os.replace
    done: list[int] = []

    def failing(number: int) -> None:
        done.append(number)
        if len(done) == at + 1:
            if fault == "full disk":
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            os.ftruncate(number, 10)
            raise Killed

    def nameless(part: Path, path: Path) -> None:
        done.append(0)
        if len(done) == at + 1:
            raise Killed
        rename(part, path)

    if fault == "killed before its name":
        monkeypatch.setattr(os, "replace", nameless)
    else:
        monkeypatch.setattr(os, "fsync", failing)
    folder, command = tmp_path / "mine", ("train", "--model", "mine", "--epochs", 2, "--out", tmp_path)
    if fault == "full disk":
        result = run(*command)
        said = " ".join(result.output.split())
        assert result.exit_code == 1 and said.count("No space left on device") == 1
        assert "What was saved before is whole" in said and not list(folder.glob("*.part"))
    else:
        with pytest.raises(Killed):
            run(*command)
    assert len(done) == at + 1
    if at >= 4:  # a whole checkpoint was there
        assert load(folder).model == TINY
    monkeypatch.setattr(os, "fsync", sync)
    monkeypatch.setattr(os, "replace", rename)
    result = run(*command)
    assert result.exit_code == 0, result.output
    assert kept(folder) == uninterrupted and not list(folder.glob("*.part"))


def test_killed_within_an_epoch_it_goes_on_bit_by_bit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, uninterrupted: dict[str, bytes]
) -> None:
    prepare(monkeypatch)
    step = Trainer._step
    calls: list[int] = []

    def killed(trainer: Trainer, *args: Any) -> float:
        calls.append(1)
        if len(calls) == 4:
            raise Killed
        return step(trainer, *args)

    monkeypatch.setattr(Trainer, "_step", killed)
    with pytest.raises(Killed):
        run("train", "--model", "mine", "--epochs", 2, "--out", tmp_path)
    result = run("train", "--model", "mine", "--epochs", 2, "--out", tmp_path)
    assert "going on after epoch 1 of 2" in result.output and kept(tmp_path / "mine") == uninterrupted


def test_a_clock_that_jumps_by_a_year_shows_no_odd_times(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, uninterrupted: dict[str, bytes]
) -> None:
    prepare(monkeypatch)
    year, true, calls = 365 * 86_400.0, time.time, count()
    monkeypatch.setattr(time, "time", lambda: true() + (-year, year)[next(calls) % 2])
    result = run("train", "--model", "mine", "--epochs", 2, "--out", tmp_path)
    assert result.exit_code == 0 and kept(tmp_path / "mine") == uninterrupted
    assert not re.search(r"-\d+(\.\d+)? s|-\d+:\d\d|\d{3,}:\d\d", result.output)
    seconds = [epoch["seconds"] for epoch in json.loads((tmp_path / "mine" / HISTORY).read_text())["epochs"]]
    assert all(0 <= second < 1000 for second in seconds)
