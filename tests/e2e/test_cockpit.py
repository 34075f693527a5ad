"""The story that the page tells, on the shipped twins: each number against what the server's API gives to anyone."""

import re

import numpy as np
import pytest
from playwright.sync_api import WebSocketRoute, expect

from tests.e2e.cockpit import STEPS, Codes, Oracle, kept, meter
from tests.e2e.explorer import SIDES, Explorer, eventually, number
from tests.e2e.fingers import Fingers

pytestmark = pytest.mark.e2e
TOLERANCES = {"apart": 0.006, "change": 0.0006, "feature": 0.06, "stretch": 0.06, "steepest": 0.06, "jump": 0.06}


@pytest.fixture
def oracle(explorer: Explorer) -> Oracle:
    return Oracle(explorer.http)


def pick(explorer: Explorer, label: int, oracle: Oracle) -> int:
    """Take the gallery's first digit of a class, until it stands in the VAE; gives its place in the sample."""
    button = explorer.find(f"#gallery button[aria-label^='A {label}']").first
    button.click()
    index = int(button.get_attribute("data-index") or "")
    explorer.z_becomes(oracle.code("vae", index).tolist(), 1e-3)
    eventually(lambda: explorer.state("digit") == str(index), "the digit is in the URL", explorer.page)
    return index


def counts(explorer: Explorer, selector: str) -> tuple[int, int]:
    """The two numbers of "15 of 16"."""
    found = re.search(r"(\d+)\D+(\d+)", explorer.find(selector).inner_text())
    return (int(found[1]), int(found[2])) if found else (-1, -1)


def counts_become(explorer: Explorer, selector: str, wanted: tuple[int, int]) -> None:
    eventually(lambda: counts(explorer, selector) == wanted, f"{selector} says {wanted}", explorer.page)


def figures(explorer: Explorer, side: str) -> dict[str, float]:
    """What stands below a film."""
    spans = explorer.find(f"#film-{side} [data-figure]").all()
    return {span.get_attribute("data-figure") or "": number(span.locator("b").inner_text()) for span in spans}


def meter_leaves(explorer: Explorer, side: str, before: dict[str, float]) -> None:
    eventually(lambda: figures(explorer, side) != before, f"the meter of {side} follows", explorer.page)


def agree(explorer: Explorer, side: str, expected: dict[str, float]) -> None:
    def same() -> bool:
        shown = figures(explorer, side)
        return shown.keys() == expected.keys() and all(
            abs(shown[name] - expected[name]) <= tolerance + 1e-3 * expected[name]
            for name, tolerance in TOLERANCES.items()
        )

    eventually(same, f"{figures(explorer, side)} is {expected}", explorer.page)


