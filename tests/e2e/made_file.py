"""What the page makes a file of, as it is made: Playwright is not told of Firefox's downloads."""

import base64

from playwright.sync_api import Page

KEEP = """() => {
    const address = URL.createObjectURL;
    URL.createObjectURL = (content) => address((window.kept = content));
}"""
READ = """async () => {
    const bytes = new Uint8Array(await window.kept.arrayBuffer());
    return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}"""


def keep_made_file(page: Page) -> None:
    """Keep the next one."""
    page.evaluate(KEEP)


def made_file(page: Page) -> bytes:
    """What was made last."""
    return base64.b64decode(page.evaluate(READ))
