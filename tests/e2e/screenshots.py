"""Pictures of the explorer and of each step of the lesson, at three sizes and in a hall, light and dark.

`python -m tests.e2e.screenshots ADDRESS FOLDER`; what is told at the end is of the hall: text sizes, least contrast.
"""

import sys
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from tests.e2e.explorer import Explorer
from tests.e2e.lesson import STEPS, Learner
from tests.helpers.browser import chromium

Theme = Literal["light", "dark"]
THEMES: tuple[Theme, ...] = ("light", "dark")
SETTLE_MS = 1500  # for tiles to be decoded and drawn, and for what moves to come to rest


@dataclass(frozen=True)
class Screen:
    """A screen, and what is added to the address for it."""

    name: str
    size: ViewportSize
    query: str = ""


SCREENS = (
    Screen("desktop", {"width": 1440, "height": 900}),
    Screen("tablet", {"width": 820, "height": 1180}),
    Screen("phone", {"width": 390, "height": 844}),
)
HALL = Screen("hall", {"width": 1280, "height": 720}, "&present")
# Of each text that is seen: its size, CSS pixels, and its contrast by WCAG 2 with the nearest background behind it.
TEXTS = """() => {
    const parts = (colour) => {
        const whole = colour.startsWith("color(srgb") ? 255 : 1; // where colours are mixed
        return (colour.match(/[\\d.]+/g) ?? []).map((part, i) => (i < 3 ? whole : 1) * Number(part));
    };
    const light = (colour) => {
        const [r, g, b] = parts(colour).map((level) => {
            const share = level / 255;
            return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const behind = (element) => {
        for (let at = element; at; at = at.parentElement) {
            const { backgroundColor } = getComputedStyle(at);
            if (parts(backgroundColor)[3] !== 0) return backgroundColor;
        }
    };
    const own = (element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    return [...document.querySelectorAll("#lesson *")].filter((one) => own(one) && one.checkVisibility()).map((one) => {
        const style = getComputedStyle(one);
        const drawn = one.ownerSVGElement;
        const scale = drawn ? drawn.getScreenCTM().a : 1;
        const [a, b] = [light(drawn ? style.fill : style.color), light(behind(one))].sort((x, y) => y - x);
        const size = parseFloat(style.fontSize) * scale;
        return { text: one.textContent.trim(), size, contrast: (a + 0.05) / (b + 0.05) };
    });
}"""


def explorer_pictures(browser: Browser, address: str, folder: Path) -> None:
    """The explorer, as a visitor sees it first."""
    for screen, theme in product(SCREENS, THEMES):
        page = browser.new_page(viewport=screen.size, color_scheme=theme)
        page.goto(f"{address}/?lesson=off")
        page.wait_for_selector("body[data-ready=true]")
        page.wait_for_timeout(SETTLE_MS)
        page.screenshot(path=folder / f"explorer-{screen.name}-{theme}.png")
        page.close()


def lesson_pictures(browser: Browser, address: str, folder: Path) -> list[dict[str, Any]]:
    """Each step, asked and answered; returns the hall's texts."""
    texts: list[dict[str, Any]] = []
    for screen, theme in product((*SCREENS, HALL), THEMES):
        page = browser.new_page(viewport=screen.size, color_scheme=theme, reduced_motion="reduce")
        student = Learner(Explorer(page, address), "mouse")
        for step in STEPS:
            page.goto("about:blank")
            page.goto(f"{address}/?lang=en{screen.query}#lesson={step}")
            student.at(step)
            _shoot(page, folder / f"lesson-{screen.name}-{theme}-{step}-1.png")
            student.predict()
            student.lead_on()
            student.at(step, "seen")
            _shoot(page, folder / f"lesson-{screen.name}-{theme}-{step}-2.png")
            if screen is HALL:
                texts += [text | {"step": step, "theme": theme} for text in page.evaluate(TEXTS)]
        page.close()
    return texts


def _shoot(page: Page, path: Path) -> None:
    page.wait_for_timeout(SETTLE_MS)
    page.screenshot(path=path)


def told(texts: list[dict[str, Any]]) -> str:
    """The hall's smallest, usual and largest text, and its least contrast."""
    texts = sorted((one for one in texts if one["text"]), key=lambda one: one["size"])
    faint = min(texts, key=lambda one: one["contrast"])
    ends = [f"{one['size']:.0f} px ({one['step']}: {one['text'][:40]!r})" for one in (texts[0], texts[-1])]
    least = f"{faint['contrast']:.1f}:1 ({faint['theme']}, {faint['step']}: {faint['text'][:40]!r})"
    return f"smallest text {ends[0]}, largest {ends[1]}, least contrast {least}"


def main(address: str, folder: Path) -> None:
    """Take all pictures with the Chromium that is installed."""
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(headless=False), args=["--no-sandbox"])
        explorer_pictures(browser, address, folder)
        print(told(lesson_pictures(browser, address, folder)))
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
