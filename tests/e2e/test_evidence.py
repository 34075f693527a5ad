"""The evidence panel shows the models' own metrics, and says who wins."""

import json

import pytest
from playwright.sync_api import expect

from latent_explorer.model.registry import ZOO
from latent_explorer.model.store.checkpoint import METRICS, SEEDS
from tests.e2e.explorer import Explorer, eventually, number

pytestmark = pytest.mark.e2e


def measured(model: str) -> float:
    metrics = json.loads((ZOO / model / METRICS).read_text())
    value: float = metrics["nearness"]["step_curve"][1]["label_kept"]["value"]
    return 100 * value


def test_figures_are_those_of_the_metrics_and_name_their_command(explorer: Explorer) -> None:
    explorer.open()
    row = explorer.page.locator("#evidence tr", has_text="Label kept after a step of 0.1 sd")
    shown = [number(cell) for cell in row.locator("td b").all_inner_texts()]
    assert shown == [pytest.approx(measured(model), abs=0.051) for model in ("ae-2d", "vae-2d")]
    assert row.locator(".verdict").inner_text() == ("VAE" if shown[1] > shown[0] else "AE")
    assert explorer.page.locator("#evidence code").inner_text() == "latent-explorer evaluate --model vae-2d --twin"


def test_the_unit_of_a_step_is_switched_by_keyboard_and_named(explorer: Explorer) -> None:
    explorer.open()
    plots = explorer.page.locator("#evidence svg.plot")
    before = [plot.inner_html() for plot in plots.all()]
    assert len(before) == 2 and "standard deviations" in before[0]
    explorer.page.locator("#evidence input[value=sd]").focus()
    explorer.page.keyboard.press("ArrowRight")
    eventually(lambda: "median absolute deviations" in plots.first.inner_html(), "the other unit", explorer.page)
    name = plots.first.get_attribute("aria-label") or ""
    assert "Share of digits" in name and "median absolute deviations" in name


def test_figures_of_several_trainings_are_shown_with_their_command(explorer: Explorer) -> None:
    pooled = json.loads((ZOO / "vae-2d" / SEEDS).read_text())
    explorer.open()
    explorer.page.locator("#evidence label", has_text="Trained 3 times").click()
    command = explorer.page.locator("#evidence code")
    eventually(lambda: command.inner_text().endswith("--model vae-2d --seeds 3"), "the pooled figures", explorer.page)
    row = explorer.page.locator("#evidence tr", has_text="Label kept after a step of 0.1 sd")
    shown = [number(cell) for cell in row.locator("td b").all_inner_texts()]
    kept = [pooled[kind]["nearness"]["step_curve"][1]["label_kept"]["value"] for kind in ("ae", "vae")]
    assert shown == [pytest.approx(100 * value, abs=0.051) for value in kept]
    assert "3 trainings" in explorer.page.locator("#evidence thead").inner_text()


def test_a_link_names_what_is_chosen_of_the_evidence_and_back_undoes_it(explorer: Explorer) -> None:
    explorer.open("#unit=mad&seeds=1")
    page = explorer.page
    expect(page.locator("#evidence input[value=mad]")).to_be_checked()
    expect(page.locator("#evidence input[value=seeds]")).to_be_checked()
    expect(page.locator("#evidence code")).to_contain_text("--seeds")
    page.locator("#evidence label", has_text="The models shown").click()
    expect(page.locator("#evidence code")).to_contain_text("--twin")
    assert (explorer.state("seeds"), explorer.state("unit")) == (None, "mad")
    page.go_back()
    expect(page.locator("#evidence code")).to_contain_text("--seeds")


def test_where_the_vae_wins_less_it_is_said_in_what_it_is_better(explorer: Explorer) -> None:
    explorer.open()
    expect(explorer.find("#evidence")).to_contain_text("negative ELBO")
    expect(explorer.find("#evidence")).not_to_contain_text("there is room")
    explorer.open("#model=vae-16d")
    holes = json.loads((ZOO / "vae-16d" / METRICS).read_text())["nearness"]["holes"]["standard"]
    sure = f"{100 * holes['judge_sure']['value']:.1f}%"
    expect(explorer.find("#evidence")).to_contain_text(f"and of {sure} in the VAE")
