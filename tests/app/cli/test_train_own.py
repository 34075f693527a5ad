"""Training on images of one's own: from a folder of pictures to models that the server shows."""

import json
import shutil
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
from fastapi.testclient import TestClient
from PIL import Image

from latent_explorer.app.cli import image_source, training_jobs
from latent_explorer.app.cli.image_source import MnistSource, OwnSource, source_for, source_of
from latent_explorer.app.cli.seeds import pool
from latent_explorer.app.cli.training_jobs import TrainingRun, has_judge, jobs, usual_budget
from latent_explorer.app.main import create_app
from latent_explorer.app.settings import Settings
from latent_explorer.model.config import MNIST, ConfigError, ImageSet
from latent_explorer.model.datasets.image_data import DataError, ImageData
from latent_explorer.model.datasets.mnist import Split
from latent_explorer.model.datasets.reading import ReadingOptions
from latent_explorer.model.datasets.sample import FOLDER
from latent_explorer.model.datasets.sprites import GREY
from latent_explorer.model.store.checkpoint import load
from latent_explorer.model.store.image_sets import read_set
from latent_explorer.model.training.folder_lock import lock_folder
from tests.helpers.sets import COLOUR, images_of
from tests.helpers.terminal import run

TINY = (
    "--channels", "4,8", "--fourier-features", 4, "--epochs", 1,
)  # fmt: skip


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """Sixty pictures in two folders, one a class."""
    data = images_of(COLOUR)
    for i, (image, label) in enumerate(zip(data.images, data.known_labels, strict=True)):
        folder = tmp_path / "tints" / COLOUR.classes[label]
        folder.mkdir(parents=True, exist_ok=True)
        Image.fromarray(image).save(folder / f"{i}.png")
    return tmp_path / "tints"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(training_jobs, "JUDGE_EPOCHS", 1)
    monkeypatch.setattr(training_jobs, "JUDGE_STEPS", 1)


@pytest.mark.slow
def test_from_a_folder_of_pictures_to_the_page_in_two_commands(pictures: Path, tmp_path: Path) -> None:
    out = tmp_path / "runs"
    trained = run("train", "--data", pictures, "--twin", *TINY, "--out", out)
    assert trained.exit_code == 0, trained.output
    said = " ".join(trained.output.split())
    assert "of 10 test images right" in said and "latent-explorer serve --models" in said
    names = {"vae-tints-2d", "ae-tints-2d"}
    assert {path.name for path in out.iterdir()} == names | {"sets"}
    assert (load(out / "vae-tints-2d").model.twin, load(out / "ae-tints-2d").model.twin) == (
        "ae-tints-2d",
        "vae-tints-2d",
    )
    with TestClient(create_app(Settings(models=out))) as client:
        models = {model["id"]: model for model in client.get("/api/models").json()}
        assert names <= models.keys() and client.get("/readyz").json()["failures"] == []
        assert models["vae-tints-2d"]["images"]["classes"] == ["cold", "warm"]
        assert models["vae-tints-2d"]["judge"] is not None
        assert len(client.get("/api/models/vae-tints-2d/codes").json()["codes"]) == 10


@pytest.mark.slow
def test_what_was_declared_of_the_data_is_remembered_for_its_measures(pictures: Path, tmp_path: Path) -> None:
    out = tmp_path / "runs"
    declared = ("--grey", "--side", 16, "--labels", "none")
    assert run("train", "--data", pictures, "--model", "mine", *declared, *TINY, "--out", out).exit_code == 0
    model = load(out / "mine")
    assert model.images == ImageSet("tints", side=16) and model.training.augment == 0
    measured = run("evaluate", "--model", out / "mine", "--data", pictures, "--iwae-k", 0)
    assert measured.exit_code == 0, measured.output
    assert json.loads((out / "mine" / "metrics.json").read_text())["test"]["images"] == 10
    other = tmp_path / "others"
    pictures.rename(other)
    refused = run("evaluate", "--model", out / "mine", "--data", other)
    assert refused.exit_code == 1 and "other images than those of tints" in " ".join(refused.output.split())


