"""From a point drawn on the pad to the posterior on the page, in a real Chromium: `python -m tests.bench.drawing`.

Server and browser share all cores. Of each point: the whole wait, the round trip of both models' answers on the live
socket, and what the page adds to it, which is to be one frame of the screen.
"""

import statistics

from tests.bench import servers
from tests.bench.browser import FRAME_MS, visit
from tests.bench.servers import SERVE

MOVES = 100
# Notes when a drawing is sent, and when both models have answered; kind 4, the fourth byte of a message, is a drawing.
TAP = """window.tap = { sent: 0, heard: 0 };
const Plain = WebSocket;
window.WebSocket = class extends Plain {
    constructor(...given) {
        super(...given);
        this.addEventListener("message", ({ data }) => {
            if (new DataView(data).getUint8(3) === 4) tap.heard = performance.now();
        });
    }
    send(frame) {
        if (new DataView(frame).getUint8(3) === 4) tap.sent ||= performance.now();
        super.send(frame);
    }
};"""
DRAW = """async (moves) => {
    const pad = document.getElementById("draw"), written = document.getElementById("posterior"), found = [];
    const { left, top, width, height } = pad.getBoundingClientRect();
    pad.setPointerCapture = () => {};  // no pointer is down for the browser
    const point = (type, i) => pad.dispatchEvent(new PointerEvent(type, {
        pointerId: 1, button: 0, bubbles: true,
        clientX: left + width * (0.5 + 0.2 * Math.cos(i / 9)), clientY: top + height * (0.1 + 0.8 * i / moves),
    }));
    point("pointerdown", 0);
    await new Promise(rest => setTimeout(rest, 500));
    for (let i = 1; i <= moves; i++) {
        const answered = new Promise(resolve => {
            const watch = new MutationObserver(() => { watch.disconnect(); resolve(performance.now()); });
            watch.observe(written, { childList: true });
        });
        tap.sent = 0;
        const start = performance.now();
        point("pointermove", i);
        const whole = await answered - start;
        found.push([whole, tap.heard - tap.sent]);
        await new Promise(rest => setTimeout(rest, 30 + 16 * Math.random()));  // at any time within a frame
    }
    return found;
}"""


def main() -> None:
    """Print the table of docs/photos.md."""
    port = servers.free_port()
    with (
        servers.running(None, port, "/readyz", "-c", f"{SERVE}\n", "serve", "--port", str(port)) as server,
        visit(server.address) as (page, _),
    ):
        page.add_init_script(TAP)
        page.reload()
        page.wait_for_selector("body[data-ready=true]")
        page.wait_for_timeout(3000)  # tiles have come
        found: list[tuple[float, float]] = page.evaluate(DRAW, MOVES)
    columns = {
        "from a point to the posterior": [whole for whole, _ in found],
        "round trip of both models": [trip for _, trip in found],
        f"the rest (a frame is {FRAME_MS:.1f})": [whole - trip for whole, trip in found],
    }
    print("| drawing, 2-D twins | p50, ms | p95, ms |\n|---|---|---|")
    for name, times in columns.items():
        print(f"| {name} | {statistics.median(times):.0f} | {statistics.quantiles(times, n=20)[-1]:.0f} |")


if __name__ == "__main__":
    main()
