"""The lesson as a phone, a hasty hand, a bad network and a printer treat it."""

import json
import re

import pytest
from playwright.sync_api import Route, expect

from tests.e2e.conftest import PHONE, Visit
from tests.e2e.explorer import Explorer, eventually
from tests.e2e.fingers import Fingers
from tests.e2e.lesson import Learner
from tests.e2e.lesson_visits import STILL, go, kept, play

pytestmark = pytest.mark.e2e
# What is drawn on a map but for its edges.
MIDDLE = """(one) => {
    const [side, edge] = [one.width, Math.round(one.width / 5)];
    return one.getContext("2d").getImageData(edge, edge, side - 2 * edge, side - 2 * edge).data.join();
}"""


def test_a_press_too_many_leads_past_nothing(visit: Visit) -> None:
    visitor = visit(**STILL)
    student = go(visitor, "near")
    student.predict()
    student.find(".main").dblclick()
    student.at("near", "seen")
    student = go(visitor, "loss")
    student.predict()
    student.find(".main").focus()
    visitor.page.keyboard.down("Enter")
    for _ in range(12):  # as a key that is held repeats
        visitor.page.keyboard.down("Enter")
        visitor.page.wait_for_timeout(60)
    visitor.page.keyboard.up("Enter")
    student.at("loss", "seen")


def test_what_is_locked_is_kept_and_goes_on_once_the_server_is_back(served: Explorer) -> None:
    served.tolerate("Failed to load resource")
    student = go(served, "loss")
    student.predict()
    asked: list[Route] = []

    def refuse(route: Route) -> None:
        asked.append(route)
        route.abort()

    served.page.route("**/api/encode*", refuse)
    student.lead_on()
    eventually(lambda: len(asked) > 1, "it is asked again", served.page)
    problem = served.page.locator("#lesson-problem")
    expect(problem).to_contain_text("goes on by itself")
    assert [one["measured"] for one in kept(served)] == [None]
    served.page.unroute("**/api/encode*")
    student.at("loss", "seen")
    expect(problem).to_be_hidden()
    assert kept(served)[0]["measured"] is not None


def test_a_lesson_that_could_not_be_loaded_comes_by_itself(explorer: Explorer) -> None:
    explorer.tolerate("Failed to load resource")
    explorer.page.route(re.compile("/lesson[^/]*[.]js"), lambda route: route.abort())
    explorer.page.goto(f"{explorer.address}/?lang=en#lesson=point")
    expect(explorer.page.locator("#lesson-problem")).to_contain_text("goes on by itself")
    explorer.page.unroute(re.compile("/lesson[^/]*[.]js"))
    Learner(explorer, "mouse").at("point")
    expect(explorer.page.locator("#lesson-problem")).to_be_hidden()


def test_a_drawn_curve_is_known_again_in_another_language(visit: Visit) -> None:
    visitor = visit(**STILL)
    play(go(visitor, "curve"), "curve")
    student = go(visitor, "curve", phase="do", lang="vi")
    assert student.find(".plot .drawn circle").count() == 10
    assert kept(visitor)[0]["series"][0] == "ae 0.05"


def test_without_predictions_nothing_of_earlier_ones_is_shown(visit: Visit) -> None:
    visitor = visit(**STILL)
    play(go(visitor, "near"), "near")
    student = go(visitor, "near", "predict=OFF", "do")
    assert student.find(".marker.unplaced").count() == 2
    student = go(visitor, "end", "predict=0", "do")
    expect(student.find(".gaps.findings")).to_be_visible()
    expect(student.find(".save-all")).to_have_count(0)
    visitor.tolerate("willReadFrequently")
    student = go(visitor, "point", "predict=off", "do")
    canvas = student.find(".plane canvas")
    canvas.click(position={"x": 5, "y": 5})
    visitor.page.mouse.move(0, 0)
    before = canvas.evaluate(MIDDLE)
    student.lead_on()
    student.at("point", "seen")
    assert before != canvas.evaluate(MIDDLE), "the answer, in the middle of the map, comes with being sent through"
    student = go(visitor, "point")
    assert before == canvas.evaluate(MIDDLE), "and not before"


