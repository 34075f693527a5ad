"""Hovering over a map and dragging a slider, in a real Chromium: `python -m tests.bench.gestures` prints a table.

The same probe sees every page: ours with its own engine and with the server's, a page without model or network, and
VAE Explainer where a folder with its build is named; ours also with 150 ms added to each answer of its network, with
none, and with the other images that ship. Two measures each: images a second while the pointer moves 60 times a second,
and the time from a single move to the frame that shows another image. `--write` puts the table and a plot into the
document.
"""

import random
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Annotated

import typer
from playwright.sync_api import Page

from tests.bench import servers
from tests.bench.bars import Bars, bars
from tests.bench.browser import FLOOR, Mouse, visit
from tests.helpers.paths import DOCS

SECONDS, MOVE_S, JUMPS = 2.0, 1 / 60, 40
DOCUMENT, PLOT = DOCS / "performance.md", Path(__file__).with_name("gestures.svg")
BEGIN, END = "<!-- What `python -m tests.bench.gestures --write` measured. -->\n", "<!-- end of the gestures -->\n"

# Notes each move, and when each frame that shows another image than the one before is ready to be painted: a change of
# size is told of after all that a page does in a frame; a message would come late where a page has much to do.
PROBE = """(number) => {
    const canvas = document.querySelectorAll("canvas")[number] ?? document.getElementById("decoded");
    const copy = Object.assign(document.createElement("canvas"), { width: 28, height: 28 });
    const context = copy.getContext("2d", { willReadFrequently: true });
    const seen = (window.seen = { moves: [], images: [] });
    addEventListener("pointermove", ({ timeStamp }) => seen.moves.push(timeStamp), { capture: true });
    let last;
    const read = () => {
        context.drawImage(canvas, 0, 0, 28, 28);
        const shown = context.getImageData(0, 0, 28, 28).data.join();
        if (shown !== last) seen.images.push(performance.now());
        last = shown;
    };
    const box = document.body.appendChild(document.createElement("div"));
    box.style.cssText = "position: fixed; left: 0; top: 0; height: 1px; width: 1px; contain: strict; opacity: 0";
    new ResizeObserver(read).observe(box);
    const next = () => {
        box.style.width = box.style.width === "1px" ? "2px" : "1px";
        requestAnimationFrame(next);
    };
    next();
}"""
FORGET = "() => { seen.moves.length = seen.images.length = 0; }"


@dataclass(frozen=True)
class Place:
    """A gesture on a page: the element under it, whether with the button down, and what it changes."""

    element: str
    held: bool
    output: int = -1  # number of the canvas; −1: the one that is called decoded


@dataclass(frozen=True)
class Subject:
    """A page with its gestures, and how to know that it is ready."""

    name: str
    address: str
    places: dict[str, Place]
    ready: str = ""
    network: dict[str, float] = field(default_factory=dict)  # as the browser's debugger takes it


@dataclass
class Seen:
    """Images a second, one a round; milliseconds from single moves to their images."""

    per_second: list[float] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)


COMPUTES = "body[data-encodes=page]"
ALL_OF_IT: dict[str, float] = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
OURS = {"hover": Place("#map-vae", False), "slider": Place("input[data-z='0']", True)}
WORLDS = {"sprites": "sprites-vae-10d", "sprites in colour": "colour-sprites-vae-6d"}
EXPLAINER = {"hover": Place("canvas >> nth=1", False, 2)}


def perform(page: Page, mouse: Mouse, place: Place, seen: Seen) -> None:
    """One round of a gesture."""
    page.evaluate(PROBE, place.output)
    box = page.locator(place.element).first.bounding_box()
    assert box is not None
    left, reach, y = box["x"] + box["width"] / 4, int(box["width"] / 2), box["y"] + box["height"] * 0.45
    move = partial(mouse.move, y=y, held=place.held)
    move(left)
    if place.held:
        mouse.send("mousePressed", left, y)
    settle(page, mouse)
    due = time.perf_counter()
    for step in range(int(SECONDS / MOVE_S)):
        move(left + abs((3 * step + reach) % (2 * reach) - reach))
        due += MOVE_S
        time.sleep(max(0.0, due - time.perf_counter()))
    mouse.settle()
    images = page.evaluate("seen.images")
    seen.per_second.append(1000 * (len(images) - 1) / (images[-1] - images[0]) if len(images) > 1 else 0.0)
    for step in range(JUMPS):
        settle(page, mouse)
        move(left + reach * ((step * 0.618) % 1))
        time.sleep(0.15 + random.Random(step).random() / 60)
        mouse.settle()
        found = page.evaluate("seen")
        if found["images"]:
            seen.waits.append(found["images"][0] - found["moves"][0])
    if place.held:
        mouse.send("mouseReleased", left, y)
        mouse.settle()


