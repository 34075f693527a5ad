"""The page computes by itself once its images are the server's; where it can't, or they are not, the server does."""

import io
import re

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageOps
from playwright.sync_api import Route, expect

from latent_explorer.model.registry import ZOO
from tests.e2e.conftest import Visit
from tests.e2e.explorer import SIDES, Explorer, eventually
from tests.e2e.pictures import dark_on_white, for_the_server

pytestmark = pytest.mark.e2e
WEIGHTS = re.compile(r"/models/[^/]+/[^/]+/weights\.safetensors$")


def computed_by(explorer: Explorer, who: str) -> None:
    explorer.page.wait_for_selector(
        "body[data-computes=page]" if who == "page" else "body[data-computes=server][data-why]"
    )


def test_with_the_network_gone_a_drag_a_hover_a_ring_and_a_walk_go_on(explorer: Explorer) -> None:
    explorer.open("#vae=0.5,0.5&ae=1,1&digit=3&tab=step")
    computed_by(explorer, "page")
    explorer.tolerate("ERR_INTERNET_DISCONNECTED")
    explorer.page.context.set_offline(True)
    try:
        for value in ("1", "-0.5"):
            explorer.find("input[data-z='0']").fill(value)
            explorer.z_becomes([float(value), 0.5])
            explorer.image_is_of("vae", explorer.settled_z())
        for side in SIDES:
            explorer.page.mouse.move(*explorer.place(f"#map-{side}", 0.4, 0.4))
            eventually(lambda side=side: explorer.active() == side, "the pointer leads", explorer.page)  # type: ignore[misc]
            explorer.image_is_of(side, explorer.settled_z())
        before = explorer.all_pixels("#ring-vae canvas")
        explorer.find("#distance").fill("0.6")
        eventually(lambda: explorer.all_pixels("#ring-vae canvas") != before, "the ring is anew", explorer.page)
        explorer.find("#tab-walk").click()
        expect(explorer.find("#panel-walk canvas").first).to_be_visible()
        expect(explorer.find("#connection")).to_be_hidden()
    finally:
        explorer.page.context.set_offline(False)


def stroke(explorer: Explorer) -> None:
    x, y, width, height = explorer.box("#draw")
    explorer.page.mouse.move(x + width / 2, y + height / 5)
    explorer.page.mouse.down()
    explorer.page.mouse.move(x + width / 2, y + 4 * height / 5, steps=8)
    explorer.page.mouse.up()


def encoded_by_page(explorer: Explorer) -> None:
    explorer.page.wait_for_selector("body[data-encodes=page]")


def told_of_digit(explorer: Explorer) -> str:
    return "".join(explorer.find(part).inner_text() for part in ("#posterior", "#terms"))


def test_with_the_network_gone_digits_drawings_and_draws_go_on(explorer: Explorer) -> None:
    explorer.open("#digit=3&tab=samples")
    encoded_by_page(explorer)
    explorer.tolerate("ERR_INTERNET_DISCONNECTED")
    explorer.page.context.set_offline(True)
    try:
        eventually(lambda: len(explorer.samples()) == 64, "the draws are there", explorer.page)
        before = explorer.samples()
        explorer.find("#reseed").click()
        eventually(lambda: explorer.samples() != before, "others are drawn", explorer.page)
        stroke(explorer)
        explorer.digit_changes_to_own()
        expect(explorer.find("#judge")).to_have_attribute("aria-label", re.compile(r"reads 1\b"))
        explorer.find("#tab-prior").click()
        eventually(lambda: len(explorer.all_pixels("#wall-vae canvas")) > 1, "codes of the prior", explorer.page)
        walls = [explorer.all_pixels(f"#wall-{side} canvas") for side in SIDES]
        explorer.find("#redraw").click()
        for side, wall in zip(SIDES, walls, strict=True):
            eventually(
                lambda side=side, wall=wall: explorer.all_pixels(f"#wall-{side} canvas") != wall,  # type: ignore[misc]
                "others are drawn",
                explorer.page,
            )
        expect(explorer.find("#connection")).to_be_hidden()
        expect(explorer.find("#problem")).to_be_hidden()
    finally:
        explorer.page.context.set_offline(False)


def test_with_the_network_gone_a_photograph_is_read_and_its_knobs_turn(explorer: Explorer) -> None:
    explorer.open()
    encoded_by_page(explorer)
    explorer.page.wait_for_load_state("networkidle")
    explorer.tolerate("ERR_INTERNET_DISCONNECTED")
    explorer.page.context.set_offline(True)
    try:
        explorer.uploaded(dark_on_white())
        expect(explorer.find("#steps li").nth(4)).to_be_attached()
        before = explorer.pixels("#input")
        explorer.find("#thickness").fill("2")
        eventually(lambda: explorer.pixels("#input") != before, "it is thicker", explorer.page)
        expect(explorer.find("#problem")).to_be_hidden()
    finally:
        explorer.page.context.set_offline(False)


