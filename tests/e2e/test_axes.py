"""More than two dimensions: sliders by what each axis holds, walks along all axes, and axes that hold nothing."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from playwright.sync_api import expect

from latent_explorer.model.registry import ZOO
from tests.e2e.axe import complaints
from tests.e2e.conftest import DESKTOP, Contexts, Visit
from tests.e2e.explorer import READ_PIXELS, Explorer, eventually
from tests.e2e.test_own_models import configure
from tests.helpers.collapsed import collapsed
from tests.helpers.serving import serving

pytestmark = pytest.mark.e2e
DEEP = "#model=vae-16d"
SIDE = 28
STEPS = 9
SETTLES_MS = 400  # a strip is decoded anew once z has rested for 150


def codes(explorer: Explorer, model: str) -> dict[str, NDArray[np.float64]]:
    """μ and, of a VAE, σ of the sample: (n, d) each."""
    found = explorer.http.get(f"/api/models/{model}/codes").raise_for_status().json()["codes"]
    names = ("mu", "sigma") if found[0]["sigma"] else ("mu",)
    return {name: np.array([code[name] for code in found]) for name in names}


def divergences(mu: NDArray[np.float64], sigma: NDArray[np.float64]) -> NDArray[np.float64]:
    """The mean KL divergence of each axis, nats: (d,)."""
    mean: NDArray[np.float64] = ((mu**2 + sigma**2 - 1) / 2 - np.log(sigma)).mean(0)
    return mean


def axes(explorer: Explorer, selector: str, name: str) -> list[int]:
    """The axes in their order on the page."""
    return [int(axis) for axis in explorer.find(selector).evaluate_all(f"all => all.map(e => e.dataset.{name})")]


def strip_of(explorer: Explorer, side: str, axis: int) -> list[bytes]:
    """The images along an axis, once they are there."""
    row = explorer.find(f"#traversals-{side} [data-axis='{axis}']")
    row.scroll_into_view_if_needed()
    canvas = row.locator(".strip canvas")
    eventually(lambda: bool(canvas.evaluate("c => c.width > c.height")), "it is painted", explorer.page)
    seen = [""]

    def rests() -> bool:
        explorer.page.wait_for_timeout(SETTLES_MS)
        seen.append(str(canvas.evaluate(READ_PIXELS)))
        return seen[-1] == seen[-2]

    eventually(rests, "the strip through the z of now", explorer.page)
    rows = np.frombuffer(seen[-1].encode("latin-1"), np.uint8).reshape(SIDE, STEPS, SIDE)
    return [rows[:, step].tobytes() for step in range(STEPS)]


def shown(explorer: Explorer) -> list[float]:
    """Where the decoded image comes from, once z is at the digit's code."""
    explorer.page.wait_for_selector("body:not(.switching) #terms table")
    eventually(lambda: len(explorer.shown_z()) == 16, "an image of 16 coordinates", explorer.page)
    return explorer.shown_z()


def test_sliders_are_sorted_by_what_their_axis_holds(explorer: Explorer) -> None:
    explorer.open(DEEP)
    of_vae, of_ae = codes(explorer, "vae-16d"), codes(explorer, "ae-16d")
    for side, held in (("vae", divergences(**of_vae)), ("ae", of_ae["mu"].std(0))):
        explorer.find(f"input[name=active][value={side}]").check(force=True)
        order = axes(explorer, "#sliders input", "z")
        assert order == np.argsort(-held, kind="stable").tolist()
        assert explorer.numbers("#sliders label > small") == pytest.approx(held[order], abs=0.0051)
    marked = explorer.find("#sliders label[data-on-map]:not([data-on-map='']) input")
    assert sorted(marked.evaluate_all("all => all.map(e => e.dataset.z)")) == ["0", "1"]


def test_a_strip_holds_what_is_decoded_along_its_axis(explorer: Explorer) -> None:
    explorer.open(DEEP)
    explorer.twins = {"vae": explorer.listed["vae-16d"], "ae": explorer.listed["ae-16d"]}
    z = np.array(shown(explorer))
    found = codes(explorer, "vae-16d")
    middle, reach = found["mu"].mean(0), np.sqrt(found["mu"].var(0) + (found["sigma"] ** 2).mean(0))
    for axis in (0, 15):
        strip = strip_of(explorer, "vae", axis)
        for step, sd in enumerate(np.linspace(-2, 2, STEPS)):
            there = z.copy()
            there[axis] = middle[axis] + sd * reach[axis]
            wanted = explorer.decode("vae", there.tolist())
            assert max(abs(a - b) for a, b in zip(strip[step], wanted, strict=True)) <= 1, (axis, sd)


