"""One real server and one real browser for all tests; a fresh visitor for each."""

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from tests.e2e.experiments import Oracle
from tests.e2e.explorer import Explorer

START_S = 90.0
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
DESKTOP = {"width": 1440, "height": 900}
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}

Visit = Callable[..., Explorer]


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
    """The machine's Chromium, else Playwright's own."""
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    browser = playwright.chromium.launch(executable_path=found, args=arguments)
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    with open_browser(playwright) as opened:
        yield opened


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    """Make visitors, each with a browser's context of its own; at the end none may have met trouble."""
    visitors: list[Explorer] = []

    def make(**options: Any) -> Explorer:
        context = browser.new_context(**{"viewport": DESKTOP, "locale": "en-GB", **options})
        visitors.append(Explorer(context.new_page(), address))
        return visitors[-1]

    yield make
    for visitor in visitors:
        visitor.http.close()
        visitor.page.context.close()
    assert [trouble for visitor in visitors for trouble in visitor.troubles] == []


@pytest.fixture
def explorer(visit: Visit) -> Explorer:
    """A visitor with a mouse and a keyboard, who has not opened the page yet."""
    return visit()


@pytest.fixture
def phone(visit: Visit) -> Explorer:
    """A visitor with a finger."""
    return visit(**PHONE)


@pytest.fixture
def oracle(explorer: Explorer) -> Oracle:
    """What the page ought to show."""
    return Oracle(explorer.http)
