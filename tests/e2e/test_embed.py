"""One instrument in another page's frame: it fills the frame, starts hidden, passes keys on and is spoken to."""

from typing import Any

import pytest
from playwright.sync_api import Frame, expect

from tests.e2e import pictures
from tests.e2e.explorer import Explorer, eventually

pytestmark = pytest.mark.e2e

# Which of these are seen.
SEEN = {
    "map": {"#map-vae"},
    "pair": {"#map-ae", "#map-vae"},
    "decoder": {"#decoded", "#sliders"},
    "step": {"#map-ae", "#map-vae", "#panel-step"},
    "walk": {"#map-ae", "#map-vae", "#panel-walk"},
    "evidence": {"#evidence table"},
}
PARTS = {one for some in SEEN.values() for one in some} | {
    *(".tagline", "header nav", "#digit .pad", "#gallery", "#encoder", "#experiments", "#loss", ".picker"),
    *(".map-tools", ".map-notes", "#panel-samples", "#panel-prior", "#picture"),
}
SIZES = [(640, 400), (960, 600)]
OVERFLOW = """() => {
    const { scrollWidth, clientWidth, scrollHeight, clientHeight } = document.documentElement;
    return [scrollWidth - clientWidth, scrollHeight - clientHeight];
}"""
HOST = """<!doctype html><title>Slides</title><style>body {{ margin: 0 }} iframe {{ border: 0 }}</style>
<script>
  const told = [];
  addEventListener("message", ({{ data }}) => told.push(data));
  const say = (what) => frames[0].postMessage({{ to: "latent-explorer", ...what }}, "*");
</script>
<iframe src="{src}" style="{style}"></iframe>"""
WHOLE = "width: 1000px; height: 600px"


class Host:
    """A page of the server's own origin that shows the explorer in a frame."""

    def __init__(self, explorer: Explorer, query: str = "", fragment: str = "", style: str = WHOLE) -> None:
        self.explorer, self.page = explorer, explorer.page
        src = f"{explorer.address}/?lang=en{query}{fragment}"
        body = HOST.format(src=src.replace("&", "&amp;"), style=style)
        self.page.route("**/slides.html", lambda route: route.fulfill(body=body, content_type="text/html"))
        self.page.goto(f"{explorer.address}/slides.html")
        self.page.wait_for_function("told.some(({ event }) => event === 'ready')")

    @property
    def frame(self) -> Frame:
        return self.page.frames[1]

    def told(self, event: str) -> list[dict[str, Any]]:
        """What the frame has said of this kind."""
        found: list[dict[str, Any]] = self.page.evaluate("(event) => told.filter((one) => one.event === event)", event)
        return found

    def ask(self, what: dict[str, Any]) -> dict[str, Any]:
        """The answer to a message."""
        number = len(self.told("answer") + self.told("error"))
        self.page.evaluate("(what) => say(what)", {**what, "id": number})
        answer = f"told.find(({{ event, id }}) => /answer|error/.test(event) && id === {number})"
        self.page.wait_for_function(f"() => {answer}")
        found: dict[str, Any] = self.page.evaluate(answer)
        return found

    def passed(self) -> list[str]:
        return [one["key"] for one in self.told("key")]


@pytest.mark.parametrize("name", SEEN)
def test_only_its_instrument_is_seen_and_fits(name: str, explorer: Explorer) -> None:
    page = explorer.page
    page.set_viewport_size({"width": 960, "height": 600})
    page.goto(f"{explorer.address}/?lang=en&embed={name}")
    page.wait_for_selector("body[data-ready=true]", state="attached")
    seen = {part for part in PARTS if page.locator(part).first.is_visible()}
    assert seen == SEEN[name]
    for width, height in SIZES if name != "evidence" else []:
        page.set_viewport_size({"width": width, "height": height})
        expect(page.locator("#open")).to_be_visible()
        eventually(lambda: page.evaluate(OVERFLOW) == [0, 0], f"{name} fits into {width}×{height}", page)


