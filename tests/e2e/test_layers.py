"""The layers over the maps: painted as the API's numbers say, switched by anyone, and remembered in the URL."""

import io
import re
from typing import Any

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page, Route, expect
from safetensors.numpy import load_file

from latent_explorer.model.datasets.sample import load_sample
from latent_explorer.model.explore.map_grid import Extent, tile_points
from latent_explorer.model.registry import ZOO
from tests.e2e.explorer import SIDES, Explorer, eventually

pytestmark = pytest.mark.e2e
CLOSE = "#cloud=0&lens=0&opacity=1&mapae=0,1,2.3&mapvae=0,0,2.3"
PAINTED = ".overlay canvas.leaflet-tile-loaded"
COLOURS = """async numbers => {
    const main = document.querySelector("script[src$='page.js']").src;
    const { colours } = await import(main.replace("page.js", "core/layer_colours.js"));
    return Array.from(colours(numbers));
}"""


def numbers(explorer: Explorer, side: str, layer: str, tile: tuple[int, int, int], through: str = "") -> Any:
    """A square's numbers as the server gives them to anyone."""
    id = explorer.twins[side].id
    revision = explorer.http.get(f"/api/models/{id}").json()["revision"]
    z, x, y = tile
    answer = explorer.http.get(
        f"/api/models/{id}/{revision}/layers/{layer}/{z}/{x}/{y}.json", params={"through": through}
    )
    return answer.raise_for_status().json()


def all_painted(explorer: Explorer) -> None:
    """All squares in sight on both maps are there."""
    for side in SIDES:
        found = explorer.find(f"#map-{side} .overlay canvas")
        eventually(
            lambda side=side, found=found: 0 < found.count() == explorer.find(f"#map-{side} {PAINTED}").count(),  # type: ignore[misc]
            f"all squares of {side} are painted",
            explorer.page,
        )


def screen(page: Page) -> np.ndarray[Any, np.dtype[np.uint8]]:
    return np.asarray(Image.open(io.BytesIO(page.screenshot())).convert("RGB"))


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("layer", ["labels", "stretch", "density"])
def test_a_layer_has_the_colours_of_its_numbers(explorer: Explorer, layer: str, side: str) -> None:
    explorer.open(CLOSE)
    explorer.find("#layer").select_option(layer)
    all_painted(explorer)
    twin, tile = explorer.twins[side], (2, 1, 1)
    found = numbers(explorer, side, layer, tile)
    painted = np.reshape(explorer.page.evaluate(COLOURS, found), (256, 4))
    points = tile_points(Extent((twin.center[0], twin.center[1]), twin.half_width), *tile, 16)
    scale = 256 * 2**2.3 / (2 * twin.half_width)
    middle, view = explorer.center(f"#map-{side}"), {"ae": (0.0, 1.0), "vae": (0.0, 0.0)}[side]
    shown, checked = screen(explorer.page), 0
    for cell in range(17, 256, 2):
        x, y = (
            round(middle[0] + scale * (points[cell, 0] - view[0])),
            round(middle[1] - scale * (points[cell, 1] - view[1])),
        )
        marked = explorer.page.evaluate(
            "([x, y]) => document.elementsFromPoint(x, y).some(e => e.matches('.here, .pin, .prior-label'))", [x, y]
        )
        left, top, width, height = explorer.box(f"#map-{side}")
        inside = left + 30 < x < left + width - 60 and top + 30 < y < top + height - 60
        if inside and not marked and painted[cell, 3] > 250:  # else the digits shine through
            around = shown[y - 2 : y + 3, x - 2 : x + 3].reshape(-1, 3).astype(int)
            assert np.median(np.abs(around - painted[cell, :3]).max(axis=1)) <= 5, f"cell {cell} at {x}, {y}"
            checked += 1
    assert checked >= 3
    expect(explorer.find("#layer-about")).to_be_visible()
    assert explorer.find("#layer-legend .ramp").count() == (layer != "labels")


