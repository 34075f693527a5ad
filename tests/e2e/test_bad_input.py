"""What is no digit is refused with a sentence in the visitor's language, and takes nothing away."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from latent_explorer.app.http.i18n import Language, catalogue
from tests.e2e import pictures
from tests.e2e.explorer import Explorer

pytestmark = pytest.mark.e2e


def sentence(lang: Language, key: str) -> re.Pattern[str]:
    """A text of the catalogue, whatever stands where its {placeholders} are."""
    parts = re.split(r"\{\w+\}", catalogue(lang)[key])
    return re.compile("^" + r"[^{}]+".join(map(re.escape, parts)) + "$")


@pytest.mark.parametrize("lang", ["en", "vi"])
def test_a_refusal_says_what_to_do_and_keeps_the_digit(explorer: Explorer, lang: Language, tmp_path: Path) -> None:
    explorer.open(lang=lang)
    explorer.uploaded(pictures.dark_on_white())
    explorer.tolerate(
        r"^console: Failed to load resource: the server responded with a status of 4\d\d .*/api/encode\?[^ ]*\)$"
    )
    digit, posterior = explorer.pixels("#input"), explorer.find("#posterior").inner_text()
    problem = explorer.find("#problem")
    for name, kind, content, key in (
        ("empty.png", "image/png", b"", "error.empty_file"),
        ("notes.txt", "text/plain", b"seven", "error.not_an_image"),
        ("page.png", "image/png", pictures.blank(), "error.blank_image"),
        ("dance.gif", "image/gif", pictures.animation(), "error.animated_image"),
    ):
        explorer.upload(content, name, kind)
        expect(problem).to_have_text(sentence(lang, key))
        expect(problem).to_be_visible()
    assert explorer.pixels("#input") == digit
    assert explorer.find("#posterior").inner_text() == posterior

    large = tmp_path / "large.png"
    with large.open("wb") as file:
        file.truncate(int(explorer.find("#upload").get_attribute("data-max-bytes") or 0) + 1)
    explorer.find("#upload").set_input_files(large)
    expect(problem).to_have_text(sentence(lang, "error.body_too_large"))
    assert explorer.pixels("#input") == digit
    assert explorer.find("body.encoding").count() == 0

    explorer.upload(pictures.dark_on_white(pictures.ONE))
    expect(problem).to_be_hidden()
    assert explorer.pixels("#input") != digit


def test_a_server_that_cannot_be_reached_is_named(explorer: Explorer) -> None:
    explorer.open()
    explorer.tolerate(r"net::ERR_")
    digit = explorer.pixels("#input")
    explorer.page.route("**/api/encode?*", lambda route: route.abort())
    explorer.upload(pictures.dark_on_white())
    expect(explorer.find("#problem")).to_have_text(sentence("en", "error.offline"))
    assert explorer.pixels("#input") == digit
