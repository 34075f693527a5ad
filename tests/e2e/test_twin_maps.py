"""Two maps that move together, one cursor in both, and a digit that is taken from either."""

import re

import numpy as np
import pytest
from playwright.sync_api import expect

from tests.e2e.experiments import Oracle, pick
from tests.e2e.explorer import SIDES, Explorer, eventually

pytestmark = pytest.mark.e2e


@pytest.mark.parametrize("leader", SIDES)
def test_maps_move_together_to_the_same_place_of_the_digit(explorer: Explorer, oracle: Oracle, leader: str) -> None:
    explorer.open()
    index = pick(explorer, 3, oracle)
    x, y = explorer.center(f"#map-{leader} .here")
    explorer.page.mouse.move(x, y)
    for _ in range(8):
        explorer.wheel_zoom(-240)
        explorer.page.wait_for_timeout(120)
    explorer.page.wait_for_timeout(500)
    eventually(lambda: explorer.view("ae") is not None and explorer.view("vae") is not None, "moved", explorer.page)

    def offsets(side: str) -> tuple[float, float, float]:
        """From the digit to the middle of the map, in screen pixels, and pixels an sd."""
        left, top, zoom = explorer.view(side) or (0, 0, 0)
        z, sd = oracle.code(side, index), oracle.sd(side)
        unit = float(np.sqrt((sd**2).mean()))
        pixels_per_sd = unit * 256 * 2**zoom / (2 * explorer.twins[side].half_width)
        return (left - z[0]) / unit * pixels_per_sd, (top - z[1]) / unit * pixels_per_sd, pixels_per_sd

    def together() -> bool:
        ae, vae = offsets("ae"), offsets("vae")
        return ae[2] == pytest.approx(vae[2], rel=1e-3) and ae[:2] == pytest.approx(vae[:2], abs=2)

    eventually(together, "as many sd wide, and at the same place", explorer.page)  # the URL follows when maps rest
    assert offsets("ae")[2] > 200


@pytest.mark.parametrize("leader", SIDES)
def test_neither_map_stops_before_the_other_at_the_edge_of_its_world(
    explorer: Explorer, oracle: Oracle, leader: str
) -> None:
    explorer.open()
    page = explorer.page

    def drag(side: str, pixels: int) -> None:
        x, y = explorer.center(f"#map-{side}")
        page.mouse.move(x - pixels / 2, y + 40)
        page.mouse.down()
        page.mouse.move(x + pixels / 2, y + 40, steps=4)
        page.mouse.up()

    def place() -> np.ndarray:
        views = [explorer.view(side) or (0, 0, 0) for side in SIDES]
        units = [float(np.sqrt((oracle.sd(side) ** 2).mean())) for side in SIDES]
        return np.array([[x / unit, y / unit] for (x, y, _), unit in zip(views, units, strict=True)])

    drag(leader, 20)
    eventually(lambda: None not in (explorer.view("ae"), explorer.view("vae")), "both have moved", page)
    start = place()
    for _ in range(4):
        drag(leader, 300)

    def together() -> bool:
        """Beyond the VAE's own world, and as many sd in both."""
        (ae, _), (vae, _) = place() - start
        return bool(ae < -0.5 and np.isclose(ae, vae, atol=0.02))

    eventually(together, "both move as far", page)


def test_maps_that_are_not_linked_stay(explorer: Explorer) -> None:
    explorer.open("#link=0")
    explorer.page.mouse.move(*explorer.place("#map-ae", 0.5, 0.5))
    explorer.wheel_zoom(-480)
    eventually(lambda: explorer.view("ae") is not None, "one has moved", explorer.page)
    explorer.page.wait_for_timeout(400)
    assert explorer.view("vae") is None
    vae = explorer.find("#decoded-twin").get_attribute("data-z")
    explorer.page.mouse.move(*explorer.place("#map-ae", 0.3, 0.4))
    explorer.page.wait_for_timeout(200)
    assert explorer.find("#decoded-twin").get_attribute("data-z") == vae


def test_one_cursor_is_at_the_same_place_of_both_screens(explorer: Explorer) -> None:
    explorer.open()
    for across, down in ((0.4, 0.5), (0.55, 0.35)):
        explorer.page.mouse.move(*explorer.place("#map-ae", across, down))
        for side in SIDES:
            explorer.pin_is_at(side, explorer.place(f"#map-{side}", across, down))
    twin = [float(part) for part in (explorer.find("#decoded-twin").get_attribute("data-z") or "").split(",")]
    assert explorer.pixels("#decoded-twin") == pytest.approx(explorer.decode("vae", twin), abs=1)