def test_another_name_is_the_whole_page(explorer: Explorer) -> None:
    page = explorer.page
    page.goto(f"{explorer.address}/?lang=en&embed=everything")
    explorer.ready()
    expect(page.locator("header")).to_be_visible()
    expect(page.locator("#gallery")).to_be_visible()
    expect(page.locator("#open")).to_be_hidden()


def test_the_map_is_the_active_models_and_the_link_opens_the_whole_page_as_it_is(explorer: Explorer) -> None:
    page = explorer.page
    page.goto(f"{explorer.address}/?lang=en&embed=map&hide=draw#active=ae&digit=7")
    page.wait_for_selector("body[data-ready=true]")
    expect(page.locator("#map-ae")).to_be_visible()
    expect(page.locator("#map-vae")).to_be_hidden()
    with page.context.expect_page() as whole:
        page.click("#open")
    whole.value.wait_for_selector("body[data-ready=true]")
    assert "active=ae" in whole.value.url and "embed" not in whole.value.url and "hide" not in whole.value.url
    expect(whole.value.locator("header")).to_be_visible()
    whole.value.close()


def views(frame: Frame) -> list[float]:
    """Where things stand on both maps, in pixels, and how far sliders reach, in thousandths."""
    found: list[float] = frame.locator(".map :is(.pin, .prior, .code-point), input[data-z]").evaluate_all(
        """all => all.flatMap((one) => {
            const { x, y, width } = one.getBoundingClientRect();
            return one.max ? [one.min, one.max].map((end) => 100 * end) : [x, y, width];
        })"""
    )
    return found


@pytest.mark.parametrize(
    ("query", "link"), [("", ""), ("&embed=pair", ""), ("&embed=pair", "#mapae=1,1,2.5&mapvae=0.5,0.5,2&link=0")]
)
@pytest.mark.parametrize("hidden", ["width: 0; height: 0", f"{WHOLE}; display: none"])
def test_a_frame_that_grows_from_nothing_shows_what_one_shows_that_was_there(
    query: str, link: str, hidden: str, explorer: Explorer
) -> None:
    plain = Host(explorer, query, link)
    expect(plain.frame.locator("#map-vae .leaflet-tile-loaded").first).to_be_visible()
    plain.page.wait_for_timeout(300)
    wanted, state = views(plain.frame), plain.ask({"do": "get"})["state"]

    host = Host(explorer, query, link, hidden)
    host.page.wait_for_timeout(300)
    host.page.locator("iframe").evaluate("(frame, style) => (frame.style.cssText = style)", WHOLE)
    expect(host.frame.locator("#map-vae .leaflet-tile-loaded").first).to_be_visible()
    host.page.wait_for_timeout(500)
    assert len(wanted) > 10 and views(host.frame) == pytest.approx(wanted, abs=2)
    again = host.ask({"do": "get"})["state"]
    for view in ("mapae", "mapvae"):
        assert again[view] == (state[view] and pytest.approx(state[view], abs=0.02))


def test_a_map_keeps_its_first_view_while_its_frame_grows_again_and_again(explorer: Explorer) -> None:
    host = Host(explorer, "&embed=pair", style="width: 400px; height: 300px")
    frame = host.page.locator("iframe")
    for width, height in ((1000, 300), (1000, 600), (300, 500), (1000, 600)):
        frame.evaluate(
            "(frame, [w, h]) => Object.assign(frame.style, { width: w, height: h })", [f"{width}px", f"{height}px"]
        )
        host.page.wait_for_timeout(500)
        state = host.ask({"do": "get"})["state"]
        assert (state["mapae"], state["mapvae"]) == (None, None)


