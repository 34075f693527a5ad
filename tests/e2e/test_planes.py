"""The plane that the maps show is the visitor's choice, and each place of it is decoded as what it says."""

import re
from functools import partial
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import expect

from latent_explorer.model.arrays import Doubles
from tests.e2e.explorer import SIDES, Explorer, eventually

pytestmark = pytest.mark.e2e
DEEP = "#model=vae-16d&cloud=0&lens=0"
KIND = "#plane-choice > select"
OF_KIND = "#plane-choice .plane-of"
# The cell of a tile nearest to a place, whoever drew it: its middle on the screen, and its image on black.
CELL = """([selector, x, y]) => {
    const tile = [...document.querySelectorAll(selector + " .leaflet-tile-pane .leaflet-tile-loaded")].find((one) => {
        const { left, top, right, bottom } = one.getBoundingClientRect();
        return left <= x && x < right && top <= y && y < bottom;
    });
    if (!tile) return null;
    const side = tile.naturalWidth ?? tile.width;
    const copy = Object.assign(document.createElement("canvas"), { width: side, height: side });
    copy.getContext("2d").drawImage(tile, 0, 0);
    const { left, top, width } = tile.getBoundingClientRect();
    const step = width * 32 / side;
    const [column, row] = [Math.floor((x - left) / step), Math.floor((y - top) / step)];
    const { data } = copy.getContext("2d").getImageData(32 * column + 2, 32 * row + 2, 28, 28);
    const grey = Array.from({ length: 784 }, (_, i) => tile.dataset.ink === "dark" ? 255 - data[4 * i] : data[4 * i]);
    return { at: [left + (column + 0.5) * step, top + (row + 0.5) * step], grey };
}"""


def deep(explorer: Explorer, more: str = "") -> Explorer:
    explorer.open(DEEP + more)
    explorer.twins = {side: explorer.listed[f"{side}-16d"] for side in SIDES}
    expect(explorer.find(KIND)).to_be_visible()
    return explorer


def choose(explorer: Explorer, kind: str, *of: int) -> None:
    explorer.find(KIND).select_option(kind)
    for i, value in enumerate(of):
        explorer.find(f"{OF_KIND} select").nth(i).select_option(str(value))


def codes(explorer: Explorer, side: str) -> Doubles:
    found = explorer.http.get(f"/api/models/{side}-16d/codes").json()["codes"]
    return np.array([code["mu"] for code in found])


def labels(explorer: Explorer) -> Doubles:
    return np.array([code["label"] for code in explorer.http.get("/api/models/vae-16d/codes").json()["codes"]])


def is_decoded_as_said(explorer: Explorer, side: str = "vae") -> Doubles:
    """Point at the middle of a cell: the image painted there is the decode of the z that the page says. Gives z."""
    spot: dict[str, Any] = {}

    def there() -> bool:
        x, y = explorer.place(f"#map-{side}", 0.62, 0.31)
        spot.update(explorer.page.evaluate(CELL, [f"#map-{side}", x, y]) or {})
        return bool(spot) and any(spot["grey"])

    eventually(there, "the tile is painted", explorer.page)
    explorer.page.mouse.move(*spot["at"])

    def is_alike() -> bool:
        shown = np.frombuffer(explorer.decode(side, explorer.shown_z()), np.uint8)
        # Half a pixel of the screen beside the cell's middle is a few grey levels.
        return bool(np.abs(np.array(spot["grey"], int) - shown).mean() < 2.5)

    eventually(is_alike, "the tile shows what is decoded at the z that the page says", explorer.page)
    z = explorer.shown_z()
    explorer.image_is_of(side, z)
    return np.array(z)


def plane_between(explorer: Explorer) -> Doubles:
    """Directions of the plane along which z moves with the pointer: an orthonormal basis of what was seen, (2, 16)."""
    moved = []
    for across, down in ((0.5, 0.5), (0.8, 0.5), (0.5, 0.8)):
        before = explorer.shown_z()
        explorer.page.mouse.move(*explorer.place("#map-vae", across, down))
        eventually(lambda before=before: explorer.shown_z() != before, "z moves", explorer.page)  # type: ignore[misc]
        explorer.page.wait_for_timeout(100)
        moved.append(np.array(explorer.shown_z()))
    found: Doubles = np.linalg.qr(np.stack([moved[1] - moved[0], moved[2] - moved[0]]).T)[0].T
    return found


def holds(along: Doubles, vector: Doubles) -> bool:
    """Whether a vector lies within the plane along directions (2, 16)."""
    return bool(np.linalg.norm(vector - (vector @ along.T) @ along) < 2e-3 * np.linalg.norm(vector))


def test_two_axes_are_chosen_and_pointing_moves_them_alone(explorer: Explorer) -> None:
    deep(explorer)
    choose(explorer, "axes", 3, 5)
    eventually(lambda: explorer.state("plane") == "axes-3,5", "the address names it", explorer.page)
    before = np.array(explorer.shown_z())
    z = is_decoded_as_said(explorer)
    assert {*np.flatnonzero(np.abs(z - before) > 1e-9)} == {3, 5}
    expect(explorer.find("#plane")).to_contain_text("along z₃ and z₅")
    arrow = "element => getComputedStyle(element, '::after').content"
    assert "z₃" in explorer.find("#map-ae").evaluate(arrow)


