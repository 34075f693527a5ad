"""Models of other image sets than MNIST: other sides, colour, no labels, one class."""

from pathlib import Path

import numpy as np
import pytest
import torch

from latent_explorer.model.codec import Codec, JudgeCodec
from latent_explorer.model.config import MNIST, ConfigError, ImageSet
from latent_explorer.model.datasets.image_data import DataError, ImageData
from latent_explorer.model.datasets.sample import Sample, draw_sample
from latent_explorer.model.networks.judge import Judge
from latent_explorer.model.networks.modules import as_planes
from latent_explorer.model.registry import open_model
from latent_explorer.model.store.checkpoint import load
from latent_explorer.model.store.files import CheckpointError
from latent_explorer.model.store.image_sets import DESCRIPTION, folder_of, read_set, sample_for, write_set
from tests.helpers.sets import ALL, COLOUR, ONE_CLASS, UNLABELLED, images_of, sample_of, train_on


@pytest.mark.parametrize("images", ALL, ids=lambda images: images.id)
def test_a_vae_of_any_set_encodes_decodes_and_is_opened(images: ImageSet, tmp_path: Path) -> None:
    model = open_model(train_on(images, "vae", tmp_path, "mine"))
    codec = model.codec
    assert codec.images == images and model.image_set.sample.images == images
    mu, sigma = codec.encode(model.image_set.sample.pixels)
    np.testing.assert_allclose(mu, model.mu, atol=1e-5)
    assert sigma is not None and sigma.shape == mu.shape == (40, 2)
    assert codec.decode(mu).shape == (40, images.values)
    assert codec.decode_bytes(mu).shape == (40, *images.shape)
    assert codec.jacobian(mu[:3]).shape == (3, images.values, 2)
    terms = codec.terms(model.image_set.sample.pixels[:2], (mu[:2], sigma[:2]))
    assert terms.per_pixel is not None and terms.reconstruction is not None
    assert terms.per_pixel is not None and terms.reconstruction is not None
    assert terms.per_pixel.shape == (2, images.values)
    np.testing.assert_allclose(terms.per_pixel.sum(1), terms.reconstruction, rtol=1e-4)


def test_a_colour_set_is_learned_in_its_colours(tmp_path: Path) -> None:
    model = open_model(train_on(COLOUR, "ae", tmp_path, "mine"))
    mean = images_of(COLOUR).pixels().mean(0).reshape(COLOUR.shape)
    decoded = model.codec.decode(model.mu).mean(0).reshape(COLOUR.shape)
    for channel in range(3):  # each near its own mean, farther from any other's
        apart = [np.abs(decoded[..., channel] - mean[..., other]).mean() for other in range(3)]
        assert np.argmin(apart) == channel


@pytest.mark.parametrize("images", [COLOUR, ONE_CLASS], ids=lambda images: images.id)
def test_a_judge_reads_a_set_with_labels(images: ImageSet, tmp_path: Path) -> None:
    judge = JudgeCodec(load(train_on(images, "judge", tmp_path, "judge")), sample_of(images))
    probabilities, features = judge.read(judge.sample.pixels)
    assert probabilities.shape == (40, len(images.classes))
    np.testing.assert_allclose(probabilities.sum(1), 1, rtol=1e-5)
    assert judge.distance(judge.sample.pixels, features).min() > 0, "no image is compared with itself"


def test_planes_are_the_channels_of_an_image() -> None:
    x = torch.arange(2 * COLOUR.values).float().view(2, -1)
    planes = as_planes(x, COLOUR)
    assert planes.shape == (2, 3, 32, 32)
    image = x[1].view(*COLOUR.shape)
    for channel in range(3):
        assert torch.equal(planes[1, channel], image[..., channel])


@pytest.mark.parametrize("side", [8, 9, 30, 63, 64])
def test_a_judge_takes_any_side(side: int) -> None:
    assert Judge(ImageSet("s", side=side, classes=("a", "b", "c")))(torch.rand(2, side * side)).shape == (2, 3)


@pytest.mark.parametrize("images", ALL, ids=lambda images: images.id)
def test_a_set_is_read_as_it_was_written(images: ImageSet, tmp_path: Path) -> None:
    written = sample_of(images)
    write_set(tmp_path, written)
    found = read_set(folder_of(tmp_path, images))
    assert found.images == images
    np.testing.assert_array_equal(found.data.images, written.data.images)
    assert (found.data.labels is None) == (images == UNLABELLED)
    assert sample_for(tmp_path / "model", images).images == images


def test_another_set_of_the_same_name_is_refused(tmp_path: Path) -> None:
    write_set(tmp_path, sample_of(COLOUR))
    other = ImageSet("colour", side=32, channels=3, classes=("cold", "warm"))
    with pytest.raises(CheckpointError, match="another set than that which model was trained on"):
        sample_for(tmp_path / "model", other)


def test_a_set_that_is_missing_or_damaged_is_named(tmp_path: Path) -> None:
    with pytest.raises(CheckpointError, match=r"sets/colour: set\.json is missing"):
        sample_for(tmp_path / "model", COLOUR)
    write_set(tmp_path, sample_of(COLOUR))
    folder = folder_of(tmp_path, COLOUR)
    (folder / "labels-idx1-ubyte.gz").unlink()
    with pytest.raises(CheckpointError, match=r"labels-idx1-ubyte\.gz is missing"):
        read_set(folder)
    (folder / DESCRIPTION).write_text('{"id": "colour", "side": 7}')
    with pytest.raises(CheckpointError, match="side must be a whole number from 8 to 64, not 7"):
        read_set(folder)


def test_a_sample_fits_its_set() -> None:
    grey = ImageData(np.zeros((3, 32, 32), np.uint8), np.arange(3))
    with pytest.raises(DataError, match="images of"):
        Sample(COLOUR, grey)
    with pytest.raises(DataError, match="do not fit the 2 classes"):
        Sample(ImageSet("x", side=32, classes=("a", "b")), grey)


def test_a_sample_keeps_the_labels_of_as_many_classes_as_there_can_be(tmp_path: Path) -> None:
    many = ImageSet("many", side=8, classes=tuple(map(str, range(256))))
    write_set(tmp_path, Sample(many, ImageData(np.zeros((256, 8, 8), np.uint8), np.arange(256))))
    assert read_set(folder_of(tmp_path, many)).data.known_labels.tolist() == list(range(256))


def test_a_sample_of_few_images_has_all_of_them() -> None:
    assert len(draw_sample(UNLABELLED, images_of(UNLABELLED, 7))) == 7
    drawn = draw_sample(COLOUR, images_of(COLOUR, 60), size=10)
    assert np.bincount(drawn.data.known_labels).tolist() == [5, 5]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"side": 65}, "side must be a whole number from 8 to 64"),
        ({"channels": 2}, "1 for grey or 3 for colour"),
        ({"classes": ("a", "a")}, "different names"),
        ({"classes": tuple(map(str, range(257)))}, "up to 256 different names"),
        ({"classes": ("a" * 201,)}, "up to 200 characters"),
        ({"ink": True, "channels": 3}, "grey images only"),
        ({"id": "../x"}, "can't be a link"),
    ],
)
def test_a_wrong_description_ends_in_one_sentence(wrong: dict[str, object], said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        ImageSet.from_json({"id": "x", "side": 32} | wrong)


def test_a_model_of_mnist_names_no_set(tmp_path: Path) -> None:
    folder = train_on(UNLABELLED, "ae", tmp_path, "other")
    assert '"unlabelled"' in (folder / "config.json").read_text()
    assert load(folder).images == UNLABELLED and Codec(load(folder)).images != MNIST
