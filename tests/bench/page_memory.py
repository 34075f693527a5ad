"""Memory of a page that computes, over a long drag: `python -m tests.bench.page_memory`, ten minutes.

Each minute: what the browser's renderers hold, what JavaScript holds once its garbage is collected, and the document's
nodes. Then the models are switched, and the Workers counted.
"""

import time
from pathlib import Path
from typing import Annotated

import typer
from playwright.sync_api import CDPSession, Page

from tests.bench import servers
from tests.bench.browser import Mouse, visit

MOVE_S = 1 / 60
READY = "body[data-encodes=page]"


def resident_mb() -> float:
    """Resident memory of all renderers, MB."""
    pages = 0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if b"--type=renderer" in (folder / "cmdline").read_bytes():
                pages += int((folder / "statm").read_text().split()[1])
        except (FileNotFoundError, ProcessLookupError):
            continue  # it has ended meanwhile
    return pages * 4096 / 1e6


def row(name: str, browser: CDPSession) -> str:
    """A line of the table."""
    browser.send("HeapProfiler.collectGarbage")
    metrics = {one["name"]: one["value"] for one in browser.send("Performance.getMetrics")["metrics"]}
    return f"| {name} | {resident_mb():.0f} | {metrics['JSHeapUsedSize'] / 1e6:.1f} | {metrics['Nodes']:.0f} |"


def drag(page: Page, mouse: Mouse, seconds: float) -> None:
    """Move over the VAE's map, to and fro."""
    box = page.locator("#map-vae").bounding_box()
    assert box is not None
    end, due, step = time.perf_counter() + seconds, time.perf_counter(), 0
    while due < end:
        step += 1
        across = abs((3 * step) % 400 - 200) / 200
        mouse.move(
            box["x"] + box["width"] * (0.1 + 0.8 * across), box["y"] + box["height"] * (0.2 + step % 600 / 1000), False
        )
        due += MOVE_S
        time.sleep(max(0.0, due - time.perf_counter()))
        if step % 60 == 0:
            mouse.settle()
    mouse.settle()


def main(minutes: Annotated[int, typer.Option(min=1)] = 10) -> None:
    """Print the table."""
    with servers.ours(core=None) as server, visit(server.address) as (page, mouse):
        page.wait_for_selector(READY)
        page.wait_for_timeout(3000)
        browser = page.context.new_cdp_session(page)
        browser.send("Performance.enable")
        print("| after | renderers, MB | JavaScript, MB | nodes |\n|---|---:|---:|---:|")
        print(row("0 minutes", browser), flush=True)
        for minute in range(1, minutes + 1):
            drag(page, mouse, 60)
            print(row(f"{minute} minutes", browser), flush=True)
        before = len(page.workers)
        page.locator("#model").select_option(index=1)
        page.wait_for_timeout(1000)
        page.wait_for_selector(READY)
        print(f"\nWorkers: {before}, and {len(page.workers)} with other models")


if __name__ == "__main__":
    typer.run(main)
