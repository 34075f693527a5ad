"""NumPy's files under the names that Keras, MedMNIST, dSprites, scikit-learn and KMNIST give their arrays."""

import pickle
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from latent_explorer.model.datasets.image_data import DataError
from tests.helpers.data_files import glyphs, put, read, said

IMAGES, LABELS = glyphs(6), np.array([3, 1, 2, 0, 1, 3])
COLOURS = np.stack([IMAGES, IMAGES // 2, IMAGES // 3], axis=3)


def save(path: Path, **arrays: Any) -> None:
    np.savez(path, **arrays)


def test_keras(tmp_path: Path) -> None:
    save(tmp_path / "mnist.npz", x_train=IMAGES, y_train=LABELS, x_test=IMAGES[:2], y_test=LABELS[:2])
    found = read(tmp_path / "mnist.npz")
    np.testing.assert_array_equal(found.train.images, IMAGES)
    np.testing.assert_array_equal(found.train.known_labels, LABELS)
    assert found.test is not None and len(found.test) == 2 and found.images.id == "mnist"


def test_medmnist_has_columns_of_labels_and_a_validation_split(tmp_path: Path) -> None:
    save(
        tmp_path / "pathmnist.npz",
        **{f"{split}_images": COLOURS for split in ("train", "val", "test")},
        **{f"{split}_labels": LABELS[:, None].astype(np.uint8) for split in ("train", "val", "test")},
    )
    found = read(tmp_path)
    assert found.train.images.shape == (12, 28, 28, 3) and found.test is not None and len(found.test) == 6
    assert found.train.known_labels.tolist() == [*LABELS, *LABELS]
    assert said(found, "6 validation images", "training images")


def test_several_findings_of_a_picture_are_no_class(tmp_path: Path) -> None:
    findings = np.array([[0, 1, 1], [0, 0, 0], [1, 0, 0], [1, 1, 1], [0, 0, 1], [0, 1, 0]], np.uint8)
    save(tmp_path / "chestmnist.npz", train_images=IMAGES, train_labels=findings)
    found = read(tmp_path)
    assert found.train.labels is None and said(found, "several classes")


def test_one_hot_labels_are_the_place_of_the_one(tmp_path: Path) -> None:
    save(tmp_path / "set.npz", images=IMAGES, labels=np.eye(4)[LABELS])
    found = read(tmp_path)
    np.testing.assert_array_equal(found.train.known_labels, LABELS)
    assert said(found, "one-hot")


def test_dsprites_are_zeros_and_ones_whose_metadata_stay_shut(tmp_path: Path) -> None:
    factors = np.zeros((6, 6), np.int64)
    factors[:, 1] = [0, 1, 2, 0, 1, 2]
    sprites = (glyphs(6, 64) > 127).astype(np.uint8)
    save(
        tmp_path / "dsprites.npz",
        metadata=np.array({"latents_names": Bomb()}, dtype=object),
        imgs=sprites,
        latents_classes=factors,
        latents_values=factors.astype(float),
    )
    found = read(tmp_path / "dsprites.npz")
    np.testing.assert_array_equal(found.train.images, sprites * 255)
    assert found.images.classes == ("square", "ellipse", "heart")
    assert found.train.known_labels.tolist() == [0, 1, 2, 0, 1, 2]
    assert said(found, "pickles", "metadata") and said(found, "left out", "latents_values")
    assert said(found, "0 to 1", "white 1")


def test_scikit_learns_digits(tmp_path: Path) -> None:
    digits = np.random.default_rng(0).integers(0, 17, (8, 8, 8)).astype(float)
    digits[0, 0, :2] = 0, 16
    target = np.arange(8)
    save(
        tmp_path / "digits.npz",
        data=digits.reshape(8, 64), target=target, frame=None, feature_names=["pixel_0_0"], target_names=np.arange(10),
        images=digits, DESCR="Optical recognition of handwritten digits",
    )  # fmt: skip
    found = read(tmp_path)
    np.testing.assert_array_equal(found.train.images, np.rint(digits / 16 * 255))
    assert found.images.side == 8 and found.images.classes == tuple("0123456789")
    assert said(found, "0 to 16", "white 16")


def test_kmnist_has_a_file_for_each_array(tmp_path: Path) -> None:
    for split in ("train", "test"):
        np.savez_compressed(tmp_path / f"k49-{split}-imgs.npz", IMAGES)
        np.savez_compressed(tmp_path / f"k49-{split}-labels.npz", LABELS)
    found = read(tmp_path)
    assert found.test is not None and len(found.test) == 6
    np.testing.assert_array_equal(found.train.known_labels, LABELS)


@pytest.mark.parametrize("dtype", ["<f4", ">f4", "<f8", ">f8", "<f2"])
def test_npy_of_either_order_of_bytes_is_the_same(dtype: str, tmp_path: Path) -> None:
    np.save(tmp_path / "X_train.npy", (IMAGES / 255).astype(dtype))
    np.save(tmp_path / "y_train.npy", LABELS.astype(">i4"))
    found = read(tmp_path)
    np.testing.assert_array_equal(found.train.images, IMAGES)
    np.testing.assert_array_equal(found.train.known_labels, LABELS)
    assert found.train.known_labels.dtype.isnative


def test_column_order_is_kept_upright(tmp_path: Path) -> None:
    np.save(tmp_path / "images.npy", np.asfortranarray(IMAGES))
    np.testing.assert_array_equal(read(tmp_path).train.images, IMAGES)


def test_channels_first_are_moved_and_said(tmp_path: Path) -> None:
    np.save(tmp_path / "images.npy", COLOURS.transpose(0, 3, 1, 2))
    found = read(tmp_path)
    np.testing.assert_array_equal(found.train.images, COLOURS)
    assert said(found, "PyTorch")


@pytest.mark.parametrize("shape", [(6, 28, 28, 1), (6, 1, 28, 28), (6, 784)])
def test_one_channel_or_a_row_is_an_image(shape: tuple[int, ...], tmp_path: Path) -> None:
    np.save(tmp_path / "images.npy", IMAGES.reshape(shape))
    np.testing.assert_array_equal(read(tmp_path).train.images, IMAGES)


def test_equal_channels_are_grey(tmp_path: Path) -> None:
    np.save(tmp_path / "images.npy", np.repeat(IMAGES[..., None], 3, axis=3))
    found = read(tmp_path)
    np.testing.assert_array_equal(found.train.images, IMAGES)
    assert said(found, "grey")
    assert read(tmp_path, colour=True).train.images.shape == (6, 28, 28, 3)


@pytest.mark.parametrize(
    ("array", "reason"),
    [
        (COLOURS.reshape(6, -1), "28×28 pixels of three channels"),
        (IMAGES[:, :20].reshape(6, -1), "560 numbers"),
        (np.zeros((2, 28, 28, 28), np.uint8), "shape"),
        (np.array(["a"]), "no numbers"),
    ],
)
def test_what_could_be_two_things_or_none_is_refused(array: Any, reason: str, tmp_path: Path) -> None:
    np.save(tmp_path / "images.npy", array)
    with pytest.raises(DataError, match=rf"images\.npy.*{reason}"):
        read(tmp_path)


@pytest.mark.parametrize(("value", "row"), [(np.nan, 4), (np.inf, 5)])
def test_what_is_no_number_is_named_by_its_row(value: float, row: int, tmp_path: Path) -> None:
    broken = IMAGES / 255
    broken[row - 1, 3, 3] = value
    np.save(tmp_path / "images.npy", broken)
    with pytest.raises(DataError, match=rf"row {row} of .*images\.npy"):
        read(tmp_path)


class Bomb:
    """Fails the test where it is unpickled."""

    def __reduce__(self) -> tuple[Any, ...]:
        return pytest.fail, ("a pickle was opened",)


def test_no_pickle_is_opened(tmp_path: Path) -> None:
    np.save(tmp_path / "images.npy", np.array([Bomb()], dtype=object), allow_pickle=True)
    with pytest.raises(DataError, match="pickle"):
        read(tmp_path)
    put(tmp_path / "other" / "data_batch_1.pkl", pickle.dumps(Bomb()))
    with pytest.raises(DataError, match="never opened"):
        read(tmp_path / "other")


def npy(array: Any) -> bytes:
    out = BytesIO()
    np.save(out, array)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (npy(IMAGES)[:-5], "cut short"),
        (npy(IMAGES)[:20], "damaged"),
        (b"", "no .npy"),
        (npy(IMAGES).replace(b"(6, 28, 28)", b"(9999999999, 28, 28)"), "damaged|GiB"),
        (b"<html></html>", "web page"),
    ],
)
def test_damaged_npy_is_named(content: bytes, reason: str, tmp_path: Path) -> None:
    put(tmp_path / "images.npy", content)
    with pytest.raises(DataError, match=rf"images\.npy.*({reason})"):
        read(tmp_path)


