"""The story that the page tells, on the shipped twins: each number against what the server's API gives to anyone."""

import re

import numpy as np
import pytest
from playwright.sync_api import expect

from tests.e2e.experiments import STEPS, Oracle, agree, counts, counts_become, kept, pick
from tests.e2e.explorer import SIDES, Explorer, eventually, number

pytestmark = pytest.mark.e2e


def test_the_story(explorer: Explorer, oracle: Oracle) -> None:
    explorer.open()
    index = pick(explorer, 3, oracle)
    codes = {side: oracle.code(side, index) for side in SIDES}

    # Step away: the counts differ, and are those of the judge.
    explorer.find("#distance").fill("0.12")
    rings = {side: oracle.ring(side, codes[side], 0.12) for side in SIDES}
    for side in SIDES:
        wanted = (kept(rings[side]), 16)
        counts_become(explorer, f"#ring-told-{side} .count", wanted)
        labels = [int(text) for text in explorer.find(f"#ring-{side} .cell b").all_inner_texts()]
        assert labels == rings[side]["label"].tolist()
        assert explorer.find(f"#ring-{side} .lost").count() == 16 - kept(rings[side])
        assert explorer.find(f"#map-{side} .ring-lost").count() == 16 - kept(rings[side])
        changed = explorer.find(f"#ring-told-{side} .note").inner_text()
        assert number((re.search(r"[\d.]+", changed) or [""])[0]) == pytest.approx(
            100 * rings[side]["changed"][1:].mean(), abs=0.06
        )
    assert kept(rings["ae"]) < kept(rings["vae"]), "the point of it all"
    told = " ".join(
        f"{name}: {kept(rings[side])} of 16 neighbours are still read as 3."
        for side, name in (("vae", "VAE"), ("ae", "Autoencoder"))
    )
    expect(explorer.find("#told")).to_contain_text(told)

    # Two pins: the digit, and another that is taken to be B.
    explorer.find("#tab-walk").click()
    explorer.find("#pin-a").click()
    other = pick(explorer, 7, oracle)
    explorer.find("#pin-b").click()
    ends = {side: oracle.code(side, other) for side in SIDES}
    lines = {side: oracle.meter(side, codes[side], ends[side]) for side in SIDES}
    for side in SIDES:
        agree(explorer, side, lines[side])

    # Walk: play goes to the end, where the decoder shows B in both.
    explorer.find("#play").click()
    eventually(lambda: explorer.find("#scrub").input_value() == str(STEPS), "the walk ends", explorer.page)
    explorer.z_becomes(ends["vae"].tolist(), 1e-3)
    end = pytest.approx(ends["ae"].tolist(), abs=1e-3)
    eventually(lambda: twin_z(explorer) == end, "the other model's image is of B too", explorer.page)

    # Evenly: the largest step comes nearer to the mean one.
    explorer.find("#path").select_option("even")
    for side in SIDES:
        expected = oracle.meter(side, codes[side], ends[side], "even")
        agree(explorer, side, expected)
        assert expected["jump"] < min(1.2, lines[side]["jump"])

    # Layers: what is painted under the pin is what the judge reads there.
    explorer.find("#layer").select_option("labels")
    for side in SIDES:
        expect(explorer.find(f"#map-{side} .readout")).to_contain_text(re.compile(r"judge reads \d"), timeout=15_000)
    explorer.find("#layer").select_option("")

    # Draws from the prior, then from what is fitted to the codes.
    explorer.find("#tab-prior").click()
    for fitted in (False, True):
        explorer.find(f"input[name=fit][value='{int(fitted)}']").check(force=True)
        for side in SIDES:
            draws = oracle.draws(side, 64, 0, fitted)
            sure = (int((draws["confidence"] >= 0.9).sum()), 64)
            counts_become(explorer, f"#prior-told-{side} .count", sure)
            assert explorer.find(f"#wall-{side} .unsure").count() == 64 - sure[0]
            assert explorer.find(f"#map-{side} .drawn").count() == 64
    expect(explorer.find("#told")).to_contain_text("Of 64 draws the judge is sure of")


