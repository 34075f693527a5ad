"""Parquet as Hugging Face's `datasets` 5.2 and pandas write it: the same columns and metadata, by pyarrow."""

import json
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from PIL import Image

from latent_explorer.model.datasets.image_data import DataError
from latent_explorer.model.datasets.reading import parquet as parquet_module
from tests.helpers.data_files import glyphs, picture, put, read, said

IMAGES, LABELS = glyphs(6), [2, 0, 1, 2, 0, 1]
NAMES = ["zero", "one", "two", "three"]
PICTURE = {"_type": "Image"}
CLASSES = {"names": NAMES, "_type": "ClassLabel"}
STORED = pa.struct([("bytes", pa.binary()), ("path", pa.string())])


def pictures(images: Any = IMAGES, kind: str = "PNG") -> pa.Array:
    """Pictures as `datasets` stores them: a file's bytes, and no path."""
    rows = []
    for image in images:
        out = BytesIO()
        Image.fromarray(image).save(out, kind)
        rows.append({"bytes": out.getvalue(), "path": None})
    return pa.array(rows, STORED)


def write(path: Path, features: dict[str, Any] | None = None, **columns: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    metadata = {"huggingface": json.dumps({"info": {"features": features}})} if features else None
    pq.write_table(pa.table(columns).replace_schema_metadata(metadata), path)


def write_usual(path: Path, labels: list[int] = LABELS) -> None:
    write(path, {"image": PICTURE, "label": CLASSES}, image=pictures(), label=labels)


def test_names_of_classes_come_from_the_metadata(tmp_path: Path) -> None:
    write_usual(tmp_path / "train-00000-of-00001.parquet")
    found = read(tmp_path)
    np.testing.assert_array_equal(found.train.images, IMAGES)
    assert found.train.known_labels.tolist() == LABELS and found.images.classes == tuple(NAMES)
    assert found.test is None and said(found, "names of the classes", "'label'")


PLACES = {
    "a repository": ("data/train-0000{}-of-00002.parquet", "data/test-00000-of-00001.parquet"),
    "Hugging Face's own conversion": ("default/train/000{}.parquet", "default/test/0000.parquet"),
}


@pytest.mark.parametrize(("train", "test"), PLACES.values(), ids=PLACES)
def test_pieces_and_splits_by_their_names(train: str, test: str, tmp_path: Path) -> None:
    for i in (0, 1):
        write_usual(tmp_path / train.format(i))
    write_usual(tmp_path / test, [-1] * 6)
    found = read(tmp_path)
    np.testing.assert_array_equal(found.train.images, np.concatenate([IMAGES, IMAGES]))
    assert found.test is None and said(found, "-1") and said(found, "test images have no labels", "can't be used")


def test_arrays_in_place_of_pictures(tmp_path: Path) -> None:
    features = {"image": {"shape": [28, 28], "dtype": "uint8", "_type": "Array2D"}, "label": CLASSES}
    rows = pa.array(IMAGES.tolist(), pa.list_(pa.list_(pa.uint8())))
    write(tmp_path / "train.parquet", features, image=rows, label=LABELS)
    np.testing.assert_array_equal(read(tmp_path).train.images, IMAGES)


def test_channels_first_in_arrays_are_moved(tmp_path: Path) -> None:
    colours = np.stack([IMAGES, IMAGES // 2, IMAGES // 3], axis=1)
    rows = pa.array(colours.tolist(), pa.list_(pa.list_(pa.list_(pa.uint8()))))
    write(tmp_path / "train.parquet", {"rgb": {"shape": [3, 28, 28], "dtype": "uint8", "_type": "Array3D"}}, rgb=rows)
    np.testing.assert_array_equal(read(tmp_path).train.images, colours.transpose(0, 2, 3, 1))


def test_deep_pictures_are_tiff_within(tmp_path: Path) -> None:
    write(tmp_path / "train.parquet", {"image": PICTURE}, image=pictures(IMAGES.astype(np.uint16) * 257, "TIFF"))
    found = read(tmp_path)
    np.testing.assert_array_equal(found.train.images, IMAGES)
    assert said(found, "65,535")


@pytest.mark.parametrize("kind", [pa.binary(), pa.large_binary(), STORED])
def test_without_metadata_labels_are_numbers(kind: Any, tmp_path: Path) -> None:
    rows = pictures()
    column = rows if kind == STORED else pa.array([row["bytes"] for row in rows.to_pylist()], kind)
    write(tmp_path / "pandas.parquet", image=column, label=LABELS)
    found = read(tmp_path)
    assert found.images.classes == ("0", "1", "2") and found.train.known_labels.tolist() == LABELS


def test_two_columns_of_labels_are_asked_for(tmp_path: Path) -> None:
    features = {
        "img": PICTURE,
        "fine_label": CLASSES,
        "coarse_label": {"names": ["a", "b", "c"], "_type": "ClassLabel"},
    }
    write(tmp_path / "train.parquet", features, img=pictures(), fine_label=LABELS, coarse_label=LABELS)
    with pytest.raises(DataError, match=r"fine_label, coarse_label.*--labels fine_label"):
        read(tmp_path)
    assert read(tmp_path, labels="coarse_label").images.classes == ("a", "b", "c")
    assert read(tmp_path, labels="none").train.labels is None
    with pytest.raises(DataError, match="no column 'label'"):
        read(tmp_path, labels="label")


LABELS_OF_ROWS = {
    "some are none": (pa.array([0, None, 1, 2, 0, 1]), r"row 2 of .* has no label"),
    "measures": (pa.array([0.0, 1.5, 1, 2, 0, 1]), r"row 2 of .* is 1\.5, which is no class"),
    "lists": (pa.array([[0], [1, 2], [0], [0], [0], [0]]), "lists of different lengths"),
}


@pytest.mark.parametrize(("labels", "reason"), LABELS_OF_ROWS.values(), ids=LABELS_OF_ROWS)
def test_labels_that_are_no_classes_are_refused(labels: Any, reason: str, tmp_path: Path) -> None:
    write(tmp_path / "train.parquet", image=pictures(), label=labels)
    with pytest.raises(DataError, match=reason):
        read(tmp_path)


def test_columns_may_come_in_any_order(tmp_path: Path) -> None:
    write(tmp_path / "train.parquet", label=LABELS, image=pictures())
    found = read(tmp_path)
    np.testing.assert_array_equal(found.train.images, IMAGES)
    assert found.train.known_labels.tolist() == LABELS


def test_names_may_stand_in_the_column(tmp_path: Path) -> None:
    write(tmp_path / "train.parquet", image=pictures(), label=["cat", "dog", "owl"] * 2)
    found = read(tmp_path)
    assert found.images.classes == ("cat", "dog", "owl") and found.train.known_labels.tolist() == [0, 1, 2] * 2


ROWS = {
    "a path alone": ({"bytes": None, "path": "a.png"}, r"row 2 of .*train\.parquet names a file, a\.png"),
    "nothing": (None, r"row 2 of .*train\.parquet has no picture"),
    "damage": ({"bytes": b"\x89PNG\r\n\x1a\n", "path": None}, r"row 2 of .*train\.parquet is damaged"),
}


@pytest.mark.parametrize(("row", "reason"), ROWS.values(), ids=ROWS)
def test_a_row_that_cant_be_read_is_named(row: Any, reason: str, tmp_path: Path) -> None:
    rows = [pictures().to_pylist()[0], row]
    write(tmp_path / "train.parquet", {"image": PICTURE}, image=pa.array(rows, STORED))
    with pytest.raises(DataError, match=reason):
        read(tmp_path)


def test_damaged_files_and_pointers_are_named(tmp_path: Path) -> None:
    write_usual(tmp_path / "train.parquet")
    whole = (tmp_path / "train.parquet").read_bytes()
    contents = {
        whole[:-20]: "no whole parquet",
        b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n": "git lfs pull",
        whole[:4] + bytes(100) + whole[104:]: "damaged",
    }
    for content, reason in contents.items():
        put(tmp_path / "train.parquet", content)
        with pytest.raises(DataError, match=rf"train\.parquet.*({reason})"):
            read(tmp_path)


def test_a_set_without_images_lists_its_columns(tmp_path: Path) -> None:
    write(tmp_path / "train.parquet", text=["a"], label=[0])
    with pytest.raises(DataError, match="no column of images; its columns are text, label"):
        read(tmp_path)


def test_without_pyarrow_a_sentence_tells_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_usual(tmp_path / "train.parquet")
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    with pytest.raises(DataError, match=r"pip install '\.\[parquet\]'"):
        read(tmp_path)
    picture(tmp_path / "other" / "a.png", IMAGES[0])
    assert len(read(tmp_path / "other").train) == 1  # nothing else needs it


def test_large_files_are_read_row_by_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from latent_explorer.app.images.set_pictures import read_picture
    from latent_explorer.model.datasets.reading import read_data

    monkeypatch.setattr(parquet_module, "_ROWS", 4)
    write_usual(tmp_path / "train.parquet")
    seen: list[tuple[int, int]] = []
    read_data(tmp_path, None, read_picture, lambda done, total: seen.append((done, total)))
    assert seen == [(4, 6), (6, 6)]
