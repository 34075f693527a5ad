"""Folders of pictures, and zips of them, as torchvision's ImageFolder, Kaggle and browsers leave them."""

import zipfile
from pathlib import Path

import numpy as np
import pytest

from latent_explorer.model.datasets.image_data import DataError
from latent_explorer.model.datasets.reading import files as files_module
from latent_explorer.model.datasets.reading import read_data
from tests.helpers.data_files import glyphs, picture, put, read, said

IMAGES = glyphs(12)


def put_pictures(root: Path, *places: str) -> None:
    """A picture at each place, in this order."""
    for place, image in zip(places, IMAGES, strict=False):
        picture(root / place, image)


def zipped(folder: Path, extra: dict[str, bytes] | None = None) -> Path:
    """The folder as a zip beside it."""
    path = folder.with_suffix(".zip")
    with zipfile.ZipFile(path, "w") as archive:
        for file in sorted(folder.rglob("*")):
            archive.write(file, file.relative_to(folder.parent))
        for name, content in (extra or {}).items():
            archive.writestr(name, content)
    return path


def test_folders_are_classes_in_natural_order(tmp_path: Path) -> None:
    put_pictures(tmp_path, "2/a.png", "10/a.png", "1/img10.png", "1/img9.png")
    found = read(tmp_path)
    assert found.images.classes == ("1", "2", "10")  # ImageFolder: 1, 10, 2
    assert found.train.known_labels.tolist() == [0, 0, 1, 2]
    np.testing.assert_array_equal(found.train.images, IMAGES[[3, 2, 0, 1]])


def test_hidden_folders_are_left_out_and_said(tmp_path: Path) -> None:
    put_pictures(tmp_path, "cat/a.png", "dog/a.png", ".ipynb_checkpoints/a.png", "cat/.thumb.png")
    put(tmp_path / "cat" / "Thumbs.db", b"x")
    found = read(tmp_path)
    assert found.images.classes == ("cat", "dog") and len(found.train) == 2
    assert said(found, "hidden", "3 files")


@pytest.mark.parametrize("names", [("train", "test"), ("Training", "Testing")])
def test_splits_stand_before_classes(names: tuple[str, str], tmp_path: Path) -> None:
    train, test = names
    put_pictures(tmp_path, f"{train}/cat/a.png", f"{train}/dog/a.png", f"{test}/dog/a.png", f"{test}/cat/a.png")
    found = read(tmp_path)
    assert found.test is not None and found.images.classes == ("cat", "dog")
    np.testing.assert_array_equal(found.test.images, IMAGES[[3, 2]])


def test_validation_is_put_to_training(tmp_path: Path) -> None:
    put_pictures(tmp_path, "train/cat/a.png", "train/dog/a.png", "val/cat/a.png", "test/cat/a.png", "test/dog/a.png")
    found = read(tmp_path)
    assert len(found.train) == 3 and found.test is not None and len(found.test) == 2
    assert said(found, "validation images")


def test_a_folder_around_all_is_no_class(tmp_path: Path) -> None:
    put_pictures(tmp_path / "celeba", "img_align_celeba/1.png", "img_align_celeba/2.png")
    found = read(tmp_path / "celeba")
    assert found.train.labels is None and found.images.classes == () and len(found.train) == 2
    assert found.images.id == "celeba"
    assert said(found, "img_align_celeba, around all pictures", "taken for no class", "no labels")


@pytest.mark.parametrize("places", [("a.png", "b.png"), ("train/a.png", "test/b.png")])
def test_pictures_in_no_class_s_folder_have_no_labels_and_that_is_said(places: tuple[str, ...], tmp_path: Path) -> None:
    put_pictures(tmp_path, *places)
    assert read(tmp_path).images.classes == () and said(read(tmp_path), "lie in no folders", "no labels")


@pytest.mark.parametrize("around", ["test/images", "test/owl", "test"])
def test_a_test_split_without_known_classes_is_left_out_and_said(around: str, tmp_path: Path) -> None:
    put_pictures(tmp_path, "train/cat/a.png", "train/dog/a.png", f"{around}/0.png", f"{around}/1.png")
    found = read(tmp_path)
    assert found.images.classes == ("cat", "dog") and len(found.train) == 2 and found.test is None
    assert said(found, "the 2 test images have no labels", "can't be used", "--labels none")
    assert said(found, f"the folder {around}, around all", "no other picture is of it") == (around != "test")


def test_a_test_split_of_one_known_class_is_used(tmp_path: Path) -> None:
    put_pictures(tmp_path, "train/cat/a.png", "train/dog/a.png", "test/dog/0.png")
    found = read(tmp_path)
    assert found.test is not None and found.test.known_labels.tolist() == [1]
    assert not said(found, "test images") and not said(found, "around all")


def test_stray_pictures_beside_classes_are_left_out_and_many_are_refused(tmp_path: Path) -> None:
    put_pictures(tmp_path, "cat/a.png", "dog/a.png", "preview.png")
    assert len(read(tmp_path).train) == 2
    assert said(read(tmp_path), "preview.png", "left out")
    put_pictures(tmp_path, "1.png", "2.png")
    with pytest.raises(DataError, match=r"3 pictures.*beside folders of 2"):
        read(tmp_path)


