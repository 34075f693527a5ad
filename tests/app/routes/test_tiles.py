import asyncio
import io
import queue
import threading
import time
from typing import Any

import numpy as np
import pytest
from fastapi.testclient import TestClient
from numpy.typing import NDArray
from PIL import Image

from latent_explorer.app.inference.service import Inference
from latent_explorer.app.inference.tile_cache import ENTRY
from latent_explorer.app.main import create_app
from latent_explorer.app.settings import Settings
from latent_explorer.model.arrays import Array
from latent_explorer.model.codec import Codec
from latent_explorer.model.explore.map_grid import tile_points
from latent_explorer.model.explore.plane import Plane, along_axes, on_plane, plane_of
from latent_explorer.model.registry import ZOO, Model, open_model
from tests.bench.cold_tile import hall
from tests.helpers import raw
from tests.helpers.serving import serving


@pytest.fixture
def base(client: TestClient) -> str:
    revision = client.get("/api/models/vae-2d").json()["revision"]
    return f"/api/models/vae-2d/{revision}/tiles"


@pytest.mark.contract
@pytest.mark.parametrize(("zoom", "x", "y"), [(0, 0, 0), (3, 5, 2), (14, 2**14 - 1, 0)])
def test_a_tile_is_a_mosaic_of_64_decoded_images(
    zoom: int, x: int, y: int, base: str, client: TestClient, vae: Model
) -> None:
    answer = client.get(f"{base}/{zoom}/{x}/{y}.png")
    assert answer.status_code == 200 and answer.headers["content-type"] == "image/png"
    assert "immutable" in answer.headers["cache-control"] and "max-age=31536000" in answer.headers["cache-control"]
    picture = np.asarray(Image.open(io.BytesIO(answer.content)))
    assert picture.shape == (256, 256) and picture.dtype == np.uint8
    images = vae.codec.decode_bytes(tile_points(vae.extent, zoom, x, y).astype(np.float32))
    assert np.abs(cells(answer.content).astype(int) - images).max() <= 1


@pytest.mark.contract
@pytest.mark.parametrize("place", ["0/1/0", "0/0/1", "2/4/0", "15/0/0", "-1/0/0", "1/-1/0"])
def test_outside_is_not_found(place: str, base: str, client: TestClient) -> None:
    answer = client.get(f"{base}/{place}.png")
    assert answer.status_code == 404 and answer.json()["code"] == "outside_world"
    assert "immutable" not in answer.headers.get("cache-control", "")


@pytest.mark.contract
def test_a_stale_revision_names_the_current_one(client: TestClient, vae: Model) -> None:
    answer = client.get("/api/models/vae-2d/000000000000/tiles/0/0/0.png")
    assert answer.status_code == 404 and answer.json()["code"] == "stale_revision"
    assert vae.checkpoint.revision in answer.json()["detail"]


@pytest.mark.contract
def test_every_model_has_tiles_whatever_its_dimensions(client: TestClient) -> None:
    models: list[dict[str, Any]] = client.get("/api/models").json()
    assert {model["latent_dim"] for model in models} == {2, 6, 10, 16}
    for model in models:
        answer = client.get(f"/api/models/{model['id']}/{model['revision']}/tiles/1/0/0.png")
        assert answer.status_code == 200, model["id"]


def cells(content: bytes) -> NDArray[np.uint8]:
    """A tile's images (n, 28, 28), 64 or 256."""
    picture = np.asarray(Image.open(io.BytesIO(content)))
    side = len(picture) // 32
    return picture.reshape(side, 32, side, 32).swapaxes(1, 2).reshape(-1, 32, 32)[:, 2:-2, 2:-2]