def test_the_story(explorer: Explorer, oracle: Oracle) -> None:
    explorer.open()
    index = pick(explorer, 3, oracle)
    codes = {side: oracle.code(side, index) for side in SIDES}

    # Step away: the counts differ, and are those of the judge.
    explorer.find("#distance").fill("0.12")
    rings = {side: oracle.ring(side, codes[side], 0.12) for side in SIDES}
    for side in SIDES:
        wanted = (kept(rings[side]), 16)
        counts_become(explorer, f"#ring-told-{side} .count", wanted)
        labels = [int(text) for text in explorer.find(f"#ring-{side} .cell b").all_inner_texts()]
        assert labels == rings[side]["label"].tolist()
        assert explorer.find(f"#ring-{side} .lost").count() == 16 - kept(rings[side])
        assert explorer.find(f"#map-{side} .ring-lost").count() == 16 - kept(rings[side])
        changed = explorer.find(f"#ring-told-{side} .note").inner_text()
        assert number((re.search(r"[\d.]+", changed) or [""])[0]) == pytest.approx(
            100 * rings[side]["changed"][1:].mean(), abs=0.06
        )
    assert kept(rings["ae"]) < kept(rings["vae"]), "the point of it all"
    told = f"VAE: {kept(rings['vae'])} of 16 neighbours are still a 3; autoencoder: {kept(rings['ae'])} of 16"
    expect(explorer.find("#told")).to_contain_text(told)

    # Two pins: the digit, and another that is taken to be B.
    explorer.find("#tab-walk").click()
    explorer.find("#pin-a").click()
    other = pick(explorer, 7, oracle)
    explorer.find("#pin-b").click()
    ends = {side: oracle.code(side, other) for side in SIDES}
    lines = {side: oracle.line(side, codes[side], ends[side]) for side in SIDES}
    for side in SIDES:
        agree(explorer, side, meter(lines[side], oracle.sd(side)))

    # Walk: play goes to the end, where the decoder shows B in both.
    explorer.find("#play").click()
    eventually(lambda: explorer.find("#scrub").input_value() == str(STEPS), "the walk ends", explorer.page)
    explorer.z_becomes(ends["vae"].tolist(), 1e-3)
    assert explorer.find("#decoded-twin").get_attribute("data-z") is not None
    twin = [float(part) for part in (explorer.find("#decoded-twin").get_attribute("data-z") or "").split(",")]
    assert twin == pytest.approx(ends["ae"].tolist(), abs=1e-3)

    # Evenly: the largest step comes nearer to the mean one.
    explorer.find("#path").select_option("even")
    for side in SIDES:
        even = oracle.line(side, codes[side], ends[side], evenly=True)
        expected = meter(even, oracle.sd(side))
        agree(explorer, side, expected)
        assert expected["jump"] < meter(lines[side], oracle.sd(side))["jump"]

    # Layers: what is painted under the pin is what the judge reads there.
    explorer.find("#layer").select_option("labels")
    for side in SIDES:
        expect(explorer.find(f"#map-{side} .readout")).to_contain_text(re.compile(r"the judge reads a \d"))
    explorer.find("#layer").select_option("")

    # Draws from the prior, then from what is fitted to the codes.
    explorer.find("#tab-prior").click()
    for fitted in (False, True):
        explorer.find(f"input[name=fit][value='{int(fitted)}']").check(force=True)
        for side in SIDES:
            draws = oracle.draws(side, 64, 0, fitted)
            sure = (int((draws["confidence"] >= 0.9).sum()), 64)
            counts_become(explorer, f"#prior-told-{side} .count", sure)
            assert explorer.find(f"#wall-{side} .unsure").count() == 64 - sure[0]
            assert explorer.find(f"#map-{side} .drawn").count() == 64
    expect(explorer.find("#told")).to_contain_text("Of 64 draws the judge is sure of")


def test_pins_are_dragged_and_the_other_world_follows(explorer: Explorer, oracle: Oracle) -> None:
    explorer.open("#tab=walk")
    before = [explorer.center(f"#map-{side} .end-b") for side in SIDES]
    eventually(lambda: len(figures(explorer, "ae")) == 6, "the meter is there", explorer.page)
    apart = figures(explorer, "ae")["apart"]
    explorer.page.mouse.move(*before[1])
    explorer.page.mouse.down()
    explorer.page.mouse.move(before[1][0] + 40, before[1][1] - 30, steps=8)
    explorer.page.mouse.up()
    after = [explorer.center(f"#map-{side} .end-b") for side in SIDES]
    for (x, y), (left, top) in zip(before, after, strict=True):
        assert left - x == pytest.approx(40, abs=2.5) and top - y == pytest.approx(-30, abs=2.5)
    eventually(lambda: figures(explorer, "ae")["apart"] != apart, "and the meter is live", explorer.page)
    eventually(lambda: explorer.state("pinsae") is not None, "and the URL holds the pins", explorer.page)
    for side in SIDES:
        a, b = pins(explorer, side)
        agree(explorer, side, meter(oracle.line(side, a, b), oracle.sd(side)))


def pins(explorer: Explorer, side: str) -> tuple[Codes, Codes]:
    """Both pins of a side, as the URL has them."""
    values = np.array([float(part) for part in (explorer.state(f"pins{side}") or "").split(",")])
    return values[:2], values[2:]


