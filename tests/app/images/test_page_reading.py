"""The page reads pictures as the server does: python -m tests.bench.reading measures it on more."""

from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

import numpy as np
import pytest
from PIL import Image

from latent_explorer.app.images.decode import Knobs
from latent_explorer.app.images.normalise.result import Normalised
from latent_explorer.app.images.reading import read
from latent_explorer.model.datasets.sample import load_sample
from tests.bench.reading import NEAR, by_page, by_server, difference
from tests.helpers.page_reader import PageReader, decoded
from tests.helpers.photos import KINDS, photo
from tests.helpers.pictures import draw, encode, noise, page

SEED = 0


@pytest.fixture(scope="module")
def reader() -> Iterator[PageReader]:
    with PageReader() as started:
        yield started


def assert_alike(reader: PageReader, data: bytes, **knobs: Any) -> None:
    pixels = decoded(data)
    server, own = by_server(pixels.as_png(), Knobs(**knobs)), by_page(reader.read(pixels, **knobs))
    assert server.found == own.found
    assert difference(server, own) <= NEAR


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_photographs_of_a_kind_become_the_same_digits(kind: str, reader: PageReader) -> None:
    assert_alike(reader, photo(kind, SEED).data)


KNOBS: dict[str, dict[str, Any]] = {
    "threshold": {"threshold": 0.7},
    "invert": {"invert": True},
    "thicker": {"thickness": 1.5},
    "thinner": {"thickness": -2.0},
    "turned": {"turn": 1},
    "mirrored and turned": {"turn": 3, "mirror": True},
    "another digit": {"digit": 1},
    "a part": {"crop": [0.5, 0.1, 0.45, 0.8]},
    "a part of what is turned": {"crop": [0.1, 0.5, 0.8, 0.45], "turn": 1, "mirror": True},
}


@pytest.mark.parametrize("name", KNOBS)
@pytest.mark.parametrize("kind", ["two", "soft shadow"])
def test_knobs_do_the_same(kind: str, name: str, reader: PageReader) -> None:
    assert_alike(reader, page() if kind == "two" else photo(kind, SEED).data, **KNOBS[name])


def small() -> bytes:
    """A digit of 8×8 pixels, as it is."""
    return encode(Image.fromarray(load_sample().images[3][4:24, 4:24]).resize((8, 8), Image.Resampling.BOX))


def large_with_small_digit() -> bytes:
    """A picture of which the working size shows less than its file."""
    sheet = np.full((2400, 3300), 240, np.uint8)
    sheet[1000:1100, 2000:2100] -= draw(5, 100, 70, (50, 50)) // 2
    return encode(sheet)


ODD: dict[str, Callable[[], bytes]] = {
    "blank": lambda: encode(np.full((80, 120), 200, np.uint8)),
    "noise": lambda: noise("PNG"),
    "one pixel": lambda: encode(np.full((1, 1), 9, np.uint8)),
    "one row": lambda: encode(np.arange(0, 250, 5).astype(np.uint8)[None]),
    "tiny": small,
    "many": lambda: page("3 8\n1 4 7"),
    "small on a large one": large_with_small_digit,
    "touching": lambda: page("88"),
    "a flat shape": lambda: encode(np.pad(np.full((60, 60), 255, np.uint8), 40)),
}


@pytest.mark.parametrize("name", ODD)
def test_odd_pictures_are_read_or_refused_alike(name: str, reader: PageReader) -> None:
    assert_alike(reader, ODD[name]())


@pytest.mark.parametrize("kind", ["desk", "badge", "form box", "transparent", "equal brightness", "enlarged pixels"])
def test_the_way_is_told_in_the_same_words(kind: str, reader: PageReader) -> None:
    pixels = decoded(photo(kind, 1).data)
    found, own = read(pixels.as_png(), Knobs())[1], reader.read(pixels)
    assert isinstance(found, Normalised)
    assert [(step.name, step.note) for step in found.steps] == [(step["name"], step["note"]) for step in own["steps"]]
    for step, told in zip(found.steps, own["steps"], strict=True):
        assert step.picture is not None
        assert step.picture.shape == (told["picture"]["height"], told["picture"]["width"])
        apart = np.abs(step.picture.reshape(-1).astype(int) - told["picture"]["grey"])
        assert apart.mean() < 0.1, step.name
    boxes = [[one.left, one.top, one.width, one.height] for one in found.digits]
    assert np.allclose(boxes, [one["box"] for one in own["digits"]])
    assert (list(found.warnings), found.chosen) == (own["warnings"], own["chosen"])


def test_why_there_is_no_digit_is_shown_alike(reader: PageReader) -> None:
    pixels = decoded(noise("PNG"))
    problem, own = by_server(pixels.as_png()), reader.read(pixels)
    assert own["code"] == problem.found and [step["name"] for step in own["steps"]][:2] == ["grey", "light"]


def test_a_jpeg_is_read_as_the_server_decodes_it_itself(reader: PageReader) -> None:
    data = photo("plain", SEED).data
    assert difference(by_server(data), by_page(reader.read(decoded(data)))) <= NEAR


def test_a_closer_look_is_taken_at_the_same_pixels(reader: PageReader) -> None:
    data = large_with_small_digit()
    with Image.open(BytesIO(data)) as image:
        assert max(image.size) > 3000
    names = [step["name"] for step in reader.read(decoded(data))["steps"]]
    assert names[:2] == ["grey", "closer"]
