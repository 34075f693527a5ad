"""How long a drag stands still where its server is killed: `python -m tests.bench.failover [KILLS]`.

The page in a Chromium, nginx as README has it, and two servers, all on the same cores; the one that holds the live
socket is killed with SIGKILL while a slider is dragged, and started again before the next round.
"""

import argparse
import statistics
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.e2e.conftest import open_browser
from tests.e2e.explorer import Explorer
from tests.e2e.failover import Cut, drag_while_its_server_dies
from tests.proxied import proxied

DRAG_S = 3.0


def measure(kills: int, folder: Path) -> list[Cut]:
    """A drag for each kill."""
    cuts = []
    with proxied(folder) as servers, sync_playwright() as playwright, open_browser(playwright) as browser:
        for _ in range(kills):
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            explorer = Explorer(page, servers.address).open("#vae=0.5,0.5")
            explorer.settled_z()
            cuts.append(drag_while_its_server_dies(explorer, servers, DRAG_S))
            explorer.image_is_of("vae", explorer.settled_z())  # of the last place, to the grey level
            explorer.http.close()
            page.close()
            for number in {0, 1} - servers.servers.keys():
                servers.start(number)
    return cuts


def main() -> None:
    """Print a line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kills", type=int, nargs="?", default=5)
    kills = parser.parse_args().kills
    with tempfile.TemporaryDirectory() as folder:
        cuts = measure(kills, Path(folder))
    ms = sorted(1000 * cut.seconds for cut in cuts)
    places = [cut.places for cut in cuts]
    print(f"{kills} kills, each within a drag of {DRAG_S:g} s at 60 places a second:")
    print(f"from the kill to the next image: median {statistics.median(ms):.0f} ms [{ms[0]:.0f}, {ms[-1]:.0f}]")
    print(f"places passed without an image meanwhile: {statistics.median(places):g} [{min(places)}, {max(places)}]")
    print(f"last places shown: {len(cuts)} of {kills}")


if __name__ == "__main__":
    main()
