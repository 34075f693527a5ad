import gzip
import hashlib
from pathlib import Path

import numpy as np
import pytest

from latent_explorer.model.datasets.idx import parse_idx, read_idx
from latent_explorer.model.datasets.image_data import DataError, ImageData, split_validation
from latent_explorer.model.datasets.mnist import load_mnist

ARRAY = np.arange(24, dtype=np.uint8).reshape(2, 3, 4)
IDX = bytes([0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 4]) + ARRAY.tobytes()


PACKED = gzip.compress(IDX, mtime=0)


@pytest.mark.parametrize(
    ("name", "content"), [("a-ubyte", IDX), ("a-ubyte.gz", PACKED), ("a-ubyte.gz", IDX), ("a-ubyte", PACKED)]
)
def test_reads_plain_and_gzipped_whatever_the_name_says(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    np.testing.assert_array_equal(read_idx(tmp_path / name, hashlib.sha256(IDX).hexdigest()), ARRAY)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "not an IDX file"),
        (b"<html>not found</html>", "not an IDX file"),
        (b"\0\0\x0d\3" + IDX[4:], "not an IDX file"),  # 32-bit floats
        (IDX[:-1], "cut short"),
        (IDX[:6], "cut short"),
        (IDX + b"\0", "cut short or damaged"),
    ],
)
def test_damaged_bytes_are_refused(content: bytes, reason: str) -> None:
    with pytest.raises(DataError, match=reason):
        parse_idx(content)


BROKEN = gzip.compress(bytes(999), mtime=0)[:15] + b"\xff" * 40


@pytest.mark.parametrize(
    "content",
    [gzip.compress(IDX, mtime=0)[:-12], b"<html>", b"", BROKEN],
    ids=["cut", "html", "empty", "broken"],
)
def test_damaged_gzip_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.gz").write_bytes(content)
    with pytest.raises(DataError, match=r"a\.gz"):
        read_idx(tmp_path / "a.gz")


def test_wrong_digest_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(IDX)
    with pytest.raises(DataError, match="SHA-256"):
        read_idx(tmp_path / "a", "0" * 64)


def test_missing_files_say_where_they_go(tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        load_mnist(tmp_path, "test")
    for part in (str(tmp_path), "t10k-images-idx3-ubyte.gz", "--data"):
        assert part in str(caught.value)


def test_other_digits_are_not_mnist(tmp_path: Path) -> None:
    for name in ("t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"):
        (tmp_path / name).write_bytes(IDX)
    with pytest.raises(DataError, match="not MNIST's own file"):
        load_mnist(tmp_path, "test")


def test_mnist_has_its_sizes(mnist: Path) -> None:
    test = load_mnist(mnist, "test")
    assert test.images.shape == (10_000, 28, 28) and test.known_labels.shape == (10_000,)


def test_pixels_are_0_to_1(sample: ImageData) -> None:
    pixels = sample.pixels()
    assert pixels.shape == (len(sample), 784) and pixels.dtype == np.float32
    assert pixels.min() == 0 and pixels.max() == 1


def numbered(n: int) -> ImageData:
    """Digits whose labels tell them apart."""
    return ImageData(np.zeros((n, 28, 28), np.uint8), np.arange(n, dtype=np.uint8))


def test_split_is_whole_disjoint_and_repeatable() -> None:
    training, validation = split_validation(numbered(100), 30, seed=4)
    assert len(validation) == 30
    assert sorted([*training.known_labels, *validation.known_labels]) == list(range(100))
    again, other = split_validation(numbered(100), 30, seed=4), split_validation(numbered(100), 30, seed=5)
    np.testing.assert_array_equal(again[1].labels, validation.labels)
    assert set(other[1].known_labels) != set(validation.known_labels)


@pytest.mark.parametrize("count", [0, 100, 101])
def test_split_leaves_something_on_both_sides(count: int) -> None:
    with pytest.raises(DataError, match="between 1 and 99"):
        split_validation(numbered(100), count, seed=0)
