"""What training makes of a data set: which images it learns from, which are kept for tests, and what it refuses."""

import numpy as np

from latent_explorer.model.config import MNIST
from latent_explorer.model.datasets.image_data import ImageData
from latent_explorer.model.datasets.reading.options import Found
from latent_explorer.model.datasets.sprites import COLOUR, GREY

TEST_SHARE, LEAST = 6, 20  # one in six is held out for tests, where the set has no test images; and of so many images
SPLIT_SEED = 0
SHIPPED = (MNIST.id, GREY.about.id, COLOUR.about.id)


def splits(found: Found) -> tuple[ImageData, ImageData]:
    """Training and test images: the set's own, or else one in six of its images is held out, always the same ones."""
    if found.test is not None:
        return found.train, found.test
    order = np.random.default_rng(SPLIT_SEED).permutation(len(found.train))
    kept = _held_out(found)
    return found.train.take(order[kept:]), found.train.take(order[:kept])


def told(found: Found) -> tuple[str, ...]:
    """A sentence on the images that are held out, where the set has no test images."""
    if found.test is not None:
        return ()
    of = f"{_held_out(found):,} of {len(found.train):,} training images, one in six"
    return (f"{of}, are held out for tests, as there are no test images that can be used",)


def refusal(found: Found) -> str | None:
    """Why training refuses the set, and what to do; None if it does not."""
    if found.images.id in SHIPPED:
        called = f"these images would be called {found.images.id}, as others are that are here already"
        return f"{called}; give their folder another name to train on them"
    if len(found.train) < LEAST:
        return f"there are {len(found.train)} images to train on, and training needs {LEAST} at least"
    return None


def _held_out(found: Found) -> int:
    return len(found.train) // TEST_SHARE
