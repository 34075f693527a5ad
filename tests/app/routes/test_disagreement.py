"""Where further decoders disagree: told with the model, served, and left out where the file is damaged."""

import shutil
from dataclasses import replace
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
    write_disagreement(place, load(place).revision, open_model(place).extent.square, VALUES, TOLD)
    return place


def test_it_is_told_with_the_model_and_served(folder: Path) -> None:
    with TestClient(create_app(Settings(models=folder.parent))) as own:
        about = own.get("/api/models/own").json()
        assert about["disagreement"] == {"decoders": 5, "epochs": 10, "prior": 0.04, "codes": 0.02}
        answer = own.get(f"/api/models/own/{about['revision']}/{DISAGREEMENT}")
        assert answer.content == (folder / DISAGREEMENT).read_bytes()
        known = {"If-None-Match": answer.headers["etag"]}
        assert own.get(f"/api/models/own/{about['revision']}/{DISAGREEMENT}", headers=known).status_code == 304
        stale = own.get(f"/api/models/own/0123456789ab/{DISAGREEMENT}")
        assert (stale.status_code, stale.json()["code"]) == (404, "stale_revision")


@pytest.mark.contract
def test_where_it_was_not_measured_it_says_how_to(client: TestClient) -> None:
    about = client.get("/api/models/vae-16d").json()
    assert about["disagreement"] is None
    answer = client.get(f"/api/models/vae-16d/{about['revision']}/{DISAGREEMENT}")
    assert (answer.status_code, answer.json()["code"]) == (404, "no_disagreement")
    assert "Of a model of two dimensions `latent-explorer disagreement` finds out." in answer.json()["detail"]


OTHERS = ["another revision", "another square", "another file"]
DAMAGED = ["no numbers", "negative numbers", "no mean", "one decoder", "half a file", "a link to elsewhere", "a folder"]


@pytest.mark.parametrize("of", [*OTHERS, *DAMAGED])
def test_what_is_of_others_or_damaged_is_none(of: str, folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    revision, path, square = load(folder).revision, folder / DISAGREEMENT, open_model(folder).extent.square
    values = {"no numbers": np.full_like(VALUES, np.nan), "negative numbers": -VALUES}.get(of, VALUES)
    told = {"no mean": replace(TOLD, prior=float("nan")), "one decoder": replace(TOLD, decoders=1)}.get(of, TOLD)
    at = (0.0, 0.0, 1.0) if of == "another square" else square
    write_disagreement(folder, "0123456789ab" if of == "another revision" else revision, at, values, told)
    whole = path.read_bytes()
    if of == "another file":
        path.write_bytes((ZOO / "judge/weights.safetensors").read_bytes())
    elif of == "half a file":
        path.write_bytes(whole[:1000])
    elif of == "a link to elsewhere":
        (folder.parent.parent / "elsewhere").write_bytes(whole)
        path.unlink()
        path.symlink_to(folder.parent.parent / "elsewhere")
    elif of == "a folder":
        path.unlink()
        path.mkdir()
    assert read_disagreement(folder, revision, square) is None
    assert (str(path) in caplog.text) == (of in DAMAGED)
    assert open_model(folder).disagreement is None


@pytest.mark.parametrize("name", ["ae-2d", "vae-2d", "small-ae-2d", "small-vae-2d"])
def test_the_twins_of_two_dimensions_ship_with_it(name: str) -> None:
    found = open_model(ZOO / name).disagreement
    assert found and (found.told.decoders, found.told.epochs) == (5, 10)
