"""The page as strangers meet it: under a sub-path, behind a proxy, with nothing that its security policy refuses."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from latent_explorer.app.main import create_app
from latent_explorer.app.settings import Settings
from tests.e2e.conftest import Visit
from tests.e2e.explorer import Explorer, eventually
from tests.e2e.pictures import dark_on_white
from tests.helpers.serving import serving

pytestmark = pytest.mark.xdist_group("open web")
ROOT = "/explorer"
COLLECT = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) =>
    window.violations.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`));
"""
SHOW_FRAME = """(address) => new Promise((resolve) => {
    const frame = Object.assign(document.createElement("iframe"), { src: address, onload: resolve });
    document.body.append(frame);
})"""
OPEN_SOCKET = """async (address) => new Promise((resolve) => {
    const socket = new WebSocket(address);
    socket.onclose = ({ code, reason }) => resolve([code, reason]);
})"""


class UnderPath:
    """An application as a proxy shows it that strips a path: what is asked for elsewhere is not the application's."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        inside = scope["type"] == "lifespan" or scope["path"].startswith(f"{ROOT}/")
        answer = self.app if inside else PlainTextResponse("outside", 404)
        await answer({**scope, "root_path": ROOT}, receive, send)


class Stripping:
    """The same as Jupyter's and code-server's proxies show it: untold, and with or without the path's last slash."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "")
        inside = scope["type"] == "lifespan" or f"{path}/".startswith(f"{ROOT}/")
        answer = self.app if inside else PlainTextResponse("outside", 404)
        await answer({**scope, "path": path.removeprefix(ROOT) or "/"}, receive, send)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Where the application is, under its path."""
    with serving(UnderPath(create_app(Settings()))) as port:
        yield f"http://127.0.0.1:{port}{ROOT}"


@pytest.fixture
def stranger(visit: Visit) -> Explorer:
    visitor = visit()
    visitor.page.add_init_script(COLLECT)
    return visitor


def assert_nothing_refused(page: Page) -> None:
    assert page.evaluate("window.violations") == []


@pytest.mark.e2e
@pytest.mark.parametrize("lang", ["en", "vi"])
def test_all_of_the_page_works_under_a_path_and_its_policy(lang: str, stranger: Explorer) -> None:
    page = stranger.open(lang=lang).page
    pick_a_digit(stranger)
    drag(stranger)
    stranger.uploaded(dark_on_white())
    expect(page.locator("#steps li").first).to_be_visible()
    draw(stranger)
    see_layers(stranger)
    see_experiments(stranger)
    switch_models(stranger)
    page.click("#theme")
    assert_nothing_refused(page)
    (other,) = {"en", "vi"} - {lang}
    page.click(f"a[hreflang={other}]")
    stranger.ready()
    expect(page.locator("html")).to_have_attribute("lang", other)
    assert_nothing_refused(page)


def pick_a_digit(stranger: Explorer) -> None:
    picture = stranger.find("#gallery button").nth(4)
    before = stranger.shown_z()
    picture.click()
    stranger.z_leaves(before)


def drag(stranger: Explorer) -> None:
    page, before = stranger.page, stranger.settled_z()
    page.mouse.move(*stranger.place("#map-vae", 0.5, 0.5))
    page.mouse.down()
    page.mouse.move(*stranger.place("#map-vae", 0.6, 0.4), steps=8)
    page.mouse.up()
    stranger.z_leaves(before)
    expect(page.locator("#connection")).to_be_hidden()  # the live socket is open


def draw(stranger: Explorer) -> None:
    page, held = stranger.page, stranger.state("x")
    page.mouse.move(*stranger.place("#draw", 0.5, 0.2))
    page.mouse.down()
    page.mouse.move(*stranger.place("#draw", 0.5, 0.8), steps=8)
    page.mouse.up()
    eventually(lambda: stranger.state("x") not in (None, held), "the URL holds the drawing", page)


def see_layers(stranger: Explorer) -> None:
    squares = stranger.find("#map-vae .overlay canvas.leaflet-tile-loaded")
    for layer in ("labels", "nearest", "density", "prior", "metric", "stretch"):
        stranger.find("#layer").select_option("")
        expect(squares).to_have_count(0)
        stranger.find("#layer").select_option(layer)
        expect(squares.first).to_be_visible()
    expect(stranger.find("#layer-legend")).not_to_be_empty()


def see_experiments(stranger: Explorer) -> None:
    for tab in ("samples", "walk", "prior", "step"):
        stranger.page.click(f"#tab-{tab}")
        expect(stranger.find(f"#panel-{tab}")).to_be_visible()


def switch_models(stranger: Explorer) -> None:
    page = stranger.page
    names = page.locator("#model option").all_inner_texts()
    page.select_option("#model", index=next(i for i, name in enumerate(names) if "vae-16d" in name))
    expect(page.locator("input[data-z]")).to_have_count(16)
    expect(page.locator("body.switching")).to_have_count(0)


@pytest.mark.e2e
def test_without_its_last_slash_the_page_adds_it(browser: Browser) -> None:
    with serving(Stripping(create_app(Settings()))) as port, browser.new_context() as context:
        page = context.new_page()
        page.goto(f"http://127.0.0.1:{port}{ROOT}?lang=vi#digit=3")
        page.wait_for_selector("body[data-ready=true]")
        shown = urlsplit(page.url)
        assert (shown.path, shown.query) == (f"{ROOT}/", "lang=vi") and "digit=3" in shown.fragment


@pytest.mark.e2e
def test_the_documentation_works_there_too(stranger: Explorer) -> None:
    page = stranger.open().page
    page.click("a[href=docs]")
    page.click("#operations-health-alive_healthz_get .opblock-summary-control")
    page.click("button.try-out__btn")
    with page.expect_response(re.compile(f"{ROOT}/healthz$")) as answer:
        page.click("button.execute")
    assert answer.value.ok
    assert_nothing_refused(page)


@pytest.mark.e2e
def test_a_page_of_another_origin_can_neither_listen_nor_read_nor_frame(browser: Browser, address: str) -> None:
    with serving(HTMLResponse("<title>Slides</title>")) as port, browser.new_context() as context:
        page = context.new_page()
        page.goto(f"http://127.0.0.1:{port}/")
        code, reason = page.evaluate(OPEN_SOCKET, f"{address}/api/live?model=vae-2d".replace("http", "ws"))
        assert code == 1008 and "LATENT_LIVE_ORIGINS" in reason
        assert page.evaluate("a => fetch(a).then(() => 'read', () => 'refused')", f"{address}/api/models") == "refused"
        page.evaluate(SHOW_FRAME, f"{address}/")
        assert page.frames[1].url.startswith("chrome-error:")


@pytest.mark.e2e
def test_slides_that_are_named_show_the_page_in_a_frame(browser: Browser) -> None:
    with serving(HTMLResponse("<title>Slides</title>")) as slides, browser.new_context() as context:
        settings = Settings(frame_ancestors=f"'self' http://127.0.0.1:{slides}")
        with serving(create_app(settings)) as port:
            page = context.new_page()
            page.goto(f"http://127.0.0.1:{slides}/")
            page.evaluate(SHOW_FRAME, f"http://127.0.0.1:{port}/")
            page.frames[1].wait_for_selector("body[data-ready=true]")