def test_an_image_is_shown_while_it_is_pointed_at_and_z_goes_there_once_it_is_pressed(explorer: Explorer) -> None:
    explorer.open(DEEP)
    before = shown(explorer)
    strip = strip_of(explorer, "vae", 3)
    row = "#traversals-vae [data-axis='3'] input"
    explorer.page.mouse.move(*explorer.place(row, 8.5 / STEPS, 0.5))
    eventually(lambda: explorer.shown_z()[3] != before[3], "the image is another", explorer.page)
    assert max(abs(a - b) for a, b in zip(explorer.pixels("#decoded"), strip[8], strict=True)) <= 1
    explorer.page.mouse.move(5, 5)
    eventually(lambda: explorer.shown_z() == before, "z is back", explorer.page)
    explorer.page.mouse.click(*explorer.place(row, 0.5 / STEPS, 0.5))
    explorer.page.mouse.move(5, 5)
    eventually(lambda: explorer.shown_z()[3] < min(before[3], 0), "z has gone there", explorer.page)
    others = [(a, b) for axis, (a, b) in enumerate(zip(explorer.shown_z(), before, strict=True)) if axis != 3]
    assert all(a == b for a, b in others)


def test_the_frame_is_at_an_image_never_between_two(explorer: Explorer) -> None:
    explorer.open(DEEP)
    shown(explorer)
    strip_of(explorer, "vae", 3)
    places = [float(at) for at in explorer.find("#traversals-vae input").evaluate_all("all => all.map((e) => e.value)")]
    assert any(places) and all(at * 2 == int(at * 2) for at in places)


def test_a_code_of_another_number_of_dimensions_is_the_digits_own(explorer: Explorer) -> None:
    explorer.open(f"{DEEP}&vae=1,2,3&digit=5")
    own = codes(explorer, "vae-16d")["mu"][5]
    eventually(lambda: bool(np.allclose(shown(explorer), own, atol=1e-3)), "z is the digit's code", explorer.page)


def test_by_keys_z_moves_along_an_axis_and_what_changes_is_said(explorer: Explorer) -> None:
    explorer.open(DEEP)
    shown(explorer)
    strip_of(explorer, "vae", axes(explorer, "#traversals-vae [data-axis]", "axis")[0])
    first, second = axes(explorer, "#traversals-vae [data-axis]", "axis")[:2]
    explorer.find("#traversals-vae input[tabindex='0']").focus()
    before = shown(explorer)
    explorer.page.keyboard.press("ArrowDown")
    expect(explorer.find(f"#traversals-vae [data-axis='{second}'] input")).to_be_focused()
    explorer.page.keyboard.press("ArrowRight")
    eventually(lambda: explorer.shown_z()[second] != before[second], "z moves along it", explorer.page)
    assert explorer.shown_z()[first] == before[first]
    told = explorer.find("#axes-told")
    expect(told).to_contain_text(f"axis z{second} from −2 to 2 sd")
    expect(told).to_contain_text("on average a pixel changes by")
    assert "becomes" in told.inner_text() or "at both ends" in told.inner_text()


def test_axes_are_found_by_the_part_that_they_change(explorer: Explorer) -> None:
    explorer.open(DEEP)
    shown(explorer)
    explorer.find("[name=axes-order][value=part]").check(force=True)
    expect(explorer.find("#axes-told")).to_contain_text("most changes along")
    part = explorer.find("#part")
    part.focus()
    for _ in range(6):
        explorer.page.keyboard.press("ArrowUp")
    order = axes(explorer, "#traversals-vae [data-axis]", "axis")
    figures = [float(text.rstrip("%")) for text in explorer.find("#traversals-vae .axis-name small").all_inner_texts()]
    assert figures == sorted(figures, reverse=True) and figures[0] > figures[-1]
    y, x = (np.mgrid[:SIDE, :SIDE] + 0.5) / SIDE
    inside = np.hypot(x - 0.5, y - 0.2) <= 0.1
    for axis, figure in ((order[0], figures[0]), (order[-1], figures[-1])):
        images = [np.frombuffer(image, np.uint8).reshape(SIDE, SIDE) for image in strip_of(explorer, "vae", axis)]
        assert np.ptp(images, axis=0)[inside].mean() / 2.55 == pytest.approx(figure, abs=0.6)


