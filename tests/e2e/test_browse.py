"""Browse the latent spaces by mouse, keyboard and touch."""

import pytest

from tests.e2e.explorer import SIDES, Explorer, eventually
from tests.e2e.fingers import Fingers

pytestmark = pytest.mark.e2e
ELSEWHERE = (5, 5)
INK = """canvas => {
    const copy = Object.assign(document.createElement("canvas"), { width: canvas.width, height: canvas.height });
    const context = copy.getContext("2d", { willReadFrequently: true });
    context.drawImage(canvas, 0, 0);
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    return data.filter((value, i) => i % 4 === 3 && value > 128).length;
}"""


@pytest.mark.parametrize("side", SIDES)
def test_hovering_decodes_the_place_under_the_pointer(explorer: Explorer, side: str) -> None:
    explorer.open()
    mouse, map_ = explorer.page.mouse, f"#map-{side}"
    image = explorer.pixels("#decoded")
    left, right = explorer.place(map_, 0.3, 0.6), explorer.place(map_, 0.7, 0.4)

    mouse.move(*left)
    explorer.pin_is_at(side, left)
    low = explorer.settled_z()
    assert explorer.active() == side
    assert explorer.pixels("#decoded") != image
    explorer.image_is_of(side, low)

    mouse.move(*right)
    explorer.pin_is_at(side, right)
    high = explorer.settled_z()
    assert high[0] > low[0] and high[1] > low[1], "right is more z0, up is more z1"
    explorer.image_is_of(side, high)
    # One scale on both axes.
    across, down = right[0] - left[0], left[1] - right[1]
    assert (high[0] - low[0]) / across == pytest.approx((high[1] - low[1]) / down, rel=0.02)


@pytest.mark.parametrize("side", SIDES)
def test_leaving_the_map_returns_to_the_pinned_place(explorer: Explorer, side: str) -> None:
    explorer.open("#ae=2,3&vae=0.5,-0.25")
    home = {"ae": [2.0, 3.0], "vae": [0.5, -0.25]}[side]
    explorer.find(f"input[name=active][value={side}]").check(force=True)
    explorer.z_becomes(home)
    explorer.page.mouse.move(*explorer.place(f"#map-{side}", 0.2, 0.3))
    explorer.z_leaves(home)
    explorer.page.mouse.move(*ELSEWHERE)
    explorer.z_becomes(home)
    explorer.image_is_of(side, explorer.settled_z())


def test_crossing_a_map_on_the_way_leaves_the_chosen_model(explorer: Explorer) -> None:
    explorer.open("#active=ae&ae=2,3&vae=0.5,-0.25")
    explorer.page.mouse.move(*explorer.place("#map-vae", 0.4, 0.4))
    eventually(lambda: explorer.active() == "vae", "the pointer's map is decoded", explorer.page)
    explorer.page.mouse.move(*ELSEWHERE)
    explorer.z_becomes([2.0, 3.0])
    assert explorer.active() == "ae"


def test_pointing_at_a_map_s_own_button_decodes_nothing(explorer: Explorer) -> None:
    explorer.open("#ae=2,3&vae=0.5,-0.25")
    explorer.z_becomes([0.5, -0.25])
    explorer.page.hover("#map-vae .leaflet-control-zoom-in")
    explorer.page.wait_for_timeout(200)
    assert explorer.shown_z() == [0.5, -0.25]


def test_a_digit_that_lands_out_of_sight_is_brought_into_it(explorer: Explorer) -> None:
    explorer.open("#mapvae=0,0,6")
    explorer.find("#gallery button").first.click()
    eventually(
        lambda: explorer.state("digit") is not None and explorer.view("vae") != (0, 0, 6), "moved", explorer.page
    )
    mark, frame = explorer.box("#map-vae .here"), explorer.box("#map-vae")
    assert frame[0] < mark[0] < frame[0] + frame[2] and frame[1] < mark[1] < frame[1] + frame[3]


def test_a_click_pins(explorer: Explorer) -> None:
    explorer.open()
    place = explorer.place("#map-vae", 0.62, 0.3)
    explorer.page.mouse.move(*place)
    explorer.page.mouse.click(*place)
    explorer.pin_is_at("vae", place)
    pinned = explorer.settled_z()
    explorer.page.mouse.move(*explorer.place("#map-vae", 0.2, 0.8))
    explorer.z_leaves(pinned)
    explorer.page.mouse.move(*ELSEWHERE)
    explorer.z_becomes(pinned)
    eventually(lambda: explorer.state("vae") is not None, "the URL names z", explorer.page)


@pytest.mark.usefixtures("served")
def test_the_wheel_zooms_around_the_pointer_and_loads_deeper_tiles(explorer: Explorer) -> None:
    explorer.open()
    place, model = explorer.place("#map-vae", 0.6, 0.4), explorer.twins["vae"].id
    explorer.page.mouse.move(*place)
    explorer.pin_is_at("vae", place)
    before = explorer.settled_z()
    deepest = max(explorer.tile_zooms[model])
    explorer.wheel_zoom(-400)
    eventually(lambda: max(explorer.tile_zooms[model]) >= deepest + 2, "deeper tiles load", explorer.page)
    eventually(lambda: explorer.view("vae") is not None, "the URL names the view", explorer.page)
    explorer.page.mouse.move(place[0] + 1, place[1])
    after = explorer.z_leaves(before)
    step = 2 * explorer.twins["vae"].half_width / 256
    assert max(abs(a - b) for a, b in zip(before, after, strict=True)) < step / 2, "what is pointed at stays there"


