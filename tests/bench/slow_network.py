"""What a visitor with a slow network waits for, in a real Chromium: `python -m tests.bench.slow_network`.

The DevTools protocol slows the browser's network down: "typical" is a network of that latency and rate, "applied" what
Chrome's DevTools set for their presets, whose latency is larger because they delay a request once, not each packet.
A visit has an empty cache; the second one follows in the same browser. The server runs beside the browser, its models
loaded, its tiles kept from a visit before.
"""

import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Annotated, Any, NamedTuple

import typer
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.bench import servers
from tests.bench.browser import ARGUMENTS
from tests.helpers.browser import RETURNING, chromium

PATIENCE_MS = 170_000
QUIET_MS = 1500  # without a request, after which all has come


class Network(NamedTuple):
    """Latency of a request in ms, and kbit/s down and up; no limit if 0."""

    name: str
    latency_ms: float
    down: float
    up: float


NETWORKS = [
    Network("as it is", 0, 0, 0),
    Network("fast 3G, typical: 150 ms, 1,638 kbit/s", 150, 1638.4, 675),
    Network("slow 3G, typical: 400 ms, 400 kbit/s", 400, 400, 400),
    Network("slow 3G, as DevTools applies it: 2,000 ms, 400 kbit/s", 2000, 400, 400),
]

# Notes, at the frame after which it is so, when each was first to be seen: ms since the visit began.
WATCH = """(() => {
    const seen = (window.seen = {});
    const all = (selectors) => selectors.every(selector => document.querySelector(selector));
    const painted = (id) => Boolean(document.getElementById(id)?.dataset.z);
    const tiles = (map) => [...document.querySelectorAll(`#${map} .leaflet-layer.digit img`)];
    const whole = (map) => tiles(map).length > 0 && tiles(map).every(tile => tile.naturalWidth > 0);
    const some = (map) => tiles(map).some(tile => tile.naturalWidth > 0);
    const milestones = {
        explained: () => all(["#judge > *", "#posterior > *", "#terms > *"])
            && document.body.dataset.ready === "true",
        decoded: () => painted("decoded") && painted("decoded-twin"),
        tile: () => some("map-ae") && some("map-vae"),
        tiles: () => whole("map-ae") && whole("map-vae"),
    };
    const look = () => {
        for (const [name, holds] of Object.entries(milestones)) {
            if (!(name in seen) && document.body && holds()) seen[name] = performance.now();
        }
        if (Object.keys(milestones).some(name => !(name in seen))) requestAnimationFrame(look);
    };
    look();
})()"""
DONE = "() => ['explained', 'decoded', 'tile', 'tiles'].every(name => name in window.seen)"
FIRST_PAINT = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN"


@dataclass
class Traffic:
    """What went over the wire in a visit."""

    requests: int = 0
    size: int = 0
    waves: dict[str, int] = field(default_factory=dict)
    _urls: dict[str, str] = field(default_factory=dict)
    _kept: set[str] = field(default_factory=set)

    def watch(self, page: Page) -> Any:
        """A DevTools session of a page whose events are counted here."""
        session = page.context.new_cdp_session(page)
        session.on("Network.requestWillBeSent", self._sent)
        session.on("Network.requestServedFromCache", lambda event: self._kept.add(event["requestId"]))
        session.on("Network.responseReceived", self._received)
        session.on("Network.loadingFinished", self._finished)
        session.send("Network.enable")
        return session

    def _sent(self, event: dict[str, Any]) -> None:
        url = event["request"]["url"]
        if url.startswith("data:") or url.startswith("blob:"):
            return
        self._urls[event["requestId"]] = url
        if event.get("type") == "Script":
            importer = event["initiator"].get("url", "")
            self.waves[url] = 1 + self.waves.get(importer, 0)

    def _received(self, event: dict[str, Any]) -> None:
        if event["response"].get("fromDiskCache"):
            self._kept.add(event["requestId"])

    def _finished(self, event: dict[str, Any]) -> None:
        if event["requestId"] in self._urls and event["requestId"] not in self._kept:
            self.requests += 1
            self.size += int(event["encodedDataLength"])


class Visit(NamedTuple):
    """A visit's traffic until all is quiet, and seconds until what is seen."""

    requests: float
    kb: float
    waves: float
    paint: float
    explained: float
    decoded: float
    tile: float
    tiles: float


def visit(context: BrowserContext, address: str, network: Network) -> Visit:
    """Come to the page in a tab of its own."""
    page, traffic = context.new_page(), Traffic()
    session = traffic.watch(page)
    down, up = (1000 * rate / 8 if rate else -1 for rate in (network.down, network.up))
    conditions = {"offline": False, "latency": network.latency_ms, "downloadThroughput": down, "uploadThroughput": up}
    session.send("Network.emulateNetworkConditions", conditions)
    page.add_init_script(WATCH)
    page.add_init_script(RETURNING)
    page.goto(address, wait_until="commit", timeout=PATIENCE_MS)
    page.wait_for_function(DONE, timeout=PATIENCE_MS)
    _rest(page, traffic)
    seen = page.evaluate("seen")
    times = [page.evaluate(FIRST_PAINT), *(seen[name] for name in ("explained", "decoded", "tile", "tiles"))]
    page.close()
    waves = max(traffic.waves.values(), default=0)
    return Visit(traffic.requests, traffic.size / 1000, waves, *(time / 1000 for time in times))


def _rest(page: Page, traffic: Traffic) -> None:
    """Wait until nothing more comes."""
    before = -1
    while traffic.requests != before:
        before = traffic.requests
        page.wait_for_timeout(QUIET_MS + 2000)


@contextmanager
def browser() -> Iterator[Browser]:
    """A Chromium as visitors have it."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium(headless=False), args=ARGUMENTS)
        yield started
        started.close()


def pair(browser: Browser, address: str, network: Network) -> tuple[Visit, Visit]:
    """A visit with an empty cache, and a second one."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    found = visit(context, address, network), visit(context, address, network)
    context.close()
    return found


def row(name: str, visits: list[Visit]) -> str:
    """A line of the table: medians."""
    middle = Visit(*(statistics.median(column) for column in zip(*visits, strict=True)))
    counts = f"{middle.requests:.0f} | {middle.kb:.0f} | {middle.waves:.0f}"
    return f"| {name} | {counts} | {' | '.join(f'{time:.1f}' for time in middle[3:])} |"


HEAD = (
    "| network | requests | kB | waves of scripts | first paint, s | digit explained | decoded | a tile on each map"
    " | all tiles |\n|---|---|---|---|---|---|---|---|---|"
)


def measure(address: str, rounds: int, asked: str) -> None:
    """Print the table of a server that runs, for the networks with `asked` in their names."""
    print(HEAD)
    with browser() as chrome:
        pair(chrome, address, NETWORKS[0])  # the server keeps the tiles
        for network in [one for one in NETWORKS if asked in one.name]:
            found = [pair(chrome, address, network) for _ in range(rounds)]
            for said, visits in zip(("", "; again"), zip(*found, strict=True), strict=True):
                print(row(network.name + said, list(visits)), flush=True)


def main(
    rounds: Annotated[int, typer.Option(min=1, help="Visits of each kind, of which the medians are printed.")] = 3,
    network: Annotated[str, typer.Option(help="Only those with this in their name.")] = "",
    address: Annotated[str, typer.Option(help="Of a server that runs; else one is started.")] = "",
) -> None:
    """Print the table."""
    if address:
        return measure(address, rounds, network)
    with servers.ours(None) as server:
        measure(server.address, rounds, network)


if __name__ == "__main__":
    typer.run(main)
