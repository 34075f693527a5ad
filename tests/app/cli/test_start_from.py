"""`train --start-from` goes on with a model; `train --snapshots` keeps moments."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from latent_explorer.model.store.checkpoint import CONFIG, HISTORY, WEIGHTS, load
from latent_explorer.model.store.snapshots import FIGURES, TENSORS
from latent_explorer.model.training.trainer import STATE
from tests.helpers.sets import COLOUR, train_on
from tests.helpers.terminal import run


@pytest.mark.usefixtures("small_mnist")
def test_it_begins_with_weights_and_architecture_of_a_folder(tiny_folder: Path, tmp_path: Path) -> None:
    arguments = ("train", "--model", "x", "--start-from", tiny_folder, "--out", tmp_path, "--epochs", 1)
    # Steps so small that hardly anything changes.
    result = run(*arguments, "--rate", "1e-9", "--beta", 2)
    assert result.exit_code == 0, result.output
    begun, made = load(tiny_folder), load(tmp_path / "x")
    assert made.model == replace(begun.model, beta=2.0)
    assert made.training.kl_warmup_epochs == 0 and made.training.seed == 0 != begun.training.seed
    for name, values in begun.network.state_dict().items():
        if name.startswith(("encoder.", "decoder.blocks.")):  # the heads' axes may be sorted anew
            torch.testing.assert_close(made.network.state_dict()[name], values, atol=2e-3, rtol=2e-3)
    assert json.loads((tmp_path / "x" / HISTORY).read_text())["start"] == f"tiny, {begun.revision}"


@pytest.mark.usefixtures("small_mnist")
def test_starts_of_the_search_may_be_added_and_left_out(tiny_folder: Path, tmp_path: Path) -> None:
    with_starts = ("--refinements", 1, "--starts", 8)
    for name, begun, given in (("x", tiny_folder, with_starts), ("y", tmp_path / "x", ("--starts", 0))):
        result = run("train", "--model", name, "--start-from", begun, "--out", tmp_path, "--epochs", 1, *given)
        assert result.exit_code == 0, result.output
    places, none = (load(tmp_path / name).network.state_dict().get("starts") for name in ("x", "y"))
    assert places is not None and places.shape == (8, 2) and none is None


@pytest.mark.usefixtures("small_mnist")
def test_it_goes_on_alone_without_the_twin_that_has_not(tiny_folder: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(tiny_folder, tmp_path / "tiny")
    values = json.loads((folder / CONFIG).read_text())
    values["model"]["twin"] = "other"
    (folder / CONFIG).write_text(json.dumps(values))
    assert run("train", "--model", "x", "--start-from", folder, "--out", tmp_path, "--epochs", 1).exit_code == 0
    assert load(tmp_path / "x").model.twin is None


@pytest.mark.usefixtures("small_mnist")
def test_it_goes_on_from_its_own_state_and_from_no_other_s(tiny_folder: Path, tmp_path: Path) -> None:
    arguments = ("train", "--model", "x", "--start-from", tiny_folder, "--out", tmp_path, "--epochs", 1)
    assert run(*arguments).exit_code == 0
    weights = (tmp_path / "x" / WEIGHTS).read_bytes()
    again = run(*arguments)
    assert again.exit_code == 0 and "is trained already" in again.output
    assert (tmp_path / "x" / WEIGHTS).read_bytes() == weights and (tmp_path / "x" / STATE).is_file()
    other = run("train", "--model", "x", "--start-from", tmp_path / "x", "--out", tmp_path, "--epochs", 1)
    assert other.exit_code == 1 and "another configuration" in other.output


@pytest.mark.usefixtures("small_mnist")
@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["--latent-dim", 3, "--channels", "none"], "leave --channels, --latent-dim out"),
        (["--kind", "ae"], "leave --kind out"),
        (["--like", "vae-2d"], "leave --like out"),
        (["--twin"], "goes on with one model; leave --twin out"),
    ],
)
def test_what_contradicts_it_is_named(given: list[object], said: str, tiny_folder: Path, tmp_path: Path) -> None:
    result = run("train", "--model", "x", "--start-from", tiny_folder, *given, "--out", tmp_path)
    assert result.exit_code == 1 and said in " ".join(result.output.split())


@pytest.mark.usefixtures("small_mnist")
def test_a_model_of_other_images_is_refused(tmp_path: Path) -> None:
    folder = train_on(COLOUR, "vae", tmp_path, "blobs")
    result = run("train", "--model", "x", "--start-from", folder, "--out", tmp_path)
    assert result.exit_code == 1 and "is a model of colour, and --data holds mnist" in " ".join(result.output.split())


@pytest.mark.usefixtures("small_mnist", "quick")
def test_snapshots_of_twins_are_kept_with_what_the_judge_says(tmp_path: Path) -> None:
    result = run(
        "train", "--twin", "--model", "t", "--channels", "none", "--decoder-width", 8, "--epochs", 2,
        "--snapshots", 3, "--out", tmp_path,
    )  # fmt: skip
    assert result.exit_code == 0, result.output
    for name in ("vae-t", "ae-t"):
        told = json.loads((tmp_path / name / FIGURES).read_text())
        assert [one["step"] for one in told["moments"]] == [0, 1, 4]
        assert told["moments"][-1]["judge_sure"]["value"] >= 0 and (tmp_path / name / TENSORS).is_file()


@pytest.mark.parametrize("given", [["--snapshots", 1], ["--snapshots", 2, "--kind", "judge"]])
def test_snapshots_that_show_nothing_are_refused(given: list[object], tmp_path: Path) -> None:
    result = run("train", "--model", "x", *given, "--out", tmp_path)
    assert result.exit_code == 1 and "keeps two moments or more" in " ".join(result.output.split())