def test_a_folder_of_mnist_or_of_nothing_is_mnist_s(tmp_path: Path) -> None:
    nothing = ReadingOptions()
    assert isinstance(source_of(tmp_path / "MNIST", nothing), MnistSource)
    with pytest.raises(ConfigError, match=r"there is no .*pets: see how it is spelt"):
        source_of(tmp_path / "pets", nothing)
    assert isinstance(source_of(tmp_path, nothing), MnistSource)
    with pytest.raises(ConfigError, match="of which all is known; leave --side out"):
        source_of(tmp_path, ReadingOptions(side=16))


def test_other_files_of_mnist_s_names_are_another_set(tmp_path: Path) -> None:
    folder = tmp_path / "fashion"
    folder.mkdir()
    for name in ("images-idx3-ubyte.gz", "labels-idx1-ubyte.gz"):
        (folder / f"train-{name}").write_bytes((FOLDER / name).read_bytes())
    source = source_of(folder, ReadingOptions())
    assert isinstance(source, OwnSource) and source.images.id == "fashion"
    assert (len(source.load("train")), len(source.load("test"))) == (834, 166)
    folder = folder.rename(tmp_path / "mnist")
    with pytest.raises(DataError, match=r"would be called mnist.*; give their folder another name"):
        OwnSource(folder, ReadingOptions()).load("train")


