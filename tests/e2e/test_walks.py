"""Pins and walks: dragged, drawn and played, in both worlds at once."""

import numpy as np
import pytest
from playwright.sync_api import expect

from tests.e2e.experiments import STEPS, Codes, Oracle, agree, figures, meter_leaves
from tests.e2e.explorer import SIDES, Explorer, eventually

pytestmark = pytest.mark.e2e


def test_pins_are_dragged_and_the_other_world_follows(explorer: Explorer, oracle: Oracle) -> None:
    explorer.open("#tab=walk")
    before = [explorer.center(f"#map-{side} .end-b") for side in SIDES]
    eventually(lambda: len(figures(explorer, "ae")) == 5, "the meter is there", explorer.page)
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
        agree(explorer, side, oracle.meter(side, a, b))


def pins(explorer: Explorer, side: str) -> tuple[Codes, Codes]:
    """Both pins of a side, as the URL has them."""
    values = np.array([float(part) for part in (explorer.state(f"pins{side}") or "").split(",")])
    return values[:2], values[2:]


def test_pins_that_a_link_puts_beyond_the_world_are_drawn_into_it(explorer: Explorer) -> None:
    explorer.open("#tab=walk&pinsae=1e300,0,0,0&pinsvae=0,0,1,1")
    eventually(lambda: len(figures(explorer, "ae")) == 5, "the meter is there", explorer.page)
    assert 1 < figures(explorer, "ae")["apart"] < 10


def push_pin(explorer: Explorer) -> None:
    """Move pin A by keys, and see both meters follow."""
    before = {side: figures(explorer, side) for side in SIDES}
    explorer.find("#map-vae .end-a").focus()
    for _ in range(4):
        explorer.page.keyboard.press("Shift+ArrowLeft")
    for side in SIDES:
        meter_leaves(explorer, side, before[side])


def test_a_pin_is_moved_by_keys_alone(explorer: Explorer) -> None:
    explorer.open("#tab=walk")
    eventually(lambda: len(figures(explorer, "vae")) == 5, "the meter is there", explorer.page)
    push_pin(explorer)
    assert "Pin A" in (explorer.find("#map-vae .end-a").get_attribute("aria-label") or "")


def test_the_shortest_path_leaves_the_straight_line_that_stays_beside_it(explorer: Explorer) -> None:
    def surveyed() -> bool:
        return all(figures(explorer, side).get("places", 0) > 600 for side in SIDES)

    explorer.open("#tab=walk&path=shortest")
    eventually(surveyed, "the metric is measured", explorer.page)
    for side in SIDES:
        assert figures(explorer, side)["straight"] > 1
        assert (explorer.find(f"#map-{side} .walk-beside").get_attribute("d") or "").count("L") == 1
    push_pin(explorer)
    for side in SIDES:
        expect(explorer.find(f"#map-{side} .walk-dot")).to_have_count(STEPS + 1)
    expect(explorer.find("#overshoot")).to_be_disabled()
    explorer.find("#path").select_option("straight")
    eventually(lambda: "straight" not in figures(explorer, "ae"), "and is told no more", explorer.page)
    assert "L" not in (explorer.find("#map-vae .walk-beside").get_attribute("d") or "")


def test_a_path_is_drawn_with_the_pointer_and_played(explorer: Explorer) -> None:
    explorer.open("#tab=walk")
    line = explorer.find("#map-vae .walk-line")
    eventually(lambda: len(figures(explorer, "vae")) == 5, "the straight walk is there", explorer.page)
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
    expect(explorer.find("#map-ae .walk-dot")).to_have_count(STEPS + 1)  # in both worlds
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


def test_what_is_decoded_stands_where_the_walk_does(explorer: Explorer, oracle: Oracle) -> None:
    explorer.open("#tab=walk")
    eventually(lambda: len(figures(explorer, "vae")) == 5, "the walk is there", explorer.page)
    at_first = explorer.settled_z()
    explorer.find("#scrub").fill(str(STEPS))
    b = explorer.z_leaves(at_first)
    explorer.find("#map-vae .end-b").focus()
    explorer.page.keyboard.press("Shift+ArrowUp")
    moved = explorer.z_leaves(b)
    eventually(lambda: explorer.state("pinsvae") is not None, "the URL holds the pins", explorer.page)
    assert moved == pytest.approx(pins(explorer, "vae")[1].tolist(), abs=1e-3), "it follows the pin that it stands at"
    explorer.find("#gallery button[aria-label^='0:']").first.click()
    expect(explorer.find("#scrub")).to_have_value("0")


