"""The routes that say whether near is similar at a place."""

import numpy as np
import pytest
from fastapi.testclient import TestClient
from numpy.testing import assert_allclose

from latent_explorer.model.codec import JudgeCodec
from latent_explorer.model.explore.comparison import compare
from latent_explorer.model.explore.neighbour_similarity import ALIKE, neighbour_similarity
from latent_explorer.model.explore.walk import walk
from latent_explorer.model.registry import Model

pytestmark = pytest.mark.contract
Z = [[0.0, 0.0], [1.5, -0.5], [-2.0, 3.0]]


@pytest.mark.parametrize("pace", [None, "given", "even"])
def test_compare_gives_the_codecs_figures(pace: str | None, client: TestClient, vae: Model, judge: JudgeCodec) -> None:
    found = client.post("/api/models/vae-2d/compare", json={"z": Z, "pace": pace}).json()
    z = np.array(Z, np.float32)
    expected = walk(vae.codec, judge, z, pace == "even") if pace else compare(vae.codec, judge, z)
    for name in ("label", "confidence", "change", "changed", "feature", "step", "length", "z"):
        assert_allclose(found[name], getattr(expected, name), rtol=1e-3, atol=1e-5, err_msg=name)
    assert_allclose(np.array(found["images"]) * 255, expected.images, atol=0.02)


def test_as_bytes_come_pixels_figures_and_codes(client: TestClient, vae: Model, judge: JudgeCodec) -> None:
    answer = client.post(
        "/api/models/vae-2d/compare", json={"z": Z}, headers={"Accept": "application/octet-stream"}
    ).content
    expected = compare(vae.codec, judge, np.array(Z, np.float32))
    pixels, rest = answer[: 3 * 784], np.frombuffer(answer[3 * 784 :], "<f4")
    assert pixels == vae.codec.decode_bytes(np.array(Z, np.float32)).tobytes()
    assert_allclose(rest[:18].reshape(3, 6), expected.figures, rtol=1e-3, atol=1e-5)
    assert_allclose(rest[18:-1].reshape(3, 2), Z)
    assert_allclose(rest[-1], expected.step.sum(), rtol=1e-3)


def test_likeness_is_told_with_its_threshold(client: TestClient, vae: Model, judge: JudgeCodec) -> None:
    found = client.get("/api/models/vae-2d/likeness", params={"at": "0.5,-0.25"}).json()
    expected = neighbour_similarity(vae.codec, judge, np.array([0.5, -0.25], np.float32), vae.sd)
    assert found["alike"] == expected.alike and found["threshold"] == ALIKE
    assert found["steps"] == expected.steps.tolist() and found["kept"] == expected.kept.tolist()
    assert_allclose(found["change"], expected.change, rtol=1e-3)


def test_fitted_draws_have_the_clouds_mean_and_covariance(client: TestClient, vae: Model) -> None:
    wanted = {"n": 1000, "fitted": True, "seed": 3, "images": False}
    z = np.array(client.post("/api/models/vae-2d/sample", json=wanted).json()["z"])
    assert_allclose(z.mean(0), vae.mu.mean(0), atol=0.15)
    assert_allclose(np.cov(z, rowvar=False), np.cov(vae.mu, rowvar=False), atol=0.2)
    standard = np.array(client.post("/api/models/vae-2d/sample", json=wanted | {"fitted": False}).json()["z"])
    assert np.abs(z - standard).max() > 0.1


def test_whatever_is_fitted_around_a_mu_is_left_alone(client: TestClient) -> None:
    wanted = {"mu": [0, 0], "sigma": [1, 1], "n": 4, "images": False}
    around = client.post("/api/models/vae-2d/sample", json=wanted).json()
    assert client.post("/api/models/vae-2d/sample", json=wanted | {"fitted": True}).json() == around