def twin_z(explorer: Explorer) -> list[float]:
    """Where the other model's decoded image comes from, which follows by itself."""
    return [float(part) for part in (explorer.find("#decoded-twin").get_attribute("data-z") or "nan").split(",")]


def test_draws_that_were_missed_come_when_the_server_is_back(served: Explorer, oracle: Oracle) -> None:
    served.tolerate("ERR_FAILED|WebSocket")
    sockets = served.live_sockets()
    served.open("#tab=prior")
    eventually(lambda: counts(served, "#prior-told-ae .count")[1] == 64, "draws", served.page)
    served.page.route("**/sample", lambda route: route.abort())
    served.find("#redraw").click()
    expect(served.find("#problem")).to_be_visible()
    served.page.unroute("**/sample")
    sockets[-1].close(code=1012, reason="restart")
    sure = int((oracle.draws("ae", 64, 1, False)["confidence"] >= 0.9).sum())
    counts_become(served, "#prior-told-ae .count", (sure, 64))
    expect(served.find("#problem")).to_be_hidden()


def test_samples_are_counted_and_marked(explorer: Explorer, oracle: Oracle) -> None:
    explorer.open("#tab=samples&t=3")
    index = pick(explorer, 3, oracle)
    mu = oracle.code("vae", index)
    encoding = explorer.http.get("/api/models/vae-2d/codes").json()["codes"][index]
    wanted = {"mu": encoding["mu"], "sigma": encoding["sigma"], "n": 64, "seed": 0, "images": False}
    z = np.array(explorer.http.post("/api/models/vae-2d/sample", json=wanted).json()["z"])
    found = oracle.compare("vae", np.concatenate([mu[None], mu + 3 * (z - mu)]))
    counts_become(explorer, "#samples-told-vae .count", (kept(found), 64))
    for side in SIDES:
        lost = explorer.find(f"#samples-{side} .lost").count()
        assert counts(explorer, f"#samples-told-{side} .count") == (64 - lost, 64)
    expect(explorer.find("#told")).to_contain_text("draws are still read as 3")


def test_a_digit_that_is_lost_already_in_the_middle_is_no_success(explorer: Explorer) -> None:
    explorer.open("#model=vae-2d-beta-16")
    explorer.find("#gallery button[aria-label^='3:']").first.click()
    told = explorer.find("#ring-told-vae")
    expect(told.locator(".gone")).to_have_text("No longer read as 3")
    middle = explorer.find("#ring-vae .middle")
    label = middle.inner_text()
    assert label != "3"
    expect(middle).to_have_class(re.compile("lost"))
    expect(told).to_contain_text(f"it is read as {label}")
    expect(explorer.find("#told")).to_contain_text("VAE: No longer read as 3")
    expect(explorer.find("#ring-told-ae .gone")).to_have_count(0)
    explorer.find("#tab-samples").click()
    expect(explorer.find("#samples-told-vae .gone")).to_have_text("No longer read as 3")


def test_what_was_measured_at_another_step_says_so(explorer: Explorer) -> None:
    explorer.open()
    told = explorer.find("#ring-measured-vae")
    expect(told).to_contain_text("of 10,000 test digits are still read as before, 0.10 sd away.")
    explorer.find("#distance").fill("0.14")
    expect(told).to_contain_text("0.10 sd away: the nearest step that was measured")
    explorer.find("#distance").fill("0.2")
    expect(told).to_contain_text("0.20 sd away.")


def test_many_dimensions_turn_the_picture_and_it_is_said_with_what_was_measured(explorer: Explorer) -> None:
    explorer.open("#model=vae-16d")
    told = explorer.find("#ring-many").inner_text()
    for side, model in (("ae", "ae-16d"), ("vae", "vae-16d")):
        nearness = explorer.http.get(f"/api/models/{model}").json()["metrics"]["nearness"]
        for figure in (nearness["step_curve"][1]["label_kept"], nearness["holes"]["standard"]["judge_sure"]):
            assert f"{100 * figure['value']:.1f}%" in told, side
    explorer.open()
    expect(explorer.find("#ring-many")).to_be_hidden()