@pytest.mark.contract
def test_a_dense_tile_shows_the_same_square_in_256_images(base: str, client: TestClient, vae: Model) -> None:
    answer = client.get(f"{base}/2/1/3@2x.png")
    assert answer.status_code == 200 and "immutable" in answer.headers["cache-control"]
    images = vae.codec.decode_bytes(tile_points(vae.extent, 2, 1, 3, 16).astype(np.float32))
    shown = cells(answer.content)
    assert shown.shape == (256, 28, 28) and np.abs(shown.astype(int) - images).max() <= 1
    # Its quarter is the tile of the next zoom.
    quarter = cells(client.get(f"{base}/3/2/6.png").content)
    assert np.abs(shown.reshape(16, 16, 28, 28)[:8, :8].reshape(64, 28, 28).astype(int) - quarter).max() <= 1


def test_a_tile_that_was_decoded_is_not_decoded_again(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = list[int]()
    with TestClient(create_app(Settings())) as client:
        model = next(model for model in client.get("/api/models").json() if model["id"] == "vae-2d")
        decode = Codec.decode

        def counted(codec: Codec, z: Array) -> Array:
            calls.append(len(z))
            return decode(codec, z)

        monkeypatch.setattr(Codec, "decode", counted)
        base = f"/api/models/vae-2d/{model['revision']}/tiles"
        first, again = (client.get(f"{base}/1/0/1.png").content for _ in range(2))
        assert first == again and sum(calls) == 64
        client.get(f"{base}/1/0/1@2x.png")
        client.get(f"{base}/1/1/1.png")
        assert sum(calls) == 64 + 256 + 64


def test_kept_tiles_are_bounded_in_bytes() -> None:
    with TestClient(create_app(Settings(tile_cache_bytes=60_000))) as client:
        revision = client.get("/api/models/vae-2d").json()["revision"]
        for x in range(8):
            assert client.get(f"/api/models/vae-2d/{revision}/tiles/3/{x}/4.png").status_code == 200
        app: Any = client.app
        tiles = app.state.services.tiles
    assert (
        0 < len(tiles._kept) < 8
        and tiles.size == sum(len(content) + ENTRY for content in tiles._kept.values()) <= 60_000
    )


@pytest.mark.contract
def test_a_tile_of_many_dimensions_is_a_plane_through_a_code(client: TestClient) -> None:
    model = open_model(ZOO / "vae-16d")
    at = f"/api/models/vae-16d/{model.checkpoint.revision}/tiles/2/1/1.png"
    code = model.mu[0].round(3)
    shown = cells(client.get(at, params={"through": ",".join(map(str, code))}).content)
    expected = model.codec.decode_bytes(on_plane(tile_points(model.extent, 2, 1, 1), code))
    assert np.abs(shown.astype(int) - expected).max() <= 1
    assert np.abs(shown.astype(int) - cells(client.get(at).content)).max() > 50


def named(plane: Plane) -> str:
    return ",".join(f"{value:.5f}" for value in plane.directions.ravel())


@pytest.mark.contract
def test_a_tile_of_a_chosen_plane_is_decoded_there(client: TestClient) -> None:
    model = open_model(ZOO / "vae-16d")
    at = f"/api/models/vae-16d/{model.checkpoint.revision}/tiles/1/1/0.png"
    code = model.mu[0].round(3)
    slanted = np.linalg.qr(np.random.default_rng(0).standard_normal((16, 2)))[0].T.round(5)
    for directions, name in ((along_axes((3, 5), 16), "3,5"), (slanted, "")):
        plane = plane_of(model.mu, directions)
        query = {"through": ",".join(map(str, code)), "plane": name or named(plane)}
        expected = model.codec.decode_bytes(on_plane(tile_points(plane.extent, 1, 1, 0), code, directions))
        assert np.abs(cells(client.get(at, params=query).content).astype(int) - expected).max() <= 1
    first = client.get(at, params={"plane": "0,1"}).content
    assert first == client.get(at).content != client.get(at, params={"plane": "1,0"}).content


@pytest.mark.contract
@pytest.mark.parametrize("plane", ["3", "3,3", "3,16", "-1,2", "1,2.5", "a,b", "1,2,3", "nan,1", "0.9," * 31 + "0"])
def test_what_is_no_plane_is_refused_with_what_to_send(plane: str, client: TestClient) -> None:
    revision = client.get("/api/models/vae-16d").json()["revision"]
    answer = client.get(f"/api/models/vae-16d/{revision}/tiles/0/0/0.png", params={"plane": plane})
    assert answer.status_code == 422 and answer.json()["code"] == "bad_plane"
    assert "from 0 to 15" in answer.json()["detail"] and "32 numbers" in answer.json()["detail"]


def test_two_dimensions_have_one_plane(base: str, client: TestClient) -> None:
    assert client.get(f"{base}/0/0/0.png", params={"plane": "0,1"}).content == client.get(f"{base}/0/0/0.png").content
    assert client.get(f"{base}/0/0/0.png", params={"plane": "1,0"}).json()["code"] == "bad_plane"


@pytest.mark.contract
@pytest.mark.parametrize(
    ("through", "code"), [("1,2,3", "wrong_dimensions"), ("1,x", "invalid_request"), ("1,nan", "not_finite")]
)
def test_a_plane_through_no_code_is_refused(through: str, code: str, base: str, client: TestClient) -> None:
    answer = client.get(f"{base}/0/0/0.png", params={"through": through})
    assert answer.status_code == 422 and answer.json()["code"] == code


def test_a_tile_too_large_to_keep_is_served_all_the_same() -> None:
    with TestClient(create_app(Settings(tile_cache_bytes=0))) as client:
        revision = client.get("/api/models/vae-2d").json()["revision"]
        for _ in range(2):
            assert client.get(f"/api/models/vae-2d/{revision}/tiles/0/0/0@2x.png").status_code == 200


@pytest.mark.parametrize(("square", "codes"), [("tiles/9/200/250.png", 64), ("layers/labels/9/200/250.json", 256)])
def test_a_hall_that_asks_for_one_square_has_it_computed_once(
    square: str, codes: int, monkeypatch: pytest.MonkeyPatch, vae: Model
) -> None:
    calls = list[int]()
    decode = Codec.decode

    def counted(codec: Codec, z: Array) -> Array:
        calls.append(len(z))
        return decode(codec, z)

    with serving() as port:
        path = f"/api/models/vae-2d/{vae.checkpoint.revision}"
        asyncio.run(hall(port, f"{path}/tiles/0/0/0.png", 1))  # waits until the models are loaded
        monkeypatch.setattr(Codec, "decode", counted)
        assert len(asyncio.run(hall(port, f"{path}/{square}", 300))) == 300
    assert sum(calls) == codes


def test_a_tile_is_dropped_once_all_who_asked_for_it_have_left(monkeypatch: pytest.MonkeyPatch, vae: Model) -> None:
    begun, dropped = queue.SimpleQueue[int](), threading.Event()

    async def never(*_: object) -> None:
        begun.put(1)
        try:
            await asyncio.Event().wait()
        finally:
            dropped.set()

    with serving() as port:
        path = f"/api/models/vae-2d/{vae.checkpoint.revision}/tiles"
        asyncio.run(hall(port, f"{path}/0/0/0.png", 1))
        monkeypatch.setattr(Inference, "decode", never)
        with raw.connect(port) as first, raw.connect(port) as second:
            for connection in (first, second):
                connection.sendall(f"GET {path}/1/0/0.png HTTP/1.1\r\nHost: a\r\n\r\n".encode())
            begun.get(timeout=10)
            time.sleep(0.2)  # the second has joined
            first.close()
            assert not dropped.wait(0.5), "another still waits"
            second.close()
            assert dropped.wait(10) and begun.empty()


def test_how_alike_neighbours_are_is_measured_once_for_all_who_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    begun = queue.SimpleQueue[int]()
    measure = Inference.measure

    async def counted(*arguments: Any) -> Any:
        begun.put(1)
        return await measure(*arguments)

    monkeypatch.setattr(Inference, "measure", counted)
    with TestClient(create_app(Settings())) as client:
        answers = [client.get("/api/models/vae-2d/likeness", params={"at": at}) for at in ("1,2", "1.0,2", "2,1")]
    assert answers[0].content == answers[1].content != answers[2].content and begun.qsize() == 2
