import os
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from pydantic import ValidationError

from latent_explorer.app.main import create_app
from latent_explorer.app.settings import Settings, settings_or_exit, settings_table, unknown_settings
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


@pytest.mark.parametrize(
    ("value", "wanted"),
    [("a.b", ["a.b"]), (" a.b , *.c.d,", ["a.b", "*.c.d"]), ('["a.b", "*.c.d"]', ["a.b", "*.c.d"]), ("", [])],
)
def test_lists_are_given_with_commas_or_as_json(value: str, wanted: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LIVE_ORIGINS", "CORS_ORIGINS", "ALLOWED_HOSTS"):
        monkeypatch.setenv(f"LATENT_{name}", value)
    settings = Settings()
    assert [settings.live_origins, settings.cors_origins, settings.allowed_hosts] == [wanted] * 3
    assert Settings(live_origins=wanted).live_origins == wanted


@pytest.mark.parametrize("value", ["127.0.0.1,::1", "10.0.0.0/8, fd00::/8", "*", '["192.0.2.7"]'])
def test_proxies_are_addresses_or_networks(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LATENT_TRUSTED_PROXIES", value)
    assert len(settings_or_exit().trusted_proxies) == value.count(",") + 1


@pytest.mark.parametrize(
    ("name", "value", "hint"),
    [
        ("TRUSTED_PROXIES", "nginx", "'nginx' is no address; write addresses or networks, such as 127.0.0.1"),
        ("TRUSTED_PROXIES", "10.0.0.0/99", "is no address"),
        ("TRUSTED_PROXIES", "10.0.0.1/8", "write 10.0.0.0/8"),
        ("TRUSTED_PROXIES", '["127.0.0.1"', 'is no list; write a,b or ["a", "b"]'),
        ("ALLOWED_HOSTS", "[lab.example]", 'is no list; write a,b or ["a", "b"]'),
        ("LIVE_ORIGINS", "[1]", "valid string"),
    ],
)
def test_what_cannot_be_used_is_told_in_a_sentence(
    name: str, value: str, hint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"LATENT_{name}", value)
    with pytest.raises(SystemExit) as ended:
        settings_or_exit()
    said = str(ended.value.code)
    assert said.startswith(f"LATENT_{name} can't be used: ") and hint in said and "\n" not in said


def test_names_that_are_no_settings_are_told_with_the_nearest(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [*os.environ]:
        if name.startswith("LATENT_"):
            monkeypatch.delenv(name)
    for name in ("LATENT_TRUSTED_PROXY", "LATENT_ZZZ", "LATENT_PORT", "latent_workers", "LATENT_EXPLORER_PORT"):
        monkeypatch.setenv(name, "1")
    assert unknown_settings() == [
        "LATENT_TRUSTED_PROXY is no setting, and changes nothing; did you mean LATENT_TRUSTED_PROXIES?",
        "LATENT_ZZZ is no setting, and changes nothing; `latent-explorer settings` prints all.",
    ]


def test_further_models_stand_beside_the_shipped(tiny_folder: Path) -> None:
    with TestClient(create_app(Settings(models=tiny_folder.parent))) as client:
        assert {"tiny", "vae-2d"} <= {model["id"] for model in client.get("/api/models").json()}
        assert client.get("/api/models/tiny").json()["metrics"] == {}