def test_mnist_is_not_what_another_set_s_model_was_trained_on(
    pictures: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It lies where --data looks by itself; it was refused as a set that is called mnist and is not."""
    folder = pictures.rename(tmp_path / "mnist")
    monkeypatch.setattr(image_source, "is_mnist", lambda path: path == folder)
    with pytest.raises(ConfigError, match="holds other images than those of tints; name by --data"):
        source_for(ImageSet("tints", side=32), folder, tmp_path)


def test_a_split_by_seed_has_each_image_once(pictures: Path) -> None:
    source = OwnSource(pictures, ReadingOptions())
    train, test = source.load("train"), source.load("test")
    assert (len(train), len(test)) == (50, 10)
    assert len({image.tobytes() for image in np.concatenate([train.images, test.images])}) == 60
    again = OwnSource(pictures, ReadingOptions()).load("test")
    np.testing.assert_array_equal(again.images, test.images)


@pytest.mark.parametrize("place", ["test/other", "test"])
def test_data_and_train_say_that_test_images_can_t_be_used_and_what_is_held_out(
    place: str, pictures: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They were counted as test images, and training took a sixth of the training images without a word."""
    monkeypatch.chdir(tmp_path)
    data = tmp_path / "uneven"
    shutil.copytree(pictures, data / "train")
    shutil.copytree(pictures / "cold", data / place)
    shown = run("data", data)
    trained = run("train", "--data", data, "--model", "mine", *TINY, "--out", tmp_path / "runs")
    for result in (shown, trained):
        said = " ".join(result.output.split())
        assert result.exit_code == 0, said
        assert "60 training" in said and "30 test," not in said and "60 training, " not in said
        assert "the 30 test images have no labels, and others have: they can't be used" in said
        assert "10 of 60 training images, one in six, are held out for tests" in said
    assert "2: cold (30), warm (30)" in " ".join(shown.output.split())
    assert len(read_set(tmp_path / "runs/sets/uneven")) == 10


def test_a_judge_is_trained_once_and_whatever_the_models_are_trained_for(
    pictures: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A model that is trained alone has its judge too; where the set has grown, the judge is trained anew."""
    out = tmp_path / "runs"
    first = run("train", "--data", pictures, "--model", "mine", *TINY, "--out", out)
    assert first.exit_code == 0 and "test images right" in first.output, first.output
    judge = load(out / "sets" / "tints" / "judge")
    other = run("train", "--data", pictures, "--model", "other", *TINY, "--rate", 1e-3, "--seed", 4, "--out", out)
    assert other.exit_code == 0 and "is trained already" in other.output, other.output
    assert load(out / "sets" / "tints" / "judge").revision == judge.revision
    for path in sorted((pictures / "warm").iterdir()):
        shutil.copy(path, path.with_stem(f"{path.stem}-again"))
    grown = run("train", "--data", pictures, "--model", "more", *TINY, "--out", out)
    assert grown.exit_code == 0 and "is trained already" not in grown.output, grown.output
    assert load(out / "sets" / "tints" / "judge").revision != judge.revision


@pytest.mark.parametrize("classes", [(), ("only",), ("a", "b")])
def test_there_is_something_to_judge_from_two_classes_on(classes: tuple[str, ...]) -> None:
    assert has_judge(StandIn(replace(COLOUR, classes=classes))) == (len(classes) > 1)
    assert not has_judge(MnistSource(Path()))


@dataclass(frozen=True)
class StandIn:
    """A source of which only the description is asked."""

    images: ImageSet

    def load(self, split: Split) -> ImageData:
        """Not asked."""
        raise NotImplementedError

    def factors(self) -> None:
        """Nobody knows them."""


def test_too_few_images_end_in_one_sentence(pictures: Path, tmp_path: Path) -> None:
    for path in list((pictures / "warm").iterdir())[2:] + list((pictures / "cold").iterdir())[2:]:
        path.unlink()
    refused = run("train", "--data", pictures, "--twin", "--out", tmp_path / "runs")
    assert refused.exit_code == 1 and "training needs 20 at least" in " ".join(refused.output.split())
    assert not (tmp_path / "runs").exists()


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("--kind", "judge"), "the judge of tints is trained with any model of it: train an autoencoder or a VAE"),
        (("--like", "judge"), "the judge of tints is trained with any model of it"),
        (("--kind", "judge", "--labels", "none"), "a judge tells classes apart, and tints has no labels"),
    ],
)
def test_a_judge_of_one_s_own_images_alone_is_refused_before_it_is_trained(
    arguments: tuple[str, ...], reason: str, pictures: Path, tmp_path: Path
) -> None:
    """Without labels it ended in a traceback, with them in an error once it was trained."""
    refused = run("train", "--data", pictures, "--model", "mine", *arguments, "--out", tmp_path / "runs")
    assert (refused.exit_code, reason in " ".join(refused.output.split())) == (1, True), refused.output
    assert not (tmp_path / "runs").exists()


@pytest.mark.parametrize("name", ["sets", "Sets", "judge"])
def test_no_model_takes_the_place_of_image_sets_or_of_a_judge(name: str) -> None:
    with pytest.raises(ConfigError, match=rf"^{name} is where .* kept among models; give another --model$"):
        jobs(a_run(name=name, twin=False), MnistSource(Path()))


def test_what_is_trained_is_said_before_its_epochs(pictures: Path, tmp_path: Path) -> None:
    trained = run("train", "--data", pictures, "--model", "mine", *TINY, "--out", tmp_path)
    parts = ("sets/tints/judge: a judge of tints, ", "mine: a VAE of tints, 1 epoch\nepoch   1/1")
    assert trained.exit_code == 0 and all(part in trained.output for part in parts), trained.output


@pytest.mark.parametrize("grown", [False, True])
def test_while_the_judge_is_being_trained_another_folder_is_advised(
    grown: bool, pictures: Path, tmp_path: Path
) -> None:
    """Another --model would not help; and where the set has grown, the judge that is being trained stays."""
    arguments = ("train", "--data", pictures, "--model", "mine", *TINY, "--out", tmp_path)
    assert run(*arguments).exit_code == 0
    for path in sorted((pictures / "warm").iterdir()) if grown else ():
        shutil.copy(path, path.with_stem(f"{path.stem}-again"))
    with lock_folder(tmp_path / "sets" / "tints" / "judge"):
        refused = run(*arguments)
    said = " ".join(refused.output.split())
    assert refused.exit_code == 1 and "tints/judge; wait for it, or give another --out" in said
    assert load(tmp_path / "sets" / "tints" / "judge").model.kind == "judge"


def test_twenty_images_train_without_a_warning_and_axes_are_sorted(pictures: Path, tmp_path: Path) -> None:
    """One image is kept for validation, whose code varies on no axis: PyTorch warned of that at each save."""
    for path in [path for tint in ("warm", "cold") for path in sorted((pictures / tint).iterdir())[10:]]:
        path.unlink()
    trained = run("train", "--data", pictures, "--model", "mine", *TINY, "--out", tmp_path)
    assert trained.exit_code == 0, trained.output
    assert load(tmp_path / "mine").training.validation_images == 1


def a_run(**changes: object) -> TrainingRun:
    whole: dict[str, object] = {
        "name": None, "like": None, "fields": {}, "budget": {}, "threads": 1, "device": "cpu", "data": Path(),
        "out": Path("runs"), "twin": True,
    }  # fmt: skip
    return TrainingRun(**whole | changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "folders"),
    [
        (None, ["vae-mnist-2d", "ae-mnist-2d"]),
        ("vae-7", ["vae-7", "ae-7"]),
        ("mine", ["vae-mine", "ae-mine"]),
    ],
)
def test_twins_are_named_alike_and_differ_in_kind_only(name: str | None, folders: list[str]) -> None:
    vae, ae = jobs(a_run(name=name), MnistSource(Path()))
    assert [vae.folder.name, ae.folder.name] == folders
    assert (vae.model.twin, ae.model.twin) == (folders[1], folders[0])
    assert vae.training == ae.training and {vae.model.kind, ae.model.kind} == {"vae", "ae"}


def test_few_images_are_trained_for_more_epochs_and_not_warped_unless_they_are_ink() -> None:
    flowers = ImageSet("flowers", side=32, channels=3)
    few = {"validation_images": 500, "epochs": 36, "augment": 0.0, "batch_size": 64}
    assert usual_budget(flowers, 5_000, {}) == few
    assert usual_budget(flowers, 5_000, {"batch_size": 450}) == few | {"batch_size": 450, "epochs": 250}
    assert usual_budget(flowers, 100, {})["epochs"] == 1_000
    assert usual_budget(flowers, 60_000, {}) == {"validation_images": 5_000, "augment": 0.0}
    assert "augment" not in usual_budget(MNIST, 5_000, {})


@pytest.mark.parametrize("arguments", [("--twin", "--kind", "ae"), ("--twin", "--twin-id", "x")])
def test_twins_have_both_kinds(arguments: tuple[str, ...], tmp_path: Path, small_mnist: None) -> None:
    refused = run("train", *arguments, "--out", tmp_path)
    assert refused.exit_code == 1 and "leave --kind and --twin-id out" in " ".join(refused.output.split())


@pytest.mark.slow
def test_sprites_are_trained_on_by_name_and_their_factors_measured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = replace(GREY, sizes={"train": 300, "test": 1_000})
    monkeypatch.setattr(image_source, "DRAWN", {"sprites": few})
    out = tmp_path / "runs"
    trained = run("train", "--data", "sprites", "--model", "mine", *TINY, "--out", out)
    assert trained.exit_code == 0, trained.output
    assert load(out / "mine").images == few.about
    measured = run("evaluate", "--model", out / "mine", "--data", "sprites", "--iwae-k", 0)
    assert measured.exit_code == 0, measured.output
    factors = json.loads((out / "mine" / "metrics.json").read_text())["factors"]
    assert set(factors["of_factors"]) == {"shape", "size", "angle", "x", "y"}
    assert np.shape(factors["axes"]["information"]) == (2, 5)
    assert load(out / "mine").metrics["factors"] == factors, "what was written can be read"
    assert "axes" not in pool([{"test": {}, "nearness": {}, "factors": factors}] * 2)["factors"]
