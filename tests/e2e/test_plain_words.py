"""What the page says and offers to who knows no word of it: the strip, words explained, shares first, ways onward."""

import math
import re

import pytest
from playwright.sync_api import expect

from tests.e2e.experiments import Oracle, counts
from tests.e2e.explorer import SIDES, Explorer, eventually
from tests.e2e.fingers import Fingers

pytestmark = pytest.mark.e2e

A_THREE = "#digit=5"
INK = """canvas => canvas.getContext("2d").getImageData(0, 0, 28, 28).data
    .filter((level, i) => i % 4 === 0 && level < 128).length"""


def test_a_strip_shows_what_goes_in_and_what_comes_out(explorer: Explorer) -> None:
    explorer.open(A_THREE)
    given, made = explorer.find("#flow canvas").all()
    assert given.evaluate(INK) > 50 and made.evaluate(INK) > 50
    before = given.evaluate("canvas => canvas.toDataURL()")
    explorer.find("#gallery button[aria-label^='7:']").click()
    eventually(lambda: given.evaluate("canvas => canvas.toDataURL()") != before, "another digit", explorer.page)
    pulses = "document.querySelector('#flow').getAnimations({ subtree: true }).length"
    assert explorer.page.evaluate(pulses) == 4
    explorer.page.emulate_media(reduced_motion="reduce")
    assert explorer.page.evaluate(pulses) == 0


def test_a_word_is_explained_where_it_stands(explorer: Explorer) -> None:
    explorer.open(A_THREE)
    shown = explorer.find("#word")
    expect(shown).to_be_hidden()
    for word, means in (
        ("#map-key .key-prior .word", "before any digit is seen"),
        ("#encoder-title .word", "half of the network"),
        ("#about .word[title]", "of 10,000 test digits"),
        ("#terms .kl .word", "in nats"),
    ):
        explorer.find(word).click()
        expect(shown).to_be_visible()
        expect(shown).to_contain_text(means)
        left, top, width, height = explorer.box("#word")
        assert left >= 0 and top >= 0 and left + width <= 1440 and top + height <= 900
    explorer.page.keyboard.press("Escape")
    expect(shown).to_be_hidden()
    explorer.find("#encoder-title .word").focus()
    explorer.page.keyboard.press("Enter")
    expect(shown).to_contain_text("makes a code of a picture")
    named = explorer.find(".word[aria-describedby]").evaluate_all(
        "all => all.map((w) => w.getAttribute('aria-describedby'))"
    )
    assert len(named) > 8
    for one in named:
        expect(explorer.find(f"#{one}")).to_have_count(1)


def test_the_share_of_all_digits_comes_first_and_the_digit_is_its_example(explorer: Explorer, oracle: Oracle) -> None:
    explorer.open(A_THREE)
    for side in SIDES:
        kept = oracle.model(side)["metrics"]["nearness"]["step_curve"][1]["label_kept"]["value"]
        expect(explorer.find(f"#ring-measured-{side} .count")).to_have_text(f"{100 * kept:.1f}%")
        above, below = explorer.box(f"#ring-measured-{side}"), explorer.box(f"#ring-{side}")
        assert above[1] + above[3] <= below[1] and above[1] < 900, "it is in sight, above its example"
    expect(explorer.find("#ring-both")).to_be_hidden()
    explorer.find("#gallery button[aria-label^='1:']").click()
    expect(explorer.find("#ring-both")).to_be_visible()
    explorer.find("#ring-both button").click()
    eventually(lambda: explorer.state("r") == "0.2", "a longer step", explorer.page)


def test_draws_that_look_alike_lead_to_wider_ones(explorer: Explorer) -> None:
    explorer.open(f"{A_THREE}&tab=samples")
    hint = explorer.find("#samples-alike")
    expect(hint).to_contain_text("With β = 1 ")
    expect(explorer.find("#samples-measured-vae .count")).to_have_text(re.compile(r"^\d\d\.\d%$"))
    hint.get_by_role("button", name="T = 4").click()
    eventually(lambda: explorer.state("t") == "4", "wider", explorer.page)
    expect(hint).to_be_hidden()
    explorer.find("#temperature").fill("1")
    hint.get_by_role("button", name="β = 4").click()
    eventually(lambda: explorer.state("model") == "vae-2d-beta-4", "the next β", explorer.page)
    expect(explorer.find("#beta-shown")).to_contain_text("vae-2d-beta-4")
    assert (explorer.state("tab"), explorer.state("digit")) == ("samples", "5")
    explorer.page.go_back()
    eventually(lambda: explorer.state("model") is None, "back", explorer.page)


