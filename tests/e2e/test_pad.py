"""A digit drawn on the pad, by mouse, finger and keys, becomes codes while it is drawn."""

import re

import pytest
from playwright.sync_api import Route, expect

from tests.e2e.explorer import SIDES, Explorer, eventually
from tests.e2e.fingers import Fingers
from tests.helpers.drawings import DIGITS, Points

pytestmark = pytest.mark.e2e
# From a copy: Chromium warns the page when its own canvas is read again.
INKED = """canvas => {
    const copy = Object.assign(document.createElement("canvas"), { width: canvas.width, height: canvas.height });
    const context = copy.getContext("2d", { willReadFrequently: true });
    context.drawImage(canvas, 0, 0);
    return context.getImageData(0, 0, canvas.width, canvas.height).data.some(Boolean);
}"""


def on_pad(explorer: Explorer, points: Points) -> Points:
    """Where on the screen points of a drawing are, which fills the pad's height."""
    x, y, width, height = explorer.box("#draw")
    return [(x + (width - height) / 2 + u * height, y + v * height) for u, v in points]


def stroke(explorer: Explorer, lines: list[Points]) -> None:
    explorer.find("#draw").scroll_into_view_if_needed()
    for line in lines:
        (x, y), *rest = on_pad(explorer, line)
        explorer.page.mouse.move(x, y)
        explorer.page.mouse.down()
        for place in rest:
            explorer.page.mouse.move(*place)
            explorer.page.wait_for_timeout(8)
        explorer.page.mouse.up()


def rests(explorer: Explorer) -> None:
    """The drawing as it is now has been read; on a busy machine the hand may have seemed to rest before."""
    expect(explorer.find("body.sketching")).to_have_count(0)


def draw(explorer: Explorer, lines: list[Points]) -> None:
    """Draw strokes, and wait until they have been read."""
    stroke(explorer, lines)
    rests(explorer)


def judged(explorer: Explorer) -> str:
    return explorer.find("#judge .most").get_attribute("data-label") or ""


def encoded(explorer: Explorer, side: str) -> list[float]:
    """The code of the digit on the page, as the server gives it to anyone."""
    pixels = [value / 255 for value in explorer.pixels("#input")]
    rows = [pixels[28 * y : 28 * y + 28] for y in range(28)]
    answer = explorer.http.post(f"/api/models/{explorer.twins[side].id}/encode", json={"pixels": rows}).json()
    mu: list[float] = answer["mu"]
    return mu


@pytest.mark.parametrize("digit", [3, 4, 8])
def test_a_drawing_becomes_its_codes(explorer: Explorer, digit: int) -> None:
    explorer.open()
    draw(explorer, DIGITS[digit])
    explorer.digit_changes_to_own()
    eventually(lambda: judged(explorer) == str(digit), "the judge reads it", explorer.page)
    expect(explorer.find("#about")).not_to_be_empty()
    explorer.z_becomes(encoded(explorer, "vae"), 1e-3)
    explorer.image_is_of("vae", explorer.settled_z())
    eventually(lambda: explorer.state("digit") is None, "the URL names no digit of the sample", explorer.page)


def test_the_posterior_travels_while_the_hand_draws_and_leaves_a_trail(explorer: Explorer) -> None:
    explorer.open()
    first = explorer.settled_z()
    seen = set()
    lines = DIGITS[3]
    (x, y), *rest = on_pad(explorer, lines[0])
    explorer.page.mouse.move(x, y)
    explorer.page.mouse.down()
    for place in rest:
        explorer.page.mouse.move(*place)
        explorer.page.wait_for_timeout(60)
        seen.add(tuple(explorer.shown_z()))
    assert len(seen) > 8 and tuple(explorer.shown_z()) != tuple(first), "with the pen still down"
    assert explorer.state("x") is None
    explorer.page.mouse.up()
    for side in SIDES:
        trail = explorer.find(f"#map-{side} path.trail").get_attribute("d") or ""
        assert trail.count("L") > 5
    explorer.find("#gallery button").first.click()
    for side in SIDES:
        expect(explorer.find(f"#map-{side} path.trail")).to_have_attribute("d", "M0 0")
    expect(explorer.find("#draw-hint")).to_be_visible()


def test_undo_takes_back_a_stroke_and_clear_all_of_them(explorer: Explorer) -> None:
    explorer.open("#tab=samples")
    for button in ("#undo", "#clear"):
        expect(explorer.find(button)).to_be_disabled()
    draw(explorer, DIGITS[4][:1])
    explorer.digit_changes_to_own()
    one = explorer.pixels("#input")
    draw(explorer, DIGITS[4][1:])
    assert explorer.pixels("#input") != one, "a second stroke"
    assert explorer.find("#draw").evaluate(INKED)
    explorer.find("#undo").click()
    rests(explorer)
    assert explorer.pixels("#input") == one, "is taken back"
    explorer.find("#clear").click()
    expect(explorer.find("#draw-hint")).to_be_visible()
    expect(explorer.find("#map-vae .drawn")).to_have_count(64)  # its samples stay too
    assert not explorer.find("#draw").evaluate(INKED)
    assert explorer.pixels("#input") == one, "the digit at hand stays until there is another"


