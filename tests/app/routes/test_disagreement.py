"""Where further decoders disagree: told with the model, served, and left out where the file is damaged."""

import shutil
from pathlib import Path

import numpy as np
import pytest
from fastapi.testclient import TestClient

from latent_explorer.app.main import create_app
from latent_explorer.app.settings import Settings
from latent_explorer.model.registry import ZOO, open_model
from latent_explorer.model.store.checkpoint import load
from latent_explorer.model.store.disagreement import DISAGREEMENT, NODES, Told, read_disagreement, write_disagreement

TOLD = Told(decoders=5, epochs=10, prior=0.04, codes=0.02)
VALUES = np.linspace(0.01, 0.2, NODES**2, dtype=np.float32)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A model with a grid beside its weights."""
    place = tmp_path / "models" / "own"
    shutil.copytree(ZOO / "small-vae-2d", place)
    write_disagreement(place, load(place).revision, VALUES, TOLD)
    return place


def test_it_is_told_with_the_model_and_served_for_ever(folder: Path) -> None:
    with TestClient(create_app(Settings(models=folder.parent))) as own:
        about = own.get("/api/models/own").json()
        assert about["disagreement"] == {"decoders": 5, "epochs": 10, "prior": 0.04, "codes": 0.02}
        answer = own.get(f"/api/models/own/{about['revision']}/{DISAGREEMENT}")
        assert answer.content == (folder / DISAGREEMENT).read_bytes()
        assert "immutable" in answer.headers["cache-control"]
        stale = own.get(f"/api/models/own/0123456789ab/{DISAGREEMENT}")
        assert (stale.status_code, stale.json()["code"]) == (404, "stale_revision")


@pytest.mark.contract
def test_where_it_was_not_measured_it_says_how_to(client: TestClient) -> None:
    about = client.get("/api/models/vae-16d").json()
    assert about["disagreement"] is None
    answer = client.get(f"/api/models/vae-16d/{about['revision']}/{DISAGREEMENT}")
    assert (answer.status_code, answer.json()["code"]) == (404, "no_disagreement")
    assert "latent-explorer disagreement --model vae-16d" in answer.json()["detail"]


@pytest.mark.parametrize("of", ["another revision", "another file", "no numbers", "half a file"])
def test_what_is_of_others_or_damaged_is_none(of: str, folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    revision, path = load(folder).revision, folder / DISAGREEMENT
    if of == "another revision":
        write_disagreement(folder, "0123456789ab", VALUES, TOLD)
    elif of == "no numbers":
        write_disagreement(folder, revision, np.full_like(VALUES, np.nan), TOLD)
    else:
        path.write_bytes(
            path.read_bytes()[:1000] if of == "half a file" else (ZOO / "judge/weights.safetensors").read_bytes()
        )
    assert read_disagreement(folder, revision) is None
    assert (str(path) in caplog.text) == (of in ("no numbers", "half a file"))
    assert open_model(folder).disagreement is None


def test_the_shipped_twins_have_it() -> None:
    for name in ("ae-2d", "vae-2d"):
        found = read_disagreement(ZOO / name, load(ZOO / name).revision)
        assert found and found.told.decoders == 5