def test_draws_lead_to_more_dimensions_and_failures_come_first(explorer: Explorer, oracle: Oracle) -> None:
    explorer.open(f"{A_THREE}&tab=prior")
    sure = oracle.model("ae")["metrics"]["nearness"]["holes"]["standard"]["judge_sure"]["value"]
    expect(explorer.find("#prior-measured-ae .count")).to_have_text(f"{100 * sure:.1f}%")
    eventually(lambda: counts(explorer, "#prior-told-ae .count")[1] == 64, "draws", explorer.page)
    unsure = explorer.find("#wall-ae .unsure").count()
    first = explorer.find("#wall-ae .draw").evaluate_all("all => all.map((one) => one.classList.contains('unsure'))")
    assert first == [True] * unsure + [False] * (64 - unsure)
    assert explorer.box("#wall-ae .unsure >> nth=0")[2] >= 36
    explorer.find("#prior-deeper button").click()
    eventually(lambda: explorer.state("model") == "vae-16d", "16 dimensions", explorer.page)
    expect(explorer.find("#prior-deeper")).to_be_hidden()


def test_images_of_experiments_point_at_their_codes(explorer: Explorer, oracle: Oracle) -> None:
    explorer.open(A_THREE)
    cell = explorer.find("#ring-ae .cell").nth(4)
    expect(cell.locator("b")).not_to_be_empty()
    cell.hover()
    for side in SIDES:
        expect(explorer.find(f"#map-{side} .spot")).to_be_visible()
    cell.click()
    eventually(lambda: explorer.state("active") == "ae", "its model leads", explorer.page)
    angle = 2 * math.pi * 3 / 16  # the middle one is the first cell
    wanted = oracle.code("ae", 5) + 0.1 * oracle.sd("ae") * [math.cos(angle), math.sin(angle)]

    def stands() -> bool:
        at = explorer.find("#decoded").get_attribute("data-z") or ""
        return [float(part) for part in at.split(",")] == pytest.approx(wanted.tolist(), abs=1e-3)

    eventually(stands, "the decoder follows", explorer.page)
    explorer.page.mouse.move(5, 5)
    expect(explorer.find("#map-ae .spot")).to_have_count(0)


def test_on_a_phone_small_maps_show_the_way_of_a_drawing(phone: Explorer) -> None:
    phone.open(A_THREE)
    expect(phone.find("#mini")).to_be_hidden()
    Fingers(phone.page).glide([phone.place("#draw", 0.4, 0.2)], [phone.place("#draw", 0.5, 0.8)])
    expect(phone.find("#mini")).to_be_visible()
    painted = "canvas => canvas.getContext('2d').getImageData(0, 0, 192, 192).data.some((v) => v > 0)"
    assert all(phone.find(f"#mini-{side}").evaluate(painted) for side in SIDES)
    phone.find("#map-vae").scroll_into_view_if_needed()
    expect(phone.find("#mini")).to_be_hidden()


def test_at_the_foot_stand_licence_and_citation(explorer: Explorer) -> None:
    explorer.open(A_THREE)
    expect(explorer.find("footer")).to_contain_text("MIT licence")
    explorer.find("footer summary").click()
    expect(explorer.find("footer")).to_contain_text("Latent Explorer contributors (2026)")


def test_what_looks_alike_is_told_by_its_cause(explorer: Explorer) -> None:
    explorer.open(f"{A_THREE}&tab=samples&model=vae-2d-beta-16")
    hint = explorer.find("#samples-alike")
    expect(hint).to_contain_text("the decoder paints nearly the same picture all around")
    expect(hint.locator("button")).to_have_count(0)
    explorer.open(f"{A_THREE}&tab=samples&t=0")
    expect(hint).to_contain_text("all 64 are μ itself")
    hint.locator("button").click()
    expect(hint).to_contain_text("so narrow that what is drawn from it is nearly one code")
    assert explorer.find("#temperature").input_value() == "1"


def test_beta_is_explained_where_it_stands(explorer: Explorer) -> None:
    explorer.open()
    explorer.find("#beta-row .word").click()
    expect(explorer.page.get_by_role("note")).to_contain_text("The weight of the KL divergence while a VAE is trained")
