import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from safetensors import safe_open
from safetensors.numpy import load_file
from torch import Tensor

from latent_explorer.model.code_cloud import CODES
from latent_explorer.model.codec import Codec, JudgeCodec
from latent_explorer.model.config import ConfigError, Kind
from latent_explorer.model.datasets.image_data import ImageData
from latent_explorer.model.datasets.sample import sample_pixels
from latent_explorer.model.registry import ZOO
from latent_explorer.model.store.checkpoint import WEIGHTS, CheckpointError, load, write_tensors
from latent_explorer.model.store.snapshots import FIGURES, TENSORS, has_snapshots
from latent_explorer.model.training import snapshots
from latent_explorer.model.training.fit import Observer, Stopped, fit
from latent_explorer.model.training.snapshots import SnapshotPlan, moments
from latent_explorer.model.training.trainer import Epoch
from tests.helpers.tiny import TINY, TINY_TRAINING

pytestmark = pytest.mark.usefixtures("quick")
Split = tuple[ImageData, ImageData]
# Of four axes, so that their order by variance is hardly that in which they were trained.
MODEL = replace(TINY, latent_dim=4)
TRAINING = replace(TINY_TRAINING, epochs=4, validation_images=40, learning_rate=0.01)
PLAN = SnapshotPlan(4, None)


class Stopping(Observer):
    """Stops a run after so many steps, of two an epoch."""

    def __init__(self, after: int) -> None:
        self.left = after

    def on_step(self, step: int, loss: float) -> None:
        self.left -= 1
        if not self.left:
            raise KeyboardInterrupt


def train(folder: Path, digits: Split, observer: Observer | None = None, kind: Kind = "vae") -> None:
    fit(folder, replace(MODEL, kind=kind), TRAINING, digits[0], observer=observer or Observer(), snapshots=PLAN)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, digits: Split) -> Path:
    folder = tmp_path_factory.mktemp("whole") / "model"
    train(folder, digits)
    return folder


