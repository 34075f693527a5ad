"""A drag while a server dies: what the page shows, and when."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from tests.e2e.explorer import Explorer, eventually

RATE = 60
BEFORE = 10  # images of the drag before the server dies
DRAG = """([seconds, rate]) => {
    const slider = document.querySelector("input[type=range][data-z='0']");
    const decoded = document.querySelector("#decoded");
    const [low, high] = [Number(slider.min), Number(slider.max)], count = seconds * rate;
    const drag = (window.drag = { moves: [], shown: [], over: false });
    const now = () => Date.now() / 1000;
    const look = () => drag.shown.push([now(), Number(decoded.dataset.z.split(",")[0])]);
    new MutationObserver(look).observe(decoded, { attributeFilter: ["data-z"] });
    const timer = setInterval(() => {
        slider.value = String(low + (high - low) * (0.25 + 0.5 * (drag.moves.length + 1) / count));
        drag.moves.push([now(), Number(slider.value)]);
        slider.dispatchEvent(new Event("input", { bubbles: true }));
        if (drag.moves.length < count) return;
        clearInterval(timer);
        drag.over = true;
    }, 1000 / rate);
}"""


@dataclass(frozen=True)
class Cut:
    """A drag in which the server died that held the page's live socket.

    `seconds` from its end to the image of a place that the hand came to after it; `places` that the hand came to
    meanwhile; `last`, where it came to rest.
    """

    seconds: float
    places: int
    last: float


def drag_while_its_server_dies(explorer: Explorer, kill_holder: Callable[[], None], seconds: float) -> Cut:
    """Drag a slider for so long, left to right; what holds the page's live socket is killed after the first images."""
    page = explorer.page
    page.evaluate(DRAG, [seconds, RATE])
    eventually(lambda: page.evaluate("drag.shown.length") >= BEFORE, "the image follows", page)
    kill_holder()
    killed = time.time()
    eventually(lambda: bool(page.evaluate("drag.over")), "the drag is over", page)
    last = page.evaluate("drag.moves.at(-1)[1]")
    explorer.z_becomes([last, explorer.slider_z()[1]], explorer.twins["vae"].half_width / 2000)
    return cut_of(page.evaluate("drag.moves"), page.evaluate("drag.shown"), killed)


def cut_of(moves: list[list[float]], shown: list[list[float]], killed: float) -> Cut:
    """By (time, place) of each move and each image, places growing."""
    after = next(place for when, place in moves if when > killed)
    again = next(when for when, place in shown if when > killed and place >= after - 1e-3)
    return Cut(again - killed, sum(killed < when < again for when, _ in moves), moves[-1][1])
