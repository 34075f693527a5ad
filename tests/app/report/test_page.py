import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from latent_explorer.app.http.i18n import LANGUAGES, Language, catalogue
from latent_explorer.app.report.examine import examine
from latent_explorer.app.report.files import PAGE, RECORD, write_report
from latent_explorer.app.report.record import UNITS, Report, record
from latent_explorer.app.report.sections import PICTURES, ROWS, SYMBOLS, shown, verdicts
from latent_explorer.app.report.words import Words
from latent_explorer.model.codec import Codec
from latent_explorer.model.config import MNIST, Likelihood, Output
from latent_explorer.model.measures import health
from latent_explorer.model.store.checkpoint import load
from tests.app.report.conftest import Deaf, declared, examined
from tests.helpers.linear_vae import NOISE, LinearVae
from tests.helpers.sets import COLOUR, sample_of, train_on


class Parts(HTMLParser):
    """Elements with their attributes, and how they are nested."""

    VOID = frozenset({"meta", "img", "path", "rect", "circle", "br"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID:
            assert self.open.pop() == tag

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.found if name == tag]


def page_of(report: Report, folder: Path, language: Language = "en") -> str:
    write_report(report, folder, language)
    return (folder / PAGE).read_text("utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_one_file_that_loads_and_runs_nothing(report: Report, tmp_path: Path, language: Language) -> None:
    parts = Parts(page_of(report, tmp_path, language))
    assert parts.open == [] and parts.all("html")[0]["lang"] == language
    assert parts.all("script") == parts.all("link") == []
    assert {str(image["src"])[:22] for image in parts.all("img")} == {"data:image/png;base64,"}
    assert not re.search(r"url\(|@import", page_of(report, tmp_path, language))
    policy = next(meta["content"] for meta in parts.all("meta") if "http-equiv" in meta)
    assert policy and policy.startswith("default-src 'none';") and "script" not in policy


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_section_has_its_parts(report: Report, tmp_path: Path, language: Language) -> None:
    html = page_of(report, tmp_path, language)
    parts, texts = Parts(html), catalogue(language)
    assert [section["id"] for section in parts.all("section")] == list(report.health.sections)
    assert {link["href"] for link in parts.all("a") if str(link["href"]).startswith("#")} == {f"#{n}" for n in PICTURES}
    for section in html.split("<section")[1:]:
        assert (
            "<math" in section and texts["report.source"] in section and "https://" in section
        ) or "http://" in section
        assert texts["report.advice"] in section and 'class="badge' in section
    assert all(image["alt"] for image in parts.all("img"))
    assert html.count("<svg") == html.count("<svg viewBox") == html.count("</title>") - 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_placeholder_is_left(report: Report, tmp_path: Path, language: Language) -> None:
    body = re.sub(r"<style>.*?</style>|base64,[^\"]+", "", page_of(report, tmp_path, language), flags=re.DOTALL)
    assert re.findall(r"\{\w*\}|None|\bnan\b|\binf\b", body) == []


def test_a_verdict_is_told_by_a_sign_and_a_word_not_by_colour_alone(report: Report, tmp_path: Path) -> None:
    html = page_of(report, tmp_path)
    for one in shown(report, Words("en", report.codec.images)):
        assert f'<span aria-hidden="true">{one.symbol}</span> {catalogue("en")[f"report.level_{one.level}"]}' in html
    assert len(set(SYMBOLS.values())) == len(SYMBOLS)


def test_the_record_says_what_was_examined_and_how_it_ended(report: Report, tmp_path: Path) -> None:
    write_report(report, tmp_path, "en")
    found = json.loads((tmp_path / RECORD).read_text("utf-8"))
    assert found["model"]["id"] == "linear" and found["model"]["revision"] == "revision"
    assert found["images"] == {"set": "mnist", "count": 60, "source": "sample", "given": 60}
    assert found["seed"] == 0
    assert set(found["versions"]) == {"latent-explorer", "torch", "numpy", "scipy"}
    assert list(found["verdicts"]) == list(found["figures"]) == list(ROWS)
    words = Words("en", report.codec.images)
    assert {name: one["says"] for name, one in found["verdicts"].items()} == verdicts(report, words)
    if report.codec.checkpoint.model.likelihood is None:
        assert found["model"]["beta"] is None and "not declared" in (tmp_path / PAGE).read_text("utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_how_wide_a_gaussian_was_declared_is_said(language: Language, tmp_path: Path, quick: None) -> None:
    html = page_of(examined(declared("gaussian", 1.0)), tmp_path, language)
    assert f"<dd>{Words(language, MNIST).tick(NOISE)}</dd>" in html
    assert json.loads((tmp_path / RECORD).read_text("utf-8"))["model"]["observation_sd"] == NOISE


@pytest.mark.parametrize(
    ("likelihood", "output", "said"),
    [
        ("bernoulli", "unit", True),
        ("bernoulli", "symmetric", True),
        ("bernoulli", "logits", False),
        ("gaussian", "unit", False),
        (None, "unit", False),
    ],
)
def test_pixels_that_are_kept_from_black_and_white_are_told(
    likelihood: Likelihood | None, output: Output, said: bool, tmp_path: Path, quick: None
) -> None:
    report = examined(declared(likelihood, 1.0, output))
    assert ("kept 10⁻⁷ away from 0 and from 1: a pixel that is wrong beyond that costs 16.1 nats" in page_of(
        report, tmp_path
    )) == said  # fmt: skip
    assert ("cách 0 và 1 ít nhất 10⁻⁷" in page_of(report, tmp_path, "vi")) == said


def test_a_model_of_our_own_has_logits(tmp_path: Path, quick: None) -> None:
    codec = Codec(load(train_on(COLOUR, "vae", tmp_path, "own")))
    html = page_of(examine(codec, sample_of(COLOUR).data), tmp_path / "report")
    assert "Bernoulli" in html and "away from 0" not in html


@pytest.mark.parametrize(
    ("vae", "said"),
    [
        (declared("gaussian", None), "asks for. The β of its training was not declared."),
        (declared("gaussian", 0.0), "It was trained with β = 0, which asks for no width of σ"),
        (Deaf(), "there is nothing to compare"),
    ],
    ids=["undeclared", "beta-0", "deaf"],
)
def test_why_a_width_is_not_judged_by_its_beta_is_said(vae: LinearVae, said: str, tmp_path: Path, quick: None) -> None:
    assert said in page_of(examined(vae), tmp_path)


def test_that_not_all_images_were_examined_is_said(
    tmp_path: Path, quick: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "MOST", 40)
    report = examined(LinearVae())
    assert re.search(r"on 40 [\w ]+ of mnist, drawn at random from 60\.", page_of(report, tmp_path))
    assert "lấy ngẫu nhiên trong 60." in page_of(report, tmp_path, "vi")


def test_units_are_of_figures_that_there_are(report: Report) -> None:
    names = {name for section in report.health.sections.values() for name in section.figures}
    if report.codec.checkpoint.model.samples and "fitting_beta" in names:
        assert set(UNITS) - names == {"judge_sure", "label_entropy_nats"}  # there is no judge of these images


def test_two_languages_have_the_same_figures(report: Report) -> None:
    one, two = (
        record(report, Words(language, report.codec.images), verdicts(report, Words(language, report.codec.images)))
        for language in LANGUAGES
    )
    assert one["figures"] == two["figures"] and one["verdicts"] != two["verdicts"]


def test_images_in_colour_keep_their_colours(tmp_path: Path, quick: None) -> None:
    codec = Codec(load(train_on(COLOUR, "vae", tmp_path, "own")))
    html = page_of(examine(codec, sample_of(COLOUR).data), tmp_path / "report")
    assert 'class="strip"' in html and "strip ink" not in html.partition("</style>")[2]


def test_a_name_is_text_and_no_markup(tmp_path: Path, quick: None) -> None:
    """Ids are checked, but what a set calls its images is anybody's."""
    odd = replace(COLOUR, item="<b>", items="<script>alert(1)</script> & co")
    codec = Codec(load(train_on(odd, "vae", tmp_path, "own")))
    html = page_of(examine(codec, sample_of(odd).data), tmp_path / "report")
    assert "<script" not in html and "&lt;script&gt;" in html
