"""CSV as Kaggle, scikit-learn, UCI, pandas and R write it."""

from pathlib import Path

import numpy as np
import pytest

from latent_explorer.model.datasets.image_data import DataError
from tests.helpers.data_files import glyphs, put, read, said

IMAGES, LABELS = glyphs(6, 8), [0, 1, 2, 0, 1, 2]
HEADER = ",".join(f"pixel{i}" for i in range(64))


def rows(first: bool | None, delimiter: str = ",", labels: list[object] | None = None) -> list[str]:
    """A line for each image, the label first, last or not at all."""
    lines = []
    for image, label in zip(IMAGES, labels or LABELS, strict=True):
        pixels = [str(value) for value in image.ravel()]
        cells = pixels if first is None else [str(label), *pixels] if first else [*pixels, str(label)]
        lines.append(delimiter.join(cells))
    return lines


FORMS = {
    "Kaggle's, label first": ["label," + HEADER, *rows(True)],
    "label last": [HEADER + ",label", *rows(False)],
    "no header, label first": rows(True),
    "no header, label last": rows(False),
    "semicolons": rows(True, ";"),
    "tabs": rows(True, "\t"),
    "R's quotes": ['"label",' + ",".join(f'"X{i}"' for i in range(64)), *rows(True)],
    "quoted numbers": [",".join(f'"{cell}"' for cell in row.split(",")) for row in rows(True)],
    "pandas' index": ["," + "label," + HEADER, *(f"{i},{row}" for i, row in enumerate(rows(True)))],
    "Windows' line ends and mark": ["\ufefflabel," + HEADER + "\r", *(row + "\r" for row in rows(True))],
}


@pytest.mark.parametrize("lines", FORMS.values(), ids=FORMS)
@pytest.mark.parametrize("name", ["train.csv", "train.csv.gz"])
def test_forms_of_csv(lines: list[str], name: str, tmp_path: Path) -> None:
    put(tmp_path / name, "\n".join([*lines, ""]).encode())
    found = read(tmp_path)
    np.testing.assert_array_equal(found.train.images, IMAGES)
    np.testing.assert_array_equal(found.train.known_labels, LABELS)


def test_a_whole_square_of_columns_has_no_label(tmp_path: Path) -> None:
    put(tmp_path / "images.csv", "\n".join(rows(None)).encode())
    found = read(tmp_path)
    assert found.train.labels is None and said(found, "none of them is a label")


@pytest.mark.parametrize("first", [True, False])
def test_names_of_classes_may_stand_in_the_column(first: bool, tmp_path: Path) -> None:
    names: list[object] = ["cat", "dog", '"owl, 10"', "cat", "dog", '"owl, 2"']
    put(tmp_path / "images.csv", "\n".join(rows(first, labels=names)).encode())
    found = read(tmp_path)
    assert found.images.classes == ("cat", "dog", "owl, 2", "owl, 10")
    assert found.train.known_labels.tolist() == [0, 1, 3, 0, 1, 2]


def test_gaps_of_labels_are_closed_and_said(tmp_path: Path) -> None:
    gaps: list[object] = [0, 8, 10, 0, 8, 10]  # as of sign language, whose J is a movement
    put(tmp_path / "sign_mnist_train.csv", "\n".join(["label," + HEADER, *rows(True, labels=gaps)]).encode())
    found = read(tmp_path)
    assert found.images.classes == ("0", "8", "10") and found.train.known_labels.tolist() == [0, 1, 2, 0, 1, 2]
    assert said(found, "with gaps")


def test_kaggles_three_files(tmp_path: Path) -> None:
    put(tmp_path / "train.csv", "\n".join(FORMS["Kaggle's, label first"]).encode())
    put(tmp_path / "test.csv", "\n".join([HEADER, *rows(None)]).encode())
    put(tmp_path / "sample_submission.csv", b"ImageId,Label\n1,0\n")
    found = read(tmp_path)
    assert len(found.train.known_labels) == 6 and found.test is None
    assert said(found, "the 6 test images have no labels", "can't be used")
    assert said(found, "sample_submission.csv", "left out")


