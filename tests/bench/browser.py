"""From the pointer to changed pixels in a real Chromium: the page against a page with no model and no network.

The pointer is moved over the browser's own debugging socket, every 8 ms and without waiting for answers: what drives a
browser test is too slow for that, and takes the processor from what is measured.
"""

import json
import socket
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page, sync_playwright
from websockets.sync.client import ClientConnection, connect

from tests.helpers.browser import RETURNING, chromium

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
DRAG_S, MOVE_S, FRAME_MS = 2.0, 0.008, 1000 / 60

# A slider and a canvas: what is drawn depends on the slider's value and costs nothing to compute.
FLOOR = """data:text/html,<!doctype html><title>floor</title>
<canvas id="decoded" width="28" height="28" style="width: 280px; image-rendering: pixelated"></canvas><br>
<input type="range" data-z="0" min="-3" max="3" step="any" value="0" style="width: 120px">
<script>
    const canvas = document.getElementById("decoded"), context = canvas.getContext("2d");
    let next;
    document.querySelector("input").addEventListener("input", (event) => {
        if (next === undefined) requestAnimationFrame(() => {
            const image = context.createImageData(28, 28);
            image.data.fill(128 + 40 * next);
            context.putImageData(image, 0, 0);
            canvas.dataset.z = String(next);
            next = undefined;
        });
        next = Number(event.target.value);
    });
</script>"""

# Notes when the slider came to a value, and the frame at which the image of that value is shown.
WATCH = """() => {
    const moved = new Map(), seen = (window.seen = { moves: [], images: [] });
    const slider = document.querySelector("input[data-z='0']"), canvas = document.getElementById("decoded");
    slider.addEventListener("input", () => {
        moved.set(Number(slider.value), document.timeline.currentTime);
        seen.moves.push(document.timeline.currentTime);
    }, { capture: true });
    new MutationObserver(() => {
        const at = moved.get(Number(canvas.dataset.z.split(",")[0]));
        if (at !== undefined) seen.images.push([at, document.timeline.currentTime]);
    }).observe(canvas, { attributes: true, attributeFilter: ["data-z"] });
}"""


@dataclass(frozen=True)
class Drag:
    """Milliseconds from the frame of each move to that of its image, images a second, and the last move's wait."""

    waits: list[float]
    per_second: float
    last_ms: float


class Mouse:
    """A mouse at the browser's debugging socket, which never waits."""

    def __init__(self, page: ClientConnection) -> None:
        self._page, self._sent = page, 0

    def send(self, kind: str, x: float, y: float) -> None:
        """One event: mouseMoved, mousePressed or mouseReleased, with the left button."""
        self._dispatch({"type": kind, "x": x, "y": y, "button": "left", "buttons": 1, "clickCount": 1})

    def move(self, x: float, y: float, held: bool) -> None:
        """Move to a place, with the left button down or with none."""
        if held:
            self.send("mouseMoved", x, y)
        else:
            self._dispatch({"type": "mouseMoved", "x": x, "y": y, "button": "none", "buttons": 0})

    def _dispatch(self, event: dict[str, Any]) -> None:
        self._sent += 1
        self._page.send(json.dumps({"id": self._sent, "method": "Input.dispatchMouseEvent", "params": event}))

    def settle(self) -> None:
        """Read the answers to all that was sent."""
        while self._sent:
            if "id" in json.loads(self._page.recv(5)):
                self._sent -= 1


def drag(page: Page, mouse: Mouse) -> Drag:
    """Drag the first slider there and back, a pixel each move."""
    page.evaluate(WATCH)
    box = page.locator("input[data-z='0']").bounding_box()
    assert box is not None
    left, reach, y = box["x"] + box["width"] / 5, int(box["width"] * 3 / 5), box["y"] + box["height"] / 2
    mouse.send("mouseMoved", left, y)
    mouse.send("mousePressed", left, y)
    due = time.perf_counter()
    for step in range(int(DRAG_S / MOVE_S)):
        mouse.send("mouseMoved", left + abs((step + reach) % (2 * reach) - reach), y)
        due += MOVE_S
        time.sleep(max(0.0, due - time.perf_counter()))
    mouse.settle()
    time.sleep(0.3)
    mouse.send("mouseReleased", left, y)
    mouse.settle()
    return _drag(page.evaluate("seen"))


def _drag(seen: dict[str, Any]) -> Drag:
    shown = [shown for _, shown in seen["images"]]
    waits = [shown - moved for moved, shown in seen["images"]]
    return Drag(waits, 1000 * (len(shown) - 1) / (shown[-1] - shown[0]), shown[-1] - seen["moves"][-1])


@contextmanager
def visit(address: str) -> Iterator[tuple[Page, Mouse]]:
    """A browser with one page, and a mouse on it."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium(headless=False), args=[*ARGUMENTS, f"--remote-debugging-port={port}"]
        )
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.add_init_script(RETURNING)
        page.goto(address)
        targets = json.load(urllib.request.urlopen(f"http://127.0.0.1:{port}/json/list"))
        (url,) = [target["webSocketDebuggerUrl"] for target in targets if target["url"].startswith(address[:20])]
        with connect(url) as debugging:
            yield page, Mouse(debugging)
        browser.close()


PAINTED = """() => new Promise(painted => {
    const look = () => {
        const tiles = [...document.querySelectorAll(".map .leaflet-layer.digit img")];
        const whole = ["map-ae", "map-vae"].every(id => tiles.some(tile => tile.closest("#" + id)));
        const ready = document.body.dataset.ready && whole && tiles.every(tile => tile.naturalWidth > 0);
        if (ready) requestAnimationFrame(() => painted(performance.now() / 1000));
        else requestAnimationFrame(look);
    };
    look();
})"""


def paints(address: str) -> tuple[float, float]:
    """Seconds from a visit's start until both maps are painted whole: of a new visitor, and of one who comes again."""
    with visit(address) as (page, _):
        first = float(page.evaluate(PAINTED))
        page.wait_for_timeout(500)
        page.reload()
        return first, float(page.evaluate(PAINTED))


def drags(address: str, rounds: int) -> tuple[list[Drag], list[Drag]]:
    """Drags of the floor and of the page, in turn."""
    found: tuple[list[Drag], list[Drag]] = ([], [])
    for _ in range(rounds):
        for place, kept in zip((FLOOR, address), found, strict=True):
            with visit(place) as (page, mouse):
                if place is address:
                    page.wait_for_selector("body[data-ready=true]")
                    page.wait_for_timeout(2500)
                kept.append(drag(page, mouse))
    return found
