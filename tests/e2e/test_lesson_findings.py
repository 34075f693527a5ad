"""What single steps of the lesson show and say: as the codec has it, in an order that can be read, in plain signs."""

import re

import numpy as np
import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import PHONE, Visit
from tests.e2e.explorer import Explorer, number
from tests.e2e.lesson import STEPS, THREE, Learner, Truth

pytestmark = pytest.mark.e2e
FOUR = 4  # its place among the ten digits
# Of the plot: where its first and last places and its lowest and highest levels are, in px of the page.
AXES = """(plot) => {
    const boxes = (selector) => [...plot.querySelectorAll(selector)].map((one) => one.getBoundingClientRect());
    const names = boxes("text[text-anchor=middle]").map(({ x, width }) => x + width / 2);
    const levels = boxes(".grid").map(({ y }) => y);
    return { places: names.slice(0, 5), low: levels[0], high: levels.at(-1) };
}"""
PLACES = """() => ["stand", "found", "lead"].map((name) => {
    const { top, bottom } = document.querySelector(`#lesson > .${name}`).getBoundingClientRect();
    return [top, bottom];
})"""


def seen(explorer: Explorer, step: str, lang: str = "en") -> Learner:
    """A step, predicted and done."""
    student = Learner(explorer.open(f"#lesson={step}", lang), "mouse")
    student.at(step)
    student.predict()
    student.lead_on()
    student.at(step, "seen")
    return student


@pytest.mark.parametrize("reports", [3, 60])
@pytest.mark.parametrize("is_forward", [True, False])
def test_a_drawn_line_is_taken_where_it_crosses_each_place(
    explorer: Explorer, reports: int, *, is_forward: bool
) -> None:
    student = Learner(explorer.open("#lesson=curve"), "mouse")
    student.at("curve")
    axes = student.find(".plot").evaluate(AXES)
    left, right = axes["places"][0] - 40, axes["places"][-1] + 40

    def y_of(value: float) -> float:
        return float(axes["low"] + (axes["high"] - axes["low"]) * value / 100)

    def value_at(x: float) -> float:
        return float(90 - 70 * (x - left) / (right - left))

    ends = [(x, y_of(value_at(x))) for x in ((left, right) if is_forward else (right, left))]
    explorer.page.mouse.move(*ends[0])
    explorer.page.mouse.down()
    explorer.page.mouse.move(*ends[1], steps=reports)
    explorer.page.mouse.up()
    drawn = [float(one.input_value()) for one in student.find(".unseen-sliders input").all()[:5]]
    assert drawn == pytest.approx([value_at(x) for x in axes["places"]], abs=1)


def test_the_spread_is_explained_by_the_decoder(explorer: Explorer) -> None:
    student = seen(explorer, "spread")
    truth = Truth(explorer.http)
    along, across = truth.changes("vae-2d-beta-4", THREE)
    sigma = truth.codes("vae-2d-beta-4")[THREE]["sigma"]
    assert (along > across) == (sigma[0] < sigma[1]), "the shipped example is as the text says"
    fast, slow = ("z0", "z1") if along > across else ("z1", "z0")
    told = student.find(".meaning").inner_text().replace("\n", "")
    assert f"narrow along {fast}" in told and f"long along {slow}" in told
    assert f"{round(max(along, across) / min(along, across))} times less" in told
    width = truth.width(truth.model("vae-2d-beta-4"), THREE)
    assert student.find(".marker output b").inner_text() == f"{width:.1f}%"
    assert student.find(".legend .entry").count() == 3


def test_other_digits_and_steps_are_told_of_as_they_are_shown(explorer: Explorer) -> None:
    student = seen(explorer, "near")
    around = student.find(".around")
    expect(around).to_have_text("Shown: this 3 in the middle, 0.10 sd around it.")
    bars = student.find(".marker output").all_inner_texts()
    expect(student.find(".measured-over")).to_contain_text("steps of 0.1 sd")
    student.find(".ten button").nth(FOUR).click()
    expect(around).to_contain_text("this 4")
    truth, index = Truth(explorer.http), _first(explorer, 4)
    (read,) = truth.labels("vae-2d", np.array([truth.codes("vae-2d")[index]["mu"]]))
    assert read != 4, "the shipped VAE loses this 4 before any step"
    expect(student.find(".of-vae .told")).to_contain_text(f"Already rebuilt, this 4 reads as {read}")
    assert student.find(".marker output").all_inner_texts() == bars, "the bars stay those of all digits"


def _first(explorer: Explorer, label: int) -> int:
    """The first of a class in the sample, which stands among the ten."""
    return next(i for i, code in enumerate(Truth(explorer.http).codes("vae-2d")) if code["label"] == label)


def test_the_code_among_the_symbols_is_a_draw_and_not_the_mean(explorer: Explorer) -> None:
    student = Learner(explorer.open("#lesson=symbols"), "mouse")
    student.at("symbols")
    given, drawn = (
        [number(one) for one in box.locator("span").all_inner_texts()] for box in student.find(".numbers").all()
    )
    assert len(given) == 4 and len(drawn) == 2
    mean, sd = np.array(given[:2]), np.array(given[2:])
    gap = abs(np.array(drawn) - mean)
    assert (gap > 0).any() and (gap < 4 * sd + 0.001).all()


def test_each_beta_has_its_own_rebuilt_picture(explorer: Explorer) -> None:
    student = seen(explorer, "beta")
    inks = student.find(".clouds .digit").evaluate_all("all => all.map((one) => one.toDataURL())")
    assert len(inks) == 5 == len(set(inks))


def test_the_first_prediction_stays_what_is_compared_and_the_end_leads_on(explorer: Explorer) -> None:
    student = seen(explorer, "loss")
    first = student.find(".marker output small").inner_text()
    student.press(student.find(".again"))
    student.at("loss")
    slider = student.find(".marker input[type=range]")
    slider.focus()
    explorer.page.keyboard.press("End")
    student.lead_on()
    student.at("loss", "seen")
    explorer.page.click(".way li:last-child a")
    student.at("end", "do")
    row = student.find(".gaps tr").filter(has_text="The loss")
    assert row.locator(".yours").inner_text().split() == [*re.findall(r"\d+", first), "then", "100"]
    assert student.find(".gaps th p").count() == len(STEPS), "each step has its finding"
    student.find(".desk button.primary").click()
    expect(explorer.page.locator("main")).to_be_visible()


@pytest.mark.parametrize("lang", ["en", "vi"])
def test_in_one_column_what_is_seen_comes_before_what_it_means(visit: Visit, lang: str) -> None:
    student = Learner(visit(reduced_motion="reduce", **PHONE), "touch")
    for step in STEPS:
        student.page.goto("about:blank")
        student.explorer.open(f"#lesson={step}", lang)
        student.at(step)
        student.predict()
        student.lead_on()
        student.at(step, "seen")
        stand, found, lead = student.page.evaluate(PLACES)
        assert stand[1] <= found[0] and found[1] <= lead[0], step
        assert stand[0] < PHONE["viewport"]["height"], f"{step}: what is seen is in sight"
        assert student.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), step
        assert "_" not in re.sub(r"log_sigma", "", student.page.locator("#lesson").inner_text()), step
