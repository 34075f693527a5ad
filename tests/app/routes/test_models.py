import io
from typing import Any
from urllib.parse import urljoin

import numpy as np
import pytest
from fastapi.testclient import TestClient
from PIL import Image

from latent_explorer.model.datasets.image_data import ImageData
from latent_explorer.model.registry import Model

pytestmark = pytest.mark.contract
CACHED = ["/api/models", "/api/models/vae-2d", "/api/models/ae-2d/codes", "/api/judge", "/api/sample.png"]


def test_the_list_names_every_model(client: TestClient) -> None:
    answer = client.get("/api/models")
    assert answer.status_code == 200 and answer.headers["content-type"] == "application/json"
    models = {model["id"]: model for model in answer.json()}
    assert {"vae-2d", "ae-2d"} <= models.keys() and "judge" not in models
    assert (models["vae-2d"]["kind"], models["ae-2d"]["kind"]) == ("vae", "ae")
    assert models["vae-2d"]["twin"] == "ae-2d"
    assert all(set(model["metrics"]) <= {"test"} for model in models.values())


@pytest.mark.parametrize("name", ["vae-2d", "ae-2d"])
def test_one_model_with_all_that_is_known(name: str, client: TestClient) -> None:
    shown: dict[str, Any] = client.get(f"/api/models/{name}").json()
    assert shown.keys() == {
        *(
            "id",
            "kind",
            "images",
            "judge",
            "latent_dim",
            "likelihood",
            "observation_sd",
            "beta",
            "refinements",
            "twin",
            "revision",
            "parameters",
            "extent",
            "sd",
            "collapsed",
            "metrics",
            "seeds",
            "weights",
            "snapshots",
            "disagreement",
        )
    }
    assert shown["latent_dim"] == 2 and shown["parameters"] > 0 and len(shown["revision"]) == 12
    assert len(shown["extent"]["center"]) == 2 and shown["extent"]["half_width"] > 0
    listed = {model["id"]: model for model in client.get("/api/models").json()}[name]
    figures = {name: value for name, value in shown["metrics"]["test"].items() if name != "quantiles"}
    brief = {"metrics": {"test": figures}, "seeds": {}}
    assert listed == shown | brief


@pytest.mark.parametrize("name", ["vae-2d", "ae-2d"])
def test_the_metrics_of_the_contract(name: str, client: TestClient) -> None:
    metrics = client.get(f"/api/models/{name}").json()["metrics"]
    test = metrics["test"]
    of_a_vae = {"negative_elbo", "kl", "iwae_nll", "iwae_k", "active_units"}
    assert {"reconstruction", "mse"} | of_a_vae <= test.keys()
    assert {key for key in of_a_vae if test[key] is None} == (of_a_vae if name == "ae-2d" else set())
    for step in metrics["nearness"]["step_curve"]:
        assert step["mse_median"]["low"] <= step["mse_median"]["value"] <= step["mse_median"]["high"]


def test_the_judge(client: TestClient) -> None:
    judge = client.get("/api/judge").json()
    assert judge.keys() == {"revision", "accuracy", "parameters", "calibration", "feature_distances"}
    assert 0.97 < judge["accuracy"] <= 1 and judge["parameters"] <= 1_000_000


def test_codes_are_those_of_the_sample(client: TestClient, vae: Model, sample: ImageData) -> None:
    cloud = client.get("/api/models/vae-2d/codes").json()
    codes = cloud["codes"]
    assert [code["index"] for code in codes] == list(range(1000))
    assert [code["label"] for code in codes] == sample.known_labels.tolist()
    np.testing.assert_allclose([code["mu"] for code in codes], vae.mu, atol=1e-4)
    assert vae.sigma is not None
    np.testing.assert_allclose([code["sigma"] for code in codes], vae.sigma, atol=1e-4)


def test_an_autoencoders_codes_have_no_sigma(client: TestClient) -> None:
    assert {code["sigma"] for code in client.get("/api/models/ae-2d/codes").json()["codes"]} == {None}


def test_the_sprite_holds_every_digit_where_codes_say(client: TestClient, sample: ImageData) -> None:
    where = client.get("/api/models/vae-2d/codes").json()["thumbnails"]
    answer = client.get(urljoin("/api/models/vae-2d/codes", where["url"]))
    assert answer.headers["content-type"] == "image/png"
    picture = np.asarray(Image.open(io.BytesIO(answer.content)))
    size, columns = where["size"], where["columns"]
    for i in (0, 39, 40, 999):
        row, column = divmod(i, columns)
        part = picture[row * size : (row + 1) * size, column * size : (column + 1) * size]
        np.testing.assert_array_equal(part, sample.images[i])


@pytest.mark.parametrize("path", CACHED)
def test_what_the_browser_has_is_not_sent_again(path: str, client: TestClient) -> None:
    first = client.get(path)
    again = client.get(path, headers={"If-None-Match": first.headers["etag"]})
    assert (first.status_code, again.status_code) == (200, 304)
    assert first.content and not again.content
    assert again.headers["etag"] == first.headers["etag"]
    assert client.get(path, headers={"If-None-Match": '"other"'}).status_code == 200
