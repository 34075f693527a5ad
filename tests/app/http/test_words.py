"""Words of a set's images: the same by the server and by the page, which says them anew for other images."""

import json
import re
import subprocess
from pathlib import Path

import pytest

from latent_explorer.app.http.explorer_page import Linked, render
from latent_explorer.app.http.i18n import LANGUAGES, Language, catalogue
from latent_explorer.app.http.words import digit_words, filled, words_of
from latent_explorer.model.config import MNIST, ImageSet
from latent_explorer.model.config.sprites import SPRITES
from tests.helpers.page_engine import NODE
from tests.helpers.paths import ROOT

OWN = ImageSet("own", side=8, item="orchid", items="orchids", item_vi="hoa lan")
SCRIPT = """
import { wordsOf } from "./static/core/words.js";
console.log(JSON.stringify(wordsOf(JSON.parse(process.argv[1]), process.argv[2])));
"""


def in_page(images: ImageSet, language: Language) -> dict[str, str]:
    arguments = ["--input-type=module", "-e", SCRIPT, json.dumps(vars(images)), language]
    said = subprocess.run([NODE, *arguments], cwd=ROOT, capture_output=True, check=True).stdout
    words: dict[str, str] = json.loads(said)
    return words


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("images", [MNIST, SPRITES, OWN], ids=lambda images: str(images.id))
def test_server_and_page_have_the_same_words(images: ImageSet, language: Language) -> None:
    assert words_of(images, language) == in_page(images, language)


def test_a_vowel_takes_another_article() -> None:
    assert [words_of(images, "en")["an_item"] for images in (MNIST, OWN)] == ["a digit", "an orchid"]


def test_other_placeholders_stay() -> None:
    assert filled({"key": "{item}, {model}"}, {"item": "digit"}) == {"key": "digit, {model}"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_begins_with_digits(language: Language) -> None:
    html = render(language, Linked("digest"), 1, alone=None)
    body = html.partition("<body")[2]
    assert re.findall(r"\{(?:an_)?[Ii]tems?\}|\{side\}|\{pixels\}|\{credit\}", body) == []
    assert filled(catalogue(language), digit_words(language))["digit.title"] in body


def worded() -> set[str]:
    """The keys of the texts that are others for other images."""
    texts = catalogue("en")
    words = "|".join(digit_words("en"))
    return {key for key, text in texts.items() if re.search(rf"\{{({words})\}}", text)} | {
        key.partition("@")[0] for key in texts if "@" in key
    }


@pytest.mark.parametrize("path", sorted((ROOT / "templates").glob("*.html")), ids=lambda path: str(path.stem))
def test_elements_whose_words_change_name_their_text(path: Path) -> None:
    html = path.read_text("utf-8")
    used = set(re.findall(r"t\['([^']+)'\]", html)) & worded()
    named = set(re.findall(r'data-(?:text|name)="([^"]+)"', html))
    assert used - named == set()
