"""A server that is away as the page opens, or goes away under it: the page waits, says so, and goes on by itself."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Route, expect

from latent_explorer.app.http.i18n import catalogue
from latent_explorer.app.inference import loading
from latent_explorer.model.registry import open_registry
from tests.e2e import pictures
from tests.e2e.conftest import Contexts, Visit, visiting
from tests.e2e.explorer import Explorer, eventually
from tests.helpers.serving import Restarted

pytestmark = pytest.mark.e2e
LOADING_MS = 60_000  # models load meanwhile

Refuse = Callable[[Route], None]
BUSY = '{"type": "", "title": "", "status": 503, "detail": "Come later.", "code": "overloaded"}'
PROBLEM = "application/problem+json"
WAYS: dict[str, Refuse] = {
    "no connection": lambda route: route.abort(),
    "a proxy without a server": lambda route: route.fulfill(status=502, body="<html>Bad Gateway</html>"),
    "a proxy's 503": lambda route: route.fulfill(status=503, content_type="text/html", body="<html>Back soon</html>"),
    "no time": lambda route: route.fulfill(status=503, content_type=PROBLEM, headers={"Retry-After": "1"}, body=BUSY),
}
TRIES = 12  # more than a square gets where the server answers, so that only waiting for it brings the squares


@contextmanager
def refusing(explorer: Explorer, refuse: Refuse, address: str = "**/api/**") -> Iterator[list[str]]:
    """The API, or part of it, fails meanwhile; gives the addresses that were asked for."""
    asked: list[str] = []

    def handle(route: Route) -> None:
        asked.append(route.request.url)
        refuse(route)

    explorer.tolerate("Failed to load resource|WebSocket")
    explorer.page.route(address, handle)
    yield asked
    explorer.page.unroute(address)


def load(explorer: Explorer) -> None:
    """Open the page, and mark it: a page that were loaded anew would lose the mark."""
    explorer.page.goto(explorer.link())
    explorer.page.evaluate("() => (window.marked = true)")


def starts(explorer: Explorer) -> None:
    """The page comes to show what it shows at first, and no error."""
    explorer.ready()
    explorer.settled_z()
    expect(explorer.find("#connection")).to_be_hidden(timeout=LOADING_MS)
    expect(explorer.find("#problem")).to_be_hidden(timeout=LOADING_MS)
    expect(explorer.find("#map-vae .leaflet-tile-loaded").first).to_be_visible()
    assert explorer.page.evaluate("window.marked")


def all_tiles_are_there(explorer: Explorer) -> bool:
    return bool(
        explorer.find(".leaflet-tile-pane img").evaluate_all(
            "all => all.length > 0 && all.every(tile => tile.classList.contains('leaflet-tile-loaded'))"
        )
    )


@pytest.mark.parametrize("refuse", WAYS.values(), ids=WAYS.keys())
def test_a_page_whose_first_requests_fail_starts_once_the_server_is_there(explorer: Explorer, refuse: Refuse) -> None:
    with refusing(explorer, refuse) as asked:
        load(explorer)
        eventually(lambda: len(asked) >= 3, "it is asked again", explorer.page)
        told = explorer.find("#connection").inner_text()
        assert told in (catalogue("en")["error.offline"], "Come later.")
        expect(explorer.find("#problem")).to_be_hidden()
    starts(explorer)


@pytest.mark.parametrize("part", ["**/api/models/*", "**/api/models/*/codes", "**/api/sample.png", "**/api/encode?*"])
def test_whatever_fails_first_the_page_starts(explorer: Explorer, part: str) -> None:
    with refusing(explorer, WAYS["a proxy without a server"], part) as asked:
        load(explorer)
        eventually(lambda: len(asked) >= 3, "it is asked again", explorer.page)
    starts(explorer)


def test_an_answer_that_never_comes_is_asked_for_anew(explorer: Explorer) -> None:
    held: list[Route] = []
    with refusing(explorer, held.append):
        load(explorer)
        expect(explorer.find("#connection")).to_have_text(catalogue("en")["connection.loading"])
    starts(explorer)


@pytest.mark.parametrize("event", ["online", "visibilitychange"])
def test_it_is_asked_at_once_where_the_network_or_the_visitor_is_back(visit: Visit, event: str) -> None:
    explorer = visit(timezone_id="UTC")  # in a context that no other test has: its clock stands still for ever
    explorer.page.clock.install(time=0)
    explorer.page.clock.pause_at(1000)
    with refusing(explorer, WAYS["no connection"]):
        load(explorer)
        expect(explorer.find("#connection")).to_have_text(catalogue("en")["error.offline"])
    with explorer.page.expect_response("**/api/models"):  # by the stopped clock no pause would ever end
        target = {"online": "window", "visibilitychange": "document"}[event]
        explorer.page.evaluate(f"() => {target}.dispatchEvent(new Event('{event}'))")


def test_what_will_not_pass_is_told_and_not_asked_again(explorer: Explorer) -> None:
    body = '{"type": "", "title": "", "status": 404, "detail": "Nothing is here.", "code": "not_found"}'
    refuse: Refuse = lambda route: route.fulfill(status=404, content_type=PROBLEM, body=body)  # noqa: E731
    with refusing(explorer, refuse, "**/api/models") as asked:
        load(explorer)
        expect(explorer.find("#problem")).to_have_text("Nothing is here.")
        assert len(asked) == 1


@pytest.fixture
def visitor(contexts: Contexts, server: Restarted) -> Iterator[Explorer]:
    with visiting(contexts, server, Explorer) as made:
        yield made


def test_a_server_that_stops_as_its_models_load_is_waited_for(
    server: Restarted, visitor: Explorer, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on, really = threading.Event(), open_registry
    server.stop()
    with monkeypatch.context() as patch:
        patch.setattr(loading, "open_registry", lambda folders: (go_on.wait(), really(folders))[1])
        server.start()
        load(visitor)
        expect(visitor.find("#connection")).to_have_text(catalogue("en")["connection.loading"])
        threading.Timer(0.1, go_on.set).start()
        server.stop()
    expect(visitor.find("#connection")).to_be_visible()
    server.start()
    starts(visitor)


def test_squares_that_were_missing_all_come_after_an_outage(server: Restarted, visitor: Explorer) -> None:
    load(visitor)
    starts(visitor)
    server.stop()
    expect(visitor.find("#connection")).to_have_text(catalogue("en")["connection.waiting"])
    visitor.page.mouse.move(*visitor.place("#map-vae", 0.5, 0.5))
    visitor.wheel_zoom(-1200)  # beyond what was fetched ahead
    eventually(lambda: not all_tiles_are_there(visitor), "squares are missing", visitor.page)
    for _ in range(TRIES):
        with visitor.page.expect_request("**/tiles/**"):
            visitor.page.evaluate("() => window.dispatchEvent(new Event('online'))")  # ends the pause
    server.start()
    starts(visitor)
    eventually(lambda: all_tiles_are_there(visitor), "no square is missing", visitor.page)


def test_a_picture_given_in_an_outage_is_encoded_after_it(server: Restarted, visitor: Explorer) -> None:
    load(visitor)
    starts(visitor)
    digit = visitor.pixels("#input")
    server.stop()
    expect(visitor.find("#connection")).to_have_text(catalogue("en")["connection.waiting"])
    visitor.upload(pictures.dark_on_white())
    expect(visitor.find("#problem")).to_have_text(catalogue("en")["error.offline"])
    server.start()
    starts(visitor)
    assert visitor.pixels("#input") != digit
    eventually(lambda: bool(visitor.state("x")), "the URL holds it", visitor.page)
    z = visitor.settled_z()
    visitor.find("input[data-z='0']").fill("1")
    visitor.z_leaves(z)


def test_a_picture_that_a_busy_server_refuses_is_encoded_once_it_has_time(served: Explorer) -> None:
    explorer = served.open()
    with refusing(explorer, WAYS["no time"], "**/api/encode?*") as asked:
        explorer.upload(pictures.dark_on_white())
        expect(explorer.find("#problem")).to_have_text("Come later.")
        eventually(lambda: len(asked) >= 2, "it is sent again", explorer.page)
    explorer.digit_changes_to_own()
