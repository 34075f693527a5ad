"""Where the system chooses the colours (high contrast), what is chosen and what is data stays visible."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Visit
from tests.e2e.explorer import Explorer

pytestmark = pytest.mark.e2e
COLOUR = """([selector, part, property]) => {
    const element = document.querySelector(selector);
    return getComputedStyle(element, part || null)[property];
}"""
CHOSEN = [
    ("#experiments [aria-selected=true]", "#experiments [aria-selected=false]", "backgroundColor"),
    (".controls .switch label:has(:checked)", ".controls .switch label:has(:not(:checked))", "backgroundColor"),
    ("#evidence .switch label:has(:checked)", "#evidence .switch label:has(:not(:checked))", "backgroundColor"),
    ("#gallery [aria-pressed=true]", "#gallery [aria-pressed=false]", "borderTopColor"),
    ("#legend [aria-pressed=true]", "#legend [aria-pressed=false]", "backgroundColor"),
    ("#ring-ae .lost", "#ring-ae .cell:not(.lost, .middle)", "borderTopColor"),
    ("#ring-ae .lost b", "#ring-ae .cell:not(.lost, .middle) b", "backgroundColor"),
]
# Selector, pseudo-element, property.
SEEN = [
    ("#judge .bar.most", "::before", "backgroundColor"),
    (".kl-bars li > i", "", "backgroundColor"),
    (".heat-key > i", "", "backgroundImage"),
    ("#map-vae .pin", "::before", "backgroundColor"),
    ("#map-vae .here", "", "borderTopColor"),
    ("#map-key .key-here", "::before", "backgroundImage"),
    ("#map-key .key-kept", "::before", "backgroundColor"),
    ("#map-key .key-lost", "::before", "backgroundColor"),
    ("#legend button", "", "borderBottomColor"),
]


@pytest.fixture
def visitor(visit: Visit) -> Explorer:
    return visit(forced_colors="active", color_scheme="dark")


def colour(visitor: Explorer, selector: str, part: str, property: str) -> Any:
    return visitor.page.evaluate(COLOUR, [selector, part, property])


def test_what_is_chosen_and_what_is_data_is_seen(visitor: Explorer) -> None:
    visitor.open("#label=3")
    expect(visitor.find("#ring-ae .lost").first).to_be_visible()
    for selector in [name for chosen, other, _ in CHOSEN for name in (chosen, other)] + [name for name, *_ in SEEN]:
        visitor.find(selector).first.wait_for(state="attached")
    alike = [
        chosen
        for chosen, other, property in CHOSEN
        if colour(visitor, chosen, "", property) == colour(visitor, other, "", property)
    ]
    ground = colour(visitor, "body", "", "backgroundColor")
    canvas = {"none", "rgba(0, 0, 0, 0)", "rgb(0, 0, 0)", ground}
    gone = [
        (selector, part) for selector, part, property in SEEN if colour(visitor, selector, part, property) in canvas
    ]
    assert (alike, gone) == ([], [])
    assert colour(visitor, "#legend button", "", "borderBottomColor") != colour(
        visitor, "#legend button + button", "", "borderBottomColor"
    ), "the classes keep their colours"
    assert colour(visitor, "#draw", "", "backgroundColor") == "rgb(255, 255, 255)", "black ink is seen on the pad"
