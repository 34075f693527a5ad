"""A short hunt, the same each time; `python -m tests.hunt` sends thousands."""

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from tests.bench.servers import get_json
from tests.helpers.serving import serving
from tests.hunt.ground import narrowed
from tests.hunt.search import Seen, search

pytestmark = pytest.mark.slow

CASES = 6


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with serving() as port:
        yield f"http://127.0.0.1:{port}"


@pytest.fixture(scope="module")
def seen(address: str) -> list[Seen]:
    models = {one["id"]: one for one in get_json(f"{address}/api/models")}
    return list(search(get_json(f"{address}/openapi.json"), models["small-vae-2d"], address, CASES))


def test_what_the_description_promises_is_held_whatever_is_sent(seen: list[Seen]) -> None:
    finds = {f"{one.operation}: {find}": request for one in seen for find, request in one.finds.items()}
    assert finds == {}


def test_the_hunt_reaches_every_operation_and_gets_beyond_its_refusals(seen: list[Seen], client: TestClient) -> None:
    assert isinstance(client.app, FastAPI)
    described = {f"{m.upper()} {path}" for path, methods in client.app.openapi()["paths"].items() for m in methods}
    assert {one.operation for one in seen} == described
    assert [one.operation for one in seen if not one.statuses[200]] == []
    assert sum(one.cases for one in seen) > 100


def test_a_broken_promise_is_found(address: str) -> None:
    """The same hunt, told that the list of models is a number, and that nothing is ever unknown."""
    openapi, models = get_json(f"{address}/openapi.json"), get_json(f"{address}/api/models")
    listed = openapi["paths"]["/api/models"]["get"]["responses"]["200"]["content"]["application/json"]
    listed["schema"] = {"type": "number"}
    del openapi["paths"]["/api/models/{model_id}"]["get"]["responses"]["404"]
    openapi["paths"] = {path: openapi["paths"][path] for path in ("/api/models", "/api/models/{model_id}")}
    found = {one.operation: set(one.finds) for one in search(openapi, models[0], address, CASES)}
    assert found["GET /api/models"] == {"Response violates schema, 200"}
    assert found["GET /api/models/{model_id}"] == {"Undocumented status code, 404"}


def test_narrowing_leaves_the_description_as_it_was(client: TestClient) -> None:
    assert isinstance(client.app, FastAPI)
    openapi, models = client.app.openapi(), client.get("/api/models").json()
    before = repr(openapi)
    told = narrowed(openapi, models[0], client.get("/api/judge").json())
    assert repr(openapi) == before
    for methods in told["paths"].values():
        for operation in methods.values():
            names = {parameter["name"]: parameter["schema"] for parameter in operation.get("parameters", [])}
            assert names.get("model_id", {"enum": [models[0]["id"]]}) == {"enum": [models[0]["id"]]}
