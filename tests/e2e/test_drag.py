"""Drag a slider and see the image change under the hand."""

import os
import re

import pytest
from playwright.sync_api import expect

from tests.e2e.explorer import Explorer, eventually
from tests.e2e.fingers import Fingers

pytestmark = pytest.mark.e2e
SECONDS, RATE = 2, 60
DRAG = """async ([moves, rate]) => {
    const slider = document.querySelector("input[type=range][data-z='0']"), canvas = document.querySelector("#decoded");
    const copy = Object.assign(document.createElement("canvas"), { width: 28, height: 28 });
    const context = copy.getContext("2d", { willReadFrequently: true });
    const low = Number(slider.min), high = Number(slider.max);
    const images = new Set();
    let watching = true, atRelease = 0;
    const watch = () => {
        context.drawImage(canvas, 0, 0);
        images.add(context.getImageData(0, 0, 28, 28).data.join());
        if (watching) requestAnimationFrame(watch);
    };
    requestAnimationFrame(watch);
    const started = performance.now();
    await new Promise(done => {
        let move = 0;
        const timer = setInterval(() => {
            move += 1;
            slider.value = String(low + (high - low) * (0.25 + 0.5 * move / moves));
            slider.dispatchEvent(new Event("input", { bubbles: true }));
            if (move === moves) {
                clearInterval(timer);
                atRelease = images.size;
                done();
            }
        }, 1000 / rate);
    });
    const seconds = (performance.now() - started) / 1000;
    watching = false;
    return [atRelease, seconds, Number(slider.value)];
}"""


def test_a_drag_shows_many_images_and_ends_at_the_last_place(explorer: Explorer) -> None:
    explorer.open("#vae=0.5,0.5")
    explorer.settled_z()
    images, seconds, last = explorer.page.evaluate(DRAG, [SECONDS * RATE, RATE])
    explorer.z_becomes([last, 0.5], explorer.twins["vae"].half_width / 2000)
    explorer.image_is_of("vae", explorer.settled_z())
    print(f"\n{images / seconds:.1f} distinct images a second of a {seconds:.2f} s drag")
    assert images > 5, "images change before the hand rests"
    if os.environ.get("LATENT_TIMED"):
        assert images / seconds >= 50


@pytest.mark.parametrize("axis", [0, 1])
def test_the_mouse_drags_a_slider(explorer: Explorer, axis: int) -> None:
    explorer.open("#vae=0.5,0.5")
    slider, mouse = f"input[data-z='{axis}']", explorer.page.mouse
    before = explorer.settled_z()
    mouse.move(*explorer.place(slider, 0.5, 0.5))
    mouse.down()
    mouse.move(*explorer.place(slider, 0.75, 0.5))
    held = explorer.z_leaves(before)
    mouse.move(*explorer.place(slider, 0.9, 0.5), steps=4)
    end = explorer.z_leaves(held)
    mouse.up()
    assert end[axis] > before[axis] and end[1 - axis] == pytest.approx(before[1 - axis], abs=0.003)
    explorer.image_is_of("vae", explorer.settled_z())


def test_the_keyboard_moves_a_slider(explorer: Explorer) -> None:
    explorer.open("#vae=0.5,0.5")
    before = explorer.settled_z()
    slider = explorer.find("input[data-z='1']")
    slider.focus()
    for _ in range(3):
        explorer.page.keyboard.press("ArrowRight")
        after = explorer.z_leaves(before)
        assert after[1] > before[1] and after[0] == before[0], "only the slider's own coordinate moves"
        before = after
    explorer.page.keyboard.press("End")
    explorer.z_leaves(before)
    assert explorer.settled_z()[1] == pytest.approx(float(slider.get_attribute("max") or 0), rel=1e-3)


def test_sliders_span_what_the_map_shows(explorer: Explorer) -> None:
    explorer.open("#vae=0.5,0.5&mapvae=0.5,0.5,3")
    slider = explorer.find("input[data-z='0']")

    def span() -> float:
        low, high = (float(slider.get_attribute(end) or 0) for end in ("min", "max"))
        assert low <= 0.5 <= high
        return high - low

    before = span()
    explorer.find("#map-vae").focus()
    explorer.page.keyboard.press("+")
    eventually(lambda: span() == pytest.approx(before / 2**0.5, rel=0.01), "half a zoom, that much less", explorer.page)


