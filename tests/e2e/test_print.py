"""On paper: the maps with their tiles and marks, the charts, and no controls."""

import pytest

from tests.e2e.conftest import Visit
from tests.e2e.explorer import SIDES, eventually

pytestmark = pytest.mark.e2e
# Of a map as it is printed: its size in its own pixels, how far its tiles, marks and codes lie within, and on paper.
PRINTED = """(side) => {
    const map = document.getElementById(`map-${side}`), frame = map.getBoundingClientRect();
    const isWithin = (mark) => {
        const { left, right, top, bottom } = mark.getBoundingClientRect();
        return right > frame.left && left < frame.right && bottom > frame.top && top < frame.bottom;
    };
    const tiles = [...map.querySelectorAll(".leaflet-layer.digit .leaflet-tile-loaded")].filter(isWithin);
    const covered = (x, y) => tiles.some((tile) => {
        const { left, right, top, bottom } = tile.getBoundingClientRect();
        return x >= left && x <= right && y >= top && y <= bottom;
    });
    const places = [0.1, 0.5, 0.9].flatMap((u) => [0.1, 0.5, 0.9].map((v) => [u, v]));
    return {
        size: [map.clientWidth, map.clientHeight],
        covered: places.every(([u, v]) => covered(frame.left + u * frame.width, frame.top + v * frame.height)),
        marks: [".pin", ".here", ".leaflet-overlay-pane canvas"].every((mark) => isWithin(map.querySelector(mark))),
        colours: getComputedStyle(map.querySelector(".pin")).printColorAdjust,
    };
}"""
CONTROLS = """() => [...document.querySelectorAll("button, input, [role=tab]")]
    .filter((one) => one.checkVisibility() && !one.closest("#nearest, #legend, .alike, .word, .unseen"))
    .map((one) => one.id || one.outerHTML)"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_paper_shows_maps_with_tiles_and_marks_and_no_controls(visit: Visit, scheme: str) -> None:
    visitor = visit(color_scheme=scheme).open()
    page = visitor.page
    page.wait_for_load_state("networkidle")
    on_screen = {side: page.evaluate(PRINTED, side) for side in SIDES}
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 718, "height": 1040})  # A4
    for side in SIDES:
        covered = lambda side=side: page.evaluate(PRINTED, side)["covered"]  # noqa: E731
        eventually(covered, "it is laid out anew, tiles and all", page)
        printed = page.evaluate(PRINTED, side)
        assert printed.pop("size") == pytest.approx(on_screen[side]["size"], abs=1), "scaled, not laid out anew"
        assert printed == {"covered": True, "marks": True, "colours": "exact"}
        x, _, width, _ = visitor.box(f"#map-{side}")
        assert x >= 0 and x + width <= 718
    assert page.evaluate(CONTROLS) == []
    assert page.evaluate("getComputedStyle(document.body).colorScheme") == "light"
    page.emulate_media(media="screen")
