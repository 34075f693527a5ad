"""The images kept of a set for the gallery, the code cloud and the tests, and MNIST's shipped ones."""

import hashlib
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import numpy as np

from latent_explorer.model.arrays import Array
from latent_explorer.model.config import MNIST, ImageSet
from latent_explorer.model.datasets.idx import read_idx, write_idx
from latent_explorer.model.datasets.image_data import DataError, ImageData

FOLDER = Path(__file__).parent / "sample_data"
TRAINING = FOLDER / "training"
IMAGES, LABELS = "images-idx3-ubyte.gz", "labels-idx1-ubyte.gz"
SIZE = 1000  # at most
TRAINING_SIZE = 10_000  # as many as a page trains on for minutes before it has seen each ten times, in 1.6 MB
SEED = 0


@dataclass(frozen=True)
class Sample:
    """Images kept of a set: of its test images, which no model was trained on, unless it is `training_sample`."""

    images: ImageSet
    data: ImageData

    def __post_init__(self) -> None:
        shape, labels = self.data.images.shape[1:], self.data.labels
        if shape != self.images.shape or not len(self.data):
            raise DataError(
                f"a sample of {self.images.id} has images of {self.images.shape}, one at least, not {shape}"
            )
        if (labels is not None) != bool(self.images.classes) or (
            labels is not None and int(labels.max()) >= len(self.images.classes)
        ):
            raise DataError(
                f"the sample's labels do not fit the {len(self.images.classes)} classes of {self.images.id}"
            )

    def __len__(self) -> int:
        return len(self.data)

    @cached_property
    def pixels(self) -> Array:
        """The images as (n, p) float32 in 0..1, converted once: each encoded image is compared with all."""
        return self.data.pixels()

    @cached_property
    def digest(self) -> str:
        """Tells this sample from others of the same set."""
        return hashlib.sha256(self.data.images.tobytes()).hexdigest()[:12]

    @cached_property
    def places(self) -> dict[bytes, int]:
        """Index of each image, by its bytes."""
        return {image.tobytes(): i for i, image in enumerate(self.data.images)}


def draw_sample(images: ImageSet, test: ImageData, size: int = SIZE, seed: int = SEED) -> Sample:
    """Draw at most `size` images from a test set, as many of each class as there are, shuffled by the seed."""
    generator = np.random.default_rng(seed)
    groups = [np.arange(len(test))]
    if images.classes:
        groups = [np.flatnonzero(test.known_labels == label) for label in range(len(images.classes))]
    each = max(1, size // len(groups))
    chosen = np.concatenate([generator.choice(group, min(each, len(group)), replace=False) for group in groups])
    return Sample(images, test.take(generator.permutation(chosen)[:size]))


def write_sample(sample: Sample, folder: Path = FOLDER) -> None:
    """Write a sample as gzipped IDX files, the labels' only where there are any, with the same bytes each time."""
    folder.mkdir(parents=True, exist_ok=True)
    write_idx(folder / IMAGES, sample.data.images)
    if sample.data.labels is not None:
        write_idx(folder / LABELS, sample.data.labels.astype(np.uint8))


def read_sample(folder: Path, images: ImageSet) -> Sample:
    """What `write_sample` wrote. Raises DataError if a file is damaged or fits no image set like this one."""
    labels = read_idx(folder / LABELS) if images.classes else None
    return Sample(images, ImageData(read_idx(folder / IMAGES), labels))


@cache
def mnist_sample() -> Sample:
    """The shipped sample of MNIST, read once: 1,000 test digits, 100 of each class."""
    return read_sample(FOLDER, MNIST)


@cache
def training_sample() -> Sample:
    """What a page trains on: 10,000 of MNIST's training digits, 1,000 of each class, shuffled."""
    return read_sample(TRAINING, MNIST)


@cache
def training_file() -> bytes:
    """The images of `training_sample` as they are kept: a gzipped IDX file."""
    return (TRAINING / IMAGES).read_bytes()


def load_sample() -> ImageData:
    """The shipped sample's images (1000, side, side) and labels (1000,), uint8."""
    return mnist_sample().data


def sample_pixels() -> Array:
    """The shipped sample's images as (1000, p) float32 in 0..1."""
    return mnist_sample().pixels
