"""The page is for everyone: names, focus, small screens, both languages, less motion."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Visit
from tests.e2e.explorer import Explorer

pytestmark = pytest.mark.e2e
CONTROLS = {"button", "link", "slider", "checkbox", "radio", "textbox", "application", "img"}
# All that Tab should reach, in the order of the document; of the radio buttons only the chosen one.
REACHABLE = """() => [...document.querySelectorAll("a[href], button, input, select, summary, [tabindex='0']")]
    .filter(element => element.checkVisibility() && !element.disabled && element.tabIndex >= 0)
    .filter(element => element.type !== "radio" || element.checked)
    .map((element, i) => (element.dataset.stop = String(i)))"""
FOCUSED = """() => {
    const element = document.activeElement;
    const ring = [element, document.querySelector(`label[for="${element.id}"]`), element.closest("label")]
        .filter(Boolean).map(e => getComputedStyle(e))
        .some(style => (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0));
    const box = (element.labels?.[0] ?? element).getBoundingClientRect();
    const inside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
    const name = element.id || element.className || element.tagName;
    return { stop: element.dataset.stop ?? null, name, ring, inside };
}"""
WIDTHS = (360, 390, 820, 1440)
TOO_WIDE = """() => [...document.querySelectorAll("body *")]
    .filter(e => e.checkVisibility() && !e.closest(".map, .unseen, .skip, svg, math"))
    .map(e => [e, e.getBoundingClientRect()])
    .filter(([, { right, left, width }]) => width && (right > innerWidth + 1 || left < -1))
    .map(([e]) => e.id || e.className || e.tagName)"""


def controls(page: Page) -> list[tuple[str, str]]:
    """Role and name of all that can be used, as assistive technology gets them."""
    nodes: list[dict[str, Any]] = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    found = []
    for node in nodes:
        role = node.get("role", {}).get("value", "").lower()
        focusable = any(p["name"] == "focusable" and p["value"].get("value") for p in node.get("properties", []))
        if not node["ignored"] and (role in CONTROLS or (focusable and role != "rootwebarea")):
            found.append((role, node.get("name", {}).get("value", "").strip()))
    return found


@pytest.mark.parametrize("lang", ["en", "vi"])
def test_whatever_can_be_used_has_a_name_and_no_screen_scrolls_sideways(explorer: Explorer, lang: str) -> None:
    explorer.open(lang=lang)
    assert explorer.find("html").get_attribute("lang") == lang
    found = controls(explorer.page)
    assert len([role for role, _ in found if role == "slider"]) == 5
    assert [role for role, name in found if not name] == []
    for width in WIDTHS:
        explorer.page.set_viewport_size({"width": width, "height": 844})
        explorer.page.wait_for_timeout(120)  # the maps fit themselves anew
        assert explorer.page.evaluate(TOO_WIDE) == [], f"at {width}"
        assert explorer.page.evaluate("document.documentElement.scrollWidth") <= width, f"at {width}"


@pytest.mark.parametrize("lang", ["en", "vi"])
def test_a_phone_shows_the_page_at_its_own_width(phone: Explorer, lang: str) -> None:
    phone.open(lang=lang)
    assert phone.page.evaluate("[innerWidth, visualViewport.scale]") == [390, 1]
    order = ["digit", "encoder", "maps", "experiments-panel"]
    tops = [phone.box(f"#{part}")[1] for part in order]
    assert tops == sorted(tops), "as the data flows"


def test_the_language_follows_the_browser(visit: Visit) -> None:
    visitor = visit(locale="vi-VN").open(lang="")
    assert visitor.find("html").get_attribute("lang") == "vi"
    assert visitor.page.title() != visit(locale="en-GB").open(lang="").page.title()


def test_tab_goes_through_the_page_in_order_and_is_seen(explorer: Explorer) -> None:
    explorer.open()
    for side in ("ae", "vae"):  # what is said of the neighbours, with a button, comes last
        expect(explorer.find(f"#alike-{side}")).to_have_attribute("data-alike", re.compile("."))
    stops = explorer.page.evaluate(REACHABLE)
    visited = []
    for _ in stops:
        explorer.page.keyboard.press("Tab")
        focused = explorer.page.evaluate(FOCUSED)
        visited.append(focused["stop"])
        assert focused["ring"], f"focus is seen on {focused['name']}"
        assert focused["inside"], f"{focused['name']} is in sight"
    assert len(stops) > 40
    assert visited == stops


def test_the_first_tab_skips_to_the_maps(explorer: Explorer) -> None:
    explorer.open()
    explorer.page.evaluate("window.kept = true")
    explorer.page.keyboard.press("Tab")
    explorer.page.keyboard.press("Enter")
    explorer.page.wait_for_timeout(300)
    assert explorer.page.evaluate("window.kept"), "the page is not loaded anew"
    assert explorer.page.evaluate("document.querySelector('#maps').contains(document.activeElement)")


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_less_motion_where_it_is_asked_for(visit: Visit, motion: str) -> None:
    visitor = visit(reduced_motion=motion).open()
    pin = visitor.find("#map-vae .pin").get_attribute("class") or ""
    assert ("leaflet-zoom-animated" in pin) == (motion == "no-preference")
    z = visitor.settled_z()
    visitor.page.mouse.move(*visitor.place("#map-vae", 0.4, 0.6))
    visitor.z_leaves(z)


def test_a_drag_and_what_it_changes_are_in_sight_together(explorer: Explorer) -> None:
    explorer.open()
    for part in ("#decoded", "input[data-z='0']", "input[data-z='1']", "#map-ae", "#map-vae"):
        x, y, width, height = explorer.box(part)
        assert x >= 0 and y >= 0 and x + width <= 1440 and y + height <= 900, part


@pytest.mark.parametrize("lang", ["en", "vi"])
def test_no_text_shows_what_only_a_program_should_see(explorer: Explorer, lang: str) -> None:
    explorer.open(lang=lang)
    text = explorer.page.locator("body").inner_text()
    assert not re.search(r"undefined|null|NaN|\[object|\{\w+\}", text), text
    everything = explorer.find("main").text_content() or ""
    assert re.findall(r".{12}\d\s+%", everything) == [], "a percent sign follows its number"
