"""The table of axes as the page shows it of sprites: `python -m tests.e2e.traversal_pictures ADDRESS`, in docs/.

Of the models whose axes hold the factors best and worst, by MIG: the VAE at β = 4, and the autoencoder beside it.
"""

import io
import sys

from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from tests.helpers.browser import chromium
from tests.helpers.paths import DOCS

MODEL, PICTURE = "sprites-vae-10d-beta-4", DOCS / "traversals.webp"
WINDOW: ViewportSize = {"width": 1440, "height": 1600}  # all rows are in sight, and so decoded
DECODED_MS = 3000


def shown(browser: Browser, address: str) -> Page:
    """The page of these models, on the axes' card."""
    page = browser.new_page(viewport=WINDOW, color_scheme="light", reduced_motion="reduce", device_scale_factor=1.5)
    page.goto(f"{address}/?lang=en&lesson=off#model={MODEL}")
    page.wait_for_selector("body[data-ready]")
    page.locator("#axes").evaluate("(card) => card.scrollIntoView({ block: 'center' })")
    page.wait_for_timeout(DECODED_MS)
    return page


def main(address: str) -> None:
    """Make the picture with the Chromium that is installed."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(headless=False), args=["--no-sandbox"])
        card = shown(browser, address).locator("#axes").screenshot()
        browser.close()
    Image.open(io.BytesIO(card)).convert("RGB").save(PICTURE, quality=75, method=6)


if __name__ == "__main__":
    main(sys.argv[1])
