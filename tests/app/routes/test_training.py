import gzip
import json
import shutil
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from latent_explorer.app.main import create_app
from latent_explorer.app.settings import Settings
from latent_explorer.model.datasets.idx import parse_idx
from latent_explorer.model.datasets.sample import training_sample
from latent_explorer.model.registry import ZOO
from latent_explorer.model.store.snapshots import FIGURES, TENSORS


@pytest.mark.contract
def test_the_digits_to_train_on_are_one_packed_file(client: TestClient) -> None:
    answer = client.get("/api/training.bin")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/gzip")
    assert "content-encoding" not in answer.headers, "a browser would unpack it, and the page once more"
    found = parse_idx(gzip.decompress(answer.content))
    assert (found == training_sample().data.images).all()


@pytest.mark.contract
def test_who_has_them_is_sent_them_no_more(client: TestClient) -> None:
    tag = client.get("/api/training.bin").headers["etag"]
    assert client.get("/api/training.bin", headers={"If-None-Match": tag}).status_code == 304


def address(client: TestClient, model: str, name: str) -> str:
    return f"/api/models/{model}/{client.get(f'/api/models/{model}').json()['revision']}/{name}"


@pytest.mark.contract
@pytest.mark.parametrize("model", ["small-ae-2d", "small-vae-2d"])
def test_moments_of_a_training_are_the_folder_s_for_ever(model: str, client: TestClient) -> None:
    assert client.get(f"/api/models/{model}").json()["snapshots"]
    for name in (FIGURES, TENSORS):
        answer = client.get(address(client, model, name))
        assert answer.content == (ZOO / model / name).read_bytes()
        assert "immutable" in answer.headers["cache-control"]
    figures = client.get(address(client, model, FIGURES))
    assert figures.headers["content-type"] == "application/json" and len(figures.json()["moments"]) == 16


@pytest.mark.contract
@pytest.mark.parametrize("name", [FIGURES, TENSORS])
def test_where_none_were_kept_it_says_so(name: str, client: TestClient) -> None:
    assert not client.get("/api/models/vae-2d").json()["snapshots"]
    answer = client.get(address(client, "vae-2d", name))
    assert (answer.status_code, answer.json()["code"]) == (404, "no_snapshots")
    stale = client.get(f"/api/models/small-ae-2d/0123456789ab/{name}")
    assert (stale.status_code, stale.json()["code"]) == (404, "stale_revision")


def test_moments_of_another_training_are_not_shown(tmp_path: Path) -> None:
    for name in ("small-ae-2d", "small-vae-2d"):
        shutil.copytree(ZOO / name, tmp_path / f"own-{name}")
    figures = tmp_path / "own-small-ae-2d" / FIGURES
    told = json.loads(figures.read_text())
    figures.write_text(json.dumps(told | {"revision": "0123456789ab"}))
    with TestClient(create_app(Settings(models=tmp_path))) as own:
        assert not own.get("/api/models/own-small-ae-2d").json()["snapshots"]
        place = address(own, "own-small-vae-2d", TENSORS)
        (tmp_path / "own-small-vae-2d" / TENSORS).unlink()
        assert own.get(place).json()["code"] == "no_snapshots", "it was taken away since"


def test_damaged_moments_are_none_and_named(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    shutil.copytree(ZOO / "small-vae-2d", tmp_path / "own")
    tensors = tmp_path / "own" / TENSORS
    tensors.write_bytes(tensors.read_bytes()[:100_000])
    with TestClient(create_app(Settings(models=tmp_path))) as own:
        assert not own.get("/api/models/own").json()["snapshots"]
    assert f"{tensors} is damaged" in caplog.text
