"""One digit in several models: the image's facts once, each model's own; and the same as each model by itself says."""

import io
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from fastapi.testclient import TestClient
from PIL import Image

from latent_explorer.app.main import create_app
from latent_explorer.app.settings import Settings
from latent_explorer.model.arrays import Array
from latent_explorer.model.codec import JudgeCodec
from latent_explorer.model.config import MNIST
from latent_explorer.model.datasets.image_data import ImageData
from latent_explorer.model.registry import ZOO, Registry, open_model
from tests.helpers.pictures import page
from tests.helpers.problems import assert_problem

IDS = ("vae-2d", "ae-2d", "vae-16d")
OF_IMAGE = {"upright", "input", "picture", "steps", "digits", "digits_found", "chosen", "judge"}
OF_MODEL = {"revision", "mu", "sigma", "kl_per_dim", "terms", "standing", "reconstruction"}


def encode(client: TestClient, *ids: str, **body: Any) -> dict[str, Any]:
    answer = client.post("/api/encode", params={"model": list(ids)}, **body)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def by_itself(found: dict[str, Any], model_id: str) -> dict[str, Any]:
    """What the endpoint of one model says, of the answer for several."""
    image, model = found["image"], found["models"][model_id]
    typicality = {"relative_error": model["relative_error"]}
    typicality["percentile"] = model["standing"]["percentile"]["relative_error"]
    typicality |= {name: image[name] for name in ("feature_distance", "feature_percentile", "nearest")}
    whole = {name: image[name] for name in OF_IMAGE} | {name: model[name] for name in OF_MODEL}
    return whole | {"typicality": typicality, "warnings": image["warnings"] + model["warnings"]}


def odd(sample: ImageData) -> dict[str, Any]:
    return {"pixels": (sample.images[sample.labels == 7][0][:, ::-1] / 255).tolist()}


@pytest.mark.contract
def test_a_digit_of_the_sample_is_named_by_its_index(client: TestClient, sample: ImageData) -> None:
    named = encode(client, *IDS, json={"sample": 5})
    assert named == encode(client, *IDS, json={"pixels": (sample.images[5] / 255).tolist()})
    assert sample.known_labels[5] == 3  # the page's first
    for wrong in (-1, len(sample.known_labels), "three", None):
        answer = client.post("/api/encode", params={"model": "vae-2d"}, json={"sample": wrong})
        assert_problem(answer, "invalid_request")


@pytest.mark.contract
def test_each_fact_is_told_once(client: TestClient, sample: ImageData) -> None:
    found = encode(client, *IDS, json={"pixels": (sample.images[3] / 255).tolist()})
    assert found.keys() == {"image", "models"} and found["models"].keys() == set(IDS)
    assert found["image"].keys() == OF_IMAGE | {"feature_distance", "feature_percentile", "nearest", "warnings"}
    for facts in found["models"].values():
        assert facts.keys() == OF_MODEL | {"relative_error", "warnings"}
    assert len(found["models"]["vae-16d"]["mu"]) == 16 and found["models"]["ae-2d"]["sigma"] is None


@pytest.mark.contract
@pytest.mark.parametrize("kind", ["pixels", "an odd digit", "drawing", "file"])
def test_each_model_is_told_the_same_as_by_itself(kind: str, client: TestClient, sample: ImageData) -> None:
    bodies: dict[str, dict[str, Any]] = {
        "pixels": {"json": {"pixels": (sample.images[3] / 255).tolist()}},
        "an odd digit": {"json": odd(sample)},
        "drawing": {"json": {"drawing": [[0.5, 0.2, -2.5], [0.4, 0.5, 3], [0.5, 0.8, 2.5]]}},
        "file": {"files": {"file": ("page.png", page())}, "data": {"picture": "p" * 22, "digit": "1"}},
    }
    body = bodies[kind]
    found = encode(client, *IDS, **body)
    for model_id in IDS:
        alone = client.post(f"/api/models/{model_id}/encode", **body).json()
        assert by_itself(found, model_id) == alone, model_id


