"""Models whose codes are the same for all digits, on one axis or on both: they make a map, and it says so."""

import math
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from latent_explorer.app.main import create_app
from latent_explorer.app.settings import Settings
from latent_explorer.model.config import MNIST
from latent_explorer.model.registry import ZOO
from tests.helpers.collapsed import collapsed
from tests.helpers.shipped import MODELS

DEAD = {"one": ([1], False), "both": ([0, 1], False), "whole": ([0, 1], True)}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder = tmp_path_factory.mktemp("models")
    for name, (axes, decoder) in DEAD.items():
        for kind in ("vae", "ae"):
            collapsed(ZOO / f"{kind}-2d", folder / f"{kind}-{name}", axes, decoder)
    with TestClient(create_app(Settings(models=folder))) as started:
        yield started


@pytest.fixture(params=[f"{kind}-{name}" for name in DEAD for kind in ("vae", "ae")])
def model(request: pytest.FixtureRequest, server: TestClient) -> Any:
    listed = server.get("/api/models")
    assert listed.status_code == 200
    return {one["id"]: one for one in listed.json()}[request.param]


def test_it_has_a_finite_world_and_says_how_many_axes_are_dead(model: Any) -> None:
    extent, sd = model["extent"], model["sd"]
    assert all(map(math.isfinite, [*extent["center"], extent["half_width"], *sd]))
    assert min(sd) > 0 and 2 < extent["half_width"] / math.sqrt(sd[0] * sd[1]) < 10
    assert model["collapsed"] == (1 if model["id"].endswith("one") else 2)


@pytest.mark.parametrize("what", ["tiles/0/0/0.png", "tiles/14/5000/5000.png"])
def test_it_has_tiles(what: str, model: Any, server: TestClient) -> None:
    assert server.get(f"/api/models/{model['id']}/{model['revision']}/{what}").status_code == 200


@pytest.mark.parametrize("layer", ["labels", "stretch", "metric", "density", "prior", "nearest"])
def test_it_has_layers(layer: str, model: Any, server: TestClient) -> None:
    path = f"/api/models/{model['id']}/{model['revision']}/layers/{layer}/1/0/1.json"
    answer = server.get(path)
    assert answer.status_code == 200, answer.text
    numbers = [value for column in answer.json().values() if isinstance(column, list) for value in column]
    assert numbers and all(map(math.isfinite, numbers))


def test_its_codes_its_likeness_and_its_draws_are_there(model: Any, server: TestClient) -> None:
    path, (x, y) = f"/api/models/{model['id']}", model["extent"]["center"]
    assert len(server.get(f"{path}/codes").json()["codes"]) == 1000
    alike = server.get(f"{path}/likeness", params={"at": f"{x},{y}"})
    assert alike.status_code == 200 and all(map(math.isfinite, alike.json()["change"]))
    assert server.post(f"{path}/sample", json={"n": 4, "fitted": True}).status_code == 200
    assert server.post(f"{path}/compare", json={"z": [[x, y], [x + 1, y]], "pace": "even"}).status_code == 200


def test_the_shipped_models_of_digits_have_not_collapsed(server: TestClient) -> None:
    shipped = [one for one in server.get("/api/models").json() if one["id"] in MODELS]
    found = {one["id"]: one["collapsed"] for one in shipped if one["images"]["id"] == MNIST.id}
    assert found and set(found.values()) == {0}
