"""axe finds nothing amiss in any state of the page, light and dark, in both languages, on a desk and on a phone."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.e2e.axe import THEMES, complaints
from tests.e2e.conftest import DESKTOP, PHONE, Visit
from tests.e2e.explorer import Explorer, eventually
from tests.e2e.pictures import blank, two_digits
from tests.e2e.test_take_along import Taker

pytestmark = pytest.mark.e2e
SCREENS: dict[str, dict[str, Any]] = {"desk": {"viewport": DESKTOP}, "phone": PHONE}


@pytest.mark.parametrize("lang", ["en", "vi"])
@pytest.mark.parametrize("screen", SCREENS)
def test_at_first(visit: Visit, screen: str, lang: str) -> None:
    visitor = visit(**SCREENS[screen]).open(lang=lang)
    visitor.page.wait_for_load_state("networkidle")
    assert complaints(visitor.page) == []


@pytest.mark.parametrize("tab", ["step", "samples", "walk", "prior"])
def test_each_experiment_below_a_layer_and_one_class(explorer: Explorer, tab: str) -> None:
    explorer.open(f"#tab={tab}&layer=labels&label=3")
    explorer.page.wait_for_load_state("networkidle")
    expect(explorer.find(f"#panel-{tab}")).to_be_visible()
    assert complaints(explorer.page) == []


@pytest.mark.parametrize("screen", SCREENS)
def test_what_opens_and_what_is_refused(visit: Visit, screen: str) -> None:
    """The glossary and the maps' keys, an upload's steps with a part to be marked, a refusal, then the dialog."""
    visitor = visit(**SCREENS[screen]).open()
    for name in ("glossary", "map-help"):
        visitor.find(f"#{name} summary").click()
    visitor.uploaded(two_digits())
    visitor.find("#mark").click()
    eventually(lambda: visitor.find("#steps li").count() > 4, "the steps are shown", visitor.page)
    assert complaints(visitor.page) == []
    visitor.upload(blank())
    expect(visitor.find("#problem")).to_be_visible()
    assert complaints(visitor.page) == []
    Taker(visitor)
    assert complaints(visitor.page) == []


@pytest.mark.parametrize("name", ["map", "pair", "decoder", "step", "walk", "evidence"])
def test_in_a_frame(visit: Visit, name: str) -> None:
    visitor = visit(viewport={"width": 960, "height": 600})
    visitor.page.goto(f"{visitor.link()}&embed={name}")
    visitor.page.wait_for_selector("body[data-ready=true]", state="attached")
    visitor.page.wait_for_load_state("networkidle")
    assert complaints(visitor.page) == []


def test_it_does_find_what_is_amiss(explorer: Explorer) -> None:
    explorer.open()
    explorer.find("#take").evaluate("button => button.replaceChildren()")
    found = [line.split(": ")[:3] for line in complaints(explorer.page)]
    assert found == [[theme, "button-name", "#take"] for theme in THEMES]