def test_the_world_ends_at_its_edge(explorer: Explorer) -> None:
    explorer.open()
    explorer.page.click("#whole")
    twin = explorer.twins["ae"]
    x, y, width, height = explorer.box("#map-ae")
    z = explorer.settled_z()
    for place in ((x + 6, y + 6), (x + width - 60, y + height - 6)):
        explorer.page.mouse.move(*place)
        z = explorer.z_leaves(z)
        assert all(abs(a - b) <= twin.half_width * 1.0001 for a, b in zip(z, twin.center, strict=True))


def test_dragging_pans_and_leaves_z_alone(explorer: Explorer) -> None:
    explorer.open("#vae=0.5,0.5&mapvae=0,0,3")
    mouse, (x, y) = explorer.page.mouse, explorer.place("#map-vae", 0.5, 0.5)
    scale = 2 * explorer.twins["vae"].half_width / (256 * 2**3)
    mouse.move(x, y)
    mouse.down()
    held = explorer.settled_z()
    for step in range(1, 11):
        mouse.move(x + 12 * step, y + 5 * step)
    explorer.page.wait_for_timeout(200)  # a rest before letting go, so that nothing is thrown
    assert explorer.settled_z() == held
    mouse.up()
    wanted = pytest.approx((-120 * scale, 50 * scale, 3), rel=0.05)
    eventually(lambda: explorer.view("vae") == wanted, "the URL names the new view", explorer.page)


@pytest.mark.parametrize("side", SIDES)
def test_arrow_keys_move_z(explorer: Explorer, side: str) -> None:
    explorer.open("#ae=4,6&vae=0.5,-0.25&mapae=4,6,2&mapvae=0,0,2")
    twin, keyboard = explorer.twins[side], explorer.page.keyboard
    explorer.find(f"#map-{side}").focus()
    z = {"ae": [4.0, 6.0], "vae": [0.5, -0.25]}[side]
    pixel = 2 * twin.half_width / (256 * 2**2)
    for key, (right, up) in {
        "ArrowRight": (8, 0), "ArrowUp": (0, 8), "Shift+ArrowLeft": (-40, 0), "Shift+ArrowDown": (0, -40),
    }.items():  # fmt: skip
        keyboard.press(key)
        z = [z[0] + right * pixel, z[1] + up * pixel]
        explorer.z_becomes(z)
    assert explorer.active() == side
    explorer.image_is_of(side, explorer.settled_z())


def test_plus_minus_and_home_zoom(explorer: Explorer) -> None:
    explorer.open("#vae=0.5,-0.25&mapvae=0.5,-0.25,2")
    explorer.find("#map-vae").focus()
    for key, zoom in (("+", 2.5), ("+", 3.0), ("-", 2.5)):
        explorer.page.keyboard.press(key)
        eventually(lambda wanted=zoom: (explorer.view("vae") or (0, 0, 0))[2] == wanted, f"{zoom}", explorer.page)  # type: ignore[misc]
    explorer.page.keyboard.press("Home")
    eventually(lambda: explorer.view("vae") is None, "the first view, which the URL need not name", explorer.page)


def test_the_legend_shows_one_class_and_the_switch_hides_the_cloud(explorer: Explorer) -> None:
    explorer.open()
    canvas = explorer.find("#map-vae canvas.leaflet-zoom-animated")
    everything = canvas.evaluate(INK)
    explorer.page.locator("#legend button").nth(4).click()
    eventually(lambda: 0 < canvas.evaluate(INK) < 0.6 * everything, "one class in ten is drawn", explorer.page)
    assert explorer.find("#legend [aria-pressed=true]").all_inner_texts() == ["4"]
    explorer.page.locator("#legend button").nth(4).click()
    eventually(lambda: canvas.evaluate(INK) == everything, "all are back", explorer.page)
    explorer.find("#cloud").uncheck()
    eventually(lambda: canvas.count() == 0 or canvas.evaluate(INK) == 0, "no code is drawn", explorer.page)
    eventually(lambda: explorer.state("cloud") == "0", "the URL says so", explorer.page)


def test_a_tap_decodes(phone: Explorer) -> None:
    phone.open("#cloud=0")  # a tap beside a dot picks its digit
    map_ = phone.find("#map-vae")
    map_.evaluate("map => map.scrollIntoView({ block: 'center' })")
    before, place = phone.settled_z(), phone.place("#map-vae", 0.12, 0.85)
    phone.page.touchscreen.tap(*place)
    z = phone.z_leaves(before)
    phone.pin_is_at("vae", place)
    phone.image_is_of("vae", z)
    other = phone.place("#map-vae", 0.3, 0.6)
    phone.page.touchscreen.tap(*other)
    phone.pin_is_at("vae", other)


def test_a_pinch_zooms(phone: Explorer) -> None:
    phone.open("#vae=0.1,0.1&mapvae=0,0,2")
    phone.find("#map-vae").evaluate("map => map.scrollIntoView({ block: 'center' })")
    x, y = phone.place("#map-vae", 0.5, 0.5)
    fingers = Fingers(phone.page)
    fingers.glide([(x - 20, y), (x + 20, y)], [(x - 80, y), (x + 80, y)])
    eventually(lambda: (phone.view("vae") or (0, 0, 0))[2] > 3, "two fingers zoom in", phone.page)
    view = phone.view("vae")
    assert view is not None
    assert view[2] == pytest.approx(4, abs=0.4), "four times as far apart is two zooms"
    assert phone.page.evaluate("visualViewport.scale") == 1, "the map zooms, not the page"
