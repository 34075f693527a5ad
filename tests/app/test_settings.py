from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from pydantic import ValidationError

from latent_explorer.app.main import create_app
from latent_explorer.app.settings import Settings, settings_table
from latent_explorer.model.registry import ZOO
from tests.helpers.paths import DOCS


def test_every_setting_comes_from_its_variable(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    given = {name: "7" for name, field in Settings.model_fields.items() if field.annotation is int}
    given |= {name: "7.5" for name, field in Settings.model_fields.items() if field.annotation is float}
    given |= {"host": "::1", "models": str(tmp_path), "live_origins": '["https://lab.example"]'}
    given |= {"log_format": "json", "log_level": "info", "metrics": "true"}
    for name, value in given.items():
        monkeypatch.setenv(f"LATENT_{name.upper()}", value)
    settings = Settings()
    assert {str(getattr(settings, name)) for name in given if given[name] == "7"} == {"7"}
    assert (settings.header_seconds, settings.request_seconds, settings.send_seconds) == (7.5, 7.5, 7.5)
    assert (settings.host, settings.live_origins) == ("::1", ["https://lab.example"])
    assert (settings.log_format, settings.log_level, settings.metrics) == ("json", "info", True)
    assert settings.model_folders == [ZOO, tmp_path]


def test_every_setting_says_what_it_is_for_in_the_documents_too() -> None:
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []
    assert settings_table() in (DOCS / "settings.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "value"),
    [("PORT", "70000"), ("THREADS", "0"), ("LOG_LEVEL", "loud"), ("LIVE_ORIGINS", "["), ("MODELS", "absent")],
)
def test_a_bad_setting_is_refused(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"LATENT_{name}", value)
    with pytest.raises((ValidationError, ValueError), match=name.lower()):
        Settings()


def test_further_models_stand_beside_the_shipped(tiny_folder: Path) -> None:
    with TestClient(create_app(Settings(models=tiny_folder.parent))) as client:
        assert {"tiny", "vae-2d"} <= {model["id"] for model in client.get("/api/models").json()}
        assert client.get("/api/models/tiny").json()["metrics"] == {}
