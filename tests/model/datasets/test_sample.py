from pathlib import Path

import numpy as np

from latent_explorer.model.config import MNIST
from latent_explorer.model.datasets.image_data import ImageData
from latent_explorer.model.datasets.mnist import load_mnist
from latent_explorer.model.datasets.sample import FOLDER, Sample, draw_sample, load_sample, write_sample


def test_holds_a_hundred_of_each_class(sample: ImageData) -> None:
    assert sample.images.shape == (1000, 28, 28) and sample.images.dtype == np.uint8
    assert np.bincount(sample.known_labels).tolist() == [100] * 10


def test_is_small() -> None:
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) <= 500_000


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