def test_damaged_npz_is_named(tmp_path: Path) -> None:
    save(tmp_path / "images.npz", images=IMAGES)
    whole = (tmp_path / "images.npz").read_bytes()
    for content in (whole[:-30], whole.replace(IMAGES[2].tobytes()[:50], bytes(50))):
        (tmp_path / "images.npz").write_bytes(content)
        with pytest.raises(DataError, match=r"images\.npz"):
            read(tmp_path)


def test_labels_are_named_or_left_out(tmp_path: Path) -> None:
    save(tmp_path / "set.npz", images=IMAGES, fine=LABELS, labels=LABELS // 2)
    assert read(tmp_path, labels="fine").train.known_labels.tolist() == LABELS.tolist()
    assert read(tmp_path, labels="none").train.labels is None
    with pytest.raises(DataError, match=r"coarse.*fine"):
        read(tmp_path, labels="coarse")


@pytest.mark.parametrize("before", ["", "full_numpy_bitmap_"])
def test_quick_draw_has_a_file_for_each_class(before: str, tmp_path: Path) -> None:
    for name, count in (("cat", 2), ("the eiffel_tower", 3)):
        np.save(tmp_path / f"{before}{name}.npy", IMAGES[:count].reshape(count, 784))
    found = read(tmp_path)
    np.testing.assert_array_equal(found.train.images, np.concatenate([IMAGES[:2], IMAGES[:3]]))
    assert found.images.classes == ("cat", "the eiffel tower") and found.train.known_labels.tolist() == [0, 0, 1, 1, 1]
    assert read(tmp_path, labels="none").train.labels is None


def test_an_array_alone_is_the_images_whatever_its_name(tmp_path: Path) -> None:
    np.save(tmp_path / "cats.npy", IMAGES)
    found = read(tmp_path / "cats.npy")
    np.testing.assert_array_equal(found.train.images, IMAGES)
    assert found.train.labels is None and found.images.id == "cats"


def test_arrays_of_several_sizes_are_no_classes(tmp_path: Path) -> None:
    np.save(tmp_path / "cats.npy", IMAGES)
    np.save(tmp_path / "dogs.npy", IMAGES[:, :20])
    with pytest.raises(DataError, match=r"cats\.npy, .*dogs\.npy"):
        read(tmp_path)


def test_arrays_of_unknown_names_are_listed(tmp_path: Path) -> None:
    save(tmp_path / "set.npz", a=IMAGES, b=IMAGES)
    with pytest.raises(DataError, match="array a"):
        read(tmp_path)