def test_principal_axes_are_those_of_the_codes(explorer: Explorer) -> None:
    deep(explorer)
    choose(explorer, "pca")
    is_decoded_as_said(explorer)
    along = plane_between(explorer)
    mu = codes(explorer, "vae")
    values, vectors = np.linalg.eigh(np.cov(mu.T))
    assert holds(along, vectors[:, -1]) and holds(along, vectors[:, -2])
    told = re.search(r"(\d+)% of the VAE", explorer.find("#plane").inner_text())
    assert told and int(told[1]) == pytest.approx(100 * values[-2:].sum() / values.sum(), abs=0.51)
    choose(explorer, "pca", 3)
    eventually(lambda: explorer.state("plane") == "pca-3,4", "the next pair", explorer.page)
    assert holds(plane_between(explorer), vectors[:, -3])


def test_the_plane_through_three_images_holds_them_and_z(explorer: Explorer) -> None:
    deep(explorer)
    choose(explorer, "images")
    taken = []
    for letter in "ABC":
        explorer.find("#gallery button").nth(2 * ord(letter) % 9).click()
        explorer.page.wait_for_timeout(400)
        taken.append(int(explorer.state("digit") or 0))
        explorer.find(
            f"{OF_KIND} button",
        ).nth("ABC".index(letter)).click()
    eventually(lambda: explorer.state("plane") == f"images-{','.join(map(str, taken))}", "all taken", explorer.page)
    z = is_decoded_as_said(explorer)
    a, b, c = (codes(explorer, "vae")[i] for i in taken)
    along = np.linalg.qr(np.stack([b - a, c - a]).T)[0].T
    assert holds(along, z - a), "z is on the plane of the three"


def test_classes_are_told_apart_along_the_first_direction(explorer: Explorer) -> None:
    deep(explorer)
    choose(explorer, "classes", 4, 9)
    is_decoded_as_said(explorer)
    mu, of = codes(explorer, "vae"), labels(explorer)
    places = mu @ plane_between(explorer)[0]
    four, nine = places[of == 4], places[of == 9]
    middle = (four.mean() + nine.mean()) / 2
    told_apart = np.mean(np.concatenate([four < middle, nine > middle]) == (four.mean() < nine.mean()))
    assert told_apart > 0.9
    widest = max(np.mean(mu[of == 4, i] < np.median(mu[of != 4, i])) for i in (0, 1))
    assert told_apart > widest


def test_a_link_restores_the_plane_and_back_undoes_it(explorer: Explorer) -> None:
    deep(explorer, "&plane=pca-3,4")
    assert explorer.find(KIND).input_value() == "pca"
    assert explorer.find(f"{OF_KIND} select").input_value() == "3"
    is_decoded_as_said(explorer, "ae")
    choose(explorer, "axes", 7)
    eventually(lambda: explorer.state("plane") == "axes-7,1", "chosen", explorer.page)
    explorer.page.go_back()
    eventually(lambda: explorer.state("plane") is None or explorer.state("plane") == "pca-3,4", "back", explorer.page)
    explorer.page.go_back()
    eventually(lambda: explorer.find(KIND).input_value() == "pca", "back to where the link led", explorer.page)


@pytest.mark.parametrize("plane", ["axes-20,3", "pca-20,21", "classes-4,12"])
def test_a_plane_that_these_models_lack_is_said(plane: str, explorer: Explorer) -> None:
    deep(explorer, f"&plane={plane}")
    expect(explorer.find("#plane")).to_contain_text("no such plane")
    assert explorer.find(KIND).input_value() == "axes", "the plane that is shown in its place"
    assert "NaN" not in explorer.find("#plane-choice").inner_text()
    is_decoded_as_said(explorer)


def test_two_dimensions_have_no_choice(explorer: Explorer) -> None:
    explorer.open("#plane=pca-1,2")
    expect(explorer.find("#plane-choice")).to_be_hidden()
    expect(explorer.find("#plane")).to_be_hidden()
    explorer.page.mouse.move(*explorer.place("#map-vae", 0.4, 0.4))
    explorer.image_is_of("vae", explorer.settled_z())


def is_filled(explorer: Explorer, side: str) -> bool:
    """Whether the images lie over more than a part of a map, whichever way it is longer."""
    ends = "all => all.map((one) => one.getBoundingClientRect()).map(({ left, right }) => [left, right])"
    boxes = explorer.find(f"#map-{side} .leaflet-tile-loaded").evaluate_all(ends)
    *_, width, height = explorer.box(f"#map-{side}")
    wide = max((right for _, right in boxes), default=0) - min((left for left, _ in boxes), default=0)
    return bool(wide > 0.65 * min(width, height))


@pytest.mark.parametrize("plane", ["classes-0,1", "pca-1,2"])
def test_each_map_fits_its_own_codes_however_narrow_the_other_s_are(plane: str, explorer: Explorer) -> None:
    """The sprites' VAE hardly parts two classes: there its codes are a thin stripe, in which an sd is a hair."""
    explorer.open(f"#model=sprites-vae-10d&plane={plane}")
    for side in SIDES:
        eventually(partial(is_filled, explorer, side), f"the map of the {side} is filled", explorer.page)
