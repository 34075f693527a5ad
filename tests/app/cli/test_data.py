"""The `data` command."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from latent_explorer.app.cli import data
from tests.helpers.data_files import glyphs, idx, picture, put
from tests.helpers.terminal import run


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands write into the current folder."""
    monkeypatch.chdir(tmp_path)


def put_pets(folder: Path) -> Path:
    for name, image in zip(("cat/1.png", "cat/2.png", "dog/1.png"), glyphs(3), strict=True):
        picture(folder / name, image)
    return folder


def test_it_says_what_it_understood_and_draws(tmp_path: Path) -> None:
    result = run("data", put_pets(tmp_path / "pets"))
    assert result.exit_code == 0, result.output
    for part in ("pets: folders of pictures", "3 training", "28×28 px, grey", "2: cat (2), dog (1)", "white 255"):
        assert part in result.output
    assert "see pets-look.png" in result.output
    with Image.open(tmp_path / "pets-look.png") as sheet:
        assert sheet.width > 600


def test_what_training_would_refuse_is_said_before(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "there are 3 images to train on, and training needs 20" in run("data", put_pets(Path("pets"))).output
    assert "would be called sprites" in run("data", put_pets(Path("sprites"))).output
    assert "would be called mnist" in run("data", put_pets(Path("mnist"))).output
    monkeypatch.setattr(data, "is_mnist", lambda folder: True)
    assert "would be called mnist" not in run("data", Path("mnist")).output


def test_both_splits_and_the_orientation_are_told(tmp_path: Path) -> None:
    for split in ("train", "test"):
        put(tmp_path / "set" / f"emnist-digits-{split}-images-idx3-ubyte", idx(glyphs(30)))
        put(tmp_path / "set" / f"emnist-digits-{split}-labels-idx1-ubyte", idx(np.arange(30, dtype=np.uint8)))
    result = run("data", tmp_path / "set", "--look", "sheet.png")
    assert result.exit_code == 0, result.output
    for part in ("emnist-digits: IDX", "30 training, 30 test", "30: 0 (1)", "19 (1), and 10 more", "swapped"):
        assert part in result.output
    assert (tmp_path / "sheet.png").is_file()


def test_options_are_declared(tmp_path: Path) -> None:
    np.savez(tmp_path / "set.npz", images=(glyphs(3) / 4).astype(np.uint8), labels=[0, 1, 2])
    asked = run("data", tmp_path / "set.npz")
    assert asked.exit_code == 1 and "--range" in asked.output and "Traceback" not in asked.output
    result = run(
        "data", tmp_path / "set.npz", "--range", "0,64", "--side", 16, "--colour", "--labels", "none", "--transpose"
    )
    assert result.exit_code == 0, result.output
    for part in ("16×16 px, in colour", "none", "white 64, as declared", "swapped, as declared"):
        assert part in result.output


@pytest.mark.parametrize("text", ["0", "a,b", "0,1,2", "255,0"])
def test_a_wrong_range_is_said(text: str, tmp_path: Path) -> None:
    result = run("data", put_pets(tmp_path / "pets"), "--range", text)
    assert result.exit_code == 1 and "--range takes" in result.output


def test_damage_is_one_sentence(tmp_path: Path) -> None:
    put(put_pets(tmp_path / "pets") / "dog" / "[2].png", b"GIF89a")
    result = run("data", tmp_path / "pets")
    assert result.exit_code == 1 and "dog/[2].png is damaged" in " ".join(result.output.split())
    assert not list(tmp_path.glob("*-look.png"))
