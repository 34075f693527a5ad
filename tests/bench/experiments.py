"""From a move to both models' answers on the page, in a real Chromium: `python -m tests.bench.experiments`.

Server and browser share all cores. A move is one event of a slider, a pin or the pen; it is answered once the images,
labels and figures of both models stand on the page, or of a drawing both posteriors. The page computes with its network
as it is, with 150 ms added to each answer, and with none; last, the server does.
"""

import statistics
from dataclasses import dataclass
from typing import NamedTuple

from playwright.sync_api import Page

from tests.bench import servers
from tests.bench.browser import visit
from tests.bench.servers import SERVE

MOVES, VISITS = 80, 5
RESTS = 30  # ms after each answer: a drag without a stop
# Makes a move, and waits until the element that is written last changes; milliseconds of each.
ANSWERED = """async ({ moves, element, begin, move, rest }) => {
    const written = document.querySelector(element), times = [], step = new Function("i", move);
    new Function(begin)();
    await new Promise(rest => setTimeout(rest, 500));
    for (let i = 0; i < moves; i++) {
        const answered = new Promise(resolve => {
            const watch = new MutationObserver(() => { watch.disconnect(); resolve(performance.now()); });
            watch.observe(written, { childList: true, subtree: true, characterData: true });
        });
        const start = performance.now();
        step(i);
        times.push(await answered - start);
        await new Promise(over => setTimeout(over, rest + 16 * Math.random())); // at any time within a frame
    }
    return times;
}"""
SLIDE = """const slider = document.getElementById("distance");
slider.value = String(0.02 + 0.01 * (i % 50));
slider.dispatchEvent(new Event("input", { bubbles: true }));"""
DRAG = """const key = ["ArrowUp", "ArrowRight", "ArrowDown", "ArrowLeft"][Math.floor(i / 5) % 4];
document.querySelector("#map-vae .end-b").dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));"""


POINT = """const pad = document.getElementById("draw"), { left, top, width, height } = pad.getBoundingClientRect();
const point = (type, i) => pad.dispatchEvent(new PointerEvent(type, {
    pointerId: 1, button: 0, bubbles: true,
    clientX: left + width * (0.5 + 0.2 * Math.cos(i / 9)), clientY: top + height * (0.1 + 0.8 * i / 80),
}));"""
PEN = f"""{POINT}
pad.setPointerCapture = () => {{}}; // no pointer is down for the browser
point("pointerdown", 0);"""


@dataclass(frozen=True)
class Experiment:
    """What is moved, under which state of the page, and where the answer stands; `begin`: done once before.

    `settles`: milliseconds before the first move. `served`: whether the server can do it too.
    """

    name: str
    state: str
    element: str
    move: str
    begin: str = ""
    settles: int = 3000  # tiles have come
    served: bool = True


EXPERIMENTS = [
    Experiment("the ring: 2 × 17 images judged", "#tab=step", "#ring-told-vae", SLIDE),
    Experiment("the meter and a straight walk: 2 × 33", "#tab=walk", "#film-vae .figures", DRAG),
    Experiment(
        "the meter and an even walk: 2 × 33, found among 2 × 192", "#tab=walk&path=even", "#film-vae .figures", DRAG
    ),
    Experiment(
        "the meter and a shortest walk: 2 × 33, found anew",
        "#tab=walk&path=shortest",
        "#film-vae .figures",
        DRAG,
        settles=30_000,  # the metric is surveyed
        served=False,
    ),
    Experiment("a point of the pen: both posteriors", "", "#posterior", f'{POINT}\npoint("pointermove", i + 1);', PEN),
]


class Way(NamedTuple):
    """Who computes, when that has begun, and the network that the page then has."""

    name: str
    address: str
    ready: str
    delay_ms: int = 0
    offline: bool = False


WAYS = [
    Way("the page", "", "body[data-encodes=page]"),
    Way("the page, 150 ms away", "", "body[data-encodes=page]", delay_ms=150),
    Way("the page, no network", "", "body[data-encodes=page]", offline=True),
    Way("the server", "?engine=server", "body[data-ready=true]"),
]


def times(page: Page, address: str, experiment: Experiment, way: Way) -> list[float]:
    """Milliseconds from each move to its answer."""
    network = page.context.new_cdp_session(page)
    conditions = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
    network.send("Network.emulateNetworkConditions", conditions)
    page.goto("about:blank")
    page.goto(f"{address}/{way.address}{experiment.state}")
    page.wait_for_selector(way.ready)
    page.wait_for_timeout(experiment.settles)
    network.send("Network.emulateNetworkConditions", conditions | {"latency": way.delay_ms, "offline": way.offline})
    arguments = {
        "moves": MOVES,
        "element": experiment.element,
        "begin": experiment.begin,
        "move": experiment.move,
        "rest": RESTS,
    }
    found: list[float] = page.evaluate(ANSWERED, arguments)
    return found


def cell(page: Page, address: str, experiment: Experiment, way: Way) -> str:
    """The median and the 95th percentile of these times, ms; a dash where that way can't do it."""
    if way.name == "the server" and not experiment.served:
        return "–"
    found = times(page, address, experiment, way)
    return f"{statistics.median(found):.0f}, {statistics.quantiles(found, n=20)[-1]:.0f}"


# From when the page computes until all tiles of both maps are decoded and painted by it.
WHOLE = """
const look = () => {
    const layers = [...document.querySelectorAll(".leaflet-layer.digit")];
    const isWhole = ({ children }) => {
        const tiles = [...children].flatMap(({ children }) => [...children]);
        return tiles.length > 0 && tiles.every(({ classList }) => classList.contains("leaflet-tile-loaded"));
    };
    const ours = layers.length === 2 && layers.every((layer) => !layer.classList.contains("served"));
    if (ours && layers.every(isWhole)) window.mapsWhole = performance.now() - window.began;
    else requestAnimationFrame(look);
};
new MutationObserver(() => {
    if (document.body?.dataset.computes !== "page" || window.began) return;
    window.began = performance.now();
    look();
}).observe(document, { subtree: true, attributes: true, attributeFilter: ["data-computes"] });
"""


def seconds_to_whole_maps(page: Page, address: str) -> float:
    """Seconds from when the page computes until both maps are its own, whole."""
    page.add_init_script(WHOLE)
    page.goto("about:blank")
    page.goto(address)
    page.wait_for_function("() => window.mapsWhole")
    found: float = page.evaluate("mapsWhole")
    return found / 1000


def main() -> None:
    """Print the table of docs/performance.md."""
    port = servers.free_port()
    with servers.running(None, port, "/readyz", "-c", f"{SERVE}\n", "serve", "--port", str(port)) as server:
        print(f"| from a move to both models' answers: p50, p95, ms | {' | '.join(way.name for way in WAYS)} |")
        print(f"|---|{'---|' * len(WAYS)}")
        with visit(server.address) as (page, _):
            for experiment in EXPERIMENTS:
                cells = [cell(page, server.address, experiment, way) for way in WAYS]
                print(f"| {experiment.name} | {' | '.join(cells)} |", flush=True)
        whole = []
        for _ in range(VISITS):
            with visit("about:blank") as (page, _):
                whole.append(seconds_to_whole_maps(page, server.address))
        print(f"\nBoth maps whole, after the page has begun to compute: {statistics.median(whole):.2f} s")


if __name__ == "__main__":
    main()
