"""In a frame with a sandbox and no origin of its own the page works, or says in a sentence what to do."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from starlette.responses import HTMLResponse

from latent_explorer.app.main import create_app
from latent_explorer.app.settings import Settings
from tests.helpers.serving import serving

pytestmark = pytest.mark.e2e
FRAME = '<title>Slides</title><iframe sandbox="{sandbox}" src="{src}" width="1200" height="700"></iframe>'


def in_frame(page: Page, sandbox: str, port: int) -> Any:
    with serving(HTMLResponse(FRAME.format(sandbox=sandbox, src=f"http://127.0.0.1:{port}/?lang=en"))) as slides:
        page.goto(f"http://127.0.0.1:{slides}/")
    return page.frame_locator("iframe")


@pytest.mark.parametrize("sandbox", ["", "allow-scripts"])
def test_without_an_origin_of_its_own_the_page_says_what_to_do(browser: Browser, sandbox: str) -> None:
    with serving(create_app(Settings(frame_ancestors="*"))) as port, browser.new_context() as context:
        frame = in_frame(context.new_page(), sandbox, port)
        expect(frame.locator("#unreached")).to_be_visible()
        expect(frame.locator("#unreached")).to_contain_text("allow-same-origin")
        expect(frame.locator("main")).to_be_hidden()


def test_where_style_sheets_load_but_modules_do_not_the_page_says_so_too(browser: Browser) -> None:
    with serving(create_app(Settings())) as port, browser.new_context() as context:
        page = context.new_page()
        page.route("**/page.js", lambda route: route.abort())
        page.goto(f"http://127.0.0.1:{port}/?lang=en")
        expect(page.locator("#unreached")).to_be_visible()
        expect(page.locator("main")).to_be_hidden()


def test_with_an_origin_the_frame_shows_the_page(browser: Browser) -> None:
    with serving(create_app(Settings(frame_ancestors="*"))) as port, browser.new_context() as context:
        page = context.new_page()
        in_frame(page, "allow-scripts allow-same-origin", port)
        page.frames[1].wait_for_selector("body[data-ready=true]")
        expect(page.frame_locator("iframe").locator("#unreached")).to_be_hidden()


def test_where_the_server_lets_every_origin_in_the_page_works_without_one(browser: Browser) -> None:
    settings = Settings(frame_ancestors="*", cors_origins=["*"])
    with serving(create_app(settings)) as port, browser.new_context() as context:
        page = context.new_page()
        in_frame(page, "allow-scripts", port)
        page.frames[1].wait_for_selector("body[data-ready=true]")