def test_the_nearest_digits_are_the_sample_s(explorer: Explorer) -> None:
    explorer.open(f"{CLOSE}&layer=nearest")
    all_painted(explorer)
    images = load_sample().images
    expected = set[bytes]()
    for x in range(4):
        for y in range(4):
            sheet = np.zeros((8, 8, 32, 32), np.uint8)
            sheet[..., 2:-2, 2:-2] = images[numbers(explorer, "vae", "nearest", (2, x, y))["index"]].reshape(
                8, 8, 28, 28
            )
            expected.add(sheet.swapaxes(1, 2).tobytes())
    shown = explorer.all_pixels(f"#map-vae {PAINTED}")
    assert shown and set(shown) <= expected


def test_the_readout_says_the_number_of_the_cell_that_is_pointed_at(explorer: Explorer) -> None:
    explorer.open(f"{CLOSE}&layer=labels")
    all_painted(explorer)
    twin = explorer.twins["vae"]
    explorer.page.mouse.move(*explorer.place("#map-vae", 0.35, 0.4))
    z = explorer.settled_z()
    across, down = (
        (z[0] - twin.center[0] + twin.half_width) / (2 * twin.half_width) * 4,
        (twin.center[1] + twin.half_width - z[1]) / (2 * twin.half_width) * 4,
    )
    found = numbers(explorer, "vae", "labels", (2, int(across), int(down)))
    cell = int(down % 1 * 16) * 16 + int(across % 1 * 16)
    percent = f"{100 * found['confidence'][cell]:.0f}%"
    expect(explorer.find("#map-vae .readout")).to_contain_text(f"{found['label'][cell]} ({percent})")


def test_layer_and_opacity_are_set_by_keyboard_and_stand_in_the_url(explorer: Explorer) -> None:
    explorer.open()
    keyboard = explorer.page.keyboard
    expect(explorer.find("#opacity")).to_be_hidden()
    explorer.find("#layer").focus()
    keyboard.type("stretch")
    all_painted(explorer)
    explorer.find("#opacity").focus()
    for _ in range(5):
        keyboard.press("ArrowLeft")
    opacity = "document.querySelector('#map-ae .overlay').parentElement.style.opacity"
    eventually(lambda: explorer.state("opacity") == "0.35", "the URL names the opacity", explorer.page)
    assert explorer.state("layer") == "stretch"
    assert explorer.page.evaluate(opacity) == "0.35"

    explorer.page.reload()
    explorer.ready()
    all_painted(explorer)
    assert explorer.page.evaluate(opacity) == "0.35"
    assert (explorer.find("#layer").input_value(), explorer.find("#opacity").input_value()) == ("stretch", "0.35")

    explorer.find("#layer").select_option("")
    eventually(lambda: explorer.state("layer") is None, "the URL names no layer", explorer.page)
    expect(explorer.find(".overlay")).to_have_count(0)
    for gone in ("#opacity", "#layer-about", "#map-ae .readout", "#map-vae .readout"):
        expect(explorer.find(gone)).to_be_hidden()


def test_a_layer_of_many_dimensions_follows_the_plane(served: Explorer) -> None:
    served.open("#model=vae-16d&layer=density")
    all_painted(served)
    slider = served.find("input[data-z='7']")
    with served.page.expect_request(re.compile("vae-16d.*/layers/density/")) as asked:
        slider.fill(str(float(slider.get_attribute("max") or 0) / 2))
    through = asked.value.url.split("through=")[1].split(",")
    assert len(through) == 16 and float(through[7]) == pytest.approx(float(slider.input_value()), abs=1e-3)
    all_painted(served)
    eventually(lambda: served.find("#map-vae .overlay").count() == 1, "the new plane's alone is left", served.page)


def test_a_square_that_fails_is_asked_for_again(served: Explorer) -> None:
    failures = list[str]()

    def fail_once(route: Route) -> None:
        if route.request.url in failures:
            route.continue_()
        else:
            failures.append(route.request.url)
            route.abort()

    served.tolerate("ERR_FAILED")
    served.page.route("**/layers/**", fail_once)
    served.open("#layer=density")
    all_painted(served)
    assert failures


