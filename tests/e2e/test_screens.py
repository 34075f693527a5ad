"""The page moves to another screen, or the browser zooms: what is painted is painted anew, as sharp as the screen."""

import pytest

from tests.e2e.explorer import Explorer, eventually

pytestmark = pytest.mark.e2e
WIDTHS = """() => ["#draw", "#map-vae .leaflet-overlay-pane canvas"].map((name) => {
    const canvas = document.querySelector(name);
    return Math.round((10 * canvas.width) / canvas.clientWidth) / 10;
})"""
TILES = """() => [...document.querySelectorAll("#map-vae img.leaflet-tile-loaded")].map((tile) => tile.src)"""


@pytest.mark.usefixtures("served")
def test_tiles_codes_and_pad_sharpen_on_a_denser_screen_and_back(explorer: Explorer) -> None:
    page = explorer.open().page
    protocol = page.context.new_cdp_session(page)
    for ratio in (2, 1):
        # As a zoom does, of another width too: of density alone, Chromium's emulation tells no media query.
        size = {"width": 1440 + ratio, "height": 900, "mobile": False}
        protocol.send("Emulation.setDeviceMetricsOverride", {**size, "deviceScaleFactor": ratio})
        eventually(lambda r=ratio: page.evaluate(WIDTHS) == [r, r], f"canvases at {ratio}", page)  # type: ignore[misc]

        def sharp(ratio: int = ratio) -> bool:
            tiles = page.evaluate(TILES)
            return bool(tiles) and all(("@2x" in tile) == (ratio == 2) for tile in tiles)

        eventually(sharp, f"tiles at {ratio}", page)
