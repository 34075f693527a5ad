"""The lesson by keyboard and by ear: what is seen is also said."""

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Visit
from tests.e2e.lesson_visits import STILL, go, play

pytestmark = pytest.mark.e2e


def test_arrows_on_the_map_say_what_is_there(visit: Visit) -> None:
    visitor = visit(**STILL)
    student = go(visitor, "point")
    spoken = student.find(".stand .unseen[role=status]")
    student.find(".placeable canvas").press("ArrowLeft")
    expect(spoken).to_contain_text("the nearest dots are of the digits")
    student.lead_on()
    student.at("point", "seen")
    student.find(".placeable canvas").press("ArrowUp")
    expect(spoken).to_contain_text("looks like")


def test_a_curve_is_drawn_and_read_by_keyboard(visit: Visit) -> None:
    student = go(visit(**STILL), "beta")
    points = student.find(".unseen-sliders input")
    first = points.first
    assert first.get_attribute("aria-label") == "KL divergence in nats, at β = 0.01"
    assert first.get_attribute("aria-valuetext") == "not placed yet"
    first.focus()
    expect(student.find(".plot .guide")).to_have_count(1)
    for point in points.all():
        point.press("ArrowRight")
    student.lead_on()
    student.at("beta", "seen")
    said = student.find("ul.unseen li")
    assert said.count() == points.count()
    assert said.first.inner_text() == "KL divergence in nats, at β = 0.01: you 10; measured 16.1"


def test_a_result_says_what_it_is_of_and_a_wall_is_one_picture(visit: Visit) -> None:
    student = go(visit(**STILL), "random")
    play(student, "random")
    assert student.find(".marker output").first.text_content() == "Autoencoder: you 29; measured 52"
    walls = student.find(".wall[role=img]")
    assert walls.count() == 2 and (walls.first.get_attribute("aria-label") or "").startswith("100 pictures")
