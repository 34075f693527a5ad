"""The lesson, played whole: predictions are placed, what is revealed is what the codec gives, and all of it is kept."""

import csv
import io
import re
from contextlib import suppress
from typing import Any

import pytest
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Route, expect

from tests.e2e.axe import complaints
from tests.e2e.conftest import PHONE, Visit
from tests.e2e.explorer import Explorer, eventually
from tests.e2e.lesson import STEPS, Learner, Truth, Way
from tests.e2e.made_file import keep_made_file, made_file

pytestmark = pytest.mark.e2e
STILL: dict[str, Any] = {"reduced_motion": "reduce"}
# As if nothing had been kept before, in a context whose visitors otherwise return from the lesson.
FIRST = """if (location.protocol === "http:" && !sessionStorage.begun) {
    localStorage.removeItem("lesson");
    sessionStorage.begun = 1;
}"""
COUNTED = ("random", "near", "noise")


def learner(visit: Visit, way: Way) -> Learner:
    return Learner(visit(**STILL, **(PHONE if way == "touch" else {})), way)


@pytest.mark.parametrize("lang", ["en", "vi"])
@pytest.mark.parametrize("way", ["mouse", "keyboard", "touch"])
def test_the_whole_lesson_can_be_taken(visit: Visit, way: Way, lang: str) -> None:
    take(learner(visit, way), lang)


def take(student: Learner, lang: str) -> None:
    """All steps, to the table at their end."""
    truth = Truth(student.explorer.http)
    student.explorer.open("#lesson=point", lang)
    for step in STEPS:
        student.at(step)
        student.predict()
        student.lead_on()
        student.at(step, "seen")
        if step in COUNTED:
            numbers = student.integers()
            assert [n for n in truth.counts(step) if n not in numbers] == [], step
        student.lead_on()
    student.at("end", "do")
    keep_made_file(student.page)
    student.press(student.find(".save-all"))
    agrees(list(csv.DictReader(io.StringIO(made_file(student.page).decode()))), truth.measured())


def agrees(rows: list[dict[str, str]], wanted: dict[str, list[float]]) -> None:
    """Each step has a row for each number that was predicted, and what was measured is what the API says."""
    assert list(dict.fromkeys(row["step"] for row in rows)) == STEPS
    for step, expected in wanted.items():
        found = [float(row["measured"]) for row in rows if row["step"] == step]
        assert found == pytest.approx(expected, rel=1e-3, abs=1e-3), step
        assert all(row["prediction"] for row in rows)


def test_a_first_visit_begins_with_the_lesson_and_a_second_where_one_was(visit: Visit) -> None:
    visitor = visit()
    page = visitor.page
    page.add_init_script(FIRST)
    visitor.open()
    student = Learner(visitor, "mouse")
    student.at("point")
    expect(page.locator("main")).to_be_hidden()
    page.click(".way a >> nth=3")
    student.at("near")
    visitor.open()
    student.at("near")
    page.click("#to-explorer")
    expect(page.locator("main")).to_be_visible()
    expect(page.locator("#to-lesson")).to_be_focused()
    visitor.open()
    expect(page.locator("main")).to_be_visible()
    expect(page.locator("#lesson")).to_be_hidden()
    page.click("#to-lesson")
    student.at("point")


def test_back_leads_from_step_to_step_and_out(explorer: Explorer) -> None:
    student = Learner(explorer.open("#digit=7"), "mouse")
    before = explorer.settled_z()
    explorer.page.click("#to-lesson")
    student.at("point")
    explorer.page.click(".way a >> nth=2")
    student.at("random")  # of other models
    explorer.page.go_back()
    student.at("point")
    explorer.page.go_back()
    expect(explorer.find("main")).to_be_visible()
    assert explorer.settled_z() == pytest.approx(before, abs=1e-5) and explorer.state("digit") == "7"


def test_the_maps_are_as_they_are_without_the_lesson_before(explorer: Explorer) -> None:
    explorer.tolerate("willReadFrequently")  # the test reads it again and again
    ink = "(one) => one.getContext('2d').getImageData(0, 0, one.width, one.height).data.filter(Boolean).length"
    dots = explorer.find("#map-vae .leaflet-overlay-pane canvas").first
    explorer.open()
    straight = int(dots.evaluate(ink))
    explorer.open("#lesson=point")
    Learner(explorer, "mouse").at("point")
    explorer.page.click("#to-explorer")
    near = pytest.approx(straight, rel=0.05)
    eventually(lambda: int(dots.evaluate(ink)) == near, "dots as large", explorer.page)


def test_a_prediction_comes_first_and_is_kept(explorer: Explorer) -> None:
    student = Learner(explorer.open("#lesson=near"), "mouse")
    student.at("near")
    student.lead_on()
    expect(student.find(".verdict")).to_contain_text("First place your prediction")
    student.at("near")
    student.predict()
    shown = student.find(".marker output").all_inner_texts()
    explorer.page.click(".way a >> nth=0")
    student.at("point")
    explorer.page.click(".way a >> nth=3")
    student.at("near")  # what was not locked is not kept
    student.predict()
    student.lead_on()
    student.at("near", "seen")
    explorer.open("#lesson=near")
    student.at("near", "do")
    assert student.find(".marker output").all_inner_texts() == shown, "it was locked, and stays"
    student.lead_on()
    student.at("near", "seen")
    student.press(student.find(".again"))
    student.at("near")
    assert student.find(".marker output").all_inner_texts() == ["?", "?"]


