"""Taken along: the link, pictures and tables say what is on the page, whatever its theme and language."""

import csv
import io
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from playwright.sync_api import expect

from tests.e2e.conftest import Visit
from tests.e2e.experiments import IDS, Oracle
from tests.e2e.explorer import SIDES, Explorer, eventually
from tests.e2e.test_access import TOO_WIDE, controls

pytestmark = pytest.mark.e2e
SVG = "{http://www.w3.org/2000/svg}"
PACE_MS = 110  # Chromium drops downloads that a page begins faster than ten a second
TABS = {"step": "neighbours", "samples": "samples", "walk": "walk", "prior": "draws"}


class Taker:
    """A visitor with the dialog open."""

    def __init__(self, visitor: Explorer) -> None:
        self.visitor, self.page = visitor, visitor.page
        self.page.wait_for_load_state("networkidle")
        visitor.find("#take").click()
        expect(visitor.find("#take-along")).to_be_visible()

    def offered(self) -> list[str]:
        """The names of all buttons that give a file."""
        return [str(b.get_attribute("aria-label")) for b in self.visitor.find("#take-along li button").all()]

    def take(self, kind: str, name: str) -> tuple[str, bytes]:
        """What is saved under a name of the list: its file's name and content."""
        self.page.wait_for_timeout(PACE_MS)
        with self.page.expect_download() as coming:
            self.page.get_by_role("button", name=f"{kind}: {name}", exact=True).click()
        expect(self.visitor.find("#take-along [role=status]")).to_contain_text(coming.value.suggested_filename)
        return coming.value.suggested_filename, Path(coming.value.path()).read_bytes()

    def table(self, name: str) -> list[dict[str, str]]:
        _, content = self.take("CSV", name)
        text = content.decode()
        assert text.endswith("\r\n") and "\n" not in text.replace("\r\n", "")
        return list(csv.DictReader(io.StringIO(text, newline="")))

    def pixels(self, name: str) -> NDArray[np.uint8]:
        """A PNG's grey levels, its pixels all grey."""
        _, content = self.take("PNG", name)
        levels = np.asarray(Image.open(io.BytesIO(content)).convert("RGB"))
        assert (levels == levels[..., :1]).all()
        return levels[..., 0]


def numbers(rows: list[dict[str, str]], column: str) -> list[float]:
    return [float(row[column]) for row in rows]


def native(levels: NDArray[np.uint8]) -> bytes:
    """A picture's own 28 by 28 pixels, white ink on black, once it is seen to be scaled by a whole number."""
    times = levels.shape[0] // 28
    assert levels.shape == (28 * times, 28 * times) and 900 < 28 * times < 1100
    small = levels[::times, ::times]
    assert (np.kron(small, np.ones((times, times), np.uint8)) == levels).all(), "with sharp pixels"
    return (255 - small).tobytes()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pictures_are_what_is_on_the_screen_as_dark_ink_on_light(visit: Visit, scheme: str) -> None:
    visitor = visit(color_scheme=scheme).open("#digit=7")
    shown = {name: visitor.pixels(place) for name, place in (("vae", "#decoded"), ("ae", "#decoded-twin"))}
    digit = visitor.pixels("#input")
    taker = Taker(visitor)
    assert native(taker.pixels("The digit at hand")) == digit
    for side, pixels in shown.items():
        assert native(taker.pixels(f"The decoded image, {side.upper()}")) == pixels


@pytest.mark.parametrize("tab", TABS)
def test_whatever_is_offered_is_saved_under_a_name_that_says_what_it_is(explorer: Explorer, tab: str) -> None:
    explorer.open(f"#tab={tab}")
    expect(explorer.find(f"#panel-{tab} canvas").first).to_be_visible()
    taker = Taker(explorer)
    offered = taker.offered()
    assert len(offered) == len(set(offered))
    names = [taker.take(*label.split(": ", 1)) for label in offered]
    assert len({name for name, _ in names}) == len(offered)
    for name, content in names:
        assert name.startswith("latent-explorer ")
        if name.endswith(".svg"):
            root = ET.fromstring(content)
            assert root.find(f"{SVG}title") is not None and "http://" in (root.findtext(f"{SVG}desc") or "")
        elif name.endswith(".png"):
            picture = Image.open(io.BytesIO(content)).convert("RGB")
            assert 700 < picture.width < 1400 and len(picture.getcolors(1 << 24) or []) > 1, name
        else:
            assert len(content.splitlines()) > 1 and b"NaN" not in content and b"undefined" not in content
    assert any(name == f"latent-explorer vae-2d {TABS[tab]}.csv" for name, _ in names)


