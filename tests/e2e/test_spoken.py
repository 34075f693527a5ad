"""What a screen reader is given: a name for each control, and short values in the page's own numbers."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.explorer import Explorer, eventually
from tests.e2e.pictures import dark_on_white

pytestmark = pytest.mark.e2e

TABS = ("step", "samples", "walk", "prior")
OPERABLE = {
    "button",
    "link",
    "slider",
    "checkbox",
    "radio",
    "combobox",
    "textbox",
    "application",
    "tab",
    "disclosuretriangle",
}
RANGES = """() => [...document.querySelectorAll("input[type=range]")].filter((range) => range.checkVisibility())
    .map((range) => [range.id || `z${range.dataset.z}`, range.getAttribute("aria-valuetext") ?? ""])"""
SHORT = re.compile(r"(β = )?[+−]?\d{1,5}([.,]\d{1,4})?( (sd|độ lệch chuẩn|px|of 32|trên 32)|%)?")
RANGES_IN_2D = {"pen", "z0", "z1", "beta", "opacity", "distance", "temperature", "scrub", "threshold", "thickness"}


def nodes(page: Page) -> list[dict[str, Any]]:
    """The accessibility tree, as a flat list."""
    session = page.context.new_cdp_session(page)
    found: list[dict[str, Any]] = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    return [node for node in found if not node["ignored"]]


def nameless(page: Page) -> list[str]:
    """The roles of the controls on show that have no name."""
    told = [(n.get("role", {}).get("value", "").lower(), n.get("name", {}).get("value", "")) for n in nodes(page)]
    assert len([role for role, _ in told if role in OPERABLE]) > 40
    return [role for role, name in told if role in OPERABLE and not name.strip()]


@pytest.mark.parametrize("lang", ["en", "vi"])
@pytest.mark.parametrize("model", ["vae-2d", "vae-16d"])
def test_every_control_of_every_tab_has_a_name(explorer: Explorer, lang: str, model: str) -> None:
    explorer.open(f"#model={model}&layer=stretch", lang)
    explorer.uploaded(dark_on_white())
    for tab in TABS:
        explorer.find(f"#tab-{tab}").click()
        assert nameless(explorer.page) == [], tab


@pytest.mark.parametrize("lang", ["en", "vi"])
def test_every_range_says_a_short_value_in_the_languages_numbers(explorer: Explorer, lang: str) -> None:
    explorer.open("#layer=stretch&vae=-0.133785754442215,0.4", lang)
    explorer.uploaded(dark_on_white())
    explorer.find("input[data-z='0']").fill("0.731")
    explorer.find("#pen").fill("3.25")
    said: dict[str, str] = {}
    for tab in TABS:
        explorer.find(f"#tab-{tab}").click()
        said |= dict(explorer.page.evaluate(RANGES))
    assert said.keys() == RANGES_IN_2D
    assert {name: text for name, text in said.items() if not SHORT.fullmatch(text)} == {}
    assert said["beta"] == "β = 1"
    assert not [text for text in said.values() if ("." if lang == "vi" else ",") in text]


SPEAKS = """() => {
    window.heard = [];
    for (const region of document.querySelectorAll("[role=status], [aria-live=polite]"))
        new MutationObserver(() => heard.push([region.id, region.textContent]))
            .observe(region, { childList: true, characterData: true, subtree: true });
}"""


def heard(explorer: Explorer, region: str) -> list[str]:
    """What a live region has said since the test began to listen."""
    return [text for name, text in explorer.page.evaluate("heard") if name == region]


@pytest.mark.parametrize(
    ("lang", "wanted"),
    [
        ("en", r"z = \(0\.73; 0\.40\): looks like \d, \d\d?%"),
        ("vi", r"z = \(0,73; 0,40\): trông giống số \d, \d\d?%"),
    ],
)
def test_what_is_seen_at_a_place_is_said_once_it_rests(explorer: Explorer, lang: str, wanted: str) -> None:
    explorer.open("#vae=0.1,0.4", lang)
    eventually(lambda: "0" in explorer.find("#spoken").inner_text(), "the first place is said", explorer.page)
    explorer.page.evaluate(SPEAKS)
    for value in ("0.2", "0.5", "0.73"):
        explorer.find("input[data-z='0']").fill(value)
    eventually(lambda: bool(heard(explorer, "spoken")), "the last is said", explorer.page)
    assert [bool(re.fullmatch(wanted, text)) for text in heard(explorer, "spoken")] == [True], "once"


def test_in_many_dimensions_only_those_that_moved_are_said(explorer: Explorer) -> None:
    explorer.open("#model=vae-16d")
    eventually(lambda: bool(explorer.find("#spoken").inner_text()), "the first place is said", explorer.page)
    explorer.page.evaluate(SPEAKS)
    explorer.find("input[data-z='4']").fill("0.5")
    eventually(lambda: bool(heard(explorer, "spoken")), "the place is said", explorer.page)
    assert re.fullmatch(r"z4 = 0\.50: looks like \d, \d\d?%", heard(explorer, "spoken")[0])


def test_a_new_digits_code_is_one_sentence(explorer: Explorer) -> None:
    explorer.open("#model=vae-16d")
    eventually(lambda: bool(explorer.find("#posterior-told").inner_text()), "the first is said", explorer.page)
    assert explorer.find("#posterior").get_attribute("aria-live") is None
    explorer.page.evaluate(SPEAKS)
    explorer.find("#gallery button[aria-label^='7:']").first.click()
    eventually(lambda: bool(heard(explorer, "posterior-told")), "the new one is said", explorer.page)
    (told,) = heard(explorer, "posterior-told")
    assert re.fullmatch(r"The encoder’s answer in 16 dimensions: .{30,120}\.", told)
    assert len(re.findall(r"\d+\.\d+", told)) == 2, "σ from … to …, and no row of numbers"


def test_headings_that_look_alike_are_told_apart_and_experiments_are_skipped_to(explorer: Explorer) -> None:
    explorer.open()
    explorer.page.wait_for_selector("#posterior h3")
    names = explorer.find("h3").evaluate_all("all => all.map((heading) => heading.textContent.trim())")
    assert len(names) == len(set(names)) > 10
    explorer.page.keyboard.press("Tab")
    explorer.page.keyboard.press("Tab")
    assert explorer.find(".skip:focus").inner_text() == "Skip to the experiments"
    explorer.page.keyboard.press("Enter")
    expect(explorer.find("#tab-step")).to_be_focused()


def test_many_dimensions_say_what_is_missing_and_lead_on(explorer: Explorer) -> None:
    explorer.open("#model=vae-16d")
    expect(explorer.find("#beta-row")).to_contain_text("1 (vae-16d), the only one here")
    expect(explorer.find("#beta")).to_be_hidden()
    explorer.find("#ring-many button").click()
    expect(explorer.find("#panel-prior")).to_be_visible()


def test_more_digits_leave_the_chosen_one(explorer: Explorer) -> None:
    explorer.open()
    chosen = explorer.find("#gallery [aria-pressed=true]").get_attribute("data-index")
    explorer.find("#more").click()
    expect(explorer.find("#gallery [aria-pressed=true]")).to_have_attribute("data-index", chosen or "")


def test_a_place_in_the_other_model_is_said_with_its_name(explorer: Explorer) -> None:
    explorer.open("#vae=0.1,0.4")
    eventually(lambda: bool(explorer.find("#spoken").inner_text()), "the first place is said", explorer.page)
    explorer.page.evaluate(SPEAKS)
    explorer.find("#decoder label.of-ae").click()
    eventually(lambda: bool(heard(explorer, "spoken")), "the other place is said", explorer.page)
    assert re.fullmatch(r"Autoencoder, z = \(.+\): looks like \d, \d\d?%", heard(explorer, "spoken")[0])


def test_headings_say_of_what_their_panels_are(explorer: Explorer) -> None:
    explorer.open()
    headings = [explorer.find(f"#{name}-title").inner_text() for name in ("encoder", "decoder", "terms")]
    assert ["of your digit" in text for text in headings] == [True, False, True]
    assert "at the cursor" in headings[1]
