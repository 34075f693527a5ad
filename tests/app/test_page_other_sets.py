"""The page's engine, run by Node, on images of other sets than MNIST: other sides, and colour."""

import json
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
import torch

from latent_explorer.app.inference.encoding import image_facts, model_facts
from latent_explorer.model.codec import Codec, JudgeCodec
from latent_explorer.model.config import ImageSet
from latent_explorer.model.measures.evaluate import evaluate_judge
from latent_explorer.model.networks.build import build
from latent_explorer.model.registry import LoadedSet, Model, open_model
from latent_explorer.model.store.checkpoint import load, save
from latent_explorer.model.store.image_sets import write_set
from tests.helpers.page_engine import answers
from tests.helpers.sets import COLOUR, images_of, sample_of, train_on
from tests.helpers.tiny import TINY, TINY_TRAINING

pytestmark = pytest.mark.slow
GREY = ImageSet("grey-12", side=12, classes=("one", "other"))


@dataclass(frozen=True)
class World:
    """A set's VAE in a folder, loaded with its judge."""

    folder: Path
    model: Model


@pytest.fixture(scope="module", params=[COLOUR, GREY], ids=lambda images: images.id)
def world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> World:
    images, root = request.param, tmp_path_factory.mktemp("worlds")
    folder = train_on(images, "vae", root, "vae")
    place = train_on(images, "judge", root, "made").rename(root / "sets" / images.id / "judge")
    judge = JudgeCodec(load(place), sample_of(images))
    (place / "metrics.json").write_text(json.dumps(evaluate_judge(judge, images_of(images, 40, seed=1))))
    keep_quantiles(folder)
    return World(folder, open_model(folder, LoadedSet(judge.sample, JudgeCodec(load(place), judge.sample))))


def keep_quantiles(folder: Path) -> None:
    """Write what is usual over the sample, as `evaluate` does over test images."""
    usual = open_model(folder).reference_quantiles
    (folder / "metrics.json").write_text(json.dumps({"test": {"images": usual.images, "quantiles": usual.quantiles}}))


def test_it_decodes_the_server_s_images(world: World) -> None:
    codes = np.random.default_rng(0).normal(size=(8, 2)).astype(np.float32)
    (found,) = answers(world.folder, ("codes", {"codes": codes.tolist(), "kind": 0}))
    apart = np.abs(np.array(found) - world.model.codec.decode_bytes(codes).ravel().astype(int))
    assert apart.max() <= 1 and (apart == 0).mean() > 0.99


def test_it_encodes_the_sample_as_the_server_does(world: World) -> None:
    sample = world.model.image_set.sample
    asked = [("digit", {"digit": image.ravel().tolist()}) for image in sample.data.images[:4]]
    for found, wanted in zip(answers(world.folder, *asked), model_facts(world.model, sample.pixels[:4]), strict=True):
        np.testing.assert_allclose(found["mu"], wanted.mu, atol=1e-4)
        assert wanted.sigma is not None and wanted.terms.per_pixel is not None
        np.testing.assert_allclose(found["sigma"], wanted.sigma, rtol=1e-3)
        assert found["terms"]["negative_elbo"] == pytest.approx(wanted.terms.negative_elbo, abs=0.02)
        np.testing.assert_allclose(found["reconstruction"], wanted.reconstruction, atol=1e-3)
        np.testing.assert_allclose(found["terms"]["per_pixel"], wanted.terms.per_pixel, atol=1e-3)


def test_it_says_of_an_image_what_the_set_s_judge_says(world: World) -> None:
    sample = world.model.image_set.sample
    digits = [image.ravel().tolist() for image in sample.data.images]
    _, found = answers(world.folder, ("learn", {"digits": digits}), ("image", {"digit": digits[5]}))
    (wanted,) = image_facts(world.model.image_set, sample.pixels[5:6])
    assert wanted.judged is not None
    np.testing.assert_allclose(found["judge"]["probabilities"], wanted.judged.probabilities, atol=1e-5)
    np.testing.assert_allclose(found["input"], sample.data.images[5] / 255, atol=1e-6)
    assert found["nearest"][0] == wanted.nearest[0] == 5
    assert found["feature_distance"] == pytest.approx(wanted.judged.distance, rel=1e-3)


def test_a_comparison_is_the_server_s(world: World) -> None:
    from latent_explorer.model.explore.comparison import compare

    codes = np.array([[0, 0], [0.5, 0], [2, -1]], np.float32)
    (found,) = answers(world.folder, ("codes", {"codes": codes.tolist(), "kind": 1}))
    assert world.model.judge is not None
    wanted = compare(world.model.codec, world.model.judge, codes)
    count = 3 * world.model.codec.images.values
    figures = np.frombuffer(bytes(found[count:]), "<f4")[:18].reshape(3, 6)
    np.testing.assert_allclose(figures, wanted.figures, rtol=5e-3, atol=2e-3)


def test_a_dense_encoder_reads_colour_as_the_server_does(tmp_path: Path) -> None:
    config = replace(TINY, encoder_channels=())
    sample = sample_of(COLOUR)
    torch.manual_seed(1)
    write_set(tmp_path, sample)
    codec = Codec(save(tmp_path / "dense", build(config, COLOUR), config, TINY_TRAINING, COLOUR))
    keep_quantiles(tmp_path / "dense")
    (found,) = answers(tmp_path / "dense", ("digit", {"digit": sample.data.images[0].ravel().tolist()}))
    mu, sigma = codec.encode(sample.pixels[:1])
    assert sigma is not None
    np.testing.assert_allclose(found["mu"], mu[0], atol=1e-4)
    np.testing.assert_allclose(found["sigma"], sigma[0], rtol=1e-3)


@pytest.fixture(scope="module")
def unread(tmp_path_factory: pytest.TempPathFactory) -> World:
    """Images that nobody reads."""
    folder = train_on(ImageSet("plain-16", side=16), "vae", tmp_path_factory.mktemp("unread"), "vae")
    return World(folder, open_model(folder))


def test_without_a_judge_all_else_is_the_server_s(unread: World) -> None:
    from latent_explorer.model.explore.comparison import compare

    codes = np.array([[0, 0], [0.5, 0], [2, -1]], np.float32)
    sample = unread.model.image_set.sample
    learn = ("learn", {"digits": [image.ravel().tolist() for image in sample.data.images]})
    near = ("image", {"digit": sample.data.images[5].ravel().tolist()})
    found, _, image = answers(unread.folder, ("codes", {"codes": codes.tolist(), "kind": 1}), learn, near)
    wanted = compare(unread.model.codec, None, codes)
    figures = np.frombuffer(bytes(found[3 * 256 :]), "<f4")[:18].reshape(3, 6)
    np.testing.assert_allclose(figures, wanted.figures, rtol=5e-3, atol=2e-3, equal_nan=True)
    assert (image["judge"], image["feature_distance"], image["upright"]) == (None, None, None)
    assert image["nearest"][0] == 5