def test_a_finger_drags_a_slider(phone: Explorer) -> None:
    phone.open("#vae=0.5,0.5")
    slider = phone.find("input[data-z='0']")
    slider.scroll_into_view_if_needed()
    before, scrolled = phone.settled_z(), phone.page.evaluate("scrollY")
    low, high = (float(slider.get_attribute(end) or 0) for end in ("min", "max"))
    thumb = phone.place("input[data-z='0']", (before[0] - low) / (high - low), 0.5)
    end = phone.place("input[data-z='0']", 0.9, 0.5)
    Fingers(phone.page).glide([thumb], [end], steps=12)
    z = phone.z_leaves(before)
    eventually(lambda: phone.settled_z()[0] > low + 0.8 * (high - low), "the finger's place", phone.page)
    z = phone.settled_z()
    phone.image_is_of("vae", z)
    assert phone.page.evaluate("scrollY") == scrolled, "the page stays"


def test_the_switch_chooses_whose_z_the_sliders_move(explorer: Explorer) -> None:
    explorer.open("#ae=2,3&vae=0.5,0.5")
    explorer.find("input[name=active][value=ae]").check(force=True)
    explorer.z_becomes([2.0, 3.0])
    explorer.image_is_of("ae", explorer.settled_z())
    slider = explorer.find("input[data-z='0']")
    low, high = (float(slider.get_attribute(end) or 0) for end in ("min", "max"))
    assert low < 2 < high
    assert high - low > explorer.twins["vae"].half_width * 2, "the autoencoder's codes lie far wider"


def test_a_place_out_of_the_sliders_range_is_shown_as_such(explorer: Explorer) -> None:
    explorer.open("#vae=1.5,-0.5&mapvae=0,0,4&link=0")
    right, up = explorer.find("input[data-z='0']"), explorer.find("input[data-z='1']")
    for slider, side in ((right, "above"), (up, "below")):
        expect(slider).to_have_attribute("aria-valuetext", re.compile(", outside of what the map shows$"))
        row = slider.locator("xpath=..")
        expect(row).to_have_attribute("data-beyond", side)
        where = "::after" if side == "above" else "::before"
        arrow = row.locator("output").evaluate("(output, where) => getComputedStyle(output, where).content", where)
        assert re.search("[◂▸]", arrow)
    explorer.find("#whole").click()
    for slider in (right, up):
        expect(slider).to_have_attribute("aria-valuetext", re.compile(r"^−?[\d.]+$"))


def test_the_focus_ring_of_the_last_slider_is_whole(explorer: Explorer) -> None:
    explorer.open("#model=vae-16d")
    last = explorer.find("input[data-z='15']")
    last.focus()
    inside = """(input) => {
        const [ring, pane] = [input, document.getElementById("sliders")].map((e) => e.getBoundingClientRect());
        const style = getComputedStyle(input);
        const wide = parseFloat(style.outlineWidth) + parseFloat(style.outlineOffset);
        return [ring.left - wide - pane.left, pane.bottom - ring.bottom - wide].map(Math.floor);
    }"""
    explorer.page.keyboard.press("ArrowRight")
    left, below = last.evaluate(inside)
    assert left >= 0 and below >= 0


HOVER = """([x, y, moves]) => Array.from({ length: moves }, (_, i) => {
    const under = document.elementFromPoint(x + i, y);
    for (const kind of ["pointermove", "mousemove"])
        under.dispatchEvent(new PointerEvent(kind, { clientX: x + i, clientY: y, bubbles: true, view: window }));
    return document.querySelector("input[data-z='0']").value;
})"""


def test_every_move_of_a_pointer_over_a_map_is_followed(explorer: Explorer) -> None:
    explorer.open()
    explorer.settled_z()
    values = explorer.page.evaluate(HOVER, [*explorer.place("#map-vae", 0.5, 0.5), 10])
    assert len(set(values)) == 10, "with a cloud of dots under it too"