def settle(page: Page, mouse: Mouse) -> None:
    """Let what is under way be shown, and forget it."""
    mouse.settle()
    page.wait_for_timeout(100)
    page.evaluate(FORGET)


def measure(subject: Subject, slower: float, into: Callable[[str], Seen]) -> None:
    """One round of all gestures of a page, on a processor slowed down so many times."""
    for name, place in subject.places.items():
        with visit(subject.address) as (page, mouse):
            if subject.ready:
                page.wait_for_selector(subject.ready)
            page.wait_for_timeout(2500)
            browser = page.context.new_cdp_session(page)
            browser.send("Network.emulateNetworkConditions", ALL_OF_IT | subject.network)
            if slower > 1:
                browser.send("Emulation.setCPUThrottlingRate", {"rate": slower})
            perform(page, mouse, place, into(name))


@contextmanager
def folder_served(folder: Path) -> Iterator[str]:
    """The address of a folder's files."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


def figures(seen: Seen) -> tuple[float, float, float]:
    """Images a second, and the median and the 95th percentile of the waits, ms."""
    ordered = sorted(seen.waits) or [float("nan")]
    late = ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]
    return statistics.median(seen.per_second), statistics.median(ordered), late


Measured = dict[tuple[str, str, float], Seen]  # by page, gesture and slowness


def in_order(seen: Measured) -> list[tuple[tuple[str, str, float], Seen]]:
    """By gesture and slowness."""
    return sorted(seen.items(), key=lambda one: one[0][1:])


def table(seen: Measured) -> str:
    """The table."""
    columns = ("page", "gesture", "slower by", "images a second", "from a move to its image, ms", "p95")
    head = f"| {' | '.join(columns)} |\n|---|---|---|---:|---:|---:|\n"
    return head + "".join(
        f"| {page} | {gesture} | {slower:g} × | {' | '.join(f'{figure:.1f}' for figure in figures(found))} |\n"
        for (page, gesture, slower), found in in_order(seen)
    )


def plot(seen: Measured) -> str:
    """The same as a picture."""
    groups: dict[str, list[Bars]] = {}
    for (page, gesture, slower), found in in_order(seen):
        title = gesture if slower == 1 else f"{gesture}, on a processor {slower:g} × slower"
        groups.setdefault(title, []).append(Bars(page, *figures(found)[:2]))
    return bars(groups, "Gestures, in Chromium without a GPU on two cores")


def main(
    rounds: Annotated[int, typer.Option(min=1, help="Of each page, in turn.")] = 3,
    slower: Annotated[list[float], typer.Option(help="How many times slower the processor is made.")] = [1, 4, 6],  # noqa: B006 (typer copies it)
    explainer: Annotated[Path | None, typer.Option(help="A folder with a build of VAE Explainer.")] = None,
    only: Annotated[list[str], typer.Option(help="A page's name, as the table has it; all.")] = [],  # noqa: B006
    write: Annotated[bool, typer.Option("--write", help="Put table and plot into docs/performance.md.")] = False,
) -> None:
    """Print the table."""
    seen: Measured = {}
    with servers.ours(core=None) as server, folder_served(explainer or Path()) as other:
        subjects = [
            Subject("without model or network", FLOOR, {"slider": OURS["slider"]}),
            Subject("ours, the page computes", server.address, OURS, COMPUTES),
            Subject("ours, 150 ms away", server.address, OURS, COMPUTES, {"latency": 150}),
            Subject("ours, no network", server.address, OURS, COMPUTES, {"offline": True}),
            *(
                Subject(f"ours, {of}", f"{server.address}/#model={model}", OURS, COMPUTES)
                for of, model in WORLDS.items()
            ),
            Subject("ours, the server computes", f"{server.address}/?engine=server", OURS, "body[data-ready=true]"),
            *([Subject("VAE Explainer", other, EXPLAINER)] if explainer else []),
        ]
        for turn in range(rounds):
            for rate in slower:
                for subject in subjects:
                    if (subject.network and rate > 1) or (only and subject.name not in only):
                        continue  # a slower processor makes the network no other
                    typer.echo(f"  {subject.name}, {rate:g} × slower, round {turn + 1} of {rounds} …", err=True)
                    measure(subject, rate, lambda name, s=subject, r=rate: seen.setdefault((s.name, name, r), Seen()))  # type: ignore[misc]
    found = table(seen)
    typer.echo(found)
    if write:
        PLOT.write_text(plot(seen), encoding="utf-8")
        text = DOCUMENT.read_text(encoding="utf-8")
        before, rest = text.split(BEGIN)
        DOCUMENT.write_text(f"{before}{BEGIN}{found}{END}{rest.split(END)[1]}", encoding="utf-8")


if __name__ == "__main__":
    typer.run(main)
