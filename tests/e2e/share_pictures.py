"""The page's one idea, as `python -m tests.e2e.share_pictures ADDRESS` writes it: docs/idea.webp, static/share.png.

A 3, and its 16 neighbours, in both models, as the step grows: six seconds of what the page shows by itself.
"""

import io
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from tests.helpers.browser import chromium

ROOT = Path(__file__).resolve().parents[2]
CARD: ViewportSize = {"width": 1200, "height": 630}  # what networks show of a link
SECONDS, FRAMES_A_SECOND = 6, 5
LONGEST = 0.16  # sd
ANSWERED_MS = 120  # the page's engine answers in a tenth of that
STYLE = """
#lesson { grid-template-columns: minmax(0, 1fr) !important; padding: 20px 60px !important; }
#lesson > :not(.stand, .words), .way, .tools .ten { display: none !important; }
#lesson > .stand { grid-area: auto !important; }
.ring-square { max-width: 410px !important; }
"""


def near(browser: Browser, address: str) -> Page:
    """The step on neighbours, with nothing beside it but the question."""
    page = browser.new_page(viewport=CARD, color_scheme="light", reduced_motion="reduce", bypass_csp=True)
    page.goto(f"{address}/?lang=en&present&predict=off#lesson=near")
    page.click("#lesson .main")
    page.wait_for_selector("#lesson[data-phase=seen]")
    page.add_style_tag(content=STYLE)
    return page


def frame(page: Page, step: float) -> Image.Image:
    """What is seen at a step, sd."""
    slider = page.locator("#lesson .tools input")
    slider.evaluate(
        "(input, step) => { input.step = 'any'; input.value = step; input.dispatchEvent(new Event('input')); }", step
    )
    page.wait_for_timeout(ANSWERED_MS)
    return Image.open(io.BytesIO(page.screenshot())).convert("RGB")


def main(address: str) -> None:
    """Make both pictures with the Chromium that is installed."""
    count = SECONDS * FRAMES_A_SECOND
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(headless=False), args=["--no-sandbox"])
        page = near(browser, address)
        steps = [LONGEST * (i + 1) / count for i in range(count)]
        frames = [frame(page, step) for step in steps]
        frame(page, 0.1).save(ROOT / "static/share.png", optimize=True)
        browser.close()
    first, *rest = (one.resize((900, 472), Image.Resampling.LANCZOS) for one in frames)
    length = 1000 // FRAMES_A_SECOND
    first.save(
        ROOT / "docs/idea.webp", save_all=True, append_images=rest, duration=length, loop=0, quality=60, method=6
    )


if __name__ == "__main__":
    main(sys.argv[1])
