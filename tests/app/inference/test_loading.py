import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from latent_explorer.app import settings
from latent_explorer.app.inference import loading
from latent_explorer.app.main import create_app
from latent_explorer.app.settings import Settings
from latent_explorer.model.registry import ZOO, Model, Registry
from latent_explorer.model.store.checkpoint import CONFIG, METRICS


def test_torch_is_not_imported_before_it_is_needed() -> None:
    code = (
        "import sys; from latent_explorer.app import main; from latent_explorer.app.server import run; "
        "sys.exit('torch' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


def test_the_page_is_served_while_models_load(vae: Model) -> None:
    loaded = threading.Event()

    def load(settings: Settings) -> Registry:
        assert loaded.wait(20)
        return Registry({"vae-2d": vae}, {"mnist": vae.image_set}, {})

    with TestClient(create_app(Settings(), open_models=load)) as client:
        assert client.get("/").status_code == 200
        assert client.get("/healthz").status_code == 200
        ready = client.get("/readyz")
        assert (ready.status_code, ready.json()["code"], ready.headers["retry-after"]) == (503, "loading", "1")
        threading.Timer(0.2, loaded.set).start()
        assert [model["id"] for model in client.get("/api/models").json()] == ["vae-2d"]
        assert client.get("/readyz").status_code == 200


def test_what_fails_at_loading_is_not_kept_silent() -> None:
    def load(settings: Settings) -> Registry:
        raise MemoryError("too large")

    with TestClient(create_app(Settings(), open_models=load)) as client, pytest.raises(MemoryError):
        client.get("/api/models")


@pytest.fixture
def broken(tiny_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """A server whose judge is broken, with one model more that is, and one of an unusual name that is not."""
    for name in ("số-2.b", "cut", "judge"):
        shutil.copytree(tiny_folder, tmp_path / name)
    (tmp_path / "cut" / METRICS).write_text('{"test": []}')
    monkeypatch.setattr(settings, "ZOO", tmp_path)
    with TestClient(create_app(Settings())) as client:
        yield client


def test_what_is_broken_is_named_and_the_others_serve(broken: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    assert [model["id"] for model in broken.get("/api/models").json()] == ["số-2.b"]
    ready = broken.get("/readyz")
    assert ready.status_code == 200 and set(ready.json()["failures"]) == {"cut", "judge"}
    logged = [record.getMessage() for record in caplog.records if "left out" in record.getMessage()]
    assert len(logged) == 2 and "metrics.json is of another shape (test is no object)" in "".join(logged)
    assert broken.get("/").status_code == 200
    assert broken.get("/api/judge").json()["code"] == "no_judge"


def test_a_name_of_other_letters_is_a_link(broken: TestClient) -> None:
    broken.get("/api/models")
    assert broken.get("/api/models/số-2.b").json()["id"] == "số-2.b"
    body = {"pixels": [[float(10 < x < 14) for x in range(28)] for _ in range(28)]}
    encoded = broken.post("/api/models/số-2.b/encode", json=body)
    assert encoded.status_code == 200 and encoded.json()["judge"] is None


@pytest.fixture
def logged(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> Callable[[], list[str]]:
    """Loads the models of the folder, and gives what was logged."""

    def load() -> list[str]:
        loading.load(Settings(models=tmp_path))
        return [record.getMessage() for record in caplog.records]

    return load


def test_a_folder_that_holds_no_model_is_named(tmp_path: Path, logged: Callable[[], list[str]]) -> None:
    (tmp_path / "cat").mkdir()
    (tmp_path / "cat" / "1.png").write_bytes(b"")
    (said,) = logged()
    assert said.startswith(f"{tmp_path} holds no model; ") and "--models" in said


def test_what_is_damaged_is_called_what_it_is(tmp_path: Path, logged: Callable[[], list[str]]) -> None:
    shutil.copytree(ZOO / "sets" / "sprites", tmp_path / "sets" / "toys")
    shutil.copytree(ZOO / "sets" / "sprites", tmp_path / "sets" / "sprites")
    for name in ("sets/sprites/judge/config.json", "vae/config.json"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("{")
    said = [sentence.split(" is left out: ")[0] for sentence in logged() if " is left out: " in sentence]
    assert sorted(said) == ["model vae", "the images sets/toys", "the judge of sets/sprites"]


def test_a_model_s_own_folder_is_called_a_folder(tmp_path: Path, logged: Callable[[], list[str]]) -> None:
    (tmp_path / CONFIG).write_text("{}")
    (said,) = logged()
    assert said.startswith(f"the folder {tmp_path} is left out: ")


def test_it_is_logged_which_of_two_models_of_one_name_is_shown(
    tiny_folder: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    shutil.copytree(tiny_folder, tmp_path / "vae-2d")
    registry = loading.load(Settings(models=tmp_path))
    tiny, shipped = (registry.models[name].checkpoint.parameters for name in ("vae-2d", "ae-2d"))
    assert tiny is not None and shipped is not None and tiny < shipped
    (said,) = (record.getMessage() for record in caplog.records)
    assert said.startswith("model vae-2d: ") and str(tmp_path / "vae-2d") in said and "rename" in said