def test_the_state_is_got_set_heard_and_reset(explorer: Explorer) -> None:
    host = Host(explorer, "&embed=step", "#r=0.3")
    first = host.ask({"do": "get"})["state"]
    assert (first["r"], first["tab"], first["cloud"], len(first["vae"])) == (0.3, "step", True, 2)
    assert "pixels" not in first and "x" not in first

    host.ask({"do": "listen"})
    there = host.ask({"do": "set", "state": {"digit": 7, "r": 0.5}})["state"]
    assert (there["digit"], there["r"]) == (7, 0.5) and there["vae"] != first["vae"], "the other digit's code"
    expect(host.frame.locator("#distance")).to_have_value("0.5")
    eventually(lambda: bool(host.told("state")), "the state is heard of", host.page)
    assert host.told("state")[-1]["state"]["digit"] == 7

    host.frame.locator("#distance").focus()
    host.page.keyboard.press("ArrowRight")
    eventually(lambda: host.told("state")[-1]["state"]["r"] == 0.51, "what the visitor does is heard of", host.page)

    refused = host.ask({"do": "set", "state": {"r": 0.9, "digit": 1000, "colour": "red"}})
    assert (refused["event"], refused["refused"], refused["state"]["r"]) == ("error", ["digit", "colour"], 0.51)
    assert host.ask({"do": "dance"})["refused"] == ["do"]

    again = host.ask({"do": "reset"})["state"]
    assert (again["r"], again["digit"], again["tab"]) == (0.1, first["digit"], "step")
    assert again["vae"] == pytest.approx(first["vae"], abs=1e-4)


def test_models_and_one_maps_view_are_set_and_the_linked_one_follows(explorer: Explorer) -> None:
    host = Host(explorer, "&embed=pair")
    there = host.ask({"do": "set", "state": {"mapae": [0.5, 0.5, 3]}})["state"]
    assert there["mapae"] == pytest.approx([0.5, 0.5, 3], abs=1e-3)
    assert there["mapvae"] and there["mapvae"][2] > 1, "the other map has moved along"
    other = host.ask({"do": "set", "state": {"model": "vae-16d"}})["state"]
    assert (other["model"], len(other["vae"]), other["mapae"]) == ("vae-16d", 16, None)
    typo = host.ask({"do": "set", "state": {"model": "typo"}})
    assert (typo["event"], typo["refused"], typo["state"]["model"]) == ("error", ["model"], "vae-16d")


def test_the_visitors_own_digit_is_shared_only_where_the_address_says_so(explorer: Explorer) -> None:
    square = [[255 if 6 < y < 22 and 12 < x < 16 else 0 for x in range(28)] for y in range(28)]
    for query, shares in (("", False), ("&share=pixels", True)):
        host = Host(explorer, f"&embed=pair{query}")
        state = host.ask({"do": "set", "state": {"pixels": square}})["state"]
        assert state["digit"] is None
        assert ("pixels" in state) == shares
        if shares:
            assert state["pixels"] == square
            assert host.ask({"do": "set", "state": {"digit": 3}})["state"]["pixels"] is None


def test_keys_that_the_instrument_does_not_use_go_on_to_the_page_around_it(explorer: Explorer) -> None:
    host = Host(explorer, "&embed=step")
    press = host.page.keyboard.press
    host.frame.locator("#map-vae").focus()
    for key in ("ArrowRight", "+", "PageDown", "Escape", "f", "Shift+N", "Control+b", "Home"):
        press(key)
    host.frame.locator("#distance").focus()
    for key in ("ArrowLeft", "n"):
        press(key)
    host.frame.locator("#open").focus()
    for key in ("ArrowLeft", "Tab"):
        press(key)
    eventually(lambda: len(host.passed()) >= 7, "the keys have come", host.page)
    assert [key for key in host.passed() if key != "Shift" and key != "Control"] == [
        *("PageDown", "Escape", "f", "N"),
        *("n", "ArrowLeft"),
    ]
    assert host.told("key")[0] | {"shiftKey": False} == {
        **{"from": "latent-explorer", "event": "key", "key": "PageDown", "code": "PageDown", "keyCode": 34},
        "shiftKey": False,
    }


def passed_at(host: Host, *keys: str) -> list[str]:
    """Which of these keys go on to the page around, and after them one that surely does."""
    before = len(host.passed())
    for key in (*keys, "F8"):
        host.page.keyboard.press(key)
    eventually(lambda: host.passed()[-1:] == ["F8"] and len(host.passed()) > before, "the keys have come", host.page)
    return host.passed()[before:-1]


