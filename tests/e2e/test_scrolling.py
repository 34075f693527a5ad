"""Whoever comes to a map or the pad can always leave it: by wheel, and by finger on a phone held sideways."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Visit
from tests.e2e.explorer import Explorer, eventually

pytestmark = pytest.mark.e2e
PHONES = [(844, 390), (667, 375), (568, 320), (390, 844)]
# The height of the largest band of the screen whose middle leaves a finger's move to the page, wherever it is scrolled.
LEAST_BAND = """() => {
    const isFree = (x, y) => {
        for (let at = document.elementFromPoint(x, y); at; at = at.parentElement) {
            const touch = getComputedStyle(at).touchAction;
            if (touch !== "auto" && !/pan-y|manipulation/.test(touch)) return false;
        }
        return true;
    };
    const bandAt = (top) => {
        scrollTo({ top, behavior: "instant" });
        let [longest, band] = [0, 0];
        for (let y = 2; y < innerHeight; y += 4) {
            band = [0.25, 0.75].some((part) => isFree(part * innerWidth, y)) ? band + 4 : 0;
            longest = Math.max(longest, band);
        }
        return longest;
    };
    const end = document.documentElement.scrollHeight - innerHeight;
    return Math.min(...Array.from({ length: Math.ceil(end / 30) }, (_, i) => bandAt(30 * i)));
}"""
FINGER = 44  # px


@pytest.mark.parametrize("size", PHONES, ids=str)
def test_there_is_always_a_place_to_scroll_the_page_by(visit: Visit, size: tuple[int, int]) -> None:
    width, height = size
    how: dict[str, Any] = {"viewport": {"width": width, "height": height}, "has_touch": True, "is_mobile": True}
    visitor = visit(**how).open()
    assert visitor.page.evaluate(LEAST_BAND) >= FINGER


def test_the_wheel_alone_scrolls_the_page_and_with_ctrl_zooms_the_map(explorer: Explorer) -> None:
    explorer.open()
    page, hint = explorer.page, explorer.find("#map-vae .wheel-hint")
    page.mouse.move(*explorer.place("#map-vae", 0.4, 0.5))
    page.mouse.wheel(0, 120)
    eventually(lambda: page.evaluate("scrollY") > 60, "the page scrolls", page)
    expect(hint).to_be_visible()
    expect(hint).to_have_text("Ctrl + wheel zooms the map")
    assert explorer.view("vae") is None
    expect(hint).to_be_hidden()
    scrolled = page.evaluate("scrollY")
    explorer.wheel_zoom(-240)
    eventually(lambda: explorer.view("vae") is not None, "the map zooms", page)
    assert page.evaluate("[scrollY, visualViewport.scale, devicePixelRatio]") == [scrolled, 1, 1]
    expect(hint).to_be_hidden()
