"""A site holds the models of every set that a page computes by itself, each with its own sample and judge."""

import json
import shutil
from pathlib import Path

import pytest

from latent_explorer.app.export.choice import chosen
from latent_explorer.app.export.site import Content, Files, site
from latent_explorer.app.notebook.page import picture
from latent_explorer.model.config import ConfigError, ImageSet
from latent_explorer.model.registry import ZOO, Registry, open_registry
from tests.helpers.sets import train_on
from tests.helpers.worlds import NAMELESS, PAINTINGS, World, write_world

pytestmark = pytest.mark.slow
ODD = ImageSet("odd", side=9)


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Registry:
    root = tmp_path_factory.mktemp("worlds")
    write_world(root, World(PAINTINGS, 2))
    write_world(root, World(NAMELESS, 2))
    for kind in ("ae", "vae"):
        train_on(ODD, kind, root, f"{kind}-odd")
    return open_registry([root, ZOO])


@pytest.fixture(scope="module")
def files(registry: Registry) -> Files:
    models, left_out = chosen(registry, ["vae-paintings", "ae-nameless", "vae-2d"])
    assert left_out == []
    return site(Content(models, "# Cards\n", {}, "", "en", 1000))


def test_each_set_s_sample_and_judge_are_where_its_page_asks_for_them(files: Files, registry: Registry) -> None:
    listed = {model["id"]: model for model in json.loads(files["api/models.json"])}
    assert sorted(listed) == ["ae-2d", "ae-nameless", "ae-paintings", "vae-2d", "vae-nameless", "vae-paintings"]
    revision = listed["vae-paintings"]["judge"]
    assert json.loads(files["api/sets/paintings/judge.json"])["revision"] == revision
    assert f"api/sets/paintings/judge/{revision}/weights.safetensors" in files
    assert {"api/sample.png", "api/sets/paintings/sample.png", "api/sets/nameless/sample.png"} < set(files)
    assert listed["vae-nameless"]["judge"] is None and "api/sets/nameless/judge.json" not in files
    (images,) = (
        files[name] for name in files if name.startswith("api/models/vae-paintings/") and name.endswith(".bin")
    )
    assert len(images) == 16 * PAINTINGS.values


def test_digits_to_train_on_go_with_models_of_digits_alone(files: Files, registry: Registry) -> None:
    paintings = site(Content(chosen(registry, ["vae-paintings"])[0], "# Cards\n", {}, "", "en", 1000))
    assert "api/training.bin" in files and "api/training.bin" not in paintings


def test_what_no_page_computes_is_left_out_and_says_why(registry: Registry) -> None:
    with pytest.raises(ConfigError, match="computes no images of 9×9 values, but those of a multiple of 16"):
        chosen(registry, ["vae-odd"])


def test_a_judge_that_was_not_measured_is_named(registry: Registry, tmp_path: Path) -> None:
    write_world(tmp_path, World(PAINTINGS, 2))
    (tmp_path / "sets/paintings/judge/metrics.json").unlink()
    first = "evaluate --model … --data …` with the judge's folder and the images of paintings first"
    with pytest.raises(ConfigError, match=f"the judge of its images was not measured; run `latent-explorer {first}"):
        chosen(open_registry([tmp_path]), ["vae-paintings"])


def test_the_command_for_a_model_s_figures_has_the_images_that_one_has_oneself(tmp_path: Path) -> None:
    write_world(tmp_path, World(PAINTINGS, 2))
    (tmp_path / "vae-paintings/metrics.json").unlink()
    own = "evaluate --model … --data …` with the folder of vae-paintings and the images of paintings first"
    with pytest.raises(ConfigError, match=own):
        chosen(open_registry([tmp_path]), ["vae-paintings"])
    shutil.copytree(ZOO / "sets", tmp_path / "sets", dirs_exist_ok=True)
    for name in ("sprites-vae-10d", "sprites-ae-10d"):
        shutil.copytree(ZOO / name, tmp_path / name)
    (tmp_path / "sprites-vae-10d/metrics.json").unlink()
    with pytest.raises(ConfigError, match="evaluate --model` with the folder of sprites-vae-10d first"):
        chosen(open_registry([tmp_path]), ["sprites-vae-10d"])


def test_a_picture_in_colour_is_one_beside_the_other(registry: Registry) -> None:
    pair, _ = chosen(registry, ["vae-paintings"])
    assert picture(pair).startswith(b"\x89PNG")