def test_a_ring_as_a_table_is_what_the_server_says_of_its_codes(served: Explorer, oracle: Oracle) -> None:
    served.open("#tab=step&r=0.2&digit=7", lang="vi")  # with commas in numbers
    rows = Taker(served).table("Mọi giá trị, cả hai mô hình")
    for side in SIDES:
        mine = [row for row in rows if row["model"] == IDS[side]]
        z = np.array([numbers(mine, f"z{axis} (latent units)") for axis in (0, 1)]).T
        ring, code = oracle.ring(side, oracle.code(side, 7), 0.2), oracle.code(side, 7)
        assert [int(row["neighbour"]) for row in mine] == list(range(17))
        assert z[0] == pytest.approx(code, abs=1e-5)
        assert np.linalg.norm((z[1:] - code) / oracle.sd(side), axis=1) == pytest.approx(0.2, abs=1e-4)
        assert numbers(mine, "label") == ring["label"].tolist()
        assert numbers(mine, "change (squared error per pixel)") == pytest.approx(ring["change"].tolist(), abs=1e-6)


def test_codes_losses_and_the_evidence_are_the_servers_own_figures(served: Explorer) -> None:
    served.open("#digit=7")
    taker = Taker(served)
    models: dict[str, Any] = {id: served.http.get(f"/api/models/{id}").json() for id in IDS.values()}
    evidence = {row["measurement"]: row for row in taker.table("All measurements")}
    for id, model in models.items():
        for name, place in (("mse", ("test", "mse_interval")), ("knn", ("nearness", "neighbours"))):
            figure = model["metrics"][place[0]][place[1]]
            figure = figure if name == "mse" else figure["knn_accuracy"]
            assert [float(evidence[name][f"{id} {end}"]) for end in ("value", "low", "high")] == [
                figure["value"],
                figure["low"],
                figure["high"],
            ]
    pixels = np.frombuffer(served.pixels("#input"), np.uint8).reshape(28, 28) / 255
    body = {"pixels": pixels.tolist()}
    codes, losses = taker.table("Its codes: μ, σ and KL divergence"), taker.table("Terms of the loss")
    for id in IDS.values():
        found = served.http.post(f"/api/models/{id}/encode", json=body).json()
        mine = [row for row in codes if row["model"] == id]
        assert numbers(mine, "mu (latent units)") == pytest.approx(found["mu"], abs=1e-4)
        sigma = [row["sigma (latent units)"] for row in mine]
        assert (
            sigma == ["", ""]
            if found["sigma"] is None
            else [float(s) for s in sigma] == pytest.approx(found["sigma"], rel=1e-3)
        )
        (term,) = [row for row in losses if row["model"] == id and row["term"] == "reconstruction"]
        assert float(term["value (nats)"]) == pytest.approx(found["terms"]["reconstruction"], rel=1e-4)


def test_a_map_is_a_picture_of_what_is_in_sight_with_its_marks_as_shapes(explorer: Explorer) -> None:
    explorer.open("#tab=walk&layer=labels")
    expect(explorer.find("#map-vae .leaflet-numbers-pane canvas").first).to_be_visible()
    root = ET.fromstring(Taker(explorer).take("SVG", "Map, VAE")[1])
    _, _, width, height = explorer.box("#map-vae")
    assert root.get("viewBox") == f"0 0 {width - 4:.0f} {height - 4:.0f}"
    images = root.findall(f"{SVG}image")
    opacities = {image.get("opacity") for image in images}
    assert len(images) > 4 and "1" in opacities and len(opacities) == 2, "tiles, and the layer over them"
    spans = {(float(i.get("x", "")), float(i.get("x", "")) + float(i.get("width", ""))) for i in images}
    assert sorted({left for left, _ in spans})[1:] == sorted({right for _, right in spans})[:-1], "without seams"
    dots = [one for one in root.findall(f"{SVG}circle") if one.get("stroke-opacity")]
    assert len(dots) == 1000, "a code for each digit of the sample"
    assert {text.text for text in root.findall(f"{SVG}text")} == {"1σ", "2σ", "3σ", "A", "B"}


