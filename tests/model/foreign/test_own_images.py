"""Images as people have them in Python, and in which form their encoder takes them."""

from typing import Any

import numpy as np
import pytest
import torch

from latent_explorer.model.datasets.image_data import DataError
from latent_explorer.model.foreign.own_images import own_images
from latent_explorer.model.foreign.pixels import to_encoder

COLOUR = np.random.default_rng(0).integers(0, 256, (6, 16, 16, 3)).astype(np.uint8)
COLOUR[:, ::2] = COLOUR[:, 1::2]  # neighbours are alike, as in photographs
COLOUR[:, :, ::2] = COLOUR[:, :, 1::2]
COLOUR[0, 0, 0], COLOUR[0, 0, 1] = 0, 255
UNIT = (COLOUR / 255).astype(np.float32)
PLANES = UNIT.transpose(0, 3, 1, 2)
FORMS = {
    "bytes": COLOUR,
    "planes": PLANES,
    "tensor": torch.from_numpy(PLANES.copy()),
    "symmetric": 2 * PLANES - 1,
    "standardised": (PLANES - 0.4) / 0.3,
    "flat planes": PLANES.reshape(6, -1),
    "flat pixels": UNIT.reshape(6, -1),
}


@pytest.mark.parametrize("form", FORMS)
def test_each_form_gives_the_same_images_and_goes_into_the_encoder_as_it_came(form: str) -> None:
    given = FORMS[form]
    own = own_images(given, None, "mine", None)
    assert (own.images.side, own.images.channels) == (16, 3)
    np.testing.assert_array_equal(own.data.images, COLOUR)
    back = to_encoder(own.data.pixels(), own.way, own.images)
    np.testing.assert_allclose(back, np.asarray(given, np.float32), atol=0.01 * (own.white - own.black))


@pytest.mark.parametrize("shape", [(6, 1, 16, 16), (6, 16, 16), (6, 16, 16, 1), (6, 256)])
def test_grey_images_come_in_four_shapes(shape: tuple[int, ...]) -> None:
    own = own_images(UNIT[..., 0].reshape(shape), ["b", "a", "b", "a", "b", "a"], "mine", None)
    assert (own.images.shape, own.images.classes) == ((16, 16), ("a", "b"))
    assert own.data.known_labels.tolist() == [1, 0, 1, 0, 1, 0] and own.way.shape == shape[1:]


@pytest.mark.parametrize(
    ("images", "labels", "said"),
    [
        (np.zeros((4, 20, 30)), None, "not square"),
        (np.zeros((4, 1, 100, 100)), None, "8 to 64 pixels wide"),
        (np.full((4, 16, 16), np.nan), None, "not finite"),
        (np.full((4, 16, 16), 300.0), None, "all numbers of the images are 300"),
        (np.zeros((0, 16, 16)), None, "one at least"),
        (np.array(["a"]), None, "a tensor or an array of numbers"),
        (UNIT, [1, 2], "there are 6 images and labels of shape"),
    ],
)
def test_what_are_no_images_is_said(images: Any, labels: Any, said: str) -> None:
    with pytest.raises(DataError, match=said):
        own_images(images, labels, "mine", None)
