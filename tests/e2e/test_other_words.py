"""Other images than MNIST's have words and classes of their own, and nothing that they lack; the lesson is MNIST's."""

import io
import json
import re

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Route, expect

from latent_explorer.app.images.fitted import fitted
from latent_explorer.app.images.normalise import Knobs
from latent_explorer.model.config import ImageSet
from tests.e2e.explorer import Explorer, eventually
from tests.e2e.test_other_sets import SETS, TABS, painted, server, visitor
from tests.helpers.worlds import NAMELESS, PAINTINGS, SHAPES

__all__ = ["server", "visitor"]  # fixtures
pytestmark = [pytest.mark.e2e, pytest.mark.slow]
OF_DIGITS = re.compile(r"\bdigits?\b|\bpens?\b|\bink\b|MNIST|chữ số|\bbút\b|\bmực\b", re.IGNORECASE)
OF_JUDGE = re.compile(r"\bthe judge\b|\blabels?\b|\bread as\b", re.IGNORECASE)


def said(visitor: Explorer) -> str:
    """All that the page shows, and what it says to a screen reader."""
    names = "all => all.map((one) => one.ariaLabel).filter(Boolean).join(' ')"
    shown = visitor.find("main :visible").evaluate_all(names)
    return f"{visitor.find('main').inner_text()} {visitor.find('footer').inner_text()} {shown}"


@pytest.mark.parametrize("language", ["en", "vi"])
@pytest.mark.parametrize("name", SETS)
def test_no_word_of_digits_is_said_of_others(name: str, language: str, visitor: Explorer) -> None:
    for tab in TABS:
        visitor.open(f"#model=vae-{name}&tab={tab}&layer=nearest", lang=language)
        expect(visitor.find(f"#panel-{tab} canvas").first).to_be_visible()
        assert OF_DIGITS.findall(said(visitor)) == []
    expected = {"en": f"Your {SETS[name].item}", "vi": f"{SETS[name].item_vi.capitalize()} của bạn"}
    expect(visitor.find("#digit-title")).to_contain_text(expected[language])


def test_classes_are_called_by_their_names_which_are_no_markup(visitor: Explorer) -> None:
    visitor.open("#model=vae-shapes&tab=prior&layer=labels")
    expect(visitor.find("#legend button")).to_have_text(["heart", "star ‹b›"])
    expect(visitor.find("#judge .bar")).to_have_count(2)
    expect(visitor.find("#about")).to_contain_text(re.compile(r"reads (heart|star ‹b›) \("))
    expect(visitor.find("#panel-prior .histogram").first).to_have_attribute("aria-label", re.compile("class came"))
    visitor.find("#legend button").first.click()
    eventually(lambda: visitor.state("label") == "0", "the link names the class", visitor.page)


def test_without_a_judge_or_labels_nothing_is_said_of_them(visitor: Explorer) -> None:
    visitor.open("#model=vae-nameless&layer=labels&label=3")
    for part in ("#judge", "#legend", "#draw", "#pen", "#layer-shown"):
        expect(visitor.find(part)).to_be_hidden()
    expect(visitor.find("#layer option[value=labels]")).to_be_disabled()
    expect(visitor.find("#gallery button")).to_have_count(10)
    for tab in TABS:
        visitor.find(f"#tab-{tab}").click()
        expect(visitor.find(f"#panel-{tab} canvas").first).to_be_visible()
        text = visitor.find("#digit").inner_text() + visitor.find(f"#panel-{tab}").inner_text()
        assert OF_JUDGE.findall(text) == []
        for part in ("#map-key .key-kept", "#map-key .key-lost", "#panel-step .bars"):
            expect(visitor.find(part)).to_be_hidden()


