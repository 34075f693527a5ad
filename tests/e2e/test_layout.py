"""Nothing leaves its card: for every model, at every width of the page, whatever its figures are."""

import pytest

from latent_explorer.model.registry import ZOO
from tests.e2e.explorer import Explorer

pytestmark = pytest.mark.e2e

VAES = sorted(folder.name for folder in ZOO.iterdir() if folder.name.startswith("vae"))
SIZES = ((1440, 900), (1280, 720), (820, 1180), (390, 844), (360, 800))
# What scrolls or is cut on purpose may be wider than its place; 6 px are left for rings of focus and slanted letters.
LEAVES = """() => ["#digit", "#encoder", ".picker", ".map-tools", "#axes", "#experiments-panel", "#decoder", "#loss",
        "#evidence", ".twins figure"].flatMap((name) => [...document.querySelectorAll(name)]).flatMap((card) => {
    const style = getComputedStyle(card), box = card.getBoundingClientRect();
    const left = box.left + parseFloat(style.paddingLeft) - 6, right = box.right - parseFloat(style.paddingRight) + 6;
    const name = card.id || card.className;
    const wide = card.scrollWidth <= card.clientWidth ? [] : [`${name} scrolls sideways`];
    const out = [...card.querySelectorAll("*")]
        .filter((e) => e.checkVisibility() && !e.closest(".map, .unseen, svg, math, .film, #steps"))
        .map((e) => [e, e.getBoundingClientRect()])
        .filter(([, r]) => r.width && (r.left < left || r.right > right))
        .map(([e]) => `${name}: ${e.id || e.className || e.tagName}`);
    return [...wide, ...out];
})"""
ONE_ROW = """(selector) => {
    const tops = [...document.querySelector(selector).children].filter((e) => e.checkVisibility())
        .map((e) => e.getBoundingClientRect()).map((r) => r.top + r.height / 2);
    return Math.max(...tops) - Math.min(...tops) < 8;
}"""


@pytest.mark.parametrize("model", VAES)
def test_nothing_leaves_its_card(explorer: Explorer, model: str) -> None:
    explorer.open(f"#model={model}")
    explorer.page.wait_for_selector("#terms table")
    found = {}
    for width, height in SIZES:
        explorer.page.set_viewport_size({"width": width, "height": height})
        # Two frames: the maps fit themselves anew when the first has been laid out.
        explorer.page.evaluate("() => new Promise((r) => requestAnimationFrame(() => requestAnimationFrame(r)))")
        if out := explorer.page.evaluate(LEAVES):
            found[width] = out
    assert found == {}


@pytest.mark.parametrize("width", [1280, 1440])
def test_models_beta_and_layer_stand_in_one_row(explorer: Explorer, width: int) -> None:
    explorer.page.set_viewport_size({"width": width, "height": 720})
    explorer.open("#model=vae-2d-beta-0.01")
    assert explorer.page.evaluate(ONE_ROW, ".picker")


@pytest.mark.parametrize("lang", ["en", "vi"])
def test_the_buttons_that_bring_the_maps_back_stand_side_by_side(explorer: Explorer, lang: str) -> None:
    explorer.open(lang=lang)
    for width in (1440, 1280, 820, 390):
        explorer.page.set_viewport_size({"width": width, "height": 720})
        assert explorer.box("#look")[1] == explorer.box("#whole")[1], width


@pytest.mark.parametrize("lang", ["en", "vi"])
def test_what_is_typical_lies_over_nothing_below_it(explorer: Explorer, lang: str) -> None:
    explorer.page.set_viewport_size({"width": 820, "height": 1180})
    explorer.open(lang=lang)
    _, top, _, height = explorer.box(".dimension:last-of-type .typical")
    _, upper, _, whole = explorer.box(".dimension:last-of-type")
    assert top + height <= upper + whole + 1


@pytest.mark.parametrize("lang", ["en", "vi"])
def test_both_maps_stand_side_by_side_whatever_their_captions_take(explorer: Explorer, lang: str) -> None:
    for width in (1440, 1280, 820):
        explorer.page.set_viewport_size({"width": width, "height": 900})
        explorer.open("#model=vae-2d-gaussian", lang)
        assert explorer.box("#map-ae")[1:][::2] == explorer.box("#map-vae")[1:][::2], width


def test_the_key_of_the_heat_maps_is_read_across(explorer: Explorer) -> None:
    explorer.open()
    explorer.page.wait_for_selector("#terms table")
    box = explorer.find(".heat-key").evaluate("""(key) => {
        const range = document.createRange();
        range.selectNodeContents(key.firstChild);
        return range.getClientRects().length;
    }""")
    assert box <= 2