@pytest.mark.parametrize("computes", [True, False], ids=["the page computes", "the server computes"])
def test_a_picture_never_leaves_the_page(explorer: Explorer, computes: bool) -> None:
    """Before the page computes, what is sent is the digit alone, 28×28."""
    if not computes:
        explorer.page.route("**/engine.js", lambda route: route.abort())
        explorer.tolerate("ERR_FAILED")
    explorer.open()
    if computes:
        encoded_by_page(explorer)
    sent = explorer.encodings()
    explorer.uploaded(dark_on_white())
    explorer.find("#turn").click()
    expect(explorer.find("#problem")).to_be_hidden()
    assert not [one.url for one in sent if "multipart" in (one.header_value("content-type") or "")]
    assert bool(sent) is not computes


def test_what_the_browser_can_t_decode_the_server_reads(explorer: Explorer) -> None:
    explorer.open()
    sent = explorer.encodings()
    explorer.uploaded(for_the_server())
    assert ["multipart" in (one.header_value("content-type") or "") for one in sent] == [True]


def test_a_page_that_computes_keeps_no_connection_and_makes_none(explorer: Explorer) -> None:
    sockets = explorer.live_sockets()
    closed: list[str] = []
    explorer.page.on("websocket", lambda socket: socket.on("close", lambda socket: closed.append(socket.url)))
    explorer.open()
    encoded_by_page(explorer)
    eventually(lambda: len(closed) == 1, "the connection is given up", explorer.page)
    explorer.find("input[data-z='0']").fill("1")
    explorer.settled_z()
    sent = explorer.encodings()
    stroke(explorer)
    explorer.digit_changes_to_own()
    assert len(sockets) == 1 and sent == []


def test_a_digit_drawn_in_the_page_is_the_one_that_the_server_would_make(explorer: Explorer) -> None:
    found = dict[str, tuple[str, str]]()
    for engine in ("server", ""):
        explorer.engine = engine
        explorer.open()
        if not engine:
            encoded_by_page(explorer)
        stroke(explorer)
        explorer.digit_changes_to_own()
        explorer.page.wait_for_timeout(400)
        found[engine] = (str(explorer.state("x")), told_of_digit(explorer))
    assert found["server"] == found[""]


def map_of(explorer: Explorer) -> NDArray[np.int16]:
    """What the VAE's map shows, once all of its tiles are there, as grey levels."""
    layer = explorer.find("#map-vae .leaflet-layer.digit")
    expect(layer).to_have_count(1)
    eventually(
        lambda: layer.locator(".leaflet-tile").count() == layer.locator(".leaflet-tile-loaded").count() > 0,
        "all tiles are there",
        explorer.page,
    )
    return np.asarray(Image.open(io.BytesIO(explorer.find("#map-vae").screenshot())).convert("L"), np.int16)


def test_maps_are_decoded_in_the_page_and_show_what_the_server_would(explorer: Explorer) -> None:
    place = "#mapvae=0.3,-0.2,4&cloud=0&lens=0"
    explorer.engine = "server"
    explorer.open(place)
    wanted = map_of(explorer)
    explorer.engine = ""
    explorer.open(place)
    computed_by(explorer, "page")
    expect(explorer.find("#map-vae .leaflet-layer.digit img")).to_have_count(0)
    apart = np.abs(map_of(explorer) - wanted)
    assert apart.mean() < 0.5 and np.percentile(apart, 99) < 20, "but for how pictures and canvases are scaled"
    asked = list[str]()
    explorer.page.on("request", lambda request: asked.append(request.url) if "/tiles/" in request.url else None)
    explorer.page.mouse.move(*explorer.place("#map-vae", 0.5, 0.5))
    explorer.wheel_zoom(-400)
    eventually(lambda: explorer.state("mapvae") != "0.3,-0.2,4", "it has zoomed", explorer.page)
    assert np.abs(map_of(explorer) - wanted).mean() > 1
    assert asked == []


def test_a_dense_screen_gets_four_times_the_images_in_a_tile(visit: Visit) -> None:
    visitor = visit(device_scale_factor=2)
    visitor.open()
    computed_by(visitor, "page")
    map_of(visitor)
    widths = visitor.find("#map-vae .leaflet-layer.digit canvas").evaluate_all("all => all.map(tile => tile.width)")
    assert set(widths) == {512}