def test_keys_that_scroll_what_a_control_stands_in_do_not_turn_slides_as_well(explorer: Explorer) -> None:
    host = Host(explorer, "&embed=evidence", style="width: 1000px; height: 300px")
    scrolled = "document.documentElement.scrollTop"
    host.frame.locator("#evidence input[type=radio]:checked").first.focus()
    assert passed_at(host, "PageDown", "n", "Escape") == ["n", "Escape"]
    host.frame.wait_for_function(f"{scrolled} > 0")
    host.frame.locator("#evidence input[type=checkbox], #glossary summary").first.focus()
    assert passed_at(host, "ArrowDown", "Home", "ArrowRight") == ["ArrowRight"]

    host = Host(explorer, style="width: 360px; height: 700px")
    host.frame.locator("#upload").set_input_files(
        {"name": "digit.png", "mimeType": "image/png", "buffer": pictures.dark_on_white()}
    )
    steps = host.frame.locator("#steps")
    expect(steps.locator("li")).to_have_count(8)
    steps.focus()
    assert passed_at(host, "ArrowRight", "End", "f") == ["f"]
    eventually(lambda: steps.evaluate("list => list.scrollLeft") > 0, "it has scrolled", host.page)


def test_while_a_dialog_is_open_all_keys_are_its_own(explorer: Explorer) -> None:
    host = Host(explorer)
    host.frame.locator("#take").click()
    dialog = host.frame.locator("#take-along")
    expect(dialog).to_be_visible()
    host.page.keyboard.press("n")
    host.page.keyboard.press("PageDown")
    host.page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    assert passed_at(host, "n") == ["n"]
    assert host.passed() == ["n", "F8"]


def test_parts_are_hidden_or_locked(explorer: Explorer) -> None:
    page = explorer.page
    page.goto(f"{explorer.address}/?lang=en&hide=gallery,language,notes&lock=tabs,draw,upload,models")
    explorer.ready()
    for hidden in ("#gallery", ".gallery-head", "#nearest", "a[hreflang]", "#map-help"):
        expect(page.locator(hidden).first).to_be_hidden()
    for there in ("#tab-walk", "#draw", "#theme"):
        expect(page.locator(there)).to_be_visible()
    page.mouse.click(*explorer.center("#tab-walk"))
    expect(page.locator("#panel-step")).to_be_visible()
    page.locator("#tab-step").evaluate("tab => tab.focus()")
    assert page.evaluate("document.activeElement.id") != "tab-step"
    expect(page.locator("#model")).to_have_attribute("aria-disabled", "true")
    page.locator("#digit").dispatch_event("drop", {"dataTransfer": explorer.transfer(b"no picture")})
    page.wait_for_timeout(200)
    expect(page.locator("#problem")).to_be_hidden()


def test_reset_all_shows_a_first_visit_and_back_undoes_it(explorer: Explorer) -> None:
    explorer.open()
    first, page = explorer.settled_z(), explorer.page
    explorer.open("#digit=7&tab=prior&layer=density&r=0.4&cloud=0")
    before, entries = explorer.settled_z(), page.evaluate("history.length")
    page.click("#reset")
    explorer.z_becomes(first, 1e-3)
    expect(page.locator("#reset-told")).not_to_be_empty()
    expect(page.locator("#panel-step")).to_be_visible()
    expect(page.locator("#layer")).to_have_value("")
    expect(page.locator("#cloud")).to_be_checked()
    assert page.evaluate("history.length") == entries + 1
    page.go_back()
    explorer.z_becomes(before, 1e-3)
    expect(page.locator("#panel-prior")).to_be_visible()
    expect(page.locator("#layer")).to_have_value("density")


@pytest.mark.parametrize("side", ["ae", "vae"])
def test_reset_all_brings_both_linked_maps_home_where_one_alone_was_elsewhere(explorer: Explorer, side: str) -> None:
    explorer.open(f"#map{side}=1,1,4")
    explorer.page.click("#reset")
    expect(explorer.page.locator("#reset-told")).not_to_be_empty()
    explorer.settled_z()
    explorer.page.wait_for_timeout(500)  # the address rests before it is written
    assert [explorer.view(one) for one in ("ae", "vae")] == [None, None]