def test_curves_hold_their_numbers_as_text_and_shapes(explorer: Explorer) -> None:
    explorer.open()
    root = ET.fromstring(Taker(explorer).take("SVG", "Share of digits that are still read as the same digit")[1])
    texts = {text.text for text in root.iter(f"{SVG}text")}
    assert {"0%", "50%", "100%", "0.05", "0.1", "1"} <= texts
    assert len(list(root.iter(f"{SVG}circle"))) == 5 and root.find(f".//{SVG}image") is None


def test_the_link_leads_to_the_page_as_it_is_and_its_code_is_offered(explorer: Explorer) -> None:
    explorer.open("#tab=prior&n=16&seed=5")
    taker = Taker(explorer)
    link = explorer.find("#take-address").input_value()
    expect(explorer.find("#take-along .take-code svg")).to_have_attribute("role", "img")
    expect(explorer.find("#take-along")).to_contain_text("This link opens on this machine only.")
    taker.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    taker.page.get_by_role("button", name="Copy", exact=True).click()
    expect(explorer.find("#take-along [role=status]")).to_have_text("Copied.")
    assert taker.page.evaluate("navigator.clipboard.readText()") == link
    before = explorer.all_pixels("#wall-vae canvas")
    explorer.page.goto("about:blank")
    explorer.page.goto(link)
    explorer.ready()
    eventually(lambda: explorer.all_pixels("#wall-vae canvas") == before, "the same draws are there", explorer.page)


def test_a_link_that_is_too_long_has_no_code_and_stays_a_link(explorer: Explorer) -> None:
    explorer.open(lang=f"en&{'x' * 1500}=1")
    Taker(explorer)
    expect(explorer.find("#take-along .take-code")).to_be_hidden()
    expect(explorer.find("#take-along")).to_contain_text("too long for a QR code")
    assert len(explorer.find("#take-address").input_value()) > 1500


def test_keys_alone_open_it_take_a_file_and_return_to_where_they_were(explorer: Explorer) -> None:
    explorer.open()
    explorer.find("#take").focus()
    explorer.page.keyboard.press("Enter")
    expect(explorer.find("#take-along")).to_be_visible()
    expect(explorer.find("#take-along:modal")).to_be_visible()  # nothing behind it can be reached meanwhile
    focused = "document.activeElement.getAttribute('aria-label')"
    for _ in range(12):
        if explorer.page.evaluate(focused) == "SVG: The digit at hand":
            break
        explorer.page.keyboard.press("Tab")
        assert explorer.page.evaluate("document.activeElement.closest('#take-along') !== null"), "focus stays within"
    with explorer.page.expect_download() as coming:
        explorer.page.keyboard.press("Space")
    assert coming.value.suggested_filename == "latent-explorer vae-2d digit.svg"
    explorer.page.keyboard.press("Escape")
    expect(explorer.find("#take-along")).to_have_count(0)
    assert explorer.page.evaluate("document.activeElement.id") == "take"


@pytest.mark.parametrize("lang", ["en", "vi"])
def test_all_in_it_has_a_name_and_fits_a_phone(explorer: Explorer, lang: str) -> None:
    explorer.open(lang=lang)
    Taker(explorer)
    assert [role for role, name in controls(explorer.page) if not name] == []
    for width in (360, 820, 1440):
        explorer.page.set_viewport_size({"width": width, "height": 844})
        assert explorer.page.evaluate(TOO_WIDE) == [], f"at {width}"
        assert explorer.page.evaluate("document.querySelector('#take-along').scrollWidth") <= width, f"at {width}"


def test_where_its_script_cant_be_loaded_the_page_says_so_and_stays(explorer: Explorer) -> None:
    explorer.tolerate("Failed to load resource")
    explorer.page.route("**/take_along.js", lambda route: route.abort())
    explorer.open()
    explorer.find("#take").click()
    expect(explorer.find("#problem")).to_be_visible()
    expect(explorer.find("#map-vae")).to_be_visible()
    explorer.page.unroute("**/take_along.js")
    Taker(explorer)


def test_on_paper_stand_the_day_the_link_and_its_code(explorer: Explorer) -> None:
    explorer.open("#tab=samples")
    Taker(explorer)
    explorer.page.keyboard.press("Escape")
    explorer.page.emulate_media(media="print")
    expect(explorer.find("#handout-link")).to_contain_text("tab=samples")
    expect(explorer.find("#handout-date")).to_contain_text("20")
    expect(explorer.find("#handout-code svg")).to_be_visible()
    expect(explorer.find("#panel-samples .unseen").first).to_be_visible()
    explorer.page.emulate_media(media="screen")
    expect(explorer.find("#handout")).to_be_hidden()
