import gzip

import numpy as np
import pytest
import torch
from fastapi.testclient import TestClient
from safetensors.torch import load

from latent_explorer.app.main import create_app
from latent_explorer.app.settings import Settings
from latent_explorer.model.config import ModelConfig, TrainConfig
from latent_explorer.model.networks.build import build
from latent_explorer.model.registry import ZOO
from latent_explorer.model.store.checkpoint import Checkpoint


def address(client: TestClient, of: str) -> str:
    revision = client.get(f"/api/{of}").json()["revision"]
    return f"/api/{of}/{revision}/weights.safetensors"


@pytest.mark.contract
@pytest.mark.parametrize(("of", "folder"), [("models/vae-2d", "vae-2d"), ("judge", "judge")])
def test_weights_are_the_files_own_packed_or_plain_and_for_ever(client: TestClient, of: str, folder: str) -> None:
    kept = load((ZOO / folder / "weights.safetensors").read_bytes())
    for encoding in ("gzip", "identity"):
        answer = client.get(address(client, of), headers={"Accept-Encoding": encoding})
        assert answer.status_code == 200 and answer.headers.get("content-encoding", "identity") == encoding
        assert answer.headers["content-type"] == "application/octet-stream"
        assert "immutable" in answer.headers["cache-control"] and answer.headers["vary"] == "Accept-Encoding"
        found = load(answer.content)
        assert found.keys() == kept.keys() and all(bool((found[name] == kept[name]).all()) for name in kept)
        assert {values.dtype for values in found.values()} == {torch.float16}


@pytest.mark.contract
def test_a_pair_and_its_judge_take_less_than_six_megabytes(client: TestClient) -> None:
    sizes = [len(gzip.compress(client.get(address(client, of)).content, 6)) for of in ("models/ae-2d", "judge")]
    assert 2 * sizes[0] + sizes[1] < 6_000_000


@pytest.mark.contract
@pytest.mark.parametrize("of", ["models/vae-2d", "judge"])
def test_another_revision_is_not_there(client: TestClient, of: str) -> None:
    answer = client.get(f"/api/{of}/0123456789ab/weights.safetensors")
    assert (answer.status_code, answer.json()["code"]) == (404, "stale_revision")


@pytest.mark.contract
def test_no_model_no_weights(client: TestClient) -> None:
    assert client.get("/api/models/none/0123456789ab/weights.safetensors").json()["code"] == "unknown_model"


def test_weights_are_packed_once_for_all_who_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    packed: list[str] = []
    tensor_bytes = Checkpoint.tensor_bytes

    def counted(checkpoint: Checkpoint) -> bytes:
        packed.append(checkpoint.id)
        return tensor_bytes(checkpoint)

    monkeypatch.setattr(Checkpoint, "tensor_bytes", counted)
    with TestClient(create_app(Settings())) as own:
        place = address(own, "judge")
        assert [own.get(place).status_code for _ in range(3)] == [200] * 3
    assert packed == ["judge"]


def test_finer_weights_are_sent_as_float16() -> None:
    network = build(ModelConfig("ae", decoder_blocks=0, decoder_width=16))
    checkpoint = Checkpoint("fine", network, ModelConfig("ae"), TrainConfig(), {}, {}, "0" * 12)
    found = load(checkpoint.tensor_bytes())["decoder.pixels.weight"]
    assert found.dtype == torch.float16
    wanted = network.state_dict()["decoder.pixels.weight"].numpy()
    assert np.abs(found.float().numpy() - wanted).max() <= np.abs(wanted).max() * 2**-11