def test_folders_are_followed_where_they_are_links_but_never_in_a_circle(tmp_path: Path) -> None:
    put_pictures(tmp_path / "elsewhere", "a.png")
    put_pictures(tmp_path / "set", "dog/a.png")
    (tmp_path / "set" / "cat").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "set" / "dog" / "again").symlink_to(tmp_path / "set")
    found = read(tmp_path / "set")
    assert found.images.classes == ("cat", "dog") and len(found.train) == 2


def test_a_zip_is_read_as_its_folder_and_leaves_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "pets"
    put_pictures(folder, "cat/a.png", "dog/a.png", "dog/b.png")
    archive = zipped(folder, {"__MACOSX/pets/cat/._a.png": b"x", "pets/.DS_Store": b"x"})
    before = sorted(tmp_path.rglob("*"))
    found, same = read(archive), read(folder)
    np.testing.assert_array_equal(found.train.images, same.train.images)
    assert found.images == same.images and said(found, "hidden", "2 files")
    assert sorted(tmp_path.rglob("*")) == before


def test_a_zip_alone_in_a_folder_is_read(tmp_path: Path) -> None:
    put_pictures(tmp_path / "pets", "cat/a.png", "dog/a.png")
    (tmp_path / "download").mkdir()
    zipped(tmp_path / "pets").rename(tmp_path / "download" / "archive.zip")
    assert read(tmp_path / "download").images.id == "pets"


def test_absurd_zips_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put_pictures(tmp_path / "pets", "cat/a.png", "dog/a.png")
    archive = zipped(tmp_path / "pets")
    monkeypatch.setattr(files_module, "MAX_BYTES", 100)
    with pytest.raises(DataError, match=r"pets\.zip would unpack"):
        read(archive)
    monkeypatch.setattr(files_module, "MAX_BYTES", 1 << 30)
    monkeypatch.setattr(files_module, "MAX_FILES", 1)
    with pytest.raises(DataError, match="holds 2 files"):
        read(archive)


def test_damaged_zips_are_named(tmp_path: Path) -> None:
    put_pictures(tmp_path / "pets", "cat/a.png", "dog/a.png")
    archive = zipped(tmp_path / "pets")
    whole = archive.read_bytes()
    archive.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(DataError, match=r"pets\.zip is no whole zip"):
        read(archive)
    middle = whole.index(b"IDAT") + 20
    archive.write_bytes(whole[:middle] + bytes(20) + whole[middle + 20 :])
    with pytest.raises(DataError, match=r"pets\.zip/pets/cat/a\.png is damaged"):
        read(archive)
    archive.write_bytes(b"<!doctype html>")
    with pytest.raises(DataError, match="web page"):
        read(archive)


@pytest.mark.parametrize(("content", "reason"), [(b"", "empty"), (b"GIF89a", "damaged"), (b"text", "no picture")])
def test_a_damaged_picture_is_named_by_its_file(content: bytes, reason: str, tmp_path: Path) -> None:
    put_pictures(tmp_path, "cat/a.png", "dog/a.png")
    put(tmp_path / "dog" / "b.png", content)
    with pytest.raises(DataError, match=rf"dog/b\.png is .*{reason}"):
        read(tmp_path)


def test_what_is_not_read_is_listed(tmp_path: Path) -> None:
    put(tmp_path / "set.mat", b"MATLAB")
    with pytest.raises(DataError, match=r"1 with \.mat"):
        read(tmp_path)
    with pytest.raises(DataError, match="there is no"):
        read(tmp_path / "absent")
    (tmp_path / "empty").mkdir()
    with pytest.raises(DataError, match="holds no files"):
        read(tmp_path / "empty")


def test_labels_are_left_out_where_that_is_declared(tmp_path: Path) -> None:
    put_pictures(tmp_path, "cat/a.png", "dog/a.png")
    found = read(tmp_path, labels="none")
    assert found.train.labels is None and found.images.classes == () and said(found, "as declared")


def test_progress_counts_pictures_and_a_decoder_is_needed(tmp_path: Path) -> None:
    from latent_explorer.app.images.set_pictures import read_picture

    put_pictures(tmp_path, "cat/a.png", "dog/a.png")
    seen: list[tuple[int, int]] = []
    read_data(tmp_path, None, read_picture, lambda done, total: seen.append((done, total)))
    assert seen == [(1, 2), (2, 2)]
    with pytest.raises(DataError, match="decoder"):
        read_data(tmp_path)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Fashion MNIST (28×28)", "Fashion-MNIST-28-28"),
        ("thời trang", "thời-trang"),
        ("...", "images"),
        ("a" * 99, "a" * 64),
    ],
)
def test_the_id_is_the_folders_name_as_links_can_have_it(name: str, expected: str, tmp_path: Path) -> None:
    from latent_explorer.model.datasets.reading.assemble import id_of

    assert id_of(name) == expected
