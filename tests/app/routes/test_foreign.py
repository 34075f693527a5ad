"""A foreign model that stops computing: its requests end in a sentence, and the other models go on."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from fastapi.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from latent_explorer.app.main import create_app
from latent_explorer.app.routes.live_frames import HEADER
from latent_explorer.app.settings import Settings
from latent_explorer.model.arrays import Array
from latent_explorer.model.codec import Codec
from latent_explorer.model.config import MNIST, Conventions, ForeignConfig
from latent_explorer.model.foreign.halves import Half, HalfError, Halves
from latent_explorer.model.foreign.network import ForeignNetwork
from latent_explorer.model.registry import ZOO, Model, Registry, open_model
from latent_explorer.model.store.foreign import ForeignCheckpoint
from tests.helpers.foreign import halves_in

WHY = "the network gave no answer within 20 seconds and was stopped; use a smaller network"
HANGS_S = 0.5
FRONT = Conventions((1, 28, 28))


def stopped(model: Model) -> Model:
    """A model whose decoder no longer answers."""

    def ended(_: Array) -> tuple[Array, ...]:
        raise HalfError(WHY)

    halves = replace(halves_in(model, FRONT), decode=ended)
    return foreign(model, halves, "stopped")


def hanging(model: Model) -> Model:
    """A model whose halves take long; how long is bounded in the end, as a call is."""
    halves = halves_in(model, FRONT)

    def slow(half: Half) -> Half:
        def call(batch: Array) -> tuple[Array, ...]:
            time.sleep(HANGS_S)
            return half(batch)

        return call

    return foreign(model, replace(halves, encode=slow(halves.encode), decode=slow(halves.decode)), "hanging")


def foreign(model: Model, halves: Halves, name: str) -> Model:
    config = ForeignConfig("python", FRONT, 2)
    checkpoint = ForeignCheckpoint(name, ForeignNetwork(halves, config, MNIST), config, {}, "python", MNIST)
    return replace(model, codec=Codec(checkpoint))


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    shipped = open_model(ZOO / "vae-2d")
    models = {"stopped": stopped(shipped), "going": foreign(shipped, halves_in(shipped, FRONT), "going")}
    models["hanging"] = hanging(shipped)
    registry = Registry(models | {"vae-2d": shipped}, {MNIST.id: shipped.image_set}, {})
    with TestClient(create_app(Settings(), open_models=lambda _: registry)) as found:
        yield found


def test_it_is_said_and_the_others_go_on(client: TestClient) -> None:
    refused = client.post("/api/models/stopped/decode", json={"z": [[0, 0]]})
    assert refused.status_code == 503 and refused.json()["type"].endswith("/problems/model_stopped")
    assert WHY in refused.json()["detail"] and "other models go on" in refused.json()["detail"]
    going, shipped = (client.post(f"/api/models/{name}/decode", json={"z": [[0, 0]]}) for name in ("going", "vae-2d"))
    apart = np.abs(np.array(going.json()["images"]) - np.array(shipped.json()["images"])).max()
    assert going.status_code == shipped.status_code == 200 and apart <= 1 / 255


@pytest.mark.parametrize("asked", [("decode", {"z": [[0, 0]]}), ("encode", {"pixels": [[0] * 14 + [1] * 14] * 28})])
def test_while_one_hangs_the_others_answer(client: TestClient, asked: tuple[str, Any]) -> None:
    path, body = asked

    def took(name: str) -> float:
        """Seconds."""
        began = time.monotonic()
        assert client.post(f"/api/models/{name}/{path}", json=body).status_code == 200
        return time.monotonic() - began

    took("vae-2d")  # the first computation of all takes longer
    with ThreadPoolExecutor(1) as elsewhere:
        hangs = elsewhere.submit(took, "hanging")
        time.sleep(HANGS_S / 5)
        meanwhile = took("vae-2d")
        assert not hangs.done() and hangs.result() > HANGS_S
    assert meanwhile < HANGS_S / 2


def test_a_live_socket_is_closed_with_the_reason(client: TestClient) -> None:
    with client.websocket_connect("/api/models/stopped/live") as socket:
        socket.send_bytes(HEADER.pack(1, 1) + np.zeros(2, "<f4").tobytes())
        with pytest.raises(WebSocketDisconnect) as closed:
            socket.receive_bytes()
    assert closed.value.code == 1011 and WHY in closed.value.reason


def test_its_weights_are_not_given_away(client: TestClient) -> None:
    listed = {model["id"]: model for model in client.get("/api/models").json()}
    assert not listed["going"]["weights"] and listed["vae-2d"]["weights"]
    refused = client.get("/api/models/going/python/weights.safetensors")
    assert refused.status_code == 404 and refused.json()["type"].endswith("/problems/no_weights")


def test_nobody_can_send_a_model(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    taken = {path for path, ways in paths.items() if {"post", "put", "patch"} & ways.keys()}
    assert taken and all(path.rsplit("/", 1)[1] in ("encode", "sample", "decode", "compare") for path in taken)
