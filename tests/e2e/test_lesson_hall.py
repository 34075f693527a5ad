"""The lesson in a lecture hall: led by a clicker, answered by hands, readable from the last row."""

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Visit
from tests.e2e.explorer import Explorer
from tests.e2e.lesson import STEPS, Learner
from tests.e2e.lesson_visits import HALL, STILL, go, kept, play

pytestmark = pytest.mark.e2e
SIZES = [(1366, 768), (1024, 768), (1280, 720)]
TALL = "[document.documentElement.scrollHeight - innerHeight, document.documentElement.scrollWidth - innerWidth]"


@pytest.mark.parametrize("lang", ["en", "vi"])
def test_in_a_hall_all_is_large_and_in_sight(visit: Visit, lang: str) -> None:
    visitor = visit(**HALL)
    for step in STEPS:
        student = go(visitor, step, "present", lang=lang)
        fits(student, f"{step}, before")
        play(student, step)
        fits(student, f"{step}, seen")
        sizes = student.find(":is(h2, .question, .meaning, .marker, .told)").evaluate_all(
            "all => all.filter((one) => one.checkVisibility()).map((one) => parseFloat(getComputedStyle(one).fontSize))"
        )
        assert min(sizes) >= 20, step


def fits(student: Learner, what: str) -> None:
    """Nothing lies beyond the window, in any of the sizes that projectors have."""
    for width, height in SIZES:
        student.page.set_viewport_size({"width": width, "height": height})
        student.page.evaluate("() => new Promise(requestAnimationFrame)")
        over = student.page.evaluate(TALL)
        assert max(over) <= 0, f"{what}, at {width}×{height}: {over} px too large"


def test_a_clicker_leads_through_and_a_hall_answers_in_numbers(visit: Visit) -> None:
    visitor = visit(viewport={"width": 1280, "height": 720}, **STILL)
    page = visitor.page
    page.goto(f"{visitor.address}/?lang=en&present#lesson=near")
    visitor.ready()
    student = Learner(visitor, "mouse")
    student.at("near")
    for said in ("30", "50"):
        student.find(".hands input").first.fill(said)
        student.find(".hands button").first.click()
    assert student.find(".marker output").first.inner_text() == "40", "the mean of the hall"
    assert student.find(".marker .hand").count() == 2
    page.keyboard.press("PageDown")
    student.at("near", "seen")
    page.keyboard.press("PageDown")
    student.at("curve")
    page.keyboard.press("PageUp")
    student.at("near", "predict")
    page.keyboard.press("Escape")
    expect(page.locator("header")).to_be_visible()


def test_a_clicker_leads_to_the_end_and_no_farther(visit: Visit) -> None:
    visitor = visit(viewport={"width": 1280, "height": 720}, **STILL)
    visitor.page.goto(f"{visitor.address}/?lang=en&present#lesson=end")
    student = Learner(visitor.ready(), "mouse")
    student.at("end", "do")
    visitor.page.keyboard.press("PageDown")
    student.at("end", "do")
    visitor.page.keyboard.press("PageUp")
    student.at("beta")


def test_another_class_predicts_in_the_same_browser(visit: Visit) -> None:
    visitor = visit(**HALL)
    play(go(visitor, "near", "present"), "near")
    student = go(visitor, "near", "present", "do")
    student.find(".again").click()  # before anything is seen again
    student.at("near")
    assert student.find(".marker output").all_inner_texts() == ["?", "?"]
    for said in ("7,5", "60, 70 30"):
        student.find(".hands input").first.fill(said)
        student.find(".hands [type=submit]").first.click()
    assert student.find(".marker .hand").count() == 4
    assert student.find(".marker output").first.inner_text() == "42", "of 41.875, told in whole numbers"
    student.find(".hands input").last.fill("20")
    student.page.keyboard.press("Enter")
    visitor.page.keyboard.press("PageDown")
    student.at("near", "seen")
    first, second = kept(visitor)
    assert first["at"] < second["at"] and first["guess"] != second["guess"] == [41.875, 20]
    assert first["measured"] == second["measured"]


def test_an_answer_of_the_hall_can_be_taken_back_and_a_wrong_one_is_refused(visit: Visit) -> None:
    student = go(visit(**HALL), "near", "present")
    field, refused = student.find(".hands input").first, student.find(".hands .refused").first
    for said in ("20", "30", "40"):
        field.fill(said)
        field.press("Enter")
    expect(student.find(".hands .unseen").first).to_contain_text("20; 30; 40")
    field.press("Backspace")
    student.find(".take-back").first.click()
    assert student.find(".marker .hand").count() == 1
    assert student.find(".marker output").first.inner_text() == "20"
    field.fill("120")
    field.press("Enter")
    expect(refused).to_contain_text("from 0 to 100")
    field.fill("12")
    expect(refused).to_be_hidden()
    student.find(".take-back").first.click()
    assert student.find(".marker output").first.inner_text() == "?", "none is left"


def test_keys_of_a_clicker_lead_on_whatever_has_the_focus(visit: Visit) -> None:
    visitor = visit(**HALL)
    student, keyboard = go(visitor, "near"), visitor.page.keyboard
    student.find(".present").focus()
    keyboard.press("Enter")
    keyboard.press(" ")
    student.at("near", "seen")
    assert visitor.page.evaluate("document.documentElement.dataset.present") == ""
    for step, focused, key in (
        ("near", ".marker input[type=range] >> nth=0", "ArrowRight"),
        ("between", ".hands input >> nth=0", "ArrowRight"),
        ("random", ".hands input >> nth=0", " "),
        ("point", ".placeable canvas", "ArrowRight"),
        ("symbols", ".piece-slot >> nth=0", " "),
    ):
        student = go(visitor, step, "present")
        student.find(focused).focus()
        keyboard.press(key)
        student.at(step, "seen")


@pytest.mark.parametrize("query", ["present=0", "present=off"])
def test_presenting_can_be_turned_off_in_the_address(explorer: Explorer, query: str) -> None:
    go(explorer, "near", query)
    assert explorer.page.evaluate("document.documentElement.dataset.present") is None
