"""What a visitor with a slow network sees: what is waited for, and the first digit before all that can follow it."""

import re

import pytest
from playwright.sync_api import Route, expect

from latent_explorer.app.http.i18n import catalogue
from tests.e2e.explorer import Explorer, eventually

pytestmark = pytest.mark.e2e


def hold(explorer: Explorer, pattern: str) -> list[Route]:
    """Requests that are kept waiting."""
    held: list[Route] = []
    explorer.page.route(re.compile(pattern), lambda route: held.append(route))
    return held


def test_the_page_says_what_it_waits_for_until_it_has_begun(explorer: Explorer) -> None:
    texts, said = catalogue("vi"), explorer.find("#connection")
    script, codes = hold(explorer, r"/page\.js$"), hold(explorer, "/codes$")
    explorer.page.goto(f"{explorer.address}/?lang=vi", wait_until="commit")
    expect(said).to_be_visible()
    expect(said).to_have_text(texts["connection.page"])
    expect(said).to_have_role("status")
    eventually(lambda: len(script) == 1, "the script is asked for", explorer.page)
    script[0].continue_()
    expect(said).to_have_text(texts["connection.digit"])
    eventually(lambda: len(codes) == 2, "both models' codes are asked for", explorer.page)
    for request in codes:
        request.continue_()
    explorer.ready()
    expect(said).to_be_hidden()


def test_the_digit_is_explained_before_the_gallerys_pictures_come(explorer: Explorer) -> None:
    sprite = hold(explorer, r"/sample\.png$")
    explorer.open()
    expect(explorer.find("#judge")).to_have_attribute("aria-label", re.compile("3"))
    expect(explorer.find("#terms")).to_contain_text(re.compile(r"\d"))
    eventually(lambda: len(sprite) == 1, "the pictures are asked for", explorer.page)
    blank = explorer.all_pixels("#gallery canvas")
    assert len(set(blank)) == 1
    sprite[0].continue_()
    eventually(lambda: len(set(explorer.all_pixels("#gallery canvas"))) == len(blank), "ten digits", explorer.page)


def test_a_visit_asks_for_each_thing_once(explorer: Explorer) -> None:
    asked: list[str] = []
    explorer.page.on("request", lambda request: asked.append(f"{request.method} {request.url}"))
    explorer.open()
    # The engine's script stands for each of its two Workers, and comes once.
    once = [what for what in asked if re.search(r"page\.js$|theme\.js$|\.css$|/api/models$|/codes$|/api/encode", what)]
    assert sorted(once) == sorted(set(once)) and len([what for what in once if what.endswith((".js", ".css"))]) == 3