def renamed(visitor: Explorer, name: str, *classes: str) -> None:
    """Let the server's models of a set call their classes so."""

    def answer(route: Route) -> None:
        found = route.fetch().json()
        for model in found if isinstance(found, list) else [found]:
            if model["images"]["id"] == name:
                model["images"]["classes"] = classes
        route.fulfill(body=json.dumps(found), content_type="application/json")

    visitor.page.route(re.compile(r"/api/models(/[\w-]+)?$"), answer)


@pytest.mark.parametrize("visitor", [{"viewport": {"width": 390, "height": 844}}, {}], indirect=True, ids=str)
def test_names_of_any_length_are_told_apart_and_make_no_page_wider(visitor: Explorer) -> None:
    names = (f"Tomato___{'x' * 190}", f"Tomato___{'x' * 189}y", "cats & R&D")
    renamed(visitor, "paintings", *names[:2])
    for tab in TABS:
        visitor.open(f"#model=vae-paintings&tab={tab}")
        expect(visitor.find(f"#panel-{tab} canvas").first).to_be_visible()
        assert visitor.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, tab
    buttons = visitor.find("#legend button")
    shown = buttons.all_inner_texts()
    assert len(set(shown)) == 2 and max(map(len, shown)) < 20
    assert buttons.evaluate_all("all => all.map((one) => one.title)") == list(names[:2])
    renamed(visitor, "paintings", names[2], "R")
    visitor.page.reload()
    expect(buttons.first).to_have_text("cats & R&\u2060D")


def picture() -> bytes:
    """A wide picture that is another one whichever way it is turned."""
    y, x = np.mgrid[:90, :160] / 160
    out = io.BytesIO()
    Image.fromarray((255 * np.stack([x, y, 1 - x], axis=-1)).astype(np.uint8)).save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize("images", [SHAPES, PAINTINGS, NAMELESS], ids=lambda images: str(images.id))
def test_a_picture_is_fitted_into_the_set_s_square_and_turned(images: ImageSet, visitor: Explorer) -> None:
    visitor.open(f"#model=vae-{images.id}")
    visitor.find("#upload").set_input_files({"name": "a.png", "mimeType": "image/png", "buffer": picture()})
    expect(visitor.find("#steps li")).to_have_count(2)
    for part in ("#threshold", "#thickness", "#invert"):
        expect(visitor.find(part)).to_be_hidden()
    assert apart(visitor, images, Knobs()) <= 2
    visitor.find("#turn").click()
    eventually(lambda: apart(visitor, images, Knobs(turn=1)) <= 2, "the picture is turned", visitor.page)


def apart(visitor: Explorer, images: ImageSet, knobs: Knobs) -> float:
    """Mean difference between the image at hand and the server's, levels."""
    wanted = 255 * fitted(picture(), knobs, images).pixels
    in_colour = wanted if images.channels == 3 else wanted[..., None]
    return float(np.abs(painted(visitor, "#input", images) - in_colour).mean())


def test_the_lesson_is_of_digits_and_leads_back(visitor: Explorer) -> None:
    visitor.open("#model=vae-paintings&digit=3")
    visitor.find("#to-lesson").click()
    expect(visitor.find("body")).to_have_attribute("data-images", "mnist")
    expect(visitor.find("#lesson")).to_contain_text("Where does this 3 land?")
    visitor.find("#to-explorer").click()
    expect(visitor.find("body")).to_have_attribute("data-images", "paintings")
    eventually(lambda: visitor.state("digit") == "3", "the painting is current again", visitor.page)


def test_without_models_of_digits_there_is_no_lesson(visitor: Explorer) -> None:
    def of_others(route: Route) -> None:
        models = [model for model in route.fetch().json() if model["images"]["id"] != "mnist"]
        route.fulfill(body=json.dumps(models), content_type="application/json")

    visitor.page.route("**/api/models", of_others)
    visitor.open("#lesson=point")
    expect(visitor.find("#to-lesson")).to_be_hidden()
    expect(visitor.find("#maps")).to_be_visible()
    expect(visitor.find("#lesson")).to_be_hidden()