def test_the_pen_has_a_width(explorer: Explorer) -> None:
    explorer.open()
    ink = {}
    for pen in ("1.5", "4"):
        explorer.find("#pen").fill(pen)
        draw(explorer, DIGITS[7])
        ink[pen] = sum(explorer.pixels("#input"))
        explorer.find("#clear").click()
    assert ink["4"] > 1.6 * ink["1.5"]


def test_a_finger_draws_and_the_page_stays(phone: Explorer) -> None:
    phone.open()
    phone.find("#draw").scroll_into_view_if_needed()
    before = phone.page.evaluate("scrollY")
    fingers = Fingers(phone.page)
    top, bottom = on_pad(phone, [(0.52, 0.15), (0.48, 0.85)])
    fingers.glide([top], [bottom], steps=12)
    phone.digit_changes_to_own()
    eventually(lambda: judged(phone) == "1", "the judge reads a 1", phone.page)
    assert phone.page.evaluate("scrollY") == before


def test_a_pen_wins_over_the_palm_that_came_first(phone: Explorer) -> None:
    phone.open()
    phone.find("#draw").scroll_into_view_if_needed()
    protocol = phone.page.context.new_cdp_session(phone.page)

    def palm(kind: str, *places: tuple[float, float]) -> None:
        points = [{"x": x, "y": y} for x, y in on_pad(phone, list(places))]
        protocol.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    def pen(kind: str, place: tuple[float, float]) -> None:
        ((x, y),) = on_pad(phone, [place])
        how = {"x": x, "y": y, "button": "left", "buttons": 1, "pointerType": "pen", "clickCount": 1}
        protocol.send("Input.dispatchMouseEvent", {"type": kind, **how})

    palm("touchStart", (0.9, 0.9))
    palm("touchMove", (0.8, 0.8))
    palm("touchMove", (0.7, 0.95))
    pen("mousePressed", (0.52, 0.15))
    palm("touchMove", (0.9, 0.7))
    for step in range(1, 9):
        pen("mouseMoved", (0.52 - 0.005 * step, 0.15 + 0.0875 * step))
    pen("mouseReleased", (0.48, 0.85))
    palm("touchEnd")
    palm("touchStart", (0.9, 0.9))
    palm("touchMove", (0.5, 0.9))
    palm("touchEnd")
    phone.digit_changes_to_own()
    eventually(lambda: judged(phone) == "1", "the judge reads the pen's 1 alone", phone.page)
    phone.find("#undo").click()
    expect(phone.find("#draw-hint")).to_be_visible()


def test_a_seven_by_keys_alone(explorer: Explorer) -> None:
    explorer.open()
    explorer.find("#draw").focus()
    keys = explorer.page.keyboard
    for key, times in (("ArrowLeft", 6), ("ArrowUp", 8), (" ", 1), ("ArrowRight", 12)):
        for _ in range(times):
            keys.press(key)
    assert explorer.find("#pad-told").inner_text() == "The pen is on the paper."
    for step in range(15):
        keys.press("ArrowDown")
        if step % 3 == 0:
            keys.press("ArrowLeft")
    keys.press(" ")
    explorer.digit_changes_to_own()
    eventually(lambda: judged(explorer) == "7", "the judge reads it", explorer.page)
    keys.press("Delete")
    expect(explorer.find("#draw-hint")).to_be_visible()


def test_a_stroke_that_leaves_the_pad_stays_on_its_edge(explorer: Explorer) -> None:
    explorer.open()
    draw(explorer, [[(0.1, 0.2), (0.9, 0.2), (6.0, 0.25), (6.0, -2.0), (0.5, 0.9)]])
    explorer.digit_changes_to_own()
    assert explorer.find("body").get_attribute("data-connection") == "live"
    assert explorer.find("#draw").evaluate(INKED)


def test_a_tap_is_a_dot_that_is_seen(explorer: Explorer) -> None:
    explorer.open()
    explorer.find("#draw").click()
    assert explorer.find("#draw").evaluate(INKED)


