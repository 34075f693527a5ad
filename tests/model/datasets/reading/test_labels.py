"""Labels of all kinds as classes from 0."""

from typing import Any

import numpy as np
import pytest

from latent_explorer.model.arrays import Labels
from latent_explorer.model.datasets.image_data import DataError
from latent_explorer.model.datasets.reading.labels import number
from latent_explorer.model.datasets.reading.natural import natural
from latent_explorer.model.datasets.reading.splits import is_split, split_in, without_split


def numbered(
    labels: Any, names: dict[int, str] | None = None
) -> tuple[Labels | None, tuple[str, ...], tuple[str, ...]]:
    found, classes, notes = number({"train": np.asarray(labels)}, names or {}, {"train": "a.csv"})
    return found["train"], classes, notes


def test_numbers_from_0_stay() -> None:
    labels, classes, notes = numbered([2, 0, 1])
    assert labels is not None and labels.tolist() == [2, 0, 1]
    assert classes == ("0", "1", "2") and notes == ()


def test_numbers_from_1_are_moved_and_keep_their_names() -> None:
    labels, classes, notes = numbered([1, 26, 2])
    assert labels is not None and labels.tolist() == [0, 2, 1]
    assert classes == ("1", "2", "26") and "1 to 26, with gaps" in notes[0]


def test_named_classes_are_there_though_no_image_has_them() -> None:
    labels, classes, notes = numbered([0, 2], {0: "cat", 1: "dog", 2: "owl"})
    assert labels is not None and labels.tolist() == [0, 2]
    assert classes == ("cat", "dog", "owl") and notes == ()


def test_a_class_of_one_split_alone_counts_in_both() -> None:
    given = {"train": np.array(["b", "d"]), "test": np.array(["a", "d"])}
    found, classes, _ = number(given, {}, {"train": "a", "test": "b"})  # type: ignore[arg-type]
    assert classes == ("a", "b", "d")
    assert {split: labels.tolist() for split, labels in found.items() if labels is not None} == {
        "train": [1, 2],
        "test": [0, 2],
    }


def test_labels_kept_secret_are_none() -> None:
    given = {"train": np.array([0, 1]), "test": np.array([-1, -1])}
    found, classes, notes = number(given, {}, {"train": "a", "test": "test.parquet"})  # type: ignore[arg-type]
    assert found["test"] is None and classes == ("0", "1") and "test.parquet is -1" in notes[0]


@pytest.mark.parametrize(
    ("labels", "names", "reason"),
    [
        ([0, 1, -1], {}, r"row 3 of a\.csv has the label -1"),
        (list(range(257)), {}, "257 different labels"),
        ([0, 1], {0: "cat", 1: "cat"}, "two classes are called 'cat'"),
        (["x" * 201], {}, "more than 200 characters"),
    ],
)
def test_what_makes_no_classes_is_refused(labels: Any, names: dict[int, str], reason: str) -> None:
    with pytest.raises(DataError, match=reason):
        numbered(labels, names)


def test_natural_order() -> None:
    names = ["10", "2", "img12", "Img2", "img2", "a" * 3, "1" * 5000, "img", "01"]
    assert sorted(names, key=natural) == ["01", "2", "10", "1" * 5000, "aaa", "img", "Img2", "img2", "img12"]


@pytest.mark.parametrize(
    ("name", "split", "rest"),
    [
        ("x_train", "train", ["x"]),
        ("t10k-images", "test", ["images"]),
        ("data/validation-00000-of-00002.parquet", "validation", ["data", "00000", "of", "00002", "parquet"]),
        ("default/test/0000.parquet", "test", ["default", "0000", "parquet"]),
        ("kmnist-train-imgs", "train", ["kmnist", "imgs"]),
        ("latest", None, ["latest"]),
    ],
)
def test_splits_by_the_words_of_a_name(name: str, split: str | None, rest: list[str]) -> None:
    assert split_in(name) == split and without_split(name) == rest
    assert not is_split(name) and is_split("Val")