def test_a_drawn_walk_has_figures_of_its_own_and_its_pins_theirs(explorer: Explorer, oracle: Oracle) -> None:
    explorer.open("#tab=walk")
    eventually(lambda: len(figures(explorer, "vae")) == 5, "the walk is there", explorer.page)
    before = figures(explorer, "vae")
    explorer.find("#record").click()
    explorer.page.mouse.move(*explorer.center("#map-vae .end-a"))  # where a path may well begin
    explorer.page.mouse.down()
    explorer.page.mouse.move(*explorer.place("#map-vae", 0.2, 0.6), steps=6)
    explorer.page.mouse.up()
    expect(explorer.find("#scrub-shown")).to_have_text(f"{STEPS} of {STEPS}")
    eventually(lambda: figures(explorer, "vae")["stretch"] != before["stretch"], "the walk's figures", explorer.page)
    after = figures(explorer, "vae")
    assert {name: after[name] for name in ("apart", "change", "feature")} == {
        name: before[name] for name in ("apart", "change", "feature")
    }
    explorer.pin_is_at("vae", explorer.place("#map-vae", 0.2, 0.6), 2.5)


def draw(explorer: Explorer, *places: tuple[float, float]) -> None:
    """A path through places of the VAE's map, as a hand draws one: it rests where it begins."""
    explorer.find("#record").click()
    explorer.page.mouse.move(*places[0])
    explorer.page.mouse.down()
    explorer.page.mouse.move(*places[0])
    for place in places[1:]:
        explorer.page.mouse.move(*place, steps=5)
    explorer.page.mouse.up()


def test_a_hand_that_rests_draws_a_path_all_the_same(explorer: Explorer) -> None:
    explorer.open("#tab=walk")
    draw(explorer, explorer.place("#map-vae", 0.2, 0.2), explorer.place("#map-vae", 0.2, 0.7))
    eventually(lambda: (explorer.state("path") or "") == "drawn", "a path is drawn", explorer.page)
    explorer.page.wait_for_timeout(300)
    line = explorer.find("#map-vae .walk-line").get_attribute("d") or ""
    assert "NaN" not in line and "L" in line
    expect(explorer.find("#connection")).to_be_hidden()
    explorer.find("#path").select_option("straight")
    eventually(lambda: explorer.find("#map-vae .walk-line").get_attribute("d") != line, "and left", explorer.page)


def test_a_path_that_ends_on_a_dot_takes_no_digit(explorer: Explorer, oracle: Oracle) -> None:
    explorer.open("#tab=walk&digit=5")
    dot = explorer.center("#map-vae .end-b")  # a digit of the sample
    draw(explorer, explorer.place("#map-vae", 0.2, 0.2), dot)
    explorer.page.wait_for_timeout(500)
    assert explorer.state("digit") == "5"
    expect(explorer.find("#scrub")).to_have_value(str(STEPS))
    elsewhere = explorer.place("#map-vae", 0.05, 0.95)
    explorer.page.mouse.click(*elsewhere)  # a click after it is one again
    explorer.find("#play").hover()
    explorer.pin_is_at("vae", elsewhere)


def test_a_path_by_keys_has_every_step(explorer: Explorer) -> None:
    explorer.open("#tab=walk")
    start = explorer.settled_z()
    explorer.find("#map-vae").focus()
    for _ in range(8):
        explorer.page.keyboard.press("ArrowLeft")
    far = explorer.z_leaves(start)[0] - start[0]
    explorer.open("#tab=walk")
    explorer.find("#record").click()
    explorer.find("#map-vae").focus()
    for _ in range(8):
        explorer.page.keyboard.press("ArrowLeft")
        explorer.page.wait_for_timeout(30)
    explorer.page.wait_for_timeout(300)
    assert explorer.settled_z()[0] - start[0] == pytest.approx(far, rel=0.01)
    explorer.find("#play").click()
    expect(explorer.find("#record")).to_have_attribute("aria-pressed", "false")


def test_z_stays_where_the_visitor_moved_it(explorer: Explorer) -> None:
    explorer.open("#tab=walk")
    eventually(lambda: len(figures(explorer, "vae")) == 5, "the walk is there", explorer.page)
    explorer.find("#scrub").fill("16")
    explorer.find("#map-vae").focus()
    z = explorer.settled_z()
    explorer.page.keyboard.press("Shift+ArrowUp")
    moved = explorer.z_leaves(z)
    explorer.find("#tab-step").click()
    explorer.find("#tab-walk").click()
    explorer.find("#path").select_option("even")
    explorer.page.wait_for_timeout(500)
    assert explorer.settled_z() == moved
