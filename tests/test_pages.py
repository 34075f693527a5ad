import pytest
from fastapi.testclient import TestClient

from app.catalogue import Language, catalogue
from app.main import create_app
from app.settings import Settings


@pytest.mark.parametrize(
    ("query", "accept", "lang"), [("", "", "en"), ("?lang=vi", "en", "vi"), ("", "vi-VN", "vi"), ("?lang=xx", "", "en")]
)
def test_the_page_is_in_the_visitors_language(query: str, accept: str, lang: Language, client: TestClient) -> None:
    answer = client.get(f"/{query}", headers={"Accept-Language": accept})
    assert answer.status_code == 200 and answer.headers["content-type"].startswith("text/html")
    assert f'<html lang="{lang}"' in answer.text and catalogue(lang)["digit.upload"] in answer.text
    assert "Accept-Language" in answer.headers["vary"]


@pytest.mark.parametrize("name", ["decoded", "upload", "map-ae", "map-vae", "posterior", "samples-vae", "terms"])
def test_the_page_has_its_stable_ids(name: str, client: TestClient) -> None:
    assert client.get("/").text.count(f'id="{name}"') == 1


def test_health_names_the_models(client: TestClient) -> None:
    health = client.get("/healthz").json()
    assert health["status"] == "ok" and {"vae-2d", "ae-2d"} <= set(health["models"]) and health["failures"] == {}


def test_without_a_model_the_server_is_not_healthy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Settings, "model_folders", [])
    with TestClient(create_app(Settings())) as client:
        assert client.get("/api/models").json() == []
        for path, code in (("/healthz", "no_model"), ("/api/judge", "no_judge")):
            answer = client.get(path)
            assert (answer.status_code, answer.json()["code"]) == (503, code)
        assert client.get("/").status_code == 200
