"""One live socket a page: for both maps, the sliders and the samples; HTTP where it is blocked."""

import re

import pytest
from playwright.sync_api import Route, WebSocket, WebSocketRoute, expect

from tests.e2e.explorer import Explorer, eventually

pytestmark = [pytest.mark.e2e, pytest.mark.usefixtures("served")]


def test_one_socket_serves_both_maps_the_sliders_and_the_samples(explorer: Explorer) -> None:
    sockets: list[WebSocket] = []
    explorer.page.on("websocket", lambda socket: sockets.append(socket))
    explorer.open("#tab=samples&ae=2,3&vae=0.5,0.5")
    for side in ("ae", "vae"):
        explorer.page.mouse.move(*explorer.place(f"#map-{side}", 0.4, 0.4))
        explorer.image_is_of(side, explorer.settled_z())
    explorer.find("#temperature").fill("2")
    explorer.find("input[data-z='0']").fill("1")
    explorer.settled_z()
    assert len(sockets) == 1 and "/api/live?" in sockets[0].url


def test_samples_follow_the_temperature_without_a_request(explorer: Explorer) -> None:
    explorer.open("#tab=samples")
    eventually(lambda: any(map(any, explorer.samples())), "the samples are there", explorer.page)
    first = explorer.samples()
    asked: list[str] = []
    explorer.page.on("request", lambda request: asked.append(request.url))
    explorer.find("#temperature").fill("3")
    eventually(lambda: explorer.samples() != first, "hotter samples", explorer.page)
    explorer.find("#temperature").fill("1")
    eventually(lambda: explorer.samples() == first, "and back", explorer.page)
    assert [url for url in asked if "/api/models" in url and "/tiles/" not in url] == []


def test_where_sockets_are_blocked_images_come_by_http(explorer: Explorer) -> None:
    blocked = True

    def gate(socket: WebSocketRoute) -> None:
        if blocked:
            socket.close(code=1011, reason="blocked")
        else:
            socket.connect_to_server()

    explorer.page.route_web_socket(re.compile("/api/live"), gate)
    explorer.tolerate("WebSocket")
    explorer.open("#vae=0.5,0.5")
    explorer.z_becomes([0.5, 0.5])
    expect(explorer.find("#connection")).to_have_attribute("data-state", "http")
    expect(explorer.find("#connection")).to_be_visible()
    explorer.find("input[data-z='0']").fill("1")
    explorer.z_becomes([1.0, 0.5])
    explorer.image_is_of("vae", explorer.settled_z())
    blocked = False
    expect(explorer.find("#connection")).to_be_hidden(timeout=10_000)
    explorer.find("input[data-z='0']").fill("0")
    explorer.z_becomes([0.0, 0.5])


def test_a_tile_that_failed_is_asked_for_again(explorer: Explorer) -> None:
    refused: set[str] = set()

    def once(route: Route) -> None:
        if route.request.url in refused:
            route.continue_()
        else:
            refused.add(route.request.url)
            route.fulfill(status=503)

    explorer.page.route(re.compile(r"/tiles/"), once)
    explorer.tolerate("503")
    explorer.open()
    tiles = explorer.find("#map-vae .leaflet-layer.digit img")
    eventually(
        lambda: tiles.count() > 0 and tiles.evaluate_all("all => all.every(tile => tile.naturalWidth > 0)"),
        "all tiles are there", explorer.page,
    )  # fmt: skip
    assert refused
