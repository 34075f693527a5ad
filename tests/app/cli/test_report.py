import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from latent_explorer.app.cli import report
from latent_explorer.app.cli.terminal import judge_of
from latent_explorer.model.codec import Codec
from latent_explorer.model.config import MNIST, Conventions, ForeignConfig, ImageSet
from latent_explorer.model.datasets.sample import draw_sample, mnist_sample
from latent_explorer.model.foreign.network import ForeignNetwork
from latent_explorer.model.registry import ZOO, open_model
from latent_explorer.model.store.foreign import ForeignCheckpoint
from latent_explorer.model.store.image_sets import judge_folder, write_set
from tests.helpers.collapsed import collapsed
from tests.helpers.foreign import halves_in
from tests.helpers.sets import ALL, COLOUR, UNLABELLED, images_of, sample_of, train_on
from tests.helpers.terminal import run

pytestmark = pytest.mark.usefixtures("quick")


@pytest.mark.slow
@pytest.mark.parametrize("name", ["tiny", "point"])
def test_a_report_needs_no_more_than_the_sample(name: str, twins: Path, tmp_path: Path) -> None:
    result = run("report", twins / name, "--out", tmp_path / "out", "--threads", 1)
    assert result.exit_code == 0, result.output
    found = json.loads((tmp_path / "out" / "report.json").read_text("utf-8"))
    assert found["images"] == {"set": "mnist", "count": 1000, "source": "sample", "given": 1000}
    assert found["figures"]["misfit"]["other_set"] == "sprites" and "judge_sure" in found["figures"]["holes"]
    for name, verdict in found["verdicts"].items():
        assert f"{name}: {verdict['says']}" in result.output
    assert "saved in" in result.output and "<svg" in (tmp_path / "out" / "report.html").read_text("utf-8")


def test_with_data_it_is_of_all_test_images(twins: Path, small_mnist: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(twins)
    result = run("report", "tiny", "--data", "mnist", "--language", "vi")
    assert result.exit_code == 0, result.output
    found = json.loads((twins / "tiny-report" / "report.json").read_text("utf-8"))
    assert found["images"] == {"set": "mnist", "count": 120, "source": "test", "given": 120}
    assert found["language"] == "vi" and '<html lang="vi"' in (twins / "tiny-report" / "report.html").read_text("utf-8")


@pytest.mark.parametrize("images", ALL, ids=lambda images: str(images.id))
def test_own_images_without_a_judge_too(images: ImageSet, tmp_path: Path) -> None:
    result = run("report", train_on(images, "vae", tmp_path, "own"), "--out", tmp_path / "out")
    assert result.exit_code == 0, result.output
    found = json.loads((tmp_path / "out" / "report.json").read_text("utf-8"))
    assert "judge_sure" not in found["figures"]["holes"]
    assert found["figures"]["misfit"]["other_set"] == "mnist"


def test_a_collapsed_model_is_called_so(tiny_folder: Path, tmp_path: Path, small_mnist: None) -> None:
    folder = collapsed(tiny_folder, tmp_path / "flat", [0, 1])
    result = run("report", folder, "--data", "mnist", "--out", tmp_path / "out")
    assert result.exit_code == 0, result.output
    assert "✕ collapse: Collapsed: every image has the same code" in result.output


@pytest.mark.slow
def test_the_same_model_has_the_same_report(tiny_folder: Path, tmp_path: Path, small_mnist: None) -> None:
    for out in ("one", "two"):
        assert run("report", tiny_folder, "--data", "mnist", "--out", tmp_path / out).exit_code == 0
    for file in ("report.html", "report.json"):
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["judge"], "judge is a judge, not an autoencoder"),
        (["absent"], "no shipped model; those are"),
        (["vae-2d", "--device", "tpu"], "there is no device 'tpu'"),
    ],
)
def test_what_can_t_be_examined_is_said_in_a_sentence(arguments: list[str], said: str, tmp_path: Path) -> None:
    result = run("report", *arguments, "--out", tmp_path / "out")
    assert result.exit_code == 1 and said in " ".join(result.output.split()) and "Traceback" not in result.output
    assert not (tmp_path / "out").exists()


def test_a_foreign_model_is_examined_on_the_cpu_whichever_device_is_named(
    small_mnist: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its halves give their numbers on the CPU, and mixed with images on a GPU nothing could be computed."""
    config = ForeignConfig("python", Conventions((1, 28, 28)), 2, "bernoulli", beta=1.0)
    network = ForeignNetwork(halves_in(open_model(ZOO / "vae-2d"), config.conventions), config, MNIST)
    foreign = ForeignCheckpoint("foreign", network, config, {}, "python", MNIST)
    monkeypatch.setattr(report, "load_any", lambda _: foreign)
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    result = run("report", "vae-2d", "--data", "mnist", "--device", "cuda", "--out", tmp_path / "out")
    assert result.exit_code == 0, result.output
    assert "kept 10⁻⁷ away from 0" in (tmp_path / "out" / "report.html").read_text("utf-8")
    codec = Codec(foreign, device="cuda")
    code = codec.encode(mnist_sample().pixels[:3])
    terms = codec.terms(mnist_sample().pixels[:3], code)
    assert codec.device == "cpu" and terms.negative_elbo is not None and np.isfinite(terms.negative_elbo).all()


def test_commands_find_the_same_judge(twins: Path, tmp_path: Path) -> None:
    """MNIST's is shipped; that of one's own images stands beside the model, and without classes there is none."""
    judge = judge_of(twins / "tiny", mnist_sample())
    assert judge is not None and judge.checkpoint.id == "judge"
    own = replace(COLOUR, id="own")
    assert judge_of(tmp_path / "vae", sample_of(own)) is None
    shutil.copytree(ZOO / "judge", judge_folder(tmp_path, own))
    beside = judge_of(tmp_path / "vae", sample_of(own))
    assert beside is not None and beside.sample.images == own
    shutil.copytree(ZOO / "judge", judge_folder(tmp_path, UNLABELLED))
    assert judge_of(tmp_path / "vae", sample_of(UNLABELLED)) is None


def test_a_few_images_are_too_few(tmp_path: Path) -> None:
    folder = train_on(COLOUR, "vae", tmp_path, "own")
    write_set(tmp_path, draw_sample(COLOUR, images_of(COLOUR, 40), size=12))
    result = run("report", folder, "--out", tmp_path / "out")
    assert result.exit_code == 1 and "there are 12 images of colour; a report needs 20" in result.output


def test_a_folder_that_can_t_be_written_is_said_before_anything_is_measured(tiny_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    result = run("report", tiny_folder, "--out", tmp_path / "file")
    assert result.exit_code == 1 and "is a file; name a folder by --out" in " ".join(result.output.split())
    assert "questions" not in result.output