@pytest.mark.parametrize("guess", [[500, 20], [1e300, 5]])
def test_what_could_not_have_been_predicted_is_not_taken_up(explorer: Explorer, guess: list[float]) -> None:
    odd = {"step": "near", "at": "x", "model": "m", "unit": "u", "series": ["ae", "vae"], "measured": [1, 2]}
    go(explorer, "near")
    explorer.page.evaluate("(text) => localStorage.setItem('predictions', text)", json.dumps([{**odd, "guess": guess}]))
    student = go(explorer, "near")
    assert student.find(".marker.unplaced").count() == 2
    go(explorer, "end", phase="do")


def test_a_finger_that_scrolls_over_a_scale_places_nothing(visit: Visit) -> None:
    visitor = visit(**STILL, **PHONE)
    student = go(visitor, "near")
    track = student.find(".marker input[type=range]").first
    track.scroll_into_view_if_needed()
    box = track.bounding_box()
    assert box
    x, y = box["x"] + 60, box["y"] + box["height"] / 2
    Fingers(visitor.page).glide([(x, y)], [(x + 4, y - 150)])
    visitor.page.wait_for_timeout(300)
    assert student.find(".marker output").first.inner_text() == "?"


def test_a_press_that_began_elsewhere_or_with_another_button_places_nothing(explorer: Explorer) -> None:
    student = go(explorer, "near")
    track = student.find(".marker input[type=range]").first
    student.find(".context").hover()
    explorer.page.mouse.down()
    track.hover()
    explorer.page.mouse.up()
    track.click(button="right")
    assert student.find(".marker output").first.inner_text() == "?"
    student = go(explorer, "point")
    student.find(".placeable canvas").click(button="right", position={"x": 50, "y": 50})
    expect(student.find(".main.waiting")).to_be_visible()


def test_a_symbol_can_be_taken_off(explorer: Explorer) -> None:
    student = go(explorer, "symbols")
    slot = student.find(".piece-slot").first
    student.find(".piece").nth(2).click()
    slot.click()
    assert slot.inner_text() == "x"
    student.find(".piece").nth(2).click()
    slot.click()
    assert slot.inner_text() == "?"


def test_bars_are_told_from_their_tracks_in_forced_colours(visit: Visit) -> None:
    visitor = visit(forced_colors="active", **STILL)
    student = go(visitor, "near")
    play(student, "near")
    colour = "(one, part) => getComputedStyle(one, part).backgroundColor"
    bar = student.find(".marker .measured").first.evaluate(colour)
    assert bar != student.find(".marker .track").first.evaluate(colour, "::before")
    student = go(visitor, "loss")
    play(student, "loss")
    parts = student.find(".loss-bar.of-vae .line span").evaluate_all(
        "all => all.map((one) => getComputedStyle(one).backgroundColor)"
    )
    assert len(set(parts[:2])) == 2


def test_a_step_is_printed_alone(visit: Visit) -> None:
    visitor = visit(**STILL)
    student = go(visitor, "near")
    play(student, "near")
    visitor.page.emulate_media(media="print")
    for gone in ("main", "#lesson .lead", "#lesson .present", "header nav", "footer", "#handout"):
        expect(visitor.page.locator(gone).first).to_be_hidden()
    expect(student.find(".stand")).to_be_visible()


def test_a_marker_pulled_after_the_answer_leaves_what_is_told(visit: Visit) -> None:
    student = go(visit(**STILL), "near")
    play(student, "near")
    rows = student.find(".marker")
    told = rows.all_inner_texts()
    box = rows.last.locator("input[type=range]").bounding_box()
    assert box is not None
    mouse, middle = student.page.mouse, box["y"] + box["height"] / 2
    mouse.move(box["x"] + 0.3 * box["width"], middle)
    mouse.down()
    mouse.move(box["x"] + 0.9 * box["width"], middle, steps=5)
    mouse.up()
    assert rows.all_inner_texts() == told
