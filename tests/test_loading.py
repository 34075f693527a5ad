import subprocess
import sys
import threading

import pytest
from fastapi.testclient import TestClient

from app import loading
from app.main import create_app
from app.settings import Settings
from model.registry import Model, Registry


def test_torch_is_not_imported_before_it_is_needed() -> None:
    code = "import sys, app.main, app.serve; sys.exit('torch' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


def test_the_page_is_served_while_models_load(monkeypatch: pytest.MonkeyPatch, vae: Model) -> None:
    loaded = threading.Event()

    def load(settings: Settings) -> Registry:
        assert loaded.wait(20)
        return Registry({"vae-2d": vae}, None, {})

    monkeypatch.setattr(loading, "load", load)
    with TestClient(create_app(Settings())) as client:
        assert client.get("/").status_code == 200
        assert client.get("/healthz").status_code == 200
        ready = client.get("/readyz")
        assert (ready.status_code, ready.json()["code"], ready.headers["retry-after"]) == (503, "loading", "1")
        threading.Timer(0.2, loaded.set).start()
        assert [model["id"] for model in client.get("/api/models").json()] == ["vae-2d"]
        assert client.get("/readyz").status_code == 200


def test_what_fails_at_loading_is_not_kept_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    def load(settings: Settings) -> Registry:
        raise MemoryError("too large")

    monkeypatch.setattr(loading, "load", load)
    with TestClient(create_app(Settings())) as client, pytest.raises(MemoryError):
        client.get("/api/models")