def test_a_click_on_a_code_takes_its_digit_into_both_worlds(explorer: Explorer, oracle: Oracle) -> None:
    middle, zoom = np.array([-3.2, 2.5]), 3
    explorer.open(f"#ae={middle[0]},{middle[1]}&vae=0.5,0.5&label=0&mapae={middle[0]},{middle[1]},{zoom}&link=0")
    codes = explorer.http.get("/api/models/ae-2d/codes").json()["codes"]
    x, y, width, height = explorer.box("#map-ae")
    scale = 256 * 2**zoom / (2 * explorer.twins["ae"].half_width)
    zeros = [(np.array(code["mu"]) - middle) * scale for code in codes if code["label"] == 0]
    right, up = next(offset for offset in zeros if abs(offset[0]) < width / 3 and abs(offset[1]) < height / 3)
    place = (x + width / 2 + right, y + height / 2 - up)
    explorer.page.mouse.move(*place)
    expect(explorer.find("#map-ae")).to_have_class(re.compile("over-code"))
    explorer.page.mouse.click(*place)
    eventually(lambda: codes[int(explorer.state("digit") or 0)]["label"] == 0, "a digit is taken", explorer.page)
    taken = int(explorer.state("digit") or "")
    assert np.linalg.norm((oracle.code("ae", taken) - middle) * scale - (right, up)) < 8

    def stands(side: str) -> bool:
        z = [float(part) for part in (explorer.state(side) or "0,0").split(",")]
        return bool(np.allclose(z, oracle.code(side, taken), atol=1e-3))

    eventually(lambda: stands("ae") and stands("vae"), "it stands in both", explorer.page)


def test_likeness_is_said_of_the_digit_while_it_is_in_sight_else_of_the_middle(
    explorer: Explorer, oracle: Oracle
) -> None:
    def agrees(side: str, z: list[float]) -> None:
        at = ",".join(map(str, z))
        found = explorer.http.get(f"/api/models/{explorer.twins[side].id}/likeness", params={"at": at}).json()["alike"]
        told = explorer.find(f"#alike-{side}")
        eventually(
            lambda: float(told.get_attribute("data-alike") or 0) == pytest.approx(found, rel=0.02),
            f"likeness of {side} at {at}",
            explorer.page,
        )

    explorer.open("#ae=-5,-5&vae=1.5,1.5&mapae=-5,-5,4&mapvae=1.5,1.5,4&link=0")
    agrees("ae", [-5, -5])
    agrees("vae", [1.5, 1.5])
    expect(explorer.find("#alike-vae")).to_contain_text("In the middle of the map")
    explorer.find("#whole").click()
    index = int(explorer.state("digit") or "")
    for side in SIDES:
        agrees(side, oracle.code(side, index).tolist())
        expect(explorer.find(f"#alike-{side}")).to_contain_text("Around your digit")


def test_of_a_digit_in_sight_likeness_is_asked_once_however_the_map_moves(explorer: Explorer) -> None:
    asked: list[str] = []
    explorer.page.on("request", lambda request: asked.append(request.url) if "/likeness" in request.url else None)
    explorer.open()
    for side in SIDES:
        expect(explorer.find(f"#alike-{side}")).to_contain_text("Around your digit")
    told = explorer.find("#alike-vae")
    sentence, count = told.inner_text(), len(asked)
    explorer.page.mouse.move(*explorer.place("#map-vae", 0.5, 0.5))
    explorer.wheel_zoom(-240)
    eventually(lambda: told.inner_text() != sentence, "the zoom that is left changes", explorer.page)
    assert len(asked) == count


def test_a_button_zooms_as_far_as_it_says_and_the_sentence_follows(explorer: Explorer) -> None:
    explorer.open("#link=0")
    for side in SIDES:
        told = explorer.find(f"#alike-{side}")
        told.locator("button").click()
        expect(told).to_contain_text(re.compile("look alike at this zoom|as close as the map goes"))
        expect(told.locator("button")).to_be_hidden()
        expect(explorer.find(f"#map-{side}")).to_be_focused()


def test_another_size_of_the_window_moves_neither_map(explorer: Explorer) -> None:
    """A scroll bar that appears is enough; the maps are linked, yet the one does not follow the other for that."""
    explorer.open("#ae=4,6&mapae=4,6,2&mapvae=0,0,2")
    before = explorer.box("#map-ae")[2]
    explorer.page.set_viewport_size({"width": 1400, "height": 900})
    eventually(lambda: explorer.box("#map-ae")[2] < before, "the maps are narrower", explorer.page)
    explorer.page.wait_for_timeout(500)  # the address names what has rested
    for side, wanted in (("ae", (4, 6, 2)), ("vae", (0, 0, 2))):
        assert explorer.view(side) == pytest.approx(wanted, abs=0.02)
