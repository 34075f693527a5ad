"""Back undoes what was chosen, Forward does it again, and a pasted link is followed: all without loading the page."""

import re

import pytest
from playwright.sync_api import Request, Route, expect

from tests.e2e.explorer import Explorer, eventually
from tests.e2e.pictures import dark_on_white

pytestmark = pytest.mark.e2e

GALLERY = "#gallery [aria-pressed=true]"
NO_HELD_KEY_MS = 100  # choices closer than 50 ms are taken for a key held down, and make one entry


@pytest.fixture
def opened(explorer: Explorer) -> Explorer:
    """The page, which remembers that it was never loaded anew."""
    explorer.open()
    explorer.settled_z()
    explorer.page.evaluate("window.kept = true")
    return explorer


def entries(explorer: Explorer) -> int:
    count: int = explorer.page.evaluate("history.length")
    return count


def go(explorer: Explorer, by: int) -> None:
    explorer.page.evaluate("(by) => history.go(by)", by)


def is_kept(explorer: Explorer) -> bool:
    return bool(explorer.page.evaluate("window.kept === true"))


def test_three_choices_are_undone_by_three_backs_and_done_again(opened: Explorer) -> None:
    first = opened.state("digit")
    code, image = opened.settled_z(), opened.pixels("#input")
    before = entries(opened)
    opened.find("#gallery button[aria-label^='7:']").first.click()
    opened.z_leaves(code)
    seven = opened.settled_z()
    picture = opened.pixels("#input")
    opened.find("#tab-prior").click()
    expect(opened.find("#panel-prior")).to_be_visible()
    opened.page.wait_for_timeout(NO_HELD_KEY_MS)
    opened.find("#layer").select_option("stretch")
    expect(opened.find("#layer-legend")).to_be_visible()
    assert entries(opened) == before + 3

    go(opened, -1)
    expect(opened.find("#layer-shown")).to_be_hidden()
    expect(opened.find("#layer")).to_have_value("")
    go(opened, -1)
    expect(opened.find("#panel-step")).to_be_visible()
    expect(opened.find("#tab-step")).to_have_attribute("aria-selected", "true")
    assert opened.pixels("#input") == picture, "the 7 is still there"
    go(opened, -1)
    opened.z_becomes(code, 1e-3)
    eventually(lambda: opened.pixels("#input") == image, "the first digit is back", opened.page)
    expect(opened.find(GALLERY)).to_have_attribute("data-index", str(first))

    go(opened, 3)
    opened.z_becomes(seven, 1e-3)
    eventually(lambda: opened.pixels("#input") == picture, "the 7 is back", opened.page)
    expect(opened.find("#panel-prior")).to_be_visible()
    expect(opened.find("#layer")).to_have_value("stretch")
    assert is_kept(opened)
    assert entries(opened) == before + 3


def test_another_beta_is_undone(opened: Explorer) -> None:
    opened.find("#beta").press("ArrowRight")
    eventually(lambda: opened.state("model") == "vae-2d-beta-4", "the model is in the URL", opened.page)
    expect(opened.find("body")).not_to_have_class("switching")
    z = opened.settled_z()
    go(opened, -1)
    expect(opened.find("#beta-shown")).to_have_text("1 (vae-2d)")
    expect(opened.find("#beta")).to_have_value("2")
    opened.z_leaves(z)
    assert opened.state("model") is None and is_kept(opened)
    go(opened, 1)
    expect(opened.find("#beta-shown")).to_have_text("4 (vae-2d-beta-4)")
    opened.z_becomes(z, 1e-3)


def test_what_is_dragged_or_turned_makes_no_entry(opened: Explorer) -> None:
    before = entries(opened)
    opened.find("input[data-z='0']").fill("0.5")
    opened.find("#distance").fill("0.31")
    opened.find("#map-vae").press("+")
    opened.find("#map-vae").press("ArrowLeft")
    eventually(lambda: opened.state("r") == "0.31" and bool(opened.state("mapvae")), "it is in the URL", opened.page)
    assert entries(opened) == before
    opened.find("#tab-walk").click()
    go(opened, -1)
    expect(opened.find("#panel-step")).to_be_visible()
    expect(opened.find("#distance")).to_have_value("0.31")
    assert opened.state("mapvae"), "the entry holds what had been turned"


