import shutil
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import save_file

from latent_explorer.model.code_cloud import CODES, read_code_cloud, write_code_cloud
from latent_explorer.model.codec import Codec
from latent_explorer.model.datasets.sample import draw_sample, mnist_sample, sample_pixels
from latent_explorer.model.registry import ZOO, open_model
from latent_explorer.model.store.checkpoint import load
from latent_explorer.model.store.image_sets import sample_for
from tests.helpers.sets import COLOUR, images_of, sample_of, train_on
from tests.helpers.shipped import MODELS


@pytest.fixture
def folder(tiny_folder: Path, tmp_path: Path) -> Path:
    return shutil.copytree(tiny_folder, tmp_path / "tiny")


def test_what_is_kept_is_what_the_model_encodes(folder: Path) -> None:
    checkpoint = load(folder)
    assert read_code_cloud(folder, checkpoint, mnist_sample()) is None
    write_code_cloud(folder, checkpoint)
    kept = read_code_cloud(folder, checkpoint, mnist_sample())
    assert kept is not None
    for values, encoded in zip(kept, Codec(checkpoint).encode(sample_pixels()), strict=True):
        assert values is not None and encoded is not None
        np.testing.assert_array_equal(values, encoded)


def test_a_model_opens_with_its_kept_codes(folder: Path) -> None:
    checkpoint = load(folder)
    other = torch.full((1000, 2), 0.5)
    save_file({"mu": other, "sigma": other.clone()}, folder / CODES, {"revision": checkpoint.revision})
    assert (open_model(folder).mu == 0.5).all()


@pytest.mark.parametrize("how", ["revision", "shape", "damaged", "sigma", "double", "bfloat16", "nan"])
def test_codes_of_something_else_are_encoded_anew(how: str, folder: Path) -> None:
    checkpoint, other = load(folder), torch.full((1000, 3 if how == "shape" else 2), 0.5)
    other = other.to({"double": torch.float64, "bfloat16": torch.bfloat16}.get(how, torch.float32))
    if how == "nan":
        other[7] = torch.nan
    tensors = {"mu": other} if how == "sigma" else {"mu": other, "sigma": other.clone()}
    save_file(tensors, folder / CODES, {"revision": "0" if how == "revision" else checkpoint.revision})
    if how == "damaged":
        (folder / CODES).write_bytes(b"\0" * 50)
    np.testing.assert_array_equal(open_model(folder).mu, Codec(checkpoint).encode(sample_pixels())[0])


@pytest.mark.parametrize("name", MODELS)
def test_the_shipped_codes_are_what_the_shipped_model_encodes(name: str) -> None:
    checkpoint = load(ZOO / name)
    sample = sample_for(ZOO / name, checkpoint.images)
    kept = read_code_cloud(ZOO / name, checkpoint, sample)
    assert kept is not None
    mu, _ = Codec(checkpoint).encode(sample.pixels[:20])
    assert np.median(np.abs(kept[0][:20] - mu)) < 1e-3, "another machine rounds otherwise, and a few codes go elsewhere"


def test_codes_of_another_sample_of_the_set_are_not_taken(tmp_path: Path) -> None:
    folder = train_on(COLOUR, "vae", tmp_path, "mine")
    checkpoint, sample = load(folder), sample_of(COLOUR)
    assert read_code_cloud(folder, checkpoint, sample) is not None
    other = draw_sample(COLOUR, images_of(COLOUR, 40, seed=2))
    assert len(other) == len(sample) and read_code_cloud(folder, checkpoint, other) is None
