"""Keys with Ctrl, ⌘ or Alt are the browser's own, wherever the focus is."""

import pytest

from tests.e2e.explorer import Explorer, eventually
from tests.e2e.pictures import dark_on_white

pytestmark = pytest.mark.e2e
# In the capture phase of the window, as a part of the page may stop what it takes; asked once all parts have had it.
NOTE_KEYS = """window.keys = [];
addEventListener("keydown", (event) => setTimeout(() => keys.push([event.key, event.defaultPrevented])), true);"""
COMBINED = ["Control+=", "Control+-", "Control+Home", "Control+End", "Meta+=", "Meta+-", "Meta+ArrowLeft", "Alt+Home"]
ARROWS = ["Alt+ArrowUp", "Alt+ArrowDown", "Control+ArrowRight", "Control+ArrowUp"]


def test_no_part_of_the_page_takes_a_key_that_is_the_browsers(explorer: Explorer) -> None:
    explorer.open("#tab=walk")
    explorer.uploaded(dark_on_white())
    explorer.find("#mark").click()
    page = explorer.page
    z, view = explorer.settled_z(), explorer.view("vae")
    pressed = 2 * len(COMBINED + ARROWS)  # the modifier is a key too
    page.evaluate(NOTE_KEYS)
    for part in ("#map-vae", "#map-vae .end-a", "#draw", "#tab-walk", ".crop"):
        explorer.find(part).focus()
        page.evaluate("keys.length = 0")
        for keys in COMBINED + ARROWS:
            page.keyboard.press(keys)
        eventually(lambda: page.evaluate("keys.length") == pressed, "keys have passed", page)
        assert page.evaluate("keys.filter(([, taken]) => taken)") == [], part
    assert explorer.find("#tab-walk").get_attribute("aria-selected") == "true"
    assert explorer.settled_z() == z and explorer.view("vae") == view
    explorer.find("#map-vae").focus()
    page.keyboard.press("Shift+ArrowRight")
    explorer.z_leaves(z)
