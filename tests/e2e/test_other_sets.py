"""Images of other sets than MNIST's: in their own shape and colours, with all experiments, in links and the history."""

import base64
import io
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from playwright.sync_api import expect

from latent_explorer.model.config import ImageSet
from tests.e2e.conftest import DESKTOP, Contexts
from tests.e2e.explorer import Explorer, eventually
from tests.helpers.serving import Restarted
from tests.helpers.sets import sample_of
from tests.helpers.worlds import NAMELESS, PAINTINGS, SHAPES, WORLDS, World, write_world

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
SETS = {images.id: images for images in (SHAPES, PAINTINGS, NAMELESS)}
LONE = (
    World(replace(PAINTINGS, id="seen", items="seen things"), 3, ("vae",)),
    World(replace(SHAPES, id="kept"), 2, ("ae",)),
)
TABS = ("step", "samples", "walk", "prior")
RGB = """(canvas) => {
    const copy = Object.assign(document.createElement("canvas"), { width: canvas.width, height: canvas.height });
    const context = copy.getContext("2d");
    context.drawImage(canvas, 0, 0);
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    return [getComputedStyle(canvas).filter, Array.from(data).filter((_, i) => i % 4 < 3)];
}"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Restarted]:
    root = tmp_path_factory.mktemp("worlds")
    for world in (*WORLDS, *LONE):
        write_world(root, world)
    started = Restarted(root)
    yield started
    started.stop()


@pytest.fixture
def visitor(contexts: Contexts, server: Restarted, request: pytest.FixtureRequest) -> Iterator[Explorer]:
    options: dict[str, Any] = getattr(request, "param", {})
    found = Explorer(
        contexts.page({"viewport": DESKTOP, "locale": "en-GB", **options}), f"http://127.0.0.1:{server.port}"
    )
    yield found
    found.http.close()
    contexts.forget(found.page)
    assert found.troubles == []


def painted(visitor: Explorer, canvas: str, images: ImageSet) -> NDArray[np.uint8]:
    """What a canvas shows, (side, side, 3), and no filter changes it."""
    effect, values = visitor.find(canvas).evaluate(RGB)
    assert effect == "none"
    return np.array(values, np.uint8).reshape(images.side, images.side, 3)


def in_colour(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return image if image.ndim == 3 else np.repeat(image[..., None], 3, axis=2)


def address_of(image: NDArray[np.uint8]) -> str:
    """An image as a link names it."""
    return base64.urlsafe_b64encode(image.tobytes()).decode().rstrip("=")


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("visitor", [{"color_scheme": scheme} for scheme in ("light", "dark")], indirect=True, ids=str)
def test_images_keep_their_shape_and_colours_in_either_theme(name: str, visitor: Explorer) -> None:
    images = SETS[name]
    visitor.open(f"#model=vae-{name}&digit=3")
    expect(visitor.find("#input")).to_have_attribute("width", str(images.side))
    np.testing.assert_array_equal(painted(visitor, "#input", images), in_colour(sample_of(images).data.images[3]))
    visitor.page.wait_for_selector("#map-vae .leaflet-tile-loaded")
    z = visitor.shown_z()
    answer = visitor.http.post(
        f"/api/models/vae-{name}/decode", json={"z": [z]}, headers={"Accept": "application/octet-stream"}
    )
    decoded = np.frombuffer(answer.content, np.uint8).reshape(images.shape)
    apart = np.abs(painted(visitor, "#decoded", images).astype(int) - in_colour(decoded))
    assert apart.max() <= 1


def shows_images(visitor: Explorer, side: int) -> None:
    """The experiment shows dozens of images, all of them of that size."""
    shown = visitor.find("#experiments-panel canvas:visible")

    def are_there() -> bool:
        sizes = shown.evaluate_all("all => all.map((one) => one.width)")
        return len(sizes) > 30 and set(sizes) == {side}

    eventually(are_there, f"images of {side} px", visitor.page)


def runs_all_experiments(visitor: Explorer, model: str, side: int) -> None:
    """Whether each experiment shows images of this model, and no text lacks a word."""
    for tab in TABS:
        visitor.open(f"#model={model}&tab={tab}")
        expect(visitor.find("body")).to_have_attribute("data-connection", "live")
        shows_images(visitor, side)
        text = visitor.find("main").inner_text()
        assert not [odd for odd in ("undefined", "NaN", "null", "{", "}") if odd in text], text


@pytest.mark.parametrize("computes", ["page", "server"])
@pytest.mark.parametrize("name", SETS)
def test_all_experiments_run(name: str, computes: str, visitor: Explorer) -> None:
    visitor.engine = "server" if computes == "server" else ""
    sockets = visitor.live_sockets()
    runs_all_experiments(visitor, f"vae-{name}", SETS[name].side)
    assert len(sockets) <= len(TABS), "no socket was closed by the server and opened anew"


@pytest.mark.parametrize(
    ("model", "side"), [("vae-2d", 28), ("vae-16d", 28), ("sprites-vae-10d", 32), ("colour-sprites-vae-6d", 32)]
)
def test_all_experiments_run_in_the_worlds_that_ship(model: str, side: int, explorer: Explorer) -> None:
    runs_all_experiments(explorer, model, side)


def test_another_set_begins_with_an_image_of_its_own_and_back_returns(visitor: Explorer) -> None:
    visitor.open("#digit=7")
    visitor.find("#model").select_option(label="2-D, Bernoulli (vae-paintings)")
    expect(visitor.find("body")).to_have_attribute("data-images", "paintings")
    eventually(lambda: visitor.state("digit") == "0", "the first painting is current", visitor.page)
    expect(visitor.find("body.switching")).to_have_count(0)
    np.testing.assert_array_equal(painted(visitor, "#input", PAINTINGS), sample_of(PAINTINGS).data.images[0])
    visitor.page.go_back()
    expect(visitor.find("body")).to_have_attribute("data-images", "mnist")
    eventually(lambda: visitor.state("digit") == "7", "the digit is current again", visitor.page)
    expect(visitor.find("#input")).to_have_attribute("width", "28")
    visitor.page.go_forward()
    expect(visitor.find("body")).to_have_attribute("data-images", "paintings")
    eventually(lambda: visitor.state("digit") == "0", "and the painting", visitor.page)


def test_a_link_holds_an_image_of_one_s_own_in_colour(visitor: Explorer) -> None:
    own = np.random.default_rng(0).integers(0, 256, PAINTINGS.shape, np.uint8)
    visitor.open(f"#model=vae-paintings&x={address_of(own)}")
    np.testing.assert_array_equal(painted(visitor, "#input", PAINTINGS), own)
    expect(visitor.find("#problem")).to_be_hidden()


def test_an_image_of_another_shape_is_not_shown_and_that_is_said(visitor: Explorer) -> None:
    visitor.open(f"#model=vae-paintings&x={address_of(np.full((28, 28), 99, np.uint8))}")
    expect(visitor.find("#problem")).to_contain_text("does not have the size and colours of these paintings")
    np.testing.assert_array_equal(painted(visitor, "#input", PAINTINGS), sample_of(PAINTINGS).data.images[0])


def test_an_index_beyond_a_small_sample_is_its_first_image(visitor: Explorer) -> None:
    visitor.tolerate("status of 4")  # the server's refusal, asked for before the sample's size is known
    visitor.open("#model=vae-nameless&digit=900")
    eventually(lambda: visitor.state("digit") == "0", "the first image is current", visitor.page)


def test_a_plane_through_images_that_a_small_sample_lacks_is_the_widest(visitor: Explorer) -> None:
    visitor.tolerate("status of 4")
    visitor.open("#model=vae-nameless&plane=images-900,901,902")
    expect(visitor.find("#plane")).to_contain_text("no such plane")
    kind = visitor.find("#plane-choice > select")
    assert kind.input_value() == "axes"
    kind.select_option("pca")
    visitor.find("#plane-choice .plane-of select").select_option("2")
    eventually(lambda: visitor.state("plane") == "pca-2,3", "the last of three axes is chosen", visitor.page)


def test_a_place_is_moved_to_by_map_slider_and_gallery(visitor: Explorer) -> None:
    visitor.open("#model=vae-shapes")
    eventually(lambda: any(visitor.shown_z()[2:]), "z is the image's code", visitor.page)
    before = visitor.shown_z()
    visitor.page.mouse.move(*visitor.place("#map-vae", 0.4, 0.4))
    eventually(lambda: visitor.shown_z()[:2] != before[:2], "pointing moves z", visitor.page)
    assert visitor.shown_z()[2:] == pytest.approx(before[2:], abs=1e-4)
    there = visitor.shown_z()
    slider = visitor.find("#sliders input[data-z]").nth(4)
    slider.focus()
    visitor.page.keyboard.press("ArrowRight")
    eventually(lambda: visitor.shown_z() != there, "a slider moves z", visitor.page)
    visitor.find("#gallery button").nth(2).click()
    eventually(lambda: visitor.state("digit") not in (None, "0"), "another image is current", visitor.page)


def test_the_picker_names_each_set_and_no_name_is_markup(visitor: Explorer) -> None:
    visitor.open()
    groups = visitor.find("#model optgroup").evaluate_all("all => all.map((one) => one.label)")
    assert groups[0] == "Digits (MNIST)" and groups[1:] == sorted(groups[1:], key=lambda name: name.split("(")[1])
    ours = {"Shapes (kept)", "Images (nameless)", "Paintings (paintings)", "Seen things (seen)", "Shapes (shapes)"}
    assert ours < set(groups)
    visitor.open("#model=vae-shapes&tab=step")
    expect(visitor.find("#legend")).to_contain_text("star ‹b›")
    assert visitor.find("#legend b, #judge b b, #gallery b").count() == 0


def test_a_sample_is_loaded_once_for_each_set(visitor: Explorer) -> None:
    samples: list[str] = []
    visitor.page.on("request", lambda one: samples.append(one.url) if "sample.png" in one.url else None)
    visitor.open("#model=vae-paintings")
    expect(visitor.find("#gallery canvas[width='32']").first).to_be_visible()
    path = f"sets/paintings/sample.png?{sample_of(PAINTINGS).digest}"
    assert [url.split("/api/")[1] for url in samples] == [path]
    with Image.open(io.BytesIO(visitor.http.get("/api/sets/paintings/sample.png").content)) as sprite:
        assert sprite.mode == "RGB"


@pytest.mark.parametrize(("model", "side", "other"), [("vae-seen", "vae", "ae"), ("ae-kept", "ae", "vae")])
def test_a_model_without_a_twin_is_shown_by_itself(model: str, side: str, other: str, visitor: Explorer) -> None:
    visitor.open(f"#model={model}&tab=walk")
    note = visitor.find("#model-note")
    expect(note).to_contain_text(f"{model} is shown by itself")
    expect(note).to_contain_text("seen things" if side == "vae" else "shapes")
    for name in ("decoded", "input"):
        expect(visitor.find(f"#{name}")).to_have_attribute("width", "32")
    expect(visitor.find(f"#map-{side} .leaflet-tile-loaded").first).to_be_visible()
    expect(visitor.find(f"#film-{side} canvas").first).to_be_visible()
    assert visitor.find(f".of-{other}:visible").count() == 0, "nothing of a model that there is not"
    assert visitor.active() == side
    visitor.page.evaluate(f"location.hash = 'model={model}&tab=step&r=0.3&active={other}&label=7'")
    eventually(
        lambda: (visitor.state("r"), visitor.state("label")) == ("0.3", None),
        "the address is followed, but for a class that there is not",
        visitor.page,
    )
    assert visitor.active() == side, "nor the side that there is not"
    before = visitor.shown_z()
    visitor.page.mouse.move(*visitor.place(f"#map-{side}", 0.3, 0.4))
    eventually(lambda: visitor.shown_z() != before, "pointing moves z", visitor.page)
    visitor.find("#model").select_option(label="2-D, Bernoulli (vae-2d)")
    expect(visitor.find("#map-ae .leaflet-tile-loaded").first).to_be_visible()
    expect(visitor.find("#map-vae .leaflet-tile-loaded").first).to_be_visible()
