"""What training holds out of a set, and which sets it refuses."""

import numpy as np
import pytest

from latent_explorer.model.config import ImageSet
from latent_explorer.model.datasets.image_data import ImageData
from latent_explorer.model.datasets.reading import Found
from latent_explorer.model.datasets.reading.held_out import refusal, splits, told
from tests.helpers.data_files import glyphs


def found(count: int, test: int = 0, id: str = "pets") -> Found:
    data = ImageData(glyphs(count), None)
    of_test = data.take(np.arange(test)) if test else None
    return Found(data, of_test, ImageSet(id, side=28), "made up", ())


def test_one_in_six_is_held_out_and_counted() -> None:
    train, test = splits(found(40))
    assert (len(train), len(test)) == (34, 6)
    assert len({image.tobytes() for image in np.concatenate([train.images, test.images])}) == 40
    np.testing.assert_array_equal(splits(found(40))[1].images, test.images)
    assert told(found(40)) == (
        "6 of 40 training images, one in six, are held out for tests, as there are no test images that can be used",
    )


def test_a_set_s_own_test_images_are_taken() -> None:
    assert [len(split) for split in splits(found(40, 9))] == [40, 9] and told(found(40, 9)) == ()


def test_too_few_images_are_refused() -> None:
    assert refusal(found(20)) is None and refusal(found(19)) == (
        "there are 19 images to train on, and training needs 20 at least"
    )


@pytest.mark.parametrize("name", ["mnist", "sprites", "colour-sprites"])
def test_a_name_of_what_is_shipped_is_refused(name: str) -> None:
    assert f"would be called {name}" in str(refusal(found(40, id=name)))
