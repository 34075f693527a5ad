"""A part of a picture is marked by mouse, finger or keys, and it alone is read."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e import pictures
from tests.e2e.explorer import Explorer, eventually
from tests.e2e.fingers import Fingers

pytestmark = pytest.mark.e2e
RIGHT = (0.55, 0.05, 0.95, 0.95)  # the half with the 1
INK_ON_THE_LEFT = """image => {
    const { naturalWidth: width, naturalHeight: height } = image;
    const canvas = Object.assign(document.createElement("canvas"), { width, height });
    const context = canvas.getContext("2d", { willReadFrequently: true });
    context.drawImage(image, 0, 0);
    const ink = left => context.getImageData(left, 0, width / 2, height).data.filter((v, i) => i % 4 == 0 && v < 128);
    return width > height ? ink(0).length / ink(width / 2).length : 0;
}"""  # as a multiple of that on the right


def judged(explorer: Explorer, label: str) -> None:
    expect(explorer.find("#judge .most")).to_have_attribute("data-label", label)


def marking(explorer: Explorer) -> Locator:
    """A picture of a 7 and a 1, enlarged to be marked."""
    explorer.open()
    explorer.uploaded(pictures.two_digits())
    explorer.find("#mark").click()
    area = explorer.find("#steps .marking .crop")
    expect(area).to_be_focused()
    area.scroll_into_view_if_needed()
    return area


def marked(explorer: Explorer) -> list[float]:
    """Left, top, width and height of the mark, in shares of the picture."""
    shares: list[float] = explorer.find(".crop-edge").evaluate(
        """edge => {
            const [{ left, top, width, height }, of] = [edge, edge.parentElement].map(e => e.getBoundingClientRect());
            return [(left - of.left) / of.width, (top - of.top) / of.height, width / of.width, height / of.height];
        }"""
    )
    return shares


def drag(explorer: Explorer, start: tuple[float, float], end: tuple[float, float]) -> None:
    mouse = explorer.page.mouse
    mouse.move(*start)
    mouse.down()
    mouse.move((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
    mouse.move(*end)
    mouse.up()


def lies(explorer: Explorer, *wanted: float) -> Callable[[], bool]:
    return lambda: all(abs(a - b) < 0.015 for a, b in zip(marked(explorer), wanted, strict=True))


def test_a_part_is_drawn_moved_resized_and_taken_away_by_mouse(explorer: Explorer) -> None:
    marking(explorer)
    sent = explorer.encodings()
    drag(explorer, explorer.place(".crop", *RIGHT[:2]), explorer.place(".crop", *RIGHT[2:]))
    judged(explorer, "1")
    expect(explorer.find("#found")).to_be_hidden()
    assert lies(explorer, 0.55, 0.05, 0.4, 0.9)(), marked(explorer)
    expect(explorer.find("#steps [data-step=crop]")).to_have_count(1)
    size = explorer.find(".crop-grip").first.bounding_box()
    assert size and min(size["width"], size["height"]) >= 24

    drag(explorer, explorer.place(".crop", 0.75, 0.5), explorer.place(".crop", 0.25, 0.5))
    judged(explorer, "7")
    assert lies(explorer, 0.05, 0.05, 0.4, 0.9)(), marked(explorer)

    drag(explorer, explorer.center(".crop-grip[data-grip=se]"), explorer.place(".crop", 0.9, 0.95))
    expect(explorer.find("#found button")).to_have_count(2)
    assert lies(explorer, 0.05, 0.05, 0.85, 0.9)(), marked(explorer)

    explorer.find("#unmark").click()
    expect(explorer.find("#steps [data-step=crop]")).to_have_count(0)
    expect(explorer.find("#unmark")).to_be_hidden()
    expect(explorer.find(".crop-edge")).to_be_hidden()
    assert {one.headers["content-type"] for one in sent} <= {"application/json"}, "the picture is not sent again"


def test_a_part_is_marked_by_keys_alone(explorer: Explorer) -> None:
    area = marking(explorer)
    keyboard = explorer.page.keyboard
    keyboard.press("Enter")
    eventually(lies(explorer, 0.25, 0.25, 0.5, 0.5), "a part in the middle", explorer.page)
    for key, times in (("Shift+ArrowLeft", 10), ("Shift+ArrowDown", 20), ("ArrowUp", 25), ("ArrowRight", 60)):
        for _ in range(times):
            keyboard.press(key)
    eventually(lies(explorer, 0.6, 0.0, 0.4, 0.7), "the part is where keys moved it", explorer.page)
    for _ in range(30):
        keyboard.press("Shift+ArrowDown")
    judged(explorer, "1")
    expect(explorer.find("#crop-told")).to_have_text("Marked: from 60% across and 0% down, 40% wide, 100% high.")
    expect(area).to_be_focused()
    keyboard.press("Escape")
    expect(explorer.find("#found button")).to_have_count(2)
    expect(explorer.find("#crop-told")).to_have_text("The whole picture is read.")
    keyboard.press("Escape")
    expect(explorer.find("#steps .marking")).to_have_count(0)
    expect(explorer.find("#mark")).to_be_focused()


def test_a_mark_stays_on_what_it_marks_where_the_picture_is_turned(explorer: Explorer) -> None:
    marking(explorer)
    drag(explorer, explorer.place(".crop", *RIGHT[:2]), explorer.place(".crop", *RIGHT[2:]))
    judged(explorer, "1")
    before = explorer.pixels("#input")
    explorer.find("#mirror").click()
    eventually(lambda: explorer.pixels("#input") != before, "it is mirrored", explorer.page)
    expect(explorer.find("#found")).to_be_hidden()
    assert lies(explorer, 0.55, 0.05, 0.4, 0.9)(), marked(explorer)
    explorer.find("#automatic").click()
    eventually(lambda: explorer.pixels("#input") == before, "and back", explorer.page)
    assert lies(explorer, 0.55, 0.05, 0.4, 0.9)(), "the mark stays"


def test_a_part_is_marked_by_finger(phone: Explorer) -> None:
    marking(phone)
    Fingers(phone.page).glide([phone.place(".crop", *RIGHT[:2])], [phone.place(".crop", *RIGHT[2:])])
    judged(phone, "1")
    assert lies(phone, 0.55, 0.05, 0.4, 0.9)(), "the page did not follow the finger"
    assert phone.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_picture_that_only_the_server_reads_is_marked_on_its_first_step(explorer: Explorer) -> None:
    explorer.open()
    explorer.upload(pictures.two_digits("TIFF"), "page.tif", "image/tiff")
    explorer.digit_changes_to_own()
    first = explorer.find("#steps .original img")
    expect(first).to_have_attribute("src", explorer.find("#steps [data-step=grey] img").get_attribute("src") or "")
    explorer.find("#turn").click()
    eventually(
        lambda: bool(first.evaluate("image => image.naturalHeight > image.naturalWidth")), "it is turned", explorer.page
    )
    explorer.find("#mark").click()
    drag(explorer, explorer.place(".crop", 0.05, 0.55), explorer.place(".crop", 0.95, 0.95))
    expect(explorer.find("#steps [data-step=crop]")).to_have_count(1)
    expect(explorer.find("#found")).to_be_hidden()
    assert lies(explorer, 0.05, 0.55, 0.9, 0.4)(), marked(explorer)


@pytest.mark.parametrize(("kind", "orientation"), [("WEBP", 3), ("WEBP", 6), ("JPEG", 6), ("PNG", 6), ("AVIF", 6)])
def test_a_mark_lies_where_it_was_seen_in_a_picture_that_exif_turns(
    explorer: Explorer, kind: str, orientation: int
) -> None:
    explorer.open()
    explorer.upload(pictures.two_digits(kind, orientation), f"page.{kind.lower()}", f"image/{kind.lower()}")
    explorer.digit_changes_to_own()
    ink = explorer.find("#steps .original img")
    eventually(lambda: ink.evaluate(INK_ON_THE_LEFT) > 1.5, "the 7 is seen left of the 1", explorer.page)
    explorer.find("#mark").click()
    drag(explorer, explorer.place(".crop", *RIGHT[:2]), explorer.place(".crop", *RIGHT[2:]))
    judged(explorer, "1")
