import hashlib
import time
from itertools import product

import numpy as np
import pytest

from latent_explorer.model.datasets.factors import draw_factors
from latent_explorer.model.datasets.image_data import DataError
from latent_explorer.model.datasets.sprites import COLOUR, GREY, DrawnSet
from latent_explorer.model.datasets.sprites.drawn import BATCH, SEEDS
from latent_explorer.model.datasets.sprites.shapes import ALL

BOTH = pytest.mark.parametrize("drawn_set", [GREY, COLOUR])
# Of the first 200 images. Other pixels are another data set: models that were trained on it have to be trained again.
DIGESTS = {
    ("sprites", "train"): "8391f12e32e47f6f",
    ("sprites", "test"): "8e4d8f176c3fddde",
    ("colour-sprites", "train"): "01612a2586314038",
    ("colour-sprites", "test"): "a2745ba61dcedf5e",
}


@BOTH
def test_images_are_of_the_set_that_they_are_said_to_be(drawn_set: DrawnSet) -> None:
    data, factors = drawn_set.sample(300, seed=5)
    assert data.images.shape == (300, *drawn_set.about.shape) and data.images.dtype == np.uint8
    assert factors.shape == (300, len(drawn_set.factors))
    assert data.known_labels.tolist() == factors[:, 0].tolist()
    assert set(data.known_labels) == {0, 1, 2} and len(drawn_set.about.classes) == len(ALL) == 3
    np.testing.assert_array_equal(drawn_set.draw(factors), data.images)


@BOTH
def test_the_splits_stay_what_they_are(drawn_set: DrawnSet) -> None:
    assert len({*SEEDS.values()}) == 2
    for split, seed in SEEDS.items():
        first = drawn_set.draw(draw_factors(drawn_set.factors, 200, seed))
        assert hashlib.sha256(first.tobytes()).hexdigest()[:16] == DIGESTS[drawn_set.about.id, split]


def test_a_split_is_whole_and_the_other_has_none_of_its_images() -> None:
    (train, _), (test, _) = COLOUR.split("train"), COLOUR.split("test")
    assert (len(train), len(test)) == (COLOUR.sizes["train"], COLOUR.sizes["test"])
    assert not {image.tobytes() for image in train.images} & {image.tobytes() for image in test.images}


@BOTH
def test_an_image_is_the_same_alone_and_among_others(drawn_set: DrawnSet) -> None:
    data, factors = drawn_set.sample(BATCH + 3, seed=0)
    np.testing.assert_array_equal(drawn_set.draw(factors[BATCH + 1 :]), data.images[BATCH + 1 :])
    np.testing.assert_array_equal(drawn_set.draw(factors[::-1]), data.images[::-1])


def test_nothing_is_cut_by_the_border() -> None:
    shape, size, _, x, y = GREY.factors
    angles = np.linspace(0, 2 * np.pi, 90)
    extremes = product(range(3), (size.high,), angles, (x.low, x.high), (y.low, y.high))
    images = GREY.draw(np.array(list(extremes), np.float64))
    assert shape.high == 2 and not images[:, [0, -1]].any() and not images[:, :, [0, -1]].any()


@BOTH
def test_every_factor_changes_the_image(drawn_set: DrawnSet) -> None:
    middle = np.array([(factor.low + factor.high) / 2 for factor in drawn_set.factors])
    for i, factor in enumerate(drawn_set.factors):
        step = 1 if factor.kind == "class" else (factor.high - factor.low) / 4
        moved = middle + step * (np.arange(len(middle)) == i)
        here, there = drawn_set.draw(np.stack([middle, moved])).astype(float)
        assert np.abs(here - there).sum() > 1_000, factor.name


def test_a_factor_out_of_range_is_refused() -> None:
    with pytest.raises(DataError, match="x of row 1 must be from"):
        GREY.draw(np.array([[0, 7, 0, 15, 15], [0, 7, 0, 40, 15]]))


def test_fifty_thousand_are_drawn_in_less_than_a_minute_on_one_core() -> None:
    start = time.process_time()
    GREY.sample(1_000, seed=0)
    assert time.process_time() - start < 60 / 50