def test_a_digit_of_ones_own_is_undone_and_stands_in_the_fragment_alone(opened: Explorer) -> None:
    before = entries(opened)
    opened.uploaded(dark_on_white())
    own = opened.pixels("#input")
    go(opened, -1)
    expect(opened.find(GALLERY)).to_have_count(1)
    expect(opened.find("#picture")).to_be_hidden()
    assert opened.state("x") is None
    go(opened, 1)
    eventually(lambda: opened.pixels("#input") == own, "the digit of one's own is back", opened.page)
    assert opened.page.evaluate("history.state") is None
    assert "x=" in opened.page.url.partition("#")[2] and "x=" not in opened.page.url.partition("#")[0]
    assert entries(opened) == before + 1 and is_kept(opened)


def test_a_pasted_link_is_followed_without_loading(opened: Explorer) -> None:
    opened.page.evaluate("location.hash = 'tab=samples&t=2&vae=0.75,1.5&ae=3,-2&mapvae=0.5,0.5,2&link=0'")
    expect(opened.find("#panel-samples")).to_be_visible()
    expect(opened.find("#temperature")).to_have_value("2")
    expect(opened.find("#link")).not_to_be_checked()
    opened.z_becomes([0.75, 1.5], 1e-4)
    eventually(lambda: opened.view("vae") is not None, "the view is in the URL", opened.page)
    assert [round(part, 3) for part in opened.view("vae") or ()] == [0.5, 0.5, 2]
    assert is_kept(opened)
    go(opened, -1)
    expect(opened.find("#panel-step")).to_be_visible()
    expect(opened.find("#link")).to_be_checked()


def test_a_pasted_link_may_name_other_models(opened: Explorer) -> None:
    opened.page.evaluate("location.hash = 'model=vae-16d&tab=prior&n=16'")
    expect(opened.find("#sliders input")).to_have_count(16)
    expect(opened.find("#wall-vae canvas")).to_have_count(16)
    go(opened, -1)
    expect(opened.find("#sliders input")).to_have_count(2)
    opened.settled_z()
    assert is_kept(opened)


def test_a_page_that_was_left_comes_back_with_its_history(opened: Explorer) -> None:
    opened.find("#tab-walk").click()
    opened.page.wait_for_timeout(NO_HELD_KEY_MS)
    opened.find("#tab-prior").click()
    opened.page.goto("about:blank")
    opened.page.go_back()
    opened.ready()
    expect(opened.find("#panel-prior")).to_be_visible()
    go(opened, -1)
    expect(opened.find("#panel-walk")).to_be_visible()


def test_forward_takes_back_a_back_whose_models_are_on_their_way(opened: Explorer) -> None:
    opened.find("#beta").press("ArrowRight")
    eventually(lambda: opened.state("model") == "vae-2d-beta-4", "the model is in the URL", opened.page)
    opened.settled_z()
    asked: list[Route] = []
    dropped: list[Request] = []
    opened.page.route(re.compile("/api/models/vae-2d/codes$"), lambda route: asked.append(route))
    opened.page.on("requestfailed", lambda request: dropped.append(request))
    go(opened, -1)
    eventually(lambda: len(asked) == 1, "the model before is asked for", opened.page)
    go(opened, 1)
    eventually(lambda: asked[0].request in dropped, "it is asked for no more", opened.page)
    opened.find("#tab-prior").click()
    eventually(lambda: opened.state("tab") == "prior", "the next choice is in the URL", opened.page)
    assert opened.state("model") == "vae-2d-beta-4"
    expect(opened.find("#beta-shown")).to_have_text("4 (vae-2d-beta-4)")
