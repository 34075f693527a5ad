"""What the VAEs are trained on, and the images that they never saw: digits, sprites, and pictures in colour."""

from pathlib import Path

import numpy as np
from PIL import Image

from latent_explorer.model.arrays import Array
from latent_explorer.model.config import MNIST, ImageSet
from latent_explorer.model.config.sprites import SPRITES
from latent_explorer.model.datasets.download import missing_files
from latent_explorer.model.datasets.image_data import ImageData
from latent_explorer.model.datasets.mnist import load_mnist
from latent_explorer.model.datasets.sample import load_sample
from latent_explorer.model.datasets.sprites import GREY
from tests.bench.own_images import CLASSES, picture
from tests.helpers.paths import ROOT

HELD_OUT = 256  # images that calibration is given
PICTURES_32 = ImageSet("pictures-32", side=32, channels=3, classes=CLASSES)
PICTURES_64 = ImageSet("pictures-64", side=64, channels=3, classes=CLASSES)


def split_of(images: ImageSet, count: int, mnist: Path | None = None) -> tuple[Array, Array]:
    """Images (n, p) in 0..1 of a set: at most `count` to train on, and 256 others.

    Digits are those of MNIST's own folder where it is given, else of the shipped thousand.
    """
    if images == MNIST:
        return _digits(count, mnist)
    pixels = _drawn(images, count + HELD_OUT).pixels()
    return pixels[:count], pixels[count:]


def whole_mnist() -> Path | None:
    """The folder of all of MNIST, where it is at hand."""
    folders = (ROOT.parent / "shared" / "mnist", ROOT / "data" / "mnist")
    return next((folder for folder in folders if not missing_files(folder, "train", "test")), None)


def _digits(count: int, mnist: Path | None) -> tuple[Array, Array]:
    if mnist:
        training, others = load_mnist(mnist, "train"), load_mnist(mnist, "test")
        return training.take(np.arange(count)).pixels(), others.take(np.arange(HELD_OUT)).pixels()
    pixels = load_sample().pixels()
    return pixels[HELD_OUT:][:count], pixels[:HELD_OUT]


def _drawn(images: ImageSet, count: int) -> ImageData:
    if images == SPRITES:
        return GREY.sample(count, seed=0)[0]
    rng = np.random.default_rng(0)
    drawn = [picture(CLASSES[number % len(CLASSES)], rng) for number in range(count)]
    side = (images.side, images.side)
    return ImageData(np.stack([np.asarray(one.resize(side, Image.Resampling.BILINEAR)) for one in drawn]), None)
