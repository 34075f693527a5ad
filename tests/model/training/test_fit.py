from dataclasses import replace
from pathlib import Path

import pytest
from safetensors import safe_open

from latent_explorer.model.code_cloud import CODES
from latent_explorer.model.config import Kind
from latent_explorer.model.datasets.image_data import DataError, ImageData
from latent_explorer.model.store.checkpoint import HISTORY, WEIGHTS, load
from latent_explorer.model.store.files import read_json
from latent_explorer.model.training import fit as fitting
from latent_explorer.model.training.fit import Observer, Stopped, fit
from latent_explorer.model.training.trainer import STATE, Epoch
from tests.helpers.tiny import TINY, TINY_TRAINING

CONFIG = replace(TINY_TRAINING, validation_images=40)


class Notes(Observer):
    """Writes down what it is told, and how many epochs the files told of then."""

    def __init__(self, folder: Path, stop_at: str = "") -> None:
        self.told, self._folder, self._stop_at = list[str](), folder, stop_at

    def _note(self, what: str) -> None:
        self.told.append(f"{what}, {len(read_json(self._folder / HISTORY).get('epochs', []))} saved")
        if what == self._stop_at:
            raise KeyboardInterrupt

    def on_start(self, done: int, epochs: int, steps_per_epoch: int) -> None:
        self._note(f"start {done}/{epochs}, {steps_per_epoch} steps")

    def on_step(self, step: int, loss: float) -> None:
        assert loss > 0
        self._note(f"step {step}")

    def on_save(self, history: list[Epoch]) -> None:
        self._note(f"saved {len(history)}")

    def on_epoch(self, epoch: Epoch) -> None:
        self._note(f"epoch {epoch.number}")


Split = tuple[ImageData, ImageData]


def train(folder: Path, digits: ImageData, notes: Observer, kind: Kind = "vae") -> None:
    fit(folder, replace(TINY, kind=kind), CONFIG, digits, observer=notes)


def test_an_observer_is_told_of_each_step_and_of_epochs_once_they_are_saved(tmp_path: Path, digits: Split) -> None:
    notes = Notes(tmp_path)
    train(tmp_path, digits[0], notes)
    assert notes.told == [
        "start 0/2, 2 steps, 0 saved",
        *("step 0, 0 saved", "step 1, 0 saved", "saved 1, 1 saved", "epoch 0, 1 saved"),
        *("step 0, 1 saved", "step 1, 1 saved", "saved 2, 2 saved", "epoch 1, 2 saved"),
        "saved 2, 2 saved",
    ]


def test_of_very_many_epochs_some_are_saved_and_the_last(
    tmp_path: Path, digits: Split, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fitting, "MOST_SAVES", 2)
    notes = Notes(tmp_path)
    fit(tmp_path, TINY, replace(CONFIG, epochs=5), digits[0], observer=notes)
    saved = [told.split(",")[0] for told in notes.told if told.startswith("saved")]
    assert saved == ["saved 3", "saved 5", "saved 5"]


def test_a_stopped_run_leaves_a_model_and_is_resumed_bit_by_bit(tmp_path: Path, digits: Split) -> None:
    train(tmp_path / "whole", digits[0], Observer())
    folder = tmp_path / "stopped"
    with pytest.raises(Stopped):
        train(folder, digits[0], Notes(folder, stop_at="epoch 0"))
    assert load(folder).model == TINY and not (folder / CODES).exists()
    notes = Notes(folder)
    train(folder, digits[0], notes)
    assert notes.told[0] == "start 1/2, 2 steps, 1 saved"
    for name in (WEIGHTS, CODES):
        assert (folder / name).read_bytes() == (tmp_path / "whole" / name).read_bytes()


def test_the_code_cloud_is_of_the_weights_as_they_are_stored(tmp_path: Path, digits: Split) -> None:
    train(tmp_path, digits[0], Observer())
    with safe_open(tmp_path / CODES, framework="numpy") as file:
        assert file.metadata() == {"revision": load(tmp_path).revision}


def test_a_judge_has_no_code_cloud(tmp_path: Path, digits: Split) -> None:
    train(tmp_path, digits[0], Observer(), "judge")
    assert (tmp_path / STATE).exists() and not (tmp_path / CODES).exists()


def test_too_few_digits_are_refused_before_the_folder_is_made(tmp_path: Path, digits: Split) -> None:
    with pytest.raises(DataError, match="validation_images must be between 1 and 9"):
        fit(tmp_path / "none", TINY, CONFIG, digits[0].take(digits[0].known_labels[:10].argsort()))
    assert not (tmp_path / "none").exists()