def figures(folder: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((folder / FIGURES).read_text())["moments"]
    return found


def test_moments_are_dense_at_first_and_include_start_and_end() -> None:
    found = moments(5000, 16)
    assert (found[0], found[1], found[-1], len(found)) == (0, 25, 5000, 16)
    apart = np.diff(found)
    assert (np.diff(apart[1:]) > 0).all()
    assert moments(5000, 2) == [0, 5000] and moments(3, 100) == [0, 1, 2, 3] and moments(1, 16) == [0, 1]


def test_the_last_moment_is_the_checkpoint(whole: Path) -> None:
    kept, weights, codes = (load_file(whole / name) for name in (TENSORS, WEIGHTS, CODES))
    last = len(figures(whole)) - 1
    decoder = {name: values for name, values in weights.items() if name.startswith("decoder.")}
    assert decoder and all((kept[f"{last}.{name}"] == values).all() for name, values in decoder.items())
    for name in ("mu", "sigma"):
        np.testing.assert_array_equal(kept[f"{last}.{name}"], codes[name].astype(np.float16))
    assert len(kept) == (last + 1) * (len(decoder) + 2)
    assert {values.dtype.name for values in kept.values()} == {"float16"}
    assert has_snapshots(whole, load(whole).revision) and not has_snapshots(whole, "another")


def test_the_last_moment_searches_from_where_the_checkpoint_does(tmp_path: Path, digits: Split) -> None:
    for seed in range(3):  # axes come in either order
        folder, config = tmp_path / str(seed), replace(TRAINING, seed=seed)
        fit(folder, replace(TINY, refinements=1, starts=16), config, digits[0], snapshots=PLAN)
        kept, codes = load_file(folder / TENSORS), load_file(folder / CODES)
        last = len(figures(folder)) - 1
        np.testing.assert_allclose(kept[f"{last}.mu"], codes["mu"].astype(np.float16), atol=2e-3)
        starts = load(folder).network.get_buffer("starts")
        assert len(starts) == 16 and (starts.std(0) > 0).all()


def test_codes_and_decoder_of_a_moment_have_the_same_axes(whole: Path) -> None:
    """Those of the final model: codes that a moment's decoder decodes as well as its figures say."""
    kept, found = load_file(whole / TENSORS), load(whole)
    for number, told in enumerate(figures(whole)):
        weights = {name: torch.from_numpy(values).float() for name, values in _of(kept, number, "decoder.").items()}
        decoder = found.network.get_submodule("decoder")
        decoder.load_state_dict(weights)
        codec = Codec(found)
        mu, sigma = (kept[f"{number}.{name}"].astype(np.float32) for name in ("mu", "sigma"))
        terms = codec.terms(sample_pixels(), (mu, sigma))
        assert terms.reconstruction is not None and terms.kl is not None
        assert terms.reconstruction.mean() == pytest.approx(told["reconstruction"], rel=1e-3)
        assert terms.kl.mean() == pytest.approx(told["kl"], rel=2e-2, abs=0.01)
        assert codec.kl_per_dim(mu, sigma).mean(0) == pytest.approx(told["kl_per_dim"], rel=2e-2, abs=0.01)


def _of(kept: dict[str, NDArray[np.float16]], number: int, part: str) -> dict[str, NDArray[np.float16]]:
    before = f"{number}.{part}"
    return {name.removeprefix(before): values for name, values in kept.items() if name.startswith(before)}


def test_axes_of_the_test_model_were_reordered(whole: Path) -> None:
    """Else the tests here would not notice a wrong order."""
    with safe_open(whole / TENSORS, framework="numpy") as file:
        assert json.loads(file.metadata()["about"])["order"] != list(range(MODEL.latent_dim))


def test_figures_tell_of_training(whole: Path) -> None:
    told = figures(whole)
    assert [one["step"] for one in told] == moments(8, 4)
    assert [one["images_seen"] for one in told] == [50 * one["step"] for one in told]
    assert told[-1]["train_loss"] < told[0]["train_loss"] and told[-1]["validation_loss"] < told[0]["validation_loss"]
    assert all(one["label_kept"] is None and one["judge_sure"] is None for one in told), "nobody judges"


def test_an_autoencoder_has_no_sigma_and_a_judge_tells_what_is_kept(tmp_path: Path, digits: Split) -> None:
    plan = SnapshotPlan(2, JudgeCodec(load(ZOO / "judge")))
    fit(tmp_path, replace(TINY, kind="ae"), replace(TRAINING, epochs=1), digits[0], snapshots=plan)
    (first, last), kept = figures(tmp_path), load_file(tmp_path / TENSORS)
    assert "0.mu" in kept and "0.sigma" not in kept
    assert all(last[name] is None for name in ("kl", "kl_per_dim", "sigma", "active_units"))
    for one in (first, last):
        assert all(0 <= one[name]["value"] <= 1 for name in ("label_kept", "judge_sure"))


def test_it_changes_nothing_in_training(whole: Path, tmp_path: Path, digits: Split) -> None:
    fit(tmp_path / "without", MODEL, TRAINING, digits[0])
    assert (tmp_path / "without" / WEIGHTS).read_bytes() == (whole / WEIGHTS).read_bytes()


@pytest.mark.parametrize("after", [1, 3, 4, 8])
def test_a_stopped_run_goes_on_to_the_same_files(after: int, whole: Path, tmp_path: Path, digits: Split) -> None:
    folder = tmp_path / "model"
    with pytest.raises(Stopped):
        train(folder, digits, Stopping(after))
    assert has_snapshots(folder, load(folder).revision), "what was kept belongs to what was left"
    train(folder, digits)
    for name in (TENSORS, FIGURES, WEIGHTS):
        assert (folder / name).read_bytes() == (whole / name).read_bytes()
    train(folder, digits)
    assert (folder / TENSORS).read_bytes() == (whole / TENSORS).read_bytes(), "trained already"


def test_a_run_killed_within_a_save_goes_on_to_the_same_files(
    whole: Path, tmp_path: Path, digits: Split, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, written = tmp_path / "model", list[Path]()

    def dying(path: Path, tensors: dict[str, Tensor], about: dict[str, str]) -> None:
        if len(written) == 3:
            raise CheckpointError("the machine went down")
        written.append(path)
        write_tensors(path, tensors, about)

    monkeypatch.setattr(snapshots, "write_tensors", dying)
    with pytest.raises(CheckpointError):
        train(folder, digits)
    monkeypatch.undo()
    train(folder, digits)
    assert (folder / TENSORS).read_bytes() == (whole / TENSORS).read_bytes()


def test_moments_that_were_not_kept_are_not_made_up(tmp_path: Path, digits: Split) -> None:
    def quiet(epoch: Epoch) -> None:
        raise KeyboardInterrupt

    observer = Observer()
    observer.on_epoch = quiet  # type: ignore[method-assign]
    with pytest.raises(Stopped):
        fit(tmp_path, MODEL, TRAINING, digits[0], observer=observer)
    with pytest.raises(ConfigError, match="same --snapshots"):
        train(tmp_path, digits)


def test_a_damaged_file_is_named(whole: Path, tmp_path: Path, digits: Split) -> None:
    folder = tmp_path / "model"
    with pytest.raises(Stopped):
        train(folder, digits, Stopping(3))
    (folder / TENSORS).write_bytes(b"cut short")
    with pytest.raises(CheckpointError, match=r"snapshots\.safetensors is damaged"):
        train(folder, digits)


def test_a_loss_that_is_no_number_is_not_kept(tmp_path: Path, digits: Split) -> None:
    with pytest.raises(ConfigError, match="the loss after 1 steps is nan nats: lower --rate"):
        fit(tmp_path, MODEL, replace(TRAINING, learning_rate=1e30), digits[0], snapshots=PLAN)
    assert [one["step"] for one in figures(tmp_path)] == [0]
