"""The page fits pictures into a set's images as the server does."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import numpy as np
import pytest
from PIL import Image

from latent_explorer.app.images.fitted import fitted
from latent_explorer.app.images.normalise import Knobs
from latent_explorer.model.codec import to_bytes
from latent_explorer.model.config import ImageSet
from tests.helpers.page_reader import PageReader, decoded
from tests.helpers.photos import photo

GREY = ImageSet("grey", side=20)
COLOUR = ImageSet("colour", side=32, channels=3)
NEAR = 2.0  # levels, in the mean


@pytest.fixture(scope="module")
def reader() -> Iterator[PageReader]:
    with PageReader() as started:
        yield started


def picture(width: int, height: int, mode: str = "RGB") -> bytes:
    """A picture of soft colours, clear at its left where it is transparent."""
    y, x = np.mgrid[:height, :width] / np.array([height, width]).reshape(2, 1, 1)
    colours = np.stack([x, y, np.sin(9 * x) ** 2, x], axis=-1)[..., : len(mode)]
    out = BytesIO()
    Image.fromarray((255 * colours).astype(np.uint8), mode).save(out, "PNG")
    return out.getvalue()


PICTURES = {
    "wide": picture(300, 90),
    "tall": picture(64, 333),
    "square": picture(128, 128),
    "small": picture(7, 5),
    "large": picture(1500, 1100),
    "transparent": picture(200, 150, "RGBA"),
    "photograph": photo("soft shadow", 0).data,
}
KNOBS: dict[str, dict[str, Any]] = {
    "automatic": {},
    "a part": {"crop": [0.25, 0.1, 0.5, 0.75]},
    "turned": {"turn": 1},
    "a part of what is mirrored and turned": {"crop": [0.5, 0.25, 0.4, 0.5], "turn": 3, "mirror": True},
}


def apart(reader: PageReader, data: bytes, images: ImageSet, knobs: dict[str, Any]) -> float:
    """Mean difference between the page's image and the server's, levels."""
    pixels = decoded(data)
    into = {"side": images.side, "channels": images.channels}
    found = np.array(reader.read(pixels, into, **knobs)["input"])
    wanted = to_bytes(fitted(pixels.as_png(), Knobs(**knobs), images).pixels.reshape(1, -1), images).ravel()
    assert found.shape == wanted.shape
    return float(np.abs(found - wanted.astype(int)).mean())


@pytest.mark.parametrize("knobs", KNOBS.values(), ids=KNOBS)
@pytest.mark.parametrize("images", [GREY, COLOUR], ids=lambda images: str(images.id))
@pytest.mark.parametrize("name", PICTURES)
def test_it_becomes_the_server_s_image(name: str, images: ImageSet, knobs: dict[str, Any], reader: PageReader) -> None:
    assert apart(reader, PICTURES[name], images, knobs) <= NEAR
