"""The shipped sample: 1,000 test digits, 100 of each class, for the gallery, the code cloud and the tests."""

import gzip
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from latent_explorer.model.config import CLASSES
from latent_explorer.model.datasets.image_data import ImageData
from latent_explorer.model.datasets.mnist import read_idx

FOLDER = Path(__file__).parent / "sample_data"
PER_CLASS = 100
SEED = 0


def draw_sample(test: ImageData, per_class: int = PER_CLASS, seed: int = SEED) -> ImageData:
    """Draw `per_class` digits of each class from the test set, shuffled by the seed."""
    generator = np.random.default_rng(seed)
    classes = [np.flatnonzero(test.labels == label) for label in range(CLASSES)]
    chosen = np.concatenate([generator.choice(of_class, per_class, replace=False) for of_class in classes])
    return test.take(generator.permutation(chosen))


def write_sample(sample: ImageData, folder: Path = FOLDER) -> None:
    """Write a sample as two gzipped IDX files, with the same bytes each time."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, array in (("images-idx3-ubyte.gz", sample.images), ("labels-idx1-ubyte.gz", sample.known_labels)):
        header = bytes([0, 0, 8, array.ndim]) + b"".join(size.to_bytes(4, "big") for size in array.shape)
        (folder / name).write_bytes(gzip.compress(header + array.tobytes(), 9, mtime=0))


@cache
def load_sample() -> ImageData:
    """The shipped sample, read once: images (1000, 28, 28) and labels (1000,), uint8."""
    return ImageData(read_idx(FOLDER / "images-idx3-ubyte.gz"), read_idx(FOLDER / "labels-idx1-ubyte.gz"))


@cache
def places() -> dict[bytes, int]:
    """Index in the shipped sample of each digit, by its 784 bytes."""
    return {image.tobytes(): i for i, image in enumerate(load_sample().images)}


@cache
def sample_pixels() -> NDArray[np.float32]:
    """The sample's images as (1000, 784) float32 in 0..1, converted once: each encoded image is compared with all."""
    return load_sample().pixels()
