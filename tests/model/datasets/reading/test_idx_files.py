"""IDX under the names and in the types of MNIST's successors."""

import lzma
from pathlib import Path

import numpy as np
import pytest

from latent_explorer.model.datasets.image_data import DataError
from latent_explorer.model.datasets.sample import load_sample
from tests.helpers.data_files import glyphs, idx, put, read, said

IMAGES, LABELS = glyphs(6), np.array([3, 1, 2, 0, 1, 3], np.uint8)


def put_both(folder: Path, images: str, labels: str) -> None:
    put(folder / images, idx(IMAGES))
    put(folder / labels, idx(LABELS))


@pytest.mark.parametrize("kind", ["u1", "i2", "i4", "f4", "f8"])
def test_every_type_gives_the_same_images(kind: str, tmp_path: Path) -> None:
    put(tmp_path / f"train-images-idx3-{kind}", idx(IMAGES.astype(kind)))
    found = read(tmp_path)
    np.testing.assert_array_equal(found.train.images, IMAGES)
    assert found.train.images.dtype.isnative and found.train.labels is None


def test_fractions_are_read_with_the_highest_byte_first(tmp_path: Path) -> None:
    put(tmp_path / "train-images-idx3-float", idx(IMAGES.astype(np.float32) / np.float32(255)))
    found = read(tmp_path)
    np.testing.assert_array_equal(found.train.images, IMAGES)
    assert said(found, "0 to 1", "broken")


@pytest.mark.parametrize("folder", ["", "FashionMNIST/raw", "MNIST/raw", "emoji/deep/raw"])
@pytest.mark.parametrize("ending", ["", ".gz"])
def test_usual_places_and_both_splits(folder: str, ending: str, tmp_path: Path) -> None:
    for split in ("train", "t10k"):
        put_both(tmp_path / folder, f"{split}-images-idx3-ubyte{ending}", f"{split}-labels-idx1-ubyte{ending}")
    found = read(tmp_path)
    assert found.test is not None and len(found.train) == len(found.test) == 6
    np.testing.assert_array_equal(found.train.known_labels, LABELS)
    assert found.images.classes == ("0", "1", "2", "3")


def test_unpacked_by_a_browser_under_its_packed_name(tmp_path: Path) -> None:
    (tmp_path / "train-images-idx3-ubyte.gz").write_bytes(idx(IMAGES))
    np.testing.assert_array_equal(read(tmp_path).train.images, IMAGES)


def test_torchvision_keeps_what_it_unpacked_beside_the_packed_file(tmp_path: Path) -> None:
    for ending in ("", ".gz"):
        put_both(tmp_path / "KMNIST/raw", f"train-images-idx3-ubyte{ending}", f"train-labels-idx1-ubyte{ending}")
    assert len(read(tmp_path).train) == 6


def test_fashion_mnist_is_told_from_mnist_by_its_digest(tmp_path: Path) -> None:
    put_both(tmp_path / "FashionMNIST/raw", "train-images-idx3-ubyte", "train-labels-idx1-ubyte")
    for place in (tmp_path / "FashionMNIST", tmp_path / "FashionMNIST/raw"):
        found = read(place)
        assert found.images.id == "FashionMNIST"
        assert said(found, "not MNIST", "SHA-256")


def test_emnist_stands_upright_and_has_letters_for_classes(tmp_path: Path) -> None:
    put(tmp_path / "emnist-letters-train-images-idx3-ubyte.gz", idx(IMAGES.swapaxes(1, 2)))
    put(tmp_path / "emnist-letters-train-labels-idx1-ubyte.gz", idx(LABELS + np.uint8(1)))
    put(tmp_path / "emnist-letters-mapping.txt", b"1 65 97\n2 66 98\n3 67 99\n4 68 100\n\n")
    found = read(tmp_path)
    np.testing.assert_array_equal(found.train.images, IMAGES)
    np.testing.assert_array_equal(found.train.known_labels, LABELS)
    assert found.images.classes == ("A/a", "B/b", "C/c", "D/d") and found.images.id == "emnist-letters"
    assert said(found, "swapped", "EMNIST") and said(found, "1 to 4", "0 to 3")


