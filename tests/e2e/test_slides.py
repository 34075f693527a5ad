"""The explorer on slides of reveal.js: one of two frames is hidden at first; keys pass; the speaker has both too."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Frame, Page, Route, expect

from tests.e2e.explorer import Explorer, eventually

pytestmark = pytest.mark.e2e
REVEAL = Path(__file__).parents[2] / "node_modules" / "reveal.js" / "dist"
TYPES = {".mjs": "text/javascript", ".css": "text/css"}
# The lines of the listener are those of docs/embedding.md. Slides at viewDistance are not laid out: the second frame
# begins without a size.
DECK = """<!doctype html><html lang="en"><title>Slides</title><link rel="stylesheet" href="reveal.css">
<div class="reveal"><div class="slides">
  <section><h1>Near is similar</h1></section>
  <section><iframe width="900" height="560" data-src="../?lang=en&amp;embed=pair" data-preload></iframe></section>
  <section><iframe width="900" height="560" src="../?lang=en&amp;embed=step#r=0.3"></iframe></section>
  <section><h1>The end</h1></section>
</div></div>
<script type="module">
  import Reveal from "./reveal.mjs";
  import RevealNotes from "./plugin/notes.mjs";
  const deck = (window.deck = new Reveal({ plugins: [RevealNotes], transition: "none", viewDistance: 2 }));
  addEventListener("message", ({ data }) => {
    if (data?.from === "latent-explorer" && data.event === "key") deck.triggerKey(data.keyCode);
  });
  await deck.initialize();
</script>"""


def answer(route: Route) -> None:
    """The deck, or a file of reveal.js."""
    path = urlsplit(route.request.url).path.removeprefix("/deck/")
    if not path:
        return route.fulfill(body=DECK, content_type="text/html")
    return route.fulfill(path=REVEAL / path, content_type=TYPES[Path(path).suffix])


@pytest.fixture
def deck(explorer: Explorer) -> Iterator[Page]:
    """The slides, at the first one, which has no frame."""
    if not REVEAL.is_dir():
        pytest.skip("reveal.js is not installed: `make lint` does it, with what the page is checked by")
    context = explorer.page.context
    context.route("**/deck/**", answer)
    explorer.page.goto(f"{explorer.address}/deck/")
    explorer.page.wait_for_function("window.deck?.isReady()")
    yield explorer.page
    context.unroute("**/deck/**", answer)


def instrument(page: Page, name: str, within: str = "") -> Frame:
    """The frame of an instrument, in a window's slides whose address has something in it."""

    def found() -> list[Frame]:
        frames = [one for one in page.frames if f"embed={name}" in one.url]
        return [one for one in frames if one.parent_frame and re.search(within, one.parent_frame.url)]

    eventually(lambda: len(found()) == 1, f"there is {name}", page)
    found()[0].wait_for_selector("body[data-ready=true]", state="attached")
    return found()[0]


def at(page: Page, slide: int) -> None:
    page.wait_for_function("(slide) => deck.getIndices().h === slide", arg=slide)


def test_keys_turn_the_slides_wherever_the_focus_is_and_hidden_frames_start(deck: Page) -> None:
    press = deck.keyboard.press
    pair, step = instrument(deck, "pair"), instrument(deck, "step")
    press("ArrowRight")
    at(deck, 1)
    expect(pair.locator("#map-vae .leaflet-tile-loaded").first).to_be_visible()
    pair.locator("#map-vae").focus()
    press("ArrowRight")  # the map's own
    press("PageDown")
    at(deck, 2)
    expect(step.locator("#ring-vae .middle")).to_be_visible()
    expect(step.locator("#distance")).to_have_value("0.3")
    step.locator("#map-vae").focus()
    press("n")
    at(deck, 3)
    press("p")
    at(deck, 2)
    press("Home")  # the map's own, which has the focus still
    assert deck.evaluate("deck.getIndices().h") == 2
    press("Escape")
    deck.wait_for_function("deck.isOverview()")


def test_a_frame_that_was_hidden_shows_its_first_look(deck: Page) -> None:
    step = instrument(deck, "step")
    assert step.locator("#map-vae").evaluate("map => map.clientWidth") == 0
    for slide in (1, 2):
        deck.keyboard.press("ArrowRight")
        at(deck, slide)
    expect(step.locator("#map-vae .leaflet-tile-loaded").first).to_be_visible()
    deck.wait_for_timeout(500)
    assert step.evaluate("new URLSearchParams(location.hash.slice(1)).get('mapvae')") is None, "it is at rest"
    across = step.locator("#map-vae").evaluate(
        """map => {
            const [whole, ring] = [map, map.querySelector(".prior")].map((one) => one.getBoundingClientRect());
            return (ring.x + ring.width / 2 - whole.x) / whole.width;
        }"""
    )
    assert across == pytest.approx(0.5, abs=0.1)


def test_the_speakers_window_opens_both_again(deck: Page) -> None:
    troubles = list[str]()
    deck.context.on("weberror", lambda error: troubles.append(str(error.error)))
    deck.context.on("console", lambda message: troubles.extend([message.text] if message.type == "error" else []))
    deck.keyboard.press("ArrowRight")
    with deck.context.expect_page() as opening:
        deck.keyboard.press("s")
    speaker = opening.value
    for name in ("pair", "step"):
        instrument(speaker, name, "postMessageEvents")  # the current slide's window
        instrument(speaker, name, "controls=false")  # the next one's
    current = instrument(speaker, "pair", "postMessageEvents")
    expect(current.locator("#map-vae .leaflet-tile-loaded").first).to_be_visible()
    deck.keyboard.press("ArrowRight")
    expect(instrument(speaker, "step", "postMessageEvents").locator("#ring-vae .middle")).to_be_visible()
    speaker.close()
    assert troubles == []
