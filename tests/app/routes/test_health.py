import asyncio
from typing import Any

import pytest
from fastapi.testclient import TestClient

from latent_explorer.app.inference.service import Inference
from latent_explorer.app.main import create_app
from latent_explorer.app.routes import health
from latent_explorer.app.settings import Settings
from latent_explorer.model.codec import Codec
from tests.helpers.problems import assert_problem


@pytest.mark.contract
def test_a_server_that_answers_is_alive(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}


@pytest.mark.contract
def test_a_ready_server_names_its_models(client: TestClient) -> None:
    ready = client.get("/readyz").json()
    assert ready["status"] == "ok" and {"vae-2d", "ae-2d"} <= set(ready["models"]) and ready["failures"] == []


def test_ready_means_that_a_code_was_decoded(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    decoded, decode = list[int](), Codec.decode_bytes

    def noted(codec: Codec, z: Any) -> Any:
        decoded.append(len(z))
        return decode(codec, z)

    monkeypatch.setattr(Codec, "decode_bytes", noted)
    assert client.get("/readyz").status_code == 200 and decoded == [1]


def test_a_broken_decoder_is_not_ready_but_alive(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(codec: Codec, z: Any) -> Any:
        raise RuntimeError("mat1 and mat2 shapes cannot be multiplied")

    monkeypatch.setattr(Codec, "decode_bytes", broken)
    assert "mat1" not in assert_problem(client.get("/readyz"), "cannot_decode")["detail"]
    assert client.get("/healthz").status_code == 200


def test_a_line_that_does_not_move_is_not_ready(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    async def stuck(*_: Any) -> None:
        await asyncio.sleep(30)

    monkeypatch.setattr(Inference, "decode", stuck)
    monkeypatch.setattr(health, "WAIT_S", 0.05)
    assert assert_problem(client.get("/readyz"), "overloaded")


def test_without_a_model_the_server_is_alive_but_not_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Settings, "model_folders", [])
    with TestClient(create_app(Settings())) as client:
        assert client.get("/api/models").json() == []
        assert client.get("/healthz").status_code == 200
        for path, code in (("/readyz", "no_model"), ("/api/judge", "no_judge")):
            assert_problem(client.get(path), code)
        assert client.get("/").status_code == 200
