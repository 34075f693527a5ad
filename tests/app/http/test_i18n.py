import re
import string

import numpy as np
import pytest

from latent_explorer.app.errors import STATUS
from latent_explorer.app.http.i18n import LANGUAGES, Language, catalogue, choose, text
from latent_explorer.app.images import normalise
from latent_explorer.app.inference import encoding
from tests.helpers.paths import ROOT

# t(`warning.${code}`) and the like
MADE_OF_PARTS = (
    "warning.",
    "report.",
    "alike.",
    "given.",
    "likelihood.",
    "terms.",
    "error.",
    "live.",
    "language.",
    "step.",
    "knob.",
    "maps.",
    "evidence.",
    "layer.",
    "plane.kind_",
    "meter.",
    "glossary.",
    "samples.note_",
    "picker.alone_",
    "still.",
    "around.",
    "path.",
    "tab.",
    "lesson.",
    "training.",
    "ae",
    "vae",
)


# End the key of a text's form: for other images than digits, without a judge, or of one model by itself.
FORMS = ("@other", "@unjudged", "@lone", "@ae", "@vae")
WORDS = {"item", "items", "an_item", "Item", "Items"}  # which any text may have, without being given them


def placeholders(sentence: str) -> set[str]:
    names = {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}
    return {"label" if name == "read" else name for name in names - WORDS}


def sources(folder: str, ending: str) -> str:
    paths = [p for p in (ROOT / folder).rglob(f"*{ending}") if "vendor" not in p.parts]
    assert paths
    return "\n".join(p.read_text("utf-8") for p in paths)


def used_keys() -> set[str]:
    """The keys that are written out in scripts, in templates and in what a notebook shows."""
    in_notebooks = re.findall(r"\btext\(\w[\w.]*, \"([^\"]+)\"", sources("app/notebook", ".py"))
    in_scripts = re.findall(r"\bt\(\s*[\"']([^\"']+)[\"']", sources("static", ".js"))
    in_templates = re.findall(r"\bt\[\s*[\"']([^\"']+)[\"']\s*\]", sources("templates", ".html"))
    assert in_scripts and in_templates and in_notebooks
    return {*in_scripts, *in_templates, *in_notebooks}


@pytest.mark.parametrize("language", LANGUAGES)
def test_languages_hold_the_same_keys_in_the_same_order(language: Language) -> None:
    assert list(catalogue("en")) == list(catalogue(language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_languages_fill_the_same_placeholders(language: Language) -> None:
    differing = {k for k, v in catalogue("en").items() if placeholders(v) != placeholders(catalogue(language)[k])}
    assert differing == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_empty(language: Language) -> None:
    assert [k for k, v in catalogue(language).items() if v.strip() != v or not v] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_problem_has_a_sentence(language: Language) -> None:
    for code in STATUS:
        assert re.search(r"[.!?]$", catalogue(language)[f"error.{code}"]), code


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_warning_has_a_sentence(language: Language) -> None:
    of_ink = normalise.warnings_of(0.0, True) + normalise.warnings_of(1.0, False)
    unsure = encoding.Judged(np.full(10, 0.1, np.float32), 1.0, 50.0)
    of_figures = encoding.oddities(100.0, None) + encoding.oddities(0.0, unsure)
    keys = {key for key in catalogue(language) if not key.endswith(FORMS)}
    said = {key.removeprefix("warning.") for key in keys if key.startswith("warning.")}
    assert said == {*of_ink, *of_figures}


def test_every_used_key_exists() -> None:
    assert used_keys() - set(catalogue("en")) == set()


def test_every_key_is_used() -> None:
    free = {k for k in catalogue("en") if k.startswith(MADE_OF_PARTS)}
    forms = {f"{key}{form}" for key in catalogue("en") for form in FORMS}
    assert set(catalogue("en")) - free - used_keys() - forms == set()


def test_a_text_s_other_form_takes_nothing_else() -> None:
    texts = catalogue("en")
    forms = {key: key.partition("@")[0] for key in texts if key.endswith(FORMS)}
    assert [key for key, usual in forms.items() if placeholders(texts[key]) - placeholders(texts[usual])] == []


def test_text_fills_its_placeholders() -> None:
    assert "“x”" in text("en", "error.unknown_model", model="x")
    with pytest.raises(KeyError):
        text("en", "error.nonsense")


@pytest.mark.parametrize(
    ("asked", "accept", "chosen"),
    [
        (None, None, "en"),
        ("vi", "en", "vi"),
        ("fr", "vi", "vi"),
        (None, "vi-VN,vi;q=0.9,en;q=0.8", "vi"),
        (None, "fr, en;q=0.5, vi;q=0.4", "en"),
        (None, "en;q=0.3, vi;q=0.9", "vi"),
        (None, "VI", "vi"),
        ("", ",;q=1,", "en"),
    ],
)
def test_choice_of_language(asked: str | None, accept: str | None, chosen: str) -> None:
    assert choose(asked, accept) == chosen