def test_pins_that_a_link_puts_beyond_the_world_are_drawn_into_it(explorer: Explorer) -> None:
    explorer.open("#tab=walk&pinsae=1e300,0,0,0&pinsvae=0,0,1,1")
    eventually(lambda: len(figures(explorer, "ae")) == 6, "the meter is there", explorer.page)
    assert 1 < figures(explorer, "ae")["apart"] < 10


def test_draws_that_were_missed_come_when_the_server_is_back(explorer: Explorer, oracle: Oracle) -> None:
    explorer.tolerate("ERR_FAILED|WebSocket")
    sockets: list[WebSocketRoute] = []

    def through(socket: WebSocketRoute) -> None:
        sockets.append(socket)
        socket.connect_to_server()

    explorer.page.route_web_socket(re.compile("/api/live"), through)
    explorer.open("#tab=prior")
    eventually(lambda: counts(explorer, "#prior-told-ae .count")[1] == 64, "draws", explorer.page)
    explorer.page.route("**/sample", lambda route: route.abort())
    explorer.find("#redraw").click()
    expect(explorer.find("#problem")).to_be_visible()
    explorer.page.unroute("**/sample")
    sockets[-1].close(code=1012, reason="restart")
    sure = int((oracle.draws("ae", 64, 1, False)["confidence"] >= 0.9).sum())
    counts_become(explorer, "#prior-told-ae .count", (sure, 64))
    expect(explorer.find("#problem")).to_be_hidden()


def test_a_pin_is_moved_by_keys_alone(explorer: Explorer) -> None:
    explorer.open("#tab=walk")
    eventually(lambda: len(figures(explorer, "vae")) == 6, "the meter is there", explorer.page)
    before = {side: figures(explorer, side) for side in SIDES}
    explorer.find("#map-vae .end-a").focus()
    for _ in range(4):
        explorer.page.keyboard.press("Shift+ArrowLeft")
    for side in SIDES:
        meter_leaves(explorer, side, before[side])
    assert "Pin A" in (explorer.find("#map-vae .end-a").get_attribute("aria-label") or "")


def test_tabs_and_sliders_by_keys_alone(explorer: Explorer) -> None:
    explorer.open()
    explorer.find("#tab-step").focus()
    for name in ("samples", "walk", "prior", "step"):
        explorer.page.keyboard.press("ArrowRight")
        expect(explorer.find(f"#panel-{name}")).to_be_visible()
        assert explorer.find("[role=tabpanel]:visible").count() == 1
        assert explorer.page.evaluate("document.activeElement.id") == f"tab-{name}"
    explorer.find("#distance").focus()
    explorer.page.keyboard.press("End")
    eventually(lambda: explorer.state("r") == "1", "a step of one sd", explorer.page)
    expect(explorer.find("#told")).to_contain_text("neighbours are still")


def test_a_path_is_drawn_with_the_pointer_and_played(explorer: Explorer) -> None:
    explorer.open("#tab=walk")
    line = explorer.find("#map-vae .walk-line")
    eventually(lambda: len(figures(explorer, "vae")) == 6, "the straight walk is there", explorer.page)
    straight = line.get_attribute("d")
    explorer.find("#record").click()
    explorer.page.mouse.move(*explorer.place("#map-vae", 0.3, 0.3))
    explorer.page.mouse.down()
    for across, down in ((0.4, 0.35), (0.5, 0.3), (0.6, 0.5)):
        explorer.page.mouse.move(*explorer.place("#map-vae", across, down), steps=4)
    explorer.page.mouse.up()
    expect(explorer.find("#record")).to_have_attribute("aria-pressed", "false")
    assert explorer.find("#path").input_value() == "drawn"
    eventually(lambda: line.get_attribute("d") != straight, "the drawn one takes its place", explorer.page)
    explorer.page.wait_for_timeout(400)  # the last point's answer
    assert explorer.find("#map-ae .walk-dot").count() == STEPS + 1, "in both worlds"
    explorer.find("#scrub").fill(str(STEPS))
    explorer.pin_is_at("vae", explorer.place("#map-vae", 0.6, 0.5), 2.5)
    view = explorer.view("vae")
    assert view is None, "and the map stayed where it was"


