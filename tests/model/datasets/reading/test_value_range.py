"""Black and white by the values of a whole set."""

import numpy as np
import pytest

from latent_explorer.model.datasets.image_data import DataError
from latent_explorer.model.datasets.reading.value_range import Measured, measure, recognise, scaled, to_bytes


@pytest.mark.parametrize(
    ("low", "high", "whole", "expected"),
    [
        (0, 1, True, (0, 1)),
        (-1, 1, True, (-1, 1)),
        (0, 16, True, (0, 16)),
        (0, 255, True, (0, 255)),
        (7, 180, True, (0, 255)),
        (0, 65535, True, (0, 65535)),
        (0, 40000, True, (0, 65535)),
        (0, 1.0000001, False, (0, 1)),
        (0.02, 0.97, False, (0, 1)),
        (-0.99, 0.8, False, (-1, 1)),
        (0, 254.6, False, (0, 255)),
    ],
)
def test_ranges_are_recognised_by_their_values(
    low: float, high: float, whole: bool, expected: tuple[float, float]
) -> None:
    assert recognise(Measured(low, high, whole)) == expected


@pytest.mark.parametrize(
    ("low", "high", "whole"),
    [
        (0, 15, True),  # 4 bits, or scikit-learn's without a full one
        (0, 100, True),  # percent, or a dark set of bytes
        (0, 4095, True),
        (-128, 127, True),
        (-0.4242, 2.8215, False),  # MNIST less its mean, over its sd
        (-0.5, 0.5, False),
        (0, 0.3, False),
        (0, 70000, True),
    ],
)
def test_what_could_be_several_is_refused_with_the_option_that_decides(low: float, high: float, whole: bool) -> None:
    with pytest.raises(DataError, match=r"--range 0,1 or --range 0,255"):
        recognise(Measured(low, high, whole))


def test_a_set_of_one_value_shows_nothing() -> None:
    with pytest.raises(DataError, match="every pixel of every image is 7"):
        recognise(measure(np.full((2, 8, 8), 7, np.uint8), "a"))


def test_the_type_decides_nothing() -> None:
    values = np.array([[[0, 1], [1, 0]]])
    for kind in (np.uint8, np.int64, np.float32, np.float64):
        assert recognise(measure(values.astype(kind), "a")) == (0, 1)


def test_bytes_stay_as_they_are() -> None:
    every = np.arange(256, dtype=np.uint8).reshape(1, 16, 16)
    for kind, factor in ((np.uint16, 257), (np.float64, 1 / 255), (np.float32, 1.0)):
        limits = (0.0, 255.0 * factor)
        np.testing.assert_array_equal(to_bytes((every * np.float64(factor)).astype(kind), limits, "a"), every)
    np.testing.assert_array_equal(to_bytes(every / 127.5 - 1, (-1, 1), "a"), every)


def test_values_outside_are_named_by_row_also_beyond_the_first_part(monkeypatch: pytest.MonkeyPatch) -> None:
    images = np.zeros((5000, 1, 1))
    images[4999] = 1.5
    with pytest.raises(DataError, match=r"row 5000 of a\.npy has the value 1\.5"):
        to_bytes(images, (0, 1), "a.npy")
    with pytest.raises(DataError, match="b has the value 2"):
        scaled(np.array([[2.0]]), (0, 1), "b")


def test_bytes_that_may_be_written_are_replaced_in_place() -> None:
    images = np.array([[[0, 1]]], np.uint8)
    assert to_bytes(images, (0, 1), "a") is images and images.max() == 255


def test_read_only_bytes_are_copied() -> None:
    images = np.array([[[0, 1]]], np.uint8)
    images.flags.writeable = False
    assert to_bytes(images, (0, 1), "a").tolist() == [[[0, 255]]] and images.max() == 1
