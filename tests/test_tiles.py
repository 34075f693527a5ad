import io
from typing import Any

import numpy as np
import pytest
from fastapi.testclient import TestClient
from PIL import Image

from model.codec import to_bytes
from model.grid import on_plane, tile_points
from model.registry import Model


@pytest.fixture
def base(client: TestClient) -> str:
    revision = client.get("/api/models/vae-2d").json()["revision"]
    return f"/api/models/vae-2d/{revision}/tiles"


@pytest.mark.parametrize(("zoom", "x", "y"), [(0, 0, 0), (3, 5, 2), (14, 2**14 - 1, 0)])
def test_a_tile_is_a_mosaic_of_64_decoded_images(
    zoom: int, x: int, y: int, base: str, client: TestClient, vae: Model
) -> None:
    answer = client.get(f"{base}/{zoom}/{x}/{y}.png")
    assert answer.status_code == 200 and answer.headers["content-type"] == "image/png"
    assert "immutable" in answer.headers["cache-control"] and "max-age=31536000" in answer.headers["cache-control"]
    picture = np.asarray(Image.open(io.BytesIO(answer.content)))
    assert picture.shape == (256, 256) and picture.dtype == np.uint8
    images = to_bytes(vae.codec.decode(on_plane(tile_points(vae.extent, zoom, x, y), 2)))
    cells = picture.reshape(8, 32, 8, 32).swapaxes(1, 2).reshape(64, 32, 32)[:, 2:-2, 2:-2]
    assert np.abs(cells.astype(int) - images).max() <= 1


@pytest.mark.parametrize("place", ["0/1/0", "0/0/1", "2/4/0", "15/0/0", "-1/0/0", "1/-1/0"])
def test_outside_is_not_found(place: str, base: str, client: TestClient) -> None:
    answer = client.get(f"{base}/{place}.png")
    assert answer.status_code == 404 and answer.json()["code"] == "outside_world"
    assert "immutable" not in answer.headers.get("cache-control", "")


def test_a_stale_revision_names_the_current_one(client: TestClient, vae: Model) -> None:
    answer = client.get("/api/models/vae-2d/000000000000/tiles/0/0/0.png")
    assert answer.status_code == 404 and answer.json()["code"] == "stale_revision"
    assert vae.checkpoint.revision in answer.json()["detail"]


def test_higher_dimensions_show_the_plane_of_the_first_two(client: TestClient) -> None:
    models: list[dict[str, Any]] = client.get("/api/models").json()
    for model in models:
        answer = client.get(f"/api/models/{model['id']}/{model['revision']}/tiles/1/0/0.png")
        assert answer.status_code == 200, model["id"]