def test_a_path_is_drawn_by_keys_alone(explorer: Explorer) -> None:
    explorer.open("#tab=walk")
    explorer.find("#record").focus()
    explorer.page.keyboard.press("Enter")
    explorer.find("#map-ae").focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowUp"):
        explorer.page.keyboard.press(f"Shift+{key}")
    explorer.find("#record").focus()
    explorer.page.keyboard.press("Enter")
    assert explorer.find("#path").input_value() == "drawn"
    for side in SIDES:
        expect(explorer.find(f"#map-{side} .walk-dot")).to_have_count(STEPS + 1)


@pytest.mark.parametrize("leader", SIDES)
def test_maps_move_together_to_the_same_place_of_the_digit(explorer: Explorer, oracle: Oracle, leader: str) -> None:
    explorer.open()
    index = pick(explorer, 3, oracle)
    x, y = explorer.center(f"#map-{leader} .here")
    explorer.page.mouse.move(x, y)
    for _ in range(8):
        explorer.page.mouse.wheel(0, -240)
        explorer.page.wait_for_timeout(120)
    explorer.page.wait_for_timeout(500)
    eventually(lambda: explorer.view("ae") is not None and explorer.view("vae") is not None, "moved", explorer.page)
    offsets = {}
    for side in SIDES:
        left, top, zoom = explorer.view(side) or (0, 0, 0)
        z, sd = oracle.code(side, index), oracle.sd(side)
        unit = float(np.sqrt(sd.prod()))
        pixels_per_sd = unit * 256 * 2**zoom / (2 * explorer.twins[side].half_width)
        offsets[side] = ((left - z[0]) / unit, (top - z[1]) / unit, pixels_per_sd)
    assert offsets["ae"][2] == pytest.approx(offsets["vae"][2], rel=1e-3), "as many sd wide"
    assert offsets["ae"][2] > 200
    for axis in (0, 1):
        assert offsets["ae"][axis] * offsets["ae"][2] == pytest.approx(offsets["vae"][axis] * offsets["vae"][2], abs=2)


def test_maps_that_are_not_linked_stay(explorer: Explorer) -> None:
    explorer.open("#link=0")
    explorer.page.mouse.move(*explorer.place("#map-ae", 0.5, 0.5))
    explorer.page.mouse.wheel(0, -480)
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


def test_likeness_is_said_for_the_middle_of_each_map(explorer: Explorer) -> None:
    explorer.open("#mapae=1,1,3&mapvae=0.25,0.5,3&link=0")
    for side, at in (("ae", "1,1"), ("vae", "0.25,0.5")):
        found = explorer.http.get(f"/api/models/{explorer.twins[side].id}/likeness", params={"at": at}).json()
        expect(explorer.find(f"#alike-{side}")).to_have_attribute("data-alike", str(found["alike"]))


def test_each_step_by_touch_alone(phone: Explorer) -> None:
    phone.open()
    phone.find("#tab-walk").tap()
    eventually(lambda: len(figures(phone, "vae")) == 6, "the meter is there", phone.page)
    before = figures(phone, "vae")
    phone.find("#map-vae").scroll_into_view_if_needed()
    x, y = phone.center("#map-vae .end-b")
    Fingers(phone.page).glide([(x, y)], [(x - 40, y - 30)])
    eventually(lambda: figures(phone, "vae") != before, "a pin is dragged", phone.page)
    phone.find("#record").tap()
    phone.find("#map-vae").scroll_into_view_if_needed()
    Fingers(phone.page).glide([phone.place("#map-vae", 0.3, 0.3)], [phone.place("#map-vae", 0.6, 0.4)])
    eventually(lambda: phone.find("#path").input_value() == "drawn", "a path is drawn", phone.page)
    phone.page.wait_for_timeout(600)  # the browser takes a tap sooner for the end of the fling
    phone.find("#play").tap()
    eventually(lambda: phone.find("#scrub").input_value() == str(STEPS), "and played", phone.page)
    phone.find("#tab-prior").tap()
    eventually(lambda: counts(phone, "#prior-told-ae .count")[1] == 64, "draws", phone.page)
    phone.find("#redraw").tap()
    eventually(lambda: phone.state("seed") == "1", "and others", phone.page)