def test_undo_with_the_pen_down_ends_the_stroke(explorer: Explorer) -> None:
    explorer.open()
    draw(explorer, DIGITS[7])
    explorer.digit_changes_to_own()
    seven = explorer.pixels("#input")
    (x, y), (u, v) = on_pad(explorer, [(0.2, 0.8), (0.8, 0.9)])
    explorer.page.mouse.move(x, y)
    explorer.page.mouse.down()
    explorer.page.keyboard.press("Backspace")
    explorer.page.mouse.move(u, v, steps=5)
    explorer.page.mouse.up()
    rests(explorer)
    assert explorer.pixels("#input") == seven, "no stroke has grown"


def test_a_drawing_that_is_wiped_at_once_leaves_the_digit_before(explorer: Explorer) -> None:
    explorer.open()
    digit, z, terms = explorer.pixels("#input"), explorer.settled_z(), explorer.find("#terms").inner_text()
    (x, y), (u, v) = on_pad(explorer, [(0.3, 0.2), (0.6, 0.8)])
    explorer.page.mouse.move(x, y)
    explorer.page.mouse.down()
    explorer.page.mouse.move(u, v, steps=6)
    eventually(lambda: explorer.pixels("#input") != digit, "the sketch is shown", explorer.page)
    explorer.page.keyboard.press("Delete")
    explorer.page.mouse.up()
    explorer.z_becomes(z)
    assert explorer.pixels("#input") == digit and explorer.find("#terms").inner_text() == terms
    expect(explorer.find("#kept")).to_be_visible()
    explorer.page.wait_for_timeout(400)
    assert explorer.state("x") is None and explorer.find("body.sketching, body.trailing").count() == 0


def test_a_picture_that_is_refused_leaves_the_drawing(explorer: Explorer) -> None:
    explorer.tolerate("415")
    explorer.open()
    draw(explorer, DIGITS[7])
    explorer.digit_changes_to_own()
    explorer.upload(b"no picture", "notes.txt", "text/plain")
    expect(explorer.find("#problem")).to_be_visible()
    expect(explorer.find("#kept")).to_be_visible()
    assert explorer.find("#draw").evaluate(INKED)
    expect(explorer.find("#undo")).to_be_enabled()


def test_a_drawing_goes_into_another_model_even_before_it_rests(explorer: Explorer) -> None:
    explorer.open()
    draw(explorer, DIGITS[4][:1])
    (x, y), (u, v) = on_pad(explorer, [DIGITS[4][1][0], DIGITS[4][1][-1]])
    explorer.page.mouse.move(x, y)
    explorer.page.mouse.down()
    explorer.page.mouse.move(u, v, steps=10)
    explorer.find("#beta").focus()
    explorer.page.keyboard.press("ArrowRight")
    eventually(lambda: explorer.state("model") == "vae-2d-beta-4", "another model", explorer.page)
    explorer.page.mouse.up()
    eventually(lambda: judged(explorer) == "4", "the drawing is at hand", explorer.page)
    explorer.digit_changes_to_own()
    assert explorer.find("#draw").evaluate(INKED)


def test_after_a_reload_the_pad_shows_the_digit_until_a_stroke_begins_another(explorer: Explorer) -> None:
    explorer.open()
    draw(explorer, DIGITS[7])
    explorer.digit_changes_to_own()
    expect(explorer.find("#draw-shown")).to_be_hidden()
    explorer.page.reload()
    explorer.ready()
    assert explorer.find("#draw").evaluate(INKED)
    expect(explorer.find("#draw-shown")).to_be_visible()
    expect(explorer.find("#draw-hint")).to_be_hidden()
    explorer.find("#gallery button").first.click()
    expect(explorer.find("#draw-hint")).to_be_visible()
    assert not explorer.find("#draw").evaluate(INKED)
    eventually(lambda: explorer.state("x") is None, "the URL follows", explorer.page)
    explorer.page.go_back()
    expect(explorer.find("#draw-shown")).to_be_visible()
    draw(explorer, DIGITS[4][:1])
    expect(explorer.find("#draw-shown")).to_be_hidden()
    explorer.find("#undo").click()
    assert not explorer.find("#draw").evaluate(INKED), "the stroke was of another digit"


def test_a_drawing_on_its_way_through_the_models_goes_into_the_next_ones(explorer: Explorer) -> None:
    explorer.open()
    held: list[Route] = []
    explorer.page.route(re.compile(r"/api/encode\?model=ae-2d&model=vae-2d$"), lambda route: held.append(route))
    stroke(explorer, DIGITS[4])
    eventually(lambda: len(held) >= 1, "it is on its way", explorer.page)
    explorer.find("#beta").press("ArrowRight")
    eventually(lambda: explorer.state("model") == "vae-2d-beta-4", "another model", explorer.page)
    explorer.digit_changes_to_own()
    assert explorer.state("model") == "vae-2d-beta-4"
    eventually(lambda: judged(explorer) == "4", "the drawing is at hand", explorer.page)
