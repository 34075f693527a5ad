"""What the page says of a digit's distribution and of its loss, against the API's answers and numpy alone."""

import re
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import expect

from latent_explorer.model.datasets.sample import load_sample
from tests.e2e.experiments import IDS, Oracle, pick
from tests.e2e.explorer import SIDES, Explorer, eventually, number

pytestmark = pytest.mark.e2e


def encoding(explorer: Explorer, side: str, index: int) -> dict[str, Any]:
    """A digit of the sample, encoded as any program would."""
    rows = (load_sample().images[index] / 255).tolist()
    found: dict[str, Any] = explorer.http.post(f"/api/models/{IDS[side]}/encode", json={"pixels": rows}).json()
    return found


def test_sigma_stands_beside_what_is_typical_of_its_class(explorer: Explorer, oracle: Oracle) -> None:
    explorer.open()
    pick(explorer, 3, oracle)
    codes = explorer.http.get("/api/models/vae-2d/codes").json()["codes"]
    typical = np.median([code["sigma"] for code in codes if code["label"] == 3], axis=0)
    notes = explorer.find("#posterior .typical")
    expect(notes).to_have_count(2)
    for axis, note in enumerate(notes.all_inner_texts()):
        assert "3" in note
        assert number(note.split(":")[1]) == pytest.approx(typical[axis], abs=0.0006)


def test_a_lens_shows_what_is_decoded_within_the_posterior(explorer: Explorer, oracle: Oracle) -> None:
    explorer.open("#tab=samples")  # where one looks as closely as the posterior is wide
    index = pick(explorer, 3, oracle)
    found = encoding(explorer, "vae", index)
    mu, sigma = np.array(found["mu"]), np.array(found["sigma"])
    step = sigma.max()  # five images over five times the wider σ
    places = [[mu[0] + (i - 2) * step, mu[1] - (j - 2) * step] for j in range(5) for i in range(5)]
    answer = explorer.http.post(
        "/api/models/vae-2d/decode", json={"z": places}, headers={"Accept": "application/octet-stream"}
    )
    wanted = np.frombuffer(answer.content, np.uint8).reshape(5, 5, 28, 28).swapaxes(1, 2).reshape(140, 140)

    def shown() -> bool:
        canvas = np.frombuffer(explorer.pixels("#map-vae .lens canvas"), np.uint8).reshape(140, 140)
        return bool(np.abs(canvas.astype(int) - wanted).max() <= 1)

    eventually(shown, "the lens holds the images within 2.5 σ", explorer.page)
    radii = [float(explorer.find("#map-vae .lens ellipse").nth(1).get_attribute(side) or 0) for side in ("rx", "ry")]
    assert radii == pytest.approx((50 / 2.5 * sigma / sigma.max()).tolist(), rel=1e-3)
    assert number(explorer.find("#map-vae .lens p").inner_text().rstrip("×")) > 1
    assert explorer.find("#map-ae .lens").count() == 0
    explorer.find("#look").click()
    expect(explorer.find("#map-vae .lens")).to_be_hidden()


def test_the_mean_and_the_spread_of_the_draws_are_those_of_their_images(explorer: Explorer, oracle: Oracle) -> None:
    explorer.open("#tab=samples&t=3")
    pick(explorer, 3, oracle)
    for side in SIDES:

        def agrees(side: str = side) -> bool:
            draws = explorer.all_pixels(f"#samples-{side} canvas")
            images = np.array([list(image) for image in draws], np.float64)
            mean, spread = explorer.all_pixels(f"#averages-{side} canvas")
            wanted = np.minimum(2 * images.std(axis=0), 255)
            told = re.findall(r"\S+$", explorer.find(f"#averages-{side} figcaption").nth(1).inner_text())
            return bool(
                len(images) == 64
                and told
                and np.abs(images.mean(axis=0) - list(mean)).max() <= 0.51
                and np.abs(wanted - list(spread)).max() <= 1
                and abs(number(told[0]) - images.std(axis=0).max() / 255) <= 0.0051
            )

        eventually(agrees, f"mean and spread of {side}", explorer.page)


def test_the_loss_adds_up_over_dimensions_and_stands_among_the_test_images(explorer: Explorer, oracle: Oracle) -> None:
    explorer.open()
    index = pick(explorer, 3, oracle)
    vae, ae = (encoding(explorer, side, index) for side in ("vae", "ae"))
    kl = explorer.numbers("#terms .kl-bars b")
    assert kl == pytest.approx(vae["kl_per_dim"], abs=0.0051)
    assert sum(kl) == pytest.approx(explorer.numbers("#terms .kl td.of-vae")[0], abs=0.0151)
    for of, term, found in (("vae", "negative_elbo", vae), ("ae", "reconstruction", ae)):
        told = explorer.find(f"#terms > .of-{of}:has(.standing) p:last-child").inner_text()
        percent, images = re.findall(r"[\d,]+", told.replace("%", ""))
        assert number(percent) == pytest.approx(found["standing"]["percentile"][term], abs=0.51)
        assert images == "10,000"
    both = [np.array(found["terms"]["per_pixel"]) for found in (vae, ae)]
    low, high = explorer.numbers("#terms .heat-key span")
    assert (low, high) == pytest.approx((np.min(both), np.max(both)), abs=0.051)
    assert explorer.find("#terms .heat").count() == 2


def test_the_nearest_real_digits_can_be_taken(explorer: Explorer, oracle: Oracle) -> None:
    explorer.open()
    index = pick(explorer, 3, oracle)
    nearest = encoding(explorer, "vae", index)["typicality"]["nearest"]
    buttons = explorer.find("#nearest button")
    shown = buttons.evaluate_all("all => all.map(button => Number(button.dataset.index))")
    assert shown == nearest and len(shown) == 6
    buttons.nth(2).click()
    eventually(lambda: explorer.state("digit") == str(nearest[2]), "it is at hand", explorer.page)


def test_sixteen_dimensions_are_in_one_plot_and_each_has_its_figures(explorer: Explorer) -> None:
    explorer.open("#model=vae-16d")
    plot = explorer.find("#posterior .axis-plot")
    expect(plot.locator("g")).to_have_count(16)
    expect(explorer.find("#terms .kl-bars")).to_have_count(0)
    expect(explorer.find("#posterior .point > span")).to_have_count(32)
    codes = {side: explorer.http.get(f"/api/models/{side}-16d/codes").json()["codes"] for side in ("vae", "ae")}
    index = int(explorer.state("digit") or -1)
    explorer.find("#posterior summary").last.click()
    shown = explorer.numbers("#posterior .of-ae .point b")
    assert shown == pytest.approx(codes["ae"][index]["mu"], abs=0.0051)
    plot.focus()
    explorer.page.keyboard.press("End")
    last = int(re.findall(r"z(\d+)", plot.get_attribute("aria-valuetext") or "")[0])
    mu, sigma = explorer.numbers("#posterior .axis-told b")
    assert (mu, sigma) == pytest.approx([codes["vae"][index][name][last] for name in ("mu", "sigma")], abs=0.0051)


def test_the_lens_can_be_put_away(explorer: Explorer) -> None:
    explorer.open()
    lens = explorer.find("#map-vae .lens")
    expect(lens).to_be_visible()
    explorer.find("#lens").uncheck()
    expect(lens).to_be_hidden()
    eventually(lambda: explorer.state("lens") == "0", "the URL names it", explorer.page)
    explorer.find("#gallery button").nth(5).click()
    explorer.page.wait_for_timeout(300)
    expect(lens).to_be_hidden()
    explorer.find("#lens").check()
    expect(lens).to_be_visible()