def test_weights_that_do_not_come_leave_it_to_the_server(explorer: Explorer) -> None:
    explorer.tolerate("503")
    explorer.page.route(WEIGHTS, lambda route: route.fulfill(status=503))
    explorer.open("#vae=0.5,0.5")
    computed_by(explorer, "server")
    explorer.find("input[data-z='0']").fill("1")
    explorer.z_becomes([1.0, 0.5])
    assert explorer.page.workers == []


def test_weights_that_fail_once_are_asked_for_again(explorer: Explorer) -> None:
    explorer.tolerate("503")
    failed = list[str]()

    def once(route: Route) -> None:
        if route.request.url in failed:
            return route.continue_()
        failed.append(route.request.url)
        return route.fulfill(status=503)

    explorer.page.route(WEIGHTS, once)
    explorer.open()
    computed_by(explorer, "page")
    assert len(failed) == 2, "of both models"


def mirrored(route: Route) -> None:
    answer = route.fetch()
    picture = ImageOps.mirror(Image.open(io.BytesIO(answer.body())))
    file = io.BytesIO()
    picture.save(file, "PNG")
    route.fulfill(response=answer, body=file.getvalue())


def test_without_the_samples_true_digits_the_page_decodes_and_the_server_encodes(explorer: Explorer) -> None:
    explorer.page.route("**/api/sample.png", mirrored)
    explorer.open()
    explorer.page.wait_for_selector("body[data-computes=page][data-why]")
    sent = explorer.encodings()
    stroke(explorer)
    explorer.digit_changes_to_own()
    assert len(sent) == 1
    assert explorer.page.locator("body[data-computes=page]:not([data-encodes])").count() == 1


def test_images_that_are_not_the_servers_leave_it_to_the_server(explorer: Explorer) -> None:
    other = (ZOO / "vae-2d-beta-4" / "weights.safetensors").read_bytes()

    def swap(route: Route) -> None:
        if "/vae-2d/" in route.request.url:
            route.fulfill(body=other)
        else:
            route.continue_()

    explorer.page.route(WEIGHTS, swap)
    explorer.open("#vae=0.5,0.5")
    computed_by(explorer, "server")
    explorer.find("input[data-z='0']").fill("1")
    explorer.z_becomes([1.0, 0.5])
    explorer.image_is_of("vae", explorer.settled_z())


def test_other_models_have_workers_of_their_own_and_the_old_ones_end(explorer: Explorer) -> None:
    explorer.open()
    computed_by(explorer, "page")
    before = explorer.page.workers
    assert len(before) == 2
    explorer.find("#model").select_option(label="16-D, Bernoulli (vae-16d)")
    eventually(
        lambda: len(explorer.page.workers) == 2 and not {*before} & {*explorer.page.workers},
        "the new models' Workers are there alone",
        explorer.page,
    )


def test_a_digit_is_encoded_as_ever(explorer: Explorer) -> None:
    explorer.open()
    computed_by(explorer, "page")
    explorer.uploaded(dark_on_white())


def test_by_its_address_the_page_leaves_it_to_the_server(explorer: Explorer) -> None:
    explorer.engine = "server"
    explorer.open("#vae=0.5,0.5")
    explorer.find("input[data-z='0']").fill("1")
    explorer.z_becomes([1.0, 0.5])
    assert explorer.page.workers == []


ASKED_NONSENSE = """async ([model, judge]) => {
    const { engine, kernel } = document.body.dataset;
    const whole = (path) => new URL(path, document.baseURI).href;
    const worker = new Worker(whole(engine), { type: "module" });
    const begun = new Promise((resolve) => (worker.onmessage = resolve));
    const files = { kernel: whole(kernel), model: whole(model), judge: whole(judge) };
    const images = { side: 28, channels: 1 };
    const about = { kind: "vae", images, likelihood: "bernoulli", beta: 1, refinements: 0, sd: [1, 1], metrics: {} };
    worker.postMessage({ number: 1, load: { files, about, distances: [] } });
    if ((await begun).data.failed) return "it did not begin";
    return new Promise((resolve) => {
        worker.onmessage = () => resolve("it answered");
        worker.onerror = (event) => {
            event.preventDefault();
            resolve("its owner was told");
        };
        worker.postMessage({ number: 2, ask: "nonsense", given: {} });
    });
}"""


def test_a_worker_with_a_fault_tells_its_owner(explorer: Explorer) -> None:
    explorer.tolerate("is not a function")
    explorer.open()
    vae = explorer.http.get("/api/models/vae-2d").json()["revision"]
    judge = explorer.http.get("/api/judge").json()["revision"]
    weights = [f"api/{of}/weights.safetensors" for of in (f"models/vae-2d/{vae}", f"judge/{judge}")]
    assert explorer.page.evaluate(ASKED_NONSENSE, weights) == "its owner was told"
