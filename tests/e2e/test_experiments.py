"""Each experiment by keyboard alone, and by touch alone."""

import pytest
from playwright.sync_api import expect

from tests.e2e.experiments import STEPS, counts, figures
from tests.e2e.explorer import Explorer, eventually
from tests.e2e.fingers import Fingers

pytestmark = pytest.mark.e2e


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


def test_each_step_by_touch_alone(phone: Explorer) -> None:
    phone.open()
    phone.find("#tab-walk").tap()
    eventually(lambda: len(figures(phone, "vae")) == 5, "the meter is there", phone.page)
    before = figures(phone, "vae")
    phone.find("#map-vae").scroll_into_view_if_needed()
    x, y = phone.center("#map-vae .end-b")
    Fingers(phone.page).glide([(x, y)], [(x - 40, y - 30)])
    eventually(lambda: figures(phone, "vae") != before, "a pin is dragged", phone.page)
    phone.find("#record").tap()
    phone.find("#map-vae").scroll_into_view_if_needed()
    Fingers(phone.page).glide([phone.place("#map-vae", 0.3, 0.3)], [phone.place("#map-vae", 0.6, 0.4)])
    eventually(lambda: phone.find("#path").input_value() == "drawn", "a path is drawn", phone.page)
    phone.find("#play").tap()
    eventually(lambda: phone.find("#scrub").input_value() == str(STEPS), "and played", phone.page)
    phone.find("#tab-prior").tap()
    eventually(lambda: counts(phone, "#prior-told-ae .count")[1] == 64, "draws", phone.page)
    phone.find("#redraw").tap()
    eventually(lambda: phone.state("seed") == "1", "and others", phone.page)