def test_all_rows_swing_together_until_they_are_paused(explorer: Explorer) -> None:
    explorer.open(DEEP)
    shown(explorer)
    strip_of(explorer, "ae", 0)
    button, scrub = explorer.find("#swing"), explorer.find("#swing-at")
    expect(scrub).to_have_value("4")
    button.click()
    eventually(lambda: scrub.input_value() != "4", "it plays", explorer.page)
    button.click()
    step = int(scrub.input_value())
    explorer.page.wait_for_timeout(400)
    assert int(scrub.input_value()) == step
    shown_now = explorer.pixels("#traversals-ae [data-axis='0'] > canvas")
    assert shown_now == strip_of(explorer, "ae", 0)[step]


def test_who_asks_for_less_motion_moves_the_rows_by_hand_alone(visit: Visit) -> None:
    calm = visit(reduced_motion="reduce")
    calm.open(DEEP)
    expect(calm.find("#swing")).to_be_hidden()
    calm.find("#swing-at").focus()
    calm.page.keyboard.press("ArrowRight")
    expect(calm.find("#swing-shown")).to_have_text("0.5 sd")


def test_two_dimensions_have_no_table(explorer: Explorer) -> None:
    explorer.open()
    expect(explorer.find("#axes")).to_be_hidden()
    expect(explorer.find("#sliders small")).to_have_count(0)


DEAD = {"part": [3, 5, 10, 11, 12, 13], "none": list(range(16))}


@pytest.fixture(scope="module")
def flat(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """A server with 16-D twins of which some axes, or all, have collapsed; its port."""
    root = tmp_path_factory.mktemp("flat")
    for name, dead in DEAD.items():
        for kind, twin in (("ae", "vae"), ("vae", "ae")):
            folder = collapsed(ZOO / f"{kind}-16d", root / f"{kind}-{name}", dead, decoder=name == "none")
            configure(folder, twin=f"{twin}-{name}")
    with serving(models=Path(root)) as port:
        yield port


@pytest.fixture
def own(contexts: Contexts, flat: int) -> Iterator[Explorer]:
    """A visitor of that server."""
    visitor = Explorer(contexts.page({"viewport": DESKTOP, "locale": "en-GB"}), f"http://127.0.0.1:{flat}")
    yield visitor
    visitor.http.close()
    contexts.forget(visitor.page)
    assert visitor.troubles == []


def test_axes_that_hold_nothing_are_folded_away_and_named(own: Explorer) -> None:
    own.open("#model=vae-part")
    for place in ("#sliders", "#traversals-vae", "#traversals-ae"):
        fold = own.find(f"{place} .dead-axes")
        expect(fold.locator("summary")).to_have_text("6 of 16 axes hold nothing")
        expect(fold.locator("input")).to_have_count(6)
        assert {int(axis) for axis in fold.locator("input").evaluate_all(NAMED)} == set(DEAD["part"])
    own.find("#sliders .dead-axes summary").click()
    expect(own.find("#sliders .dead-axes")).to_contain_text("For every image the posterior is the prior there")
    expect(own.find("#sliders .dead-axes")).to_contain_text("at most 0.01 (Burda et al. 2016)")
    expect(own.find("#sliders input[data-z='3']")).to_be_visible()


NAMED = "all => all.map(e => e.dataset.z ?? e.closest('[data-axis]').dataset.axis)"


@pytest.mark.parametrize("tab", ["step", "samples", "walk", "prior"])
def test_a_collapsed_vae_has_a_page_that_says_so(tab: str, own: Explorer) -> None:
    own.open(f"#model=vae-none&tab={tab}")
    for side in ("ae", "vae"):
        expect(own.find(f"#axes-unit-{side}")).to_contain_text("All axes have collapsed")
    expect(own.find("#axes .dead-axes summary").first).to_have_text("16 of 16 axes hold nothing")
    expect(own.find("#posterior .axis-columns")).to_be_visible()
    expect(own.find("#problem")).to_be_hidden()
    texts: Any = own.find("main").inner_text()
    assert "NaN" not in texts and "Infinity" not in texts and "undefined" not in texts
    own.find("#axes .dead-axes summary").first.click()
    row = own.find("#traversals-ae .dead-axes input").first
    row.scroll_into_view_if_needed()
    eventually(
        lambda: bool(own.find("#traversals-ae .dead-axes .strip canvas").first.evaluate("c => c.width > c.height")),
        "a strip",
        own.page,
    )


def test_axe_finds_nothing_amiss(own: Explorer) -> None:
    own.open("#model=vae-part")
    own.find("[name=axes-order][value=part]").check(force=True)
    own.find("#sliders .dead-axes summary").click()
    assert complaints(own.page) == []
