"""Other twins: picked from a list, or along β by a slider; map, digit and figures follow."""

import json
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Route, expect
from pytest import approx

from latent_explorer.model.registry import ZOO
from latent_explorer.model.store.checkpoint import METRICS
from tests.e2e import pictures
from tests.e2e.explorer import Explorer, eventually

pytestmark = pytest.mark.e2e
LISTED = 1e-5  # a digit's code is shown as the server lists it, to five decimals, until it is encoded here
FAMILY = ["vae-2d-beta-0.01", "vae-2d-beta-0.25", "vae-2d", "vae-2d-beta-4", "vae-2d-beta-16"]


def loss(model: str) -> dict[str, Any]:
    test: dict[str, Any] = json.loads((ZOO / model / METRICS).read_text())["test"]
    return test


def shows(explorer: Explorer, model: str) -> None:
    """The evidence, the link and the map are of this model, and the digit at hand has its code in it."""
    figure = f"{loss(model)['negative_elbo']:.2f} nats"
    expect(explorer.find("#evidence .scores p").first).to_contain_text(figure)
    eventually(lambda: explorer.state("model") == model, f"the link names {model}", explorer.page)
    eventually(lambda: model in explorer.tile_zooms, f"tiles of {model} are asked for", explorer.page)
    expect(explorer.find("body.switching")).to_have_count(0)  # the encoder answered, and z moved there
    expect(explorer.find("#posterior .of-vae")).to_be_visible()
    explorer.twins["vae"] = explorer.listed[model]


def test_beta_is_dragged_along_its_family_by_keyboard(explorer: Explorer) -> None:
    explorer.open()
    slider = explorer.find("#beta")
    assert (slider.get_attribute("max"), slider.input_value()) == ("4", "2")
    slider.focus()
    for model, key in ((FAMILY[3], "ArrowRight"), (FAMILY[4], "ArrowRight"), (FAMILY[0], "Home")):
        explorer.page.keyboard.press(key)
        shows(explorer, model)
    assert slider.get_attribute("aria-valuetext") == "β = 0.01"
    assert slider.evaluate("element => element === document.activeElement")
    z = explorer.settled_z()
    explorer.image_is_of("vae", z)


@pytest.mark.parametrize("model", [*FAMILY, "vae-2d-gaussian", "vae-16d"])
def test_how_wide_all_posteriors_are_is_measured(explorer: Explorer, model: str) -> None:
    codes = explorer.http.get(f"/api/models/{model}/codes").json()["codes"]
    mu, sigma = (np.array([code[part] for code in codes]) for part in ("mu", "sigma"))
    wide = np.sqrt(mu.var(axis=0) + (sigma**2).mean(axis=0))
    explorer.open(f"#model={model}")
    told = explorer.find("#told-vae").inner_text()
    assert "fill" not in told
    if (abs(wide - 1) < 0.1).all():
        assert told.endswith("together as wide as N(0, I)")
    else:
        ends = dict.fromkeys(f"{width:.1f}" for width in (wide.min(), wide.max()))
        assert told.endswith(f"together {'–'.join(ends)}× as wide as N(0, I)")
    box = explorer.find("#told-vae").evaluate("(told) => [told.scrollWidth, told.clientWidth]")
    assert box[0] <= box[1], "it is read whole"


def test_an_overtaken_choice_is_never_shown(explorer: Explorer) -> None:
    explorer.open()
    explorer.find("#beta").focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowLeft"):
        explorer.page.keyboard.press(key)
    shows(explorer, "vae-2d-beta-4")
    assert explorer.find("#beta-shown").inner_text() == "4 (vae-2d-beta-4)"
    assert len(explorer.find("#map-vae .leaflet-tile-pane").all()) == 1


def test_a_link_opens_the_model_that_it_names(explorer: Explorer) -> None:
    explorer.open("#model=vae-2d-beta-16")
    shows(explorer, "vae-2d-beta-16")
    assert explorer.find("#beta").input_value() == "4"


def test_sixteen_dimensions_are_shown_on_the_plane_through_the_digit(explorer: Explorer) -> None:
    explorer.open()
    explorer.find("#model").select_option(label="16-D, Bernoulli (vae-16d)")
    shows(explorer, "vae-16d")
    explorer.twins["ae"] = explorer.listed["ae-16d"]
    assert explorer.find("#beta").is_hidden()
    sliders = explorer.find("#sliders input[data-z]")
    eventually(lambda: sliders.count() == 16 and any(explorer.shown_z()[2:]), "sixteen sliders", explorer.page)
    before = explorer.shown_z()
    explorer.image_is_of("vae", before)
    explorer.page.mouse.move(*explorer.place("#map-vae", 0.3, 0.4))
    eventually(lambda: explorer.shown_z()[:2] != approx(before[:2], abs=LISTED), "pointing moves z", explorer.page)
    z = explorer.shown_z()
    assert z[2:] == approx(before[2:], abs=LISTED), "the other axes stay"
    explorer.image_is_of("vae", z)
    expect(explorer.find("#posterior .axis-plot g")).to_have_count(16)


def test_a_model_that_is_gone_leaves_the_shipped_twins(explorer: Explorer) -> None:
    explorer.open("#model=gone")
    expect(explorer.find("#evidence .scores p").first).to_contain_text(f"{loss('vae-2d')['negative_elbo']:.2f} nats")
    assert explorer.find("#beta-shown").inner_text() == "1 (vae-2d)"


def test_a_place_that_no_server_decodes_is_not_asked_for(explorer: Explorer) -> None:
    explorer.open(f"#model=vae-16d&vae=0,0,1e10{',0' * 13}")
    shows(explorer, "vae-16d")
    assert len(explorer.shown_z()) == 16 and max(map(abs, explorer.shown_z())) < 100
    explorer.image_is_of("vae", explorer.shown_z())


def test_a_picture_that_is_being_read_goes_over_to_the_models_picked_meanwhile(explorer: Explorer) -> None:
    explorer.open()
    held: list[Route] = []
    explorer.page.route("**/api/encode?*vae-2d*", lambda route: held.append(route))
    explorer.upload(pictures.dark_on_white())
    eventually(lambda: len(held) == 1, "the picture is on its way", explorer.page)
    explorer.find("#model").select_option(label="16-D, Bernoulli (vae-16d)")
    shows(explorer, "vae-16d")
    explorer.digit_changes_to_own()
    eventually(lambda: explorer.state("digit") is None, "the URL names no digit of the sample", explorer.page)
