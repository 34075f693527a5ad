from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from latent_explorer.app.errors import Problem
from latent_explorer.app.images import set_pictures
from latent_explorer.app.images.set_pictures import read_picture
from latent_explorer.model.datasets.image_data import DataError
from tests.helpers.pictures import encode, noise

GREY = np.arange(256, dtype=np.uint8).reshape(16, 16)


@pytest.mark.parametrize(
    ("values", "kind", "full"),
    [
        (GREY, "PNG", 255),
        (GREY.astype(np.uint16) * 200, "PNG", 65535),
        (GREY.astype(np.uint16) * 200, "TIFF", 65535),
        (GREY.astype(np.float32) / 7, "TIFF", None),
        (GREY.astype(np.int32) * 70000, "TIFF", None),
        (np.stack([GREY, GREY.T, GREY], axis=2), "PNG", 255),
    ],
)
def test_values_are_as_stored(values: np.ndarray, kind: str, full: int | None) -> None:
    out = BytesIO()
    Image.fromarray(values).save(out, kind)
    picture = read_picture(out.getvalue(), "a")
    np.testing.assert_array_equal(picture.values, values.astype(picture.values.dtype))
    assert picture.full == full and picture.opaque is None


def test_opaque_alpha_is_none() -> None:
    values = np.stack([GREY, GREY, GREY, np.full_like(GREY, 255)], axis=2)
    picture = read_picture(encode(values), "a")
    assert picture.opaque is None
    np.testing.assert_array_equal(picture.values, values[..., :3])


def test_values_are_multiplied_with_their_opacity() -> None:
    values = np.stack([np.full_like(GREY, 200)] * 3 + [GREY], axis=2)
    picture = read_picture(encode(values), "a")
    assert picture.opaque is not None
    np.testing.assert_array_equal(picture.opaque, GREY.astype(np.float32) / 255)
    np.testing.assert_array_equal(picture.values[..., 0], np.rint(200 * GREY.astype(np.float32) / 255))


def test_large_pictures_are_reduced() -> None:
    picture = read_picture(encode(np.zeros((10, 3000), np.uint8)), "a")
    assert max(picture.values.shape) <= 1024 and picture.size == (10, 3000)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"<svg/>", "SVG"),
        (b"word", "no picture"),
        (noise("PNG")[:1000], "damaged"),
    ],
)
def test_what_cant_be_read_is_named(data: bytes, reason: str) -> None:
    with pytest.raises(DataError, match=rf"^pets/cat\.png .*{reason}"):
        read_picture(data, "pets/cat.png")


def test_huge_pictures_are_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(data: bytes) -> Image.Image:
        raise Problem("too_many_pixels", width=9000, height=8000, limit=64)

    monkeypatch.setattr(set_pictures, "read_upright", refuse)
    with pytest.raises(DataError, match=r"^a has 9000×8000 pixels; up to 64 million"):
        read_picture(b"", "a")
