from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from latent_explorer.app.images.contact_sheet import CELL, COUNT, GAP, LINE, choose, contact_sheet
from latent_explorer.model.datasets.image_data import ImageData

LABELS = np.repeat(np.arange(10), [500, 3, 1, *[100] * 7])


def test_all_classes_are_chosen_in_turn_and_in_order() -> None:
    chosen = LABELS[choose(LABELS, len(LABELS))]
    assert len(chosen) == COUNT and chosen.tolist() == sorted(chosen)
    counts = np.bincount(chosen)
    assert counts[2] == 1 and np.delete(counts, 2).min() >= 2 and counts.max() <= 3


def test_the_seed_draws_others() -> None:
    first, second = choose(LABELS, len(LABELS)), choose(LABELS, len(LABELS), seed=1)
    np.testing.assert_array_equal(first, choose(LABELS, len(LABELS)))
    assert set(first) != set(second) and len(set(first)) == COUNT


def test_without_labels_or_with_few_images_all_that_can_be_are_chosen() -> None:
    assert len(set(choose(None, 100))) == COUNT
    assert choose(None, 3).tolist() == [0, 1, 2]
    assert choose(LABELS[:2], 2).tolist() == [0, 1]


@pytest.mark.parametrize("shape", [(8, 8), (28, 28), (64, 64, 3)])
def test_images_stand_on_the_sheet_pixel_for_pixel(shape: tuple[int, ...]) -> None:
    images = np.random.default_rng(0).integers(0, 256, (3, *shape), np.uint8)
    data = ImageData(images, np.array([1, 0, 1]))
    sheet = np.asarray(Image.open(BytesIO(contact_sheet(data, ("cat", "a name that is far too long for one image")))))
    scale = -(-CELL // shape[0])
    size = shape[0] * scale
    assert sheet.shape == (size + LINE + 2 * GAP, 5 * (size + GAP) + GAP, 3)
    for place, index in enumerate((1, 0, 2)):
        left = GAP + place * (size + GAP)
        seen = sheet[GAP : GAP + size : scale, left : left + size : scale]
        expected = images[index] if len(shape) == 3 else np.repeat(images[index][..., None], 3, axis=2)
        np.testing.assert_array_equal(seen, expected)
        below = sheet[GAP + size : GAP + size + LINE, left : left + size]
        assert below.min() < 128  # its label
    assert sheet[GAP + size :, 2 * (size + GAP) - GAP // 2].min() == 255  # which ends before the next