def test_emnists_csv_is_transposed_too(tmp_path: Path) -> None:
    put(tmp_path / "emnist-letters-train.csv", "\n".join(rows(True)).encode())
    np.testing.assert_array_equal(read(tmp_path).train.images, IMAGES.swapaxes(1, 2))


def test_scikit_learns_digits_have_their_label_last(tmp_path: Path) -> None:
    digits = np.random.default_rng(1).integers(0, 17, (30, 64))
    digits[:, 0], digits[0, 1] = 0, 16  # the corner is never inked
    lines = [",".join(map(str, [*row, i % 10])) for i, row in enumerate(digits)]
    put(tmp_path / "digits.csv.gz", "\n".join(lines).encode())
    found = read(tmp_path / "digits.csv.gz")
    np.testing.assert_array_equal(found.train.images, np.rint(digits.reshape(-1, 8, 8) / 16 * 255))
    assert found.train.known_labels.tolist() == [i % 10 for i in range(30)] and found.images.id == "digits"
    assert said(found, "last column") and said(found, "0 to 16")


def test_where_the_label_stands_is_asked_if_both_ends_look_alike(tmp_path: Path) -> None:
    pixels = IMAGES.reshape(6, 64).copy()
    pixels[:, -1] = LABELS
    lines = [",".join(map(str, [label, *row])) for label, row in zip(LABELS, pixels, strict=True)]
    put(tmp_path / "images.csv", "\n".join(lines).encode())
    with pytest.raises(DataError, match="--labels first, last"):
        read(tmp_path)
    np.testing.assert_array_equal(read(tmp_path, labels="first").train.images.reshape(6, 64), pixels)


def test_labels_by_name_or_none(tmp_path: Path) -> None:
    put(tmp_path / "images.csv", "\n".join(["kind," + HEADER, *rows(True)]).encode())
    assert read(tmp_path, labels="kind").train.known_labels.tolist() == LABELS
    without = read(tmp_path, labels="none").train
    np.testing.assert_array_equal(without.images, IMAGES)
    assert without.labels is None
    with pytest.raises(DataError, match="no column 'sort'"):
        read(tmp_path, labels="sort")


BROKEN = {
    "a word": (
        lambda lines: [*lines[:3], lines[3].replace(",", ",x", 1), *lines[4:]],
        "line 4 of .* which is no number",
    ),
    "a short line": (lambda lines: [*lines[:2], lines[2].rsplit(",", 1)[0], *lines[3:]], "line 3 of .* 64 columns"),
    "a long line": (lambda lines: [*lines[:2], lines[2] + ",9", *lines[3:]], "line 3 of .* 66 columns"),
    "an empty line": (lambda lines: [*lines[:2], "", *lines[2:]], "line 3 of .* 1 columns"),
}


@pytest.mark.parametrize(("damage", "reason"), BROKEN.values(), ids=BROKEN)
def test_a_damaged_line_is_named(damage: object, reason: str, tmp_path: Path) -> None:
    assert callable(damage)
    put(tmp_path / "images.csv", "\n".join(damage(["label," + HEADER, *rows(True)])).encode())
    with pytest.raises(DataError, match=reason.replace("of", r"of .*images\.csv", 1).replace(" .* ", ".*")):
        read(tmp_path, labels="label")


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"", "empty"), (b"\xff\xfe1\0", "UTF-8"), (HEADER.encode(), "no images"), (b"a,b\n1,2\n", "no CSV file with")],
)
def test_what_is_no_csv_of_images_is_refused(content: bytes, reason: str, tmp_path: Path) -> None:
    put(tmp_path / "images.csv", content)
    with pytest.raises(DataError, match=reason):
        read(tmp_path)


def test_long_files_are_read_in_parts_and_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from latent_explorer.model.datasets.reading import read_data
    from latent_explorer.model.datasets.reading import rows as module

    monkeypatch.setattr(module, "_LINES", 4)
    put(tmp_path / "images.csv", "\n".join(rows(True)).encode())
    seen: list[tuple[int, int]] = []
    found = read_data(tmp_path, on_progress=lambda done, total: seen.append((done, total)))
    np.testing.assert_array_equal(found.train.images, IMAGES)
    assert seen == [(4, 6), (6, 6)]
