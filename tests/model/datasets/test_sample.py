from pathlib import Path

import numpy as np

from latent_explorer.model.config import MNIST
from latent_explorer.model.datasets.image_data import ImageData
from latent_explorer.model.datasets.mnist import load_mnist
from latent_explorer.model.datasets.sample import (
    FOLDER,
    IMAGES,
    LABELS,
    TRAINING,
    TRAINING_SIZE,
    Sample,
    draw_sample,
    load_sample,
    mnist_sample,
    training_sample,
    write_sample,
)


def test_holds_a_hundred_of_each_class(sample: ImageData) -> None:
    assert sample.images.shape == (1000, 28, 28) and sample.images.dtype == np.uint8
    assert np.bincount(sample.known_labels).tolist() == [100] * 10


def test_is_small() -> None:
    sizes = {folder: sum((folder / name).stat().st_size for name in (IMAGES, LABELS)) for folder in (FOLDER, TRAINING)}
    assert sizes[FOLDER] <= 500_000 and sizes[TRAINING] <= 2_000_000


def test_is_drawn_from_the_test_set(sample: ImageData, mnist: Path) -> None:
    drawn = draw_sample(MNIST, load_mnist(mnist, "test")).data
    np.testing.assert_array_equal(drawn.images, sample.images)
    np.testing.assert_array_equal(drawn.labels, sample.labels)


def test_is_written_byte_for_byte(sample: ImageData, tmp_path: Path) -> None:
    write_sample(Sample(MNIST, sample), tmp_path)
    for path in tmp_path.iterdir():
        assert path.read_bytes() == (FOLDER / path.name).read_bytes()
    assert len(list(tmp_path.iterdir())) == 2


def test_is_read_once() -> None:
    assert load_sample() is load_sample()


def test_what_a_page_trains_on_holds_a_thousand_of_each_class() -> None:
    drawn = training_sample().data
    assert drawn.images.shape == (TRAINING_SIZE, 28, 28)
    assert np.bincount(drawn.known_labels).tolist() == [1000] * 10
    assert np.bincount(drawn.known_labels[:500]).min() > 20, "it is shuffled"


def test_no_test_image_is_trained_on() -> None:
    held_out = mnist_sample().places
    assert not any(image.tobytes() in held_out for image in training_sample().data.images)


def test_what_a_page_trains_on_is_drawn_from_the_training_set(mnist: Path) -> None:
    drawn = draw_sample(MNIST, load_mnist(mnist, "train"), TRAINING_SIZE).data
    np.testing.assert_array_equal(drawn.images, training_sample().data.images)
    np.testing.assert_array_equal(drawn.labels, training_sample().data.labels)
