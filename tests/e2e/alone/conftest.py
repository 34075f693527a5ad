"""The explorer as a site of files, under a path of a plain file server, in both browsers."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Browser, Playwright

from latent_explorer.app.cli.commands import app
from tests.e2e.conftest import DESKTOP, PHONE, Contexts, Visit
from tests.e2e.explorer import Explorer
from tests.e2e.firefox import firefox

PLACE = "courses/2026/lab"


class Quiet(SimpleHTTPRequestHandler):
    """Python's own file server, which says nothing of each request."""

    def log_message(self, format: str, *args: Any) -> None:
        pass


@contextmanager
def hosted(folder: Path) -> Iterator[str]:
    """The address of a folder's host."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder)) as host:
        thread = Thread(target=host.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{host.server_port}"
        host.shutdown()
        thread.join()


def export(*arguments: str) -> None:
    """`latent-explorer export`."""
    app(["export", *arguments], standalone_mode=False)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the site is."""
    folder = tmp_path_factory.mktemp("host")
    export(str(folder / PLACE))
    with hosted(folder) as address:
        yield f"{address}/{PLACE}"


@pytest.fixture(scope="session")
def firefox_browser(playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    if not (program := firefox()):
        pytest.skip("there is no Firefox on this machine")
    start = tmp_path_factory.mktemp("firefox") / "start"
    module = "tests.helpers.firefox_for_playwright"
    start.write_text(f'#!/bin/sh\nexec {sys.executable} -m {module} {program} "$@"\n')
    start.chmod(0o755)
    browser = playwright.firefox.launch(channel="moz-firefox", executable_path=start)
    yield browser
    browser.close()


@pytest.fixture(scope="session", params=["chromium", "firefox"])
def contexts(request: pytest.FixtureRequest) -> Contexts:
    name = "browser" if request.param == "chromium" else "firefox_browser"
    return Contexts(request.getfixturevalue(name))


@pytest.fixture
def visit(contexts: Contexts, address: str, site: str) -> Iterator[Visit]:
    """Visitors of the site; what they ought to see, the server says."""
    visitors: list[Explorer] = []

    def make(**options: Any) -> Explorer:
        page = contexts.page({"viewport": DESKTOP, "locale": "en-GB", **options})
        visitors.append(Explorer(page, site, address))
        # Firefox's words for a script that is no longer waited for, as the page goes on to the other language's.
        visitors[-1].tolerate("A ServiceWorker intercepted the request")
        return visitors[-1]

    yield make
    for visitor in visitors:
        visitor.http.close()
        contexts.forget(visitor.page)
    assert [trouble for visitor in visitors for trouble in visitor.troubles] == []


@pytest.fixture(autouse=True)
def able(request: pytest.FixtureRequest) -> None:
    """Skip what can't be asked of a browser."""
    if {"firefox", "paste"} <= set(request.node.name.strip("]").replace("[", "-").split("-")):
        pytest.skip("Firefox gives a paste that a script has made no files")


@pytest.fixture
def phone(request: pytest.FixtureRequest, visit: Visit) -> Explorer:
    if "firefox" in request.node.name:
        pytest.skip("touch is tried in Chromium: Firefox's is not to be had by WebDriver BiDi")
    return visit(**PHONE)