@pytest.mark.parametrize(("declared", "upright"), [(False, False), (None, True), (True, True)])
def test_what_is_declared_of_rows_and_columns_counts(declared: bool | None, upright: bool, tmp_path: Path) -> None:
    put(tmp_path / "emnist-digits-train-images-idx3-ubyte", idx(IMAGES))
    found = read(tmp_path, transpose=declared)
    np.testing.assert_array_equal(found.train.images, IMAGES.swapaxes(1, 2) if upright else IMAGES)


def test_a_damaged_mapping_is_named_by_its_line(tmp_path: Path) -> None:
    put(tmp_path / "emnist-letters-train-images-idx3-ubyte", idx(IMAGES))
    put(tmp_path / "emnist-letters-mapping.txt", b"1 65\n2 B\n")
    with pytest.raises(DataError, match=r"line 2 of .*emnist-letters-mapping\.txt"):
        read(tmp_path)


def test_several_sets_in_a_folder_are_named_and_one_is_read_by_its_file(tmp_path: Path) -> None:
    for name in ("balanced", "letters"):
        put_both(tmp_path, f"emnist-{name}-train-images-idx3-ubyte", f"emnist-{name}-train-labels-idx1-ubyte")
    with pytest.raises(DataError, match="emnist-balanced, emnist-letters"):
        read(tmp_path)
    found = read(tmp_path / "emnist-letters-train-images-idx3-ubyte")
    assert found.images.id == "emnist-letters" and len(found.train.known_labels) == 6


@pytest.mark.parametrize("pack", [None, lzma.compress], ids=["gz", "xz"])
def test_qmnist_has_its_class_in_the_first_of_eight_columns(pack: object, tmp_path: Path) -> None:
    eight = np.stack([LABELS.astype(np.int32)] + [np.full(6, column * 1000, np.int32) for column in range(7)], 1)
    if pack is None:
        put(tmp_path / "qmnist-train-images-idx3-ubyte.gz", idx(IMAGES))
        put(tmp_path / "qmnist-train-labels-idx2-int.gz", idx(eight))
    else:
        put(tmp_path / "xnist-images-idx3-ubyte.xz", lzma.compress(idx(IMAGES)))
        put(tmp_path / "xnist-labels-idx2-int.xz", lzma.compress(idx(eight)))
    found = read(tmp_path)
    np.testing.assert_array_equal(found.train.known_labels, LABELS)
    assert said(found, "eight columns")


def test_windows_names_and_colour(tmp_path: Path) -> None:
    colours = np.stack([IMAGES, IMAGES // 2, IMAGES // 3], axis=3)
    put(tmp_path / "train-images.idx4-ubyte", idx(colours))
    found = read(tmp_path)
    np.testing.assert_array_equal(found.train.images, colours)
    assert found.images.channels == 3


def test_own_digits_of_mnist_are_called_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import hashlib

    from latent_explorer.model.datasets import mnist

    content = idx(np.asarray(load_sample().images[:5]))
    monkeypatch.setitem(mnist.DIGESTS, "train-images-idx3-ubyte", hashlib.sha256(content).hexdigest())
    put(tmp_path / "train-images-idx3-ubyte.gz", content)
    assert said(read(tmp_path), "MNIST's own files")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (idx(IMAGES)[:-1], "cut short"),
        (b"\0\0\x0a\3" + idx(IMAGES)[4:], "no IDX file"),
        (b"\0\0", "no IDX file"),
        (b"<!DOCTYPE html><p>404", "web page"),
        (b"version https://git-lfs.github.com/spec/v1\n", "git lfs pull"),
        (b"\x1f\x8b\x08" + bytes(30), "damaged"),
    ],
)
def test_what_is_damaged_is_named(content: bytes, reason: str, tmp_path: Path) -> None:
    (tmp_path / "train-images-idx3-ubyte").write_bytes(content)
    with pytest.raises(DataError, match=f"train-images-idx3-ubyte.*{reason}"):
        read(tmp_path)


def test_images_and_labels_of_different_numbers_are_refused(tmp_path: Path) -> None:
    put(tmp_path / "train-images-idx3-ubyte", idx(IMAGES))
    put(tmp_path / "train-labels-idx1-ubyte", idx(LABELS[:-1]))
    with pytest.raises(DataError, match=r"6 images and .* 5 labels"):
        read(tmp_path)