@pytest.mark.contract
def test_what_is_odd_in_an_image_is_told_where_it_was_found(client: TestClient, sample: ImageData) -> None:
    found = encode(client, "vae-2d", json=odd(sample))
    assert (found["image"]["warnings"], found["models"]["vae-2d"]["warnings"]) == ([], ["unlike_digits"])
    found = encode(client, "vae-2d", files={"file": ("page.png", page())})
    assert found["image"]["warnings"] == ["several_components"]


@pytest.mark.parametrize("model_id", ["vae-2d", "ae-2d"])
def test_where_nobody_reads_it_an_image_is_odd_by_its_loss(model_id: str, sample: ImageData) -> None:
    """Eight digits on top of one another have much ink, of which no larger a share is missed than in some digits."""
    shipped = open_model(ZOO / model_id)
    unread = replace(shipped, image_set=replace(shipped.image_set, judge=None))
    registry = Registry({model_id: unread}, {MNIST.id: unread.image_set}, {})
    with TestClient(create_app(Settings(), open_models=lambda _: registry)) as client:
        heap = encode(client, model_id, json={"pixels": (sample.images[:8].max(axis=0) / 255).tolist()})
        assert heap["image"]["judge"] is None
        facts = heap["models"][model_id]
        assert facts["standing"]["percentile"]["relative_error"] < 99.5 and facts["warnings"] == ["unlike_digits"]
        assert encode(client, model_id, json={"sample": 3})["models"][model_id]["warnings"] == []


@pytest.mark.contract
def test_one_model_is_enough_and_their_order_is_the_query_s(client: TestClient, sample: ImageData) -> None:
    body = {"pixels": (sample.images[3] / 255).tolist()}
    assert list(encode(client, "ae-2d", json=body)["models"]) == ["ae-2d"]
    assert list(encode(client, *IDS[::-1], json=body)["models"]) == list(IDS[::-1])


@pytest.mark.contract
def test_of_a_picture_without_a_digit_the_steps_are_told(client: TestClient) -> None:
    out = io.BytesIO()
    Image.fromarray(np.random.default_rng(0).integers(0, 256, (90, 90), np.uint8)).save(out, "PNG")
    answer = client.post("/api/encode", params={"model": IDS}, files={"file": ("noise.png", out.getvalue())})
    assert (answer.status_code, answer.json()["code"]) == (422, "no_digit") and answer.json()["steps"]


def test_the_judge_reads_an_image_once(client: TestClient, sample: ImageData, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = list[int]()
    read = JudgeCodec.read

    def counted(judge: JudgeCodec, images: Array) -> tuple[Array, Array]:
        seen.append(len(images))
        return read(judge, images)

    encode(client, "ae-2d", json={"pixels": (sample.images[3] / 255).tolist()})  # the sample's own features are there
    monkeypatch.setattr(JudgeCodec, "read", counted)
    encode(client, *IDS, json={"pixels": (sample.images[5] / 255).tolist()})
    assert seen == [1]


@pytest.mark.contract
def test_both_answers_are_described_in_full(client: TestClient) -> None:
    openapi = client.get("/openapi.json").json()
    told = openapi["paths"]["/api/encode"]["post"]
    (model,) = told["parameters"]
    assert (model["name"], model["in"], model["schema"]["type"]) == ("model", "query", "array")
    assert told["requestBody"] == openapi["paths"]["/api/models/{model_id}/encode"]["post"]["requestBody"]
    assert {"model_count", "repeated_model", "no_digit"} <= set(told["responses"]["422"]["description"].split(", "))
    answers = openapi["components"]["schemas"]
    assert set(answers["ImageOut"]["properties"]) >= OF_IMAGE
    assert set(answers["ModelEncodingOut"]["properties"]) >= OF_MODEL
