"""How long a drag stands still where its server is killed: `python -m tests.bench.failover [KILLS] [--ray]`.

The page in a Chromium, nginx as app/deploy/nginx.conf has it, and two servers, all on the same cores; the one that
holds the live socket is killed with SIGKILL while a slider is dragged, and started again before the next round. Or Ray
Serve, and the replica for pages that holds it.
"""

import argparse
import statistics
import tempfile
from pathlib import Path
from typing import Protocol

from playwright.sync_api import sync_playwright

from tests.e2e.conftest import open_browser
from tests.e2e.explorer import Explorer
from tests.e2e.failover import Cut, drag_while_its_server_dies
from tests.helpers.on_ray import on_ray
from tests.helpers.proxied import proxied

DRAG_S = 3.0


class Mortal(Protocol):
    """What serves the page, and can lose a process."""

    @property
    def address(self) -> str:
        """Where it is."""

    def kill_holder(self) -> None:
        """Kill what holds the page's live socket."""

    def heal(self) -> None:
        """See to it that all are there again."""


def measure(kills: int, mortal: Mortal) -> list[Cut]:
    """A drag for each kill."""
    cuts = []
    with sync_playwright() as playwright, open_browser(playwright) as browser:
        for _ in range(kills):
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            explorer = Explorer(page, mortal.address)
            explorer.engine = "server"  # else the page would not notice
            explorer.open("#vae=0.5,0.5")
            explorer.settled_z()
            cuts.append(drag_while_its_server_dies(explorer, mortal.kill_holder, DRAG_S))
            explorer.image_is_of("vae", explorer.settled_z())  # of the last place, to the grey level
            explorer.http.close()
            page.close()
            mortal.heal()
    return cuts


def main() -> None:
    """Print a line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kills", type=int, nargs="?", default=5)
    parser.add_argument("--ray", action="store_true")
    given = parser.parse_args()
    kills, start = given.kills, on_ray if given.ray else proxied
    with tempfile.TemporaryDirectory() as folder, start(Path(folder)) as mortal:
        cuts = measure(kills, mortal)
    ms = sorted(1000 * cut.seconds for cut in cuts)
    places = [cut.places for cut in cuts]
    print(f"{kills} kills, each within a drag of {DRAG_S:g} s at 60 places a second:")
    print(f"from the kill to the next image: median {statistics.median(ms):.0f} ms [{ms[0]:.0f}, {ms[-1]:.0f}]")
    print(f"places passed without an image meanwhile: {statistics.median(places):g} [{min(places)}, {max(places)}]")
    print(f"last places shown: {len(cuts)} of {kills}")


if __name__ == "__main__":
    main()
