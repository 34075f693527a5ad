"""Pictures of the page at three sizes, light and dark: `python -m tests.e2e.screenshots ADDRESS FOLDER`."""

import sys
from itertools import product
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, sync_playwright

from tests.helpers.browser import chromium

SIZES = {"desktop": (1440, 900), "tablet": (820, 1180), "phone": (390, 844)}
SETTLE_MS = 1500  # for tiles to be decoded and drawn


def take(browser: Browser, address: str, folder: Path) -> None:
    """One picture for each size and theme, of what a visitor sees first."""
    themes: tuple[Literal["light", "dark"], ...] = ("light", "dark")
    for (name, (width, height)), theme in product(SIZES.items(), themes):
        page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=theme)
        page.goto(address)
        page.wait_for_selector("body[data-ready=true]")
        page.wait_for_timeout(SETTLE_MS)
        page.screenshot(path=folder / f"{name}-{theme}.png")
        page.close()


def main(address: str, folder: Path) -> None:
    """Take all pictures with the Chromium that is installed."""
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(headless=False), args=["--no-sandbox"])
        take(browser, address, folder)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
