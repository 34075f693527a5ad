import inspect
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient

import latent_explorer
from latent_explorer.app.main import create_app
from latent_explorer.app.routes import encode, health, latent, map_layers, models, pages, tiles
from latent_explorer.app.settings import Settings


def test_importing_builds_nothing() -> None:
    code = (
        "from latent_explorer.app import main; from fastapi import FastAPI; "
        "assert not any(isinstance(value, FastAPI) for value in vars(main).values())"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


def test_a_broken_model_does_not_stop_the_server(tmp_path: Path) -> None:
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "config.json").write_text("{")
    with TestClient(create_app(Settings(models=tmp_path))) as client:
        client.get("/api/models")  # waits until they are loaded
        ready = client.get("/readyz").json()
    assert "vae-2d" in ready["models"] and ready["failures"] == ["broken"]


@pytest.mark.contract
def test_the_api_says_which_version_serves_it(client: TestClient) -> None:
    assert client.get("/openapi.json").json()["info"]["version"] == latent_explorer.__version__


@pytest.mark.contract
def test_large_answers_are_compressed(client: TestClient) -> None:
    assert (
        client.get("/api/models/vae-2d/codes", headers={"Accept-Encoding": "gzip"}).headers["content-encoding"]
        == "gzip"
    )


def calls(dependant: Dependant) -> Iterator[object]:
    yield dependant.call
    for further in dependant.dependencies:
        yield from calls(further)


@pytest.mark.parametrize("module", [encode, latent, map_layers, models, pages, health, tiles])
def test_no_request_goes_through_the_thread_pool_that_serves_files(module: ModuleType) -> None:
    found = {call for route in module.router.routes if isinstance(route, APIRoute) for call in calls(route.dependant)}
    assert found and [call for call in found if not inspect.iscoroutinefunction(call)] == []
