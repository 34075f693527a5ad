"""From a move to both models' answers on the page, in a real Chromium: `python -m tests.bench.experiments`.

Server and browser share all cores. A move is one event of a slider or a pin; it is answered once the images, labels
and figures of both models stand on the page.
"""

import statistics
from dataclasses import dataclass

from playwright.sync_api import Page

from tests.bench import servers
from tests.bench.browser import visit
from tests.bench.servers import SERVE

MOVES = 80
# Makes a move, and waits until the element that is written last changes; milliseconds of each.
ANSWERED = """async ({ moves, element, move }) => {
    const written = document.querySelector(element), times = [], step = new Function("i", move);
    for (let i = 0; i < moves; i++) {
        const answered = new Promise(resolve => {
            const watch = new MutationObserver(() => { watch.disconnect(); resolve(performance.now()); });
            watch.observe(written, { childList: true, subtree: true, characterData: true });
        });
        const start = performance.now();
        step(i);
        times.push(await answered - start);
        await new Promise(rest => setTimeout(rest, 30));
    }
    return times;
}"""
SLIDE = """const slider = document.getElementById("distance");
slider.value = String(0.02 + 0.01 * (i % 50));
slider.dispatchEvent(new Event("input", { bubbles: true }));"""
DRAG = """const key = ["ArrowUp", "ArrowRight", "ArrowDown", "ArrowLeft"][Math.floor(i / 5) % 4];
document.querySelector("#map-vae .end-b").dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));"""


@dataclass(frozen=True)
class Experiment:
    """What is moved, under which state of the page, and where the answer stands."""

    name: str
    state: str
    element: str
    move: str


EXPERIMENTS = [
    Experiment("the ring: 2 × 17 images judged", "#tab=step", "#ring-told-vae", SLIDE),
    Experiment("the meter and a straight walk: 2 × 33", "#tab=walk", "#film-vae .figures", DRAG),
    Experiment(
        "the meter and an even walk: 2 × 33, found among 2 × 192", "#tab=walk&path=even", "#film-vae .figures", DRAG
    ),
]


ENGINES = {"page": "body[data-computes=page]", "server": "body[data-ready=true]"}


def times(page: Page, address: str, experiment: Experiment, engine: str) -> list[float]:
    """Milliseconds from each move to its answer, by the page's engine or the server's."""
    page.goto("about:blank")
    page.goto(f"{address}/{'?engine=server' if engine == 'server' else ''}{experiment.state}")
    page.wait_for_selector(ENGINES[engine])
    page.wait_for_timeout(3000)  # tiles have come
    arguments = {"moves": MOVES, "element": experiment.element, "move": experiment.move}
    found: list[float] = page.evaluate(ANSWERED, arguments)
    return found


def main() -> None:
    """Print the table of docs/performance.md."""
    port = servers.free_port()
    with servers.running(None, port, "/readyz", "-c", f"{SERVE}\n", "serve", "--port", str(port)) as server:
        print(
            "| from a move to both models' answers | the page: p50, p95, ms | the server: p50, p95, ms |\n|---|---|---|"
        )
        with visit(server.address) as (page, _):
            for experiment in EXPERIMENTS:
                found = [times(page, server.address, experiment, engine) for engine in ENGINES]
                cells = [f"{statistics.median(ms):.0f}, {statistics.quantiles(ms, n=20)[-1]:.0f}" for ms in found]
                print(f"| {experiment.name} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
