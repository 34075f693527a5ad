"""One real server and one real browser for all tests; a fresh visitor for each."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from tests.e2e.experiments import Oracle
from tests.e2e.explorer import Explorer
from tests.helpers.browser import RETURNING, chromium
from tests.helpers.serving import Restarted

START_S = 90.0
DESKTOP = {"width": 1440, "height": 900}
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}

Visit = Callable[..., Explorer]
Kind = TypeVar("Kind", bound=Explorer)


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the server is."""
    log = tmp_path_factory.mktemp("server") / "stderr"
    with log.open("wb") as stderr:
        command = [sys.executable, "-m", "latent_explorer.app.cli", "serve", "--port", "0"]
        server = subprocess.Popen(command, stderr=stderr, env={**os.environ, "LATENT_HOST": "127.0.0.1"})
    try:
        yield _ready(server, log.read_text)
    finally:
        server.terminate()
        server.wait(20)
    complaints = [line for line in log.read_text().split("is ready")[-1].splitlines()[1:] if line.strip()]
    assert not complaints, "the server logged:\n" + "\n".join(complaints[:60])


def _ready(server: subprocess.Popen[bytes], read: Callable[[], str]) -> str:
    end = time.monotonic() + START_S
    while time.monotonic() < end and server.poll() is None:
        if found := re.search(r"ready: (http://\S+)\n", read()):
            return found[1]
        time.sleep(0.05)
    raise RuntimeError(f"the server did not start:\n{read()}")


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@contextmanager
def open_browser(playwright: Playwright) -> Iterator[Browser]:
    """A browser, closed at the end."""
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    browser = playwright.chromium.launch(executable_path=chromium(headless=True), args=arguments)
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    with open_browser(playwright) as opened:
        yield opened


class Contexts:
    """A browser's contexts by their options, each kept with what it has fetched, which is the same for all visitors."""

    def __init__(self, browser: Browser) -> None:
        self._browser, self._kept = browser, dict[str, BrowserContext]()

    def page(self, options: dict[str, Any]) -> Page:
        """A new visitor's page."""
        key = repr(sorted(options.items()))
        if key not in self._kept:
            self._kept[key] = self._browser.new_context(**options)
            self._kept[key].add_init_script(RETURNING)
        return self._kept[key].new_page()

    def forget(self, page: Page) -> None:
        """Close a visitor's page, and leave the next one nothing but what was fetched."""
        context = page.context
        if page.url.startswith("http"):
            page.evaluate("() => localStorage.clear()")
        page.close()
        context.clear_cookies()


@pytest.fixture(scope="session")
def contexts(browser: Browser) -> Contexts:
    return Contexts(browser)


@pytest.fixture
def visit(contexts: Contexts, address: str) -> Iterator[Visit]:
    """Make visitors, each as if new to the page but for its files; at the end none may have met trouble."""
    visitors: list[Explorer] = []

    def make(**options: Any) -> Explorer:
        page = contexts.page({"viewport": DESKTOP, "locale": "en-GB", **options})
        visitors.append(Explorer(page, address))
        return visitors[-1]

    yield make
    for visitor in visitors:
        visitor.http.close()
        contexts.forget(visitor.page)
    assert [trouble for visitor in visitors for trouble in visitor.troubles] == []


@pytest.fixture
def explorer(visit: Visit) -> Explorer:
    """A visitor with a mouse and a keyboard, who has not opened the page yet."""
    return visit()


@pytest.fixture
def served(explorer: Explorer) -> Explorer:
    """A visitor for whom the server does all that the page asks."""
    explorer.engine = "server"
    return explorer


@pytest.fixture
def phone(visit: Visit) -> Explorer:
    """A visitor with a finger."""
    return visit(**PHONE)


@pytest.fixture
def models(tmp_path: Path) -> Path:
    """A folder of models that stands beside the shipped ones."""
    return tmp_path


@pytest.fixture
def server(models: Path) -> Iterator[Restarted]:
    """A server with these models, for the test to stop and start anew."""
    started = Restarted(models)
    yield started
    started.stop()


@contextmanager
def visiting(contexts: Contexts, server: Restarted, kind: type[Kind]) -> Iterator[Kind]:
    """A visitor of that server, which does all that the page asks, and who meets no trouble but that it is away."""
    page = contexts.page({"viewport": DESKTOP, "locale": "en-GB"})
    visitor = kind(page, f"http://127.0.0.1:{server.port}")
    visitor.http.close()
    visitor.engine = "server"
    visitor.tolerate("Failed to load resource|WebSocket")
    yield visitor
    contexts.forget(page)
    assert visitor.troubles == []


@pytest.fixture
def oracle(explorer: Explorer) -> Oracle:
    """What the page ought to show."""
    return Oracle(explorer.http)
