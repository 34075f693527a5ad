"""Small image sets: in colour, without labels, of one class, of other sides; models trained on them for a moment."""

from dataclasses import replace
from pathlib import Path

import numpy as np

from latent_explorer.model.config import ImageSet, Kind
from latent_explorer.model.datasets.image_data import ImageData
from latent_explorer.model.datasets.sample import Sample, draw_sample
from latent_explorer.model.store.image_sets import write_set
from latent_explorer.model.training.fit import fit
from tests.helpers.tiny import TINY, TINY_TRAINING

COLOUR = ImageSet("colour", side=32, channels=3, classes=("warm", "cold"))
UNLABELLED = ImageSet("unlabelled", side=9)
ONE_CLASS = ImageSet("one-class", side=30, classes=("only",))
ALL = (COLOUR, UNLABELLED, ONE_CLASS)


def images_of(images: ImageSet, count: int = 60, seed: int = 0) -> ImageData:
    """Blobs, each in a place of its own; of two classes one is less red and more blue."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[: images.side, : images.side] / images.side
    middle = rng.uniform(0.3, 0.7, (count, 2))  # (n, 2)
    blob = np.exp(-30 * ((x - middle[:, :1, None]) ** 2 + (y - middle[:, 1:, None]) ** 2))  # (n, side, side)
    labels = np.arange(count) % max(1, len(images.classes))
    if images.channels > 1:
        tint = np.where(labels[:, None] == 0, [[1, 0.5, 0.1]], [[0.8, 0.5, 0.3]])  # (n, 3)
        blob = blob[..., None] * tint[:, None, None]  # (n, side, side, 3)
    return ImageData((255 * blob).astype(np.uint8), labels if images.classes else None)


def sample_of(images: ImageSet) -> Sample:
    """A sample of a small set."""
    return draw_sample(images, images_of(images, 40, seed=1))


def train_on(images: ImageSet, kind: Kind, root: Path, name: str) -> Path:
    """Train a tiny model on a small set, which is written beside it; returns the model's folder."""
    write_set(root, sample_of(images))
    training = replace(TINY_TRAINING, validation_images=10, batch_size=25, augment=0)
    fit(root / name, replace(TINY, kind=kind), training, images_of(images), images=images)
    return root / name