def test_a_layer_that_cannot_be_had_says_why(served: Explorer) -> None:
    problem = '{"detail": "No judge could be loaded.", "code": "no_judge"}'
    served.tolerate("503")
    told = {"status": 503, "body": problem, "content_type": "application/problem+json"}
    served.page.route("**/layers/**", lambda route: route.fulfill(**told))
    served.open("#layer=labels")
    expect(served.find("#map-ae .readout")).to_contain_text("No judge could be loaded.", timeout=15_000)


def test_what_leaves_the_screen_is_not_waited_for(served: Explorer) -> None:
    held, given_up = list[str](), list[str]()
    served.page.route("**/layers/**", lambda route: held.append(route.request.url))
    served.page.on("requestfailed", lambda request: given_up.append(request.url))
    served.open("#layer=stretch")
    eventually(lambda: len(held) >= 4, "squares are asked for", served.page)
    served.find("#layer").select_option("")
    eventually(lambda: sorted(given_up) == sorted(held), "none is waited for any more", served.page)


def readouts(explorer: Explorer, layer: str) -> list[str]:
    """What a layer, chosen anew, says at the current z on both maps."""
    explorer.find("#layer").select_option("")
    expect(explorer.find(".overlay")).to_have_count(0)
    explorer.find("#layer").select_option(layer)
    all_painted(explorer)
    return [explorer.find(f"#map-{side} .readout").inner_text() for side in SIDES]


@pytest.mark.parametrize("models", ["", "&model=vae-16d"])
def test_with_the_network_gone_layers_say_what_the_server_would(explorer: Explorer, models: str) -> None:
    layers = ["labels", "stretch", "metric", "density", "prior", "nearest"]
    explorer.engine = "server"
    explorer.open(f"#digit=3{models}")
    served = [readouts(explorer, layer) for layer in layers]
    explorer.engine = ""
    explorer.open(f"#digit=3{models}")
    explorer.page.wait_for_selector("body[data-encodes=page]")
    explorer.tolerate("ERR_INTERNET_DISCONNECTED")
    asked = list[str]()
    explorer.page.on("request", lambda request: asked.append(request.url) if "/layers/" in request.url else None)
    explorer.page.context.set_offline(True)
    try:
        assert [readouts(explorer, layer) for layer in layers] == served
        assert asked == []
    finally:
        explorer.page.context.set_offline(False)


def test_where_decoders_disagree_is_read_off_the_grid_beside_each_model(explorer: Explorer) -> None:
    explorer.open(f"{CLOSE}&layer=disagreement")
    all_painted(explorer)
    twin = explorer.twins["vae"]
    explorer.page.mouse.move(*explorer.place("#map-vae", 0.35, 0.4))
    z = explorer.settled_z()
    grid = load_file(ZOO / twin.id / "disagreement.safetensors")["disagreement"].astype(float)
    column, row = ((z[axis] - twin.center[axis] + twin.half_width) / (2 * twin.half_width) * 64 for axis in (0, 1))
    around = grid[int(row) : int(row) + 2, int(column) : int(column) + 2]
    told = float(re.findall(r"0\.\d+", explorer.find("#map-vae .readout").inner_text())[0])
    assert 0.9 * around.min() <= told <= 1.1 * around.max()
    about = [explorer.http.get(f"/api/models/{explorer.twins[side].id}").json() for side in SIDES]
    ae, vae = (f"{one['disagreement']['prior']:.3f}" for one in about)
    expect(explorer.find("#layer-about")).to_contain_text(f"{ae} in the autoencoder, {vae} in the VAE")


def test_models_without_that_grid_do_not_offer_it_and_leave_it_where_it_was_on(served: Explorer) -> None:
    served.open("#layer=disagreement")
    expect(served.find("#layer")).to_have_value("disagreement")
    served.find("#model").select_option(label="16-D, Bernoulli (vae-16d)")
    expect(served.find("#layer option[value=disagreement]")).to_be_disabled()
    expect(served.find("#layer")).to_have_value("")
    expect(served.find("#layer-about")).to_be_hidden()