@pytest.mark.parametrize(("query", "phase"), [("predict=off", "do"), ("lesson=off", None)])
def test_the_address_turns_predictions_or_the_lesson_off(explorer: Explorer, query: str, phase: str | None) -> None:
    explorer.page.goto(f"{explorer.address}/?lang=en&{query}#lesson=near")
    explorer.ready()
    if phase is None:
        expect(explorer.find("main")).to_be_visible()
        expect(explorer.find("#to-lesson")).to_be_hidden()
        return
    student = Learner(explorer, "mouse")
    student.at("near", "do")
    expect(student.find(".question")).to_be_hidden()
    student.lead_on()
    student.at("near", "seen")
    assert re.fullmatch(r"\d+", student.find(".marker output b").first.inner_text()), "measured"
    assert student.find(".marker output small").count() == 0, "beside no guess"


def test_a_step_that_there_is_not_leads_to_the_explorer(explorer: Explorer) -> None:
    explorer.open("#lesson=nonsense")
    expect(explorer.find("main")).to_be_visible()
    expect(explorer.find("#problem")).to_contain_text("nonsense")


@pytest.mark.parametrize("query", ["", "present"])
def test_axe_finds_nothing_amiss_in_any_step(visit: Visit, query: str) -> None:
    visitor = visit(viewport={"width": 1280, "height": 720}, **STILL)
    student = Learner(visitor, "mouse")
    found: list[str] = []
    for step in [*STEPS, "end"]:
        visitor.page.goto("about:blank")
        visitor.page.goto(f"{visitor.address}/?lang=en&{query}#lesson={step}")
        visitor.ready()
        student.at(step, "do" if step == "end" else "predict")
        if step != "end":
            student.predict()
            student.lead_on()
            student.at(step, "seen")
        found += [f"{step}: {line}" for line in complaints(visitor.page)]
    assert found == []


def test_predictions_are_saved_as_a_file_and_can_be_forgotten(explorer: Explorer) -> None:
    student = Learner(explorer.open("#lesson=loss"), "mouse")
    student.at("loss")
    student.predict()
    student.lead_on()
    student.at("loss", "seen")
    explorer.page.click(".way li:last-child a")
    student.at("end", "do")
    save, forget, yours = (student.find(one) for one in (".save-all", ".forget", ".gaps .yours >> nth=9"))
    with explorer.page.expect_download() as coming:
        save.click()
    assert coming.value.suggested_filename == "predictions.csv"
    assert yours.inner_text() != "–"
    forget.click()
    assert yours.inner_text() != "–", "it is asked once"
    forget.click()
    assert yours.inner_text() == "–"
    explorer.open("#lesson=loss")
    student.at("loss")


def test_a_step_that_is_left_before_its_models_come_brings_nobody_back(explorer: Explorer) -> None:
    held: list[Route] = []
    asked = re.compile("/api/models/vae-16d$")
    explorer.page.route(asked, lambda route: held.append(route))
    student = Learner(explorer.open("#lesson=near"), "mouse")
    student.at("near")
    explorer.page.click(".way a >> nth=2")
    student.at("random", "opening")
    eventually(lambda: bool(held), "the models are asked for", explorer.page)
    explorer.page.click(".way a >> nth=3")
    student.at("near")
    explorer.page.click(".way a >> nth=2")
    student.at("random", "opening")
    eventually(lambda: len(held) == 2, "they are asked for anew", explorer.page)
    explorer.page.click("#to-explorer")
    expect(explorer.find("main")).to_be_visible()
    explorer.page.unroute(asked)
    for route in held:
        with suppress(PlaywrightError):  # the page no longer waits for it
            route.continue_()
    explorer.page.click("#to-lesson")
    student.at("random")
    assert explorer.page.locator("script[src*=lesson]").count() == 1


def test_a_step_that_is_left_while_it_is_built_leaves_the_next_alone(explorer: Explorer) -> None:
    student = Learner(explorer.open("#lesson=point"), "mouse")
    student.at("point")
    explorer.page.evaluate(
        """() => {
            const dots = document.querySelectorAll(".way a");
            dots[1].click();
            setTimeout(() => dots[9].click());
        }"""
    )
    student.at("loss")
    student.predict()
    student.lead_on()
    student.at("loss", "seen")
    assert student.find(".marker").count() == 1 and student.find(".walk-way").count() == 0


def test_what_is_pressed_elsewhere_and_let_go_over_a_curve_draws_nothing(explorer: Explorer) -> None:
    student = Learner(explorer.open("#lesson=curve"), "mouse")
    student.at("curve")
    student.find(".context").hover()
    explorer.page.mouse.down()
    student.find(".plot").hover()
    explorer.page.mouse.up()
    assert student.find(".plot .drawn circle").count() == 0


@pytest.mark.parametrize("step", ["point", "symbols"])
def test_nothing_is_said_of_a_prediction_that_there_is_not(explorer: Explorer, step: str) -> None:
    explorer.page.goto(f"{explorer.address}/?lang=en&predict=off#lesson={step}")
    student = Learner(explorer.ready(), "mouse")
    student.at(step, "do")
    student.lead_on()
    student.at(step, "seen")
    expect(student.find(".verdict")).to_be_empty()
    expect(student.find(".meaning")).not_to_be_empty()


def test_planes_follow_the_theme_and_come_back(visit: Visit) -> None:
    visitor = visit(**STILL)
    student = Learner(visitor.open("#lesson=spread"), "mouse")
    student.at("spread")
    student.predict()
    student.lead_on()
    student.at("spread", "seen")
    shown: list[str] = []
    for _ in range(3):
        shown.append(student.find(".plane canvas").first.evaluate("(canvas) => canvas.toDataURL()"))
        visitor.page.click("#theme")
        visitor.page.evaluate("() => new Promise(requestAnimationFrame)")
    assert shown[0] == shown[2] != shown[1]
