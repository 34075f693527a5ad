"""Test images that can't test what training teaches are left out, and that is said."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from latent_explorer.model.datasets.reading import Found
from tests.helpers.data_files import glyphs, read, said

IMAGES = glyphs(12)


def of_labels(folder: Path, **labels: list[Any] | None) -> Found:
    """A set whose splits have these labels: by split, one for each image, or None for three without any."""
    arrays: dict[str, Any] = {}
    for split, given in labels.items():
        arrays[f"x_{split}"] = IMAGES[: len(given or "abc")]
        arrays |= {} if given is None else {f"y_{split}": np.array(given)}
    np.savez(folder / "set.npz", **arrays)
    return read(folder / "set.npz")


def test_test_images_without_labels_can_t_test_labelled_ones(tmp_path: Path) -> None:
    found = of_labels(tmp_path, train=[0, 1, 1], test=None)
    assert found.test is None and said(found, "the 3 test images have no labels", "--labels none")


@pytest.mark.parametrize("test", [[2, 2], ["c", "c"]])
def test_classes_that_no_training_image_is_of_make_no_test(test: list[Any], tmp_path: Path) -> None:
    found = of_labels(tmp_path, train=[0, 1, 1], test=test)
    assert found.test is None and found.images.classes == ("0", "1")
    assert said(found, f"the 2 test images are of {test[0]}, and no training image is")


def test_some_unknown_classes_are_said_and_the_test_stays(tmp_path: Path) -> None:
    found = of_labels(tmp_path, train=["a", "b"], test=["b", "c", "d", "e", "f"])
    assert found.test is not None and len(found.test) == 5 and found.images.classes == tuple("abcdef")
    assert said(found, "4 of the 5 test images are of c and d and e and 1 more, and no training image is")


def test_a_class_of_validation_is_trained_on(tmp_path: Path) -> None:
    found = of_labels(tmp_path, train=[0, 1], val=[2], test=[2])
    assert found.test is not None and not said(found, "no training image")
    alone = of_labels(tmp_path, train=[0, 1], val=None, test=[0])
    assert alone.test is not None and said(alone, "validation images are left out")


def test_labels_of_test_images_alone_are_left_out_and_the_images_used(tmp_path: Path) -> None:
    found = of_labels(tmp_path, train=None, test=[0, 1])
    assert found.test is not None and found.test.labels is None and found.images.classes == ()
    assert said(found, "those of the test images are left out")


def test_splits_that_agree_are_as_they_were(tmp_path: Path) -> None:
    for train, test in ([0, 1], [1]), (None, None):
        found = of_labels(tmp_path, train=train, test=test)
        assert found.test is not None and not said(found, "test images")


def test_numbers_in_one_split_and_names_in_another_are_names(tmp_path: Path) -> None:
    found = of_labels(tmp_path, train=[0, 1], val=["b", "1"])
    assert found.images.classes == ("0", "1", "b") and found.train.known_labels.tolist() == [0, 1, 2, 1]
    secret = of_labels(tmp_path, train=["a", "b"], test=[-1, -1])
    assert secret.test is None and secret.images.classes == ("a", "b") and said(secret, "is -1, which means none")
