import io
import json
from typing import Any

import numpy as np
import pytest
from fastapi.testclient import TestClient
from numpy.testing import assert_allclose
from numpy.typing import NDArray
from PIL import Image
from pydantic import ValidationError

from latent_explorer.app.errors import Problem
from latent_explorer.app.routes.digit_body import parse_knobs
from latent_explorer.app.schemas import CodesIn
from latent_explorer.model.datasets.image_data import ImageData
from latent_explorer.model.datasets.sample import load_sample
from latent_explorer.model.registry import Model

BOTH = pytest.mark.parametrize("name", ["vae-2d", "ae-2d"])
Z = [[0.0, 0.0], [1.5, -0.5], [-2.0, 3.0]]


def encode(client: TestClient, name: str, pixels: list[list[float]]) -> dict[str, Any]:
    answer = client.post(f"/api/models/{name}/encode", json={"pixels": pixels})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


@pytest.fixture
def pixels(sample: ImageData) -> list[list[float]]:
    found: list[list[float]] = (sample.images[3] / 255).tolist()
    return found


@pytest.mark.contract
@BOTH
def test_encode_has_the_shapes_of_the_contract(name: str, client: TestClient, pixels: list[list[float]]) -> None:
    found = encode(client, name, pixels)
    assert found.keys() == {
        *("mu", "sigma", "kl_per_dim", "terms", "standing", "reconstruction", "input", "steps", "judge"),
        *("typicality", "warnings", "picture", "digits", "digits_found", "chosen", "upright", "revision"),
    }
    assert len(found["mu"]) == 2
    assert np.shape(found["input"]) == np.shape(found["reconstruction"]) == (28, 28)
    assert_allclose(found["input"], pixels, atol=1e-4)
    assert 0 <= np.min(found["reconstruction"]) <= np.max(found["reconstruction"]) <= 1
    assert 0 <= found["typicality"]["percentile"] <= 100 and found["typicality"]["nearest"][0] == 3
    assert found["steps"] == found["warnings"] == []


@pytest.mark.contract
def test_a_vae_gives_a_distribution(client: TestClient, pixels: list[list[float]]) -> None:
    found = encode(client, "vae-2d", pixels)
    assert len(found["sigma"]) == len(found["kl_per_dim"]) == 2 and min(found["sigma"]) > 0
    terms = found["terms"]
    assert terms["negative_elbo"] == pytest.approx(terms["reconstruction"] + terms["kl"], rel=1e-5)
    assert sum(found["kl_per_dim"]) == pytest.approx(terms["kl"], rel=1e-4)
    mu, sigma = np.array(found["mu"]), np.array(found["sigma"])
    assert_allclose(found["kl_per_dim"], (mu**2 + sigma**2 - 1) / 2 - np.log(sigma), rtol=1e-3)


@pytest.mark.contract
@BOTH
def test_the_pixels_of_the_reconstruction_term_add_up_to_it(
    name: str, client: TestClient, pixels: list[list[float]]
) -> None:
    terms = encode(client, name, pixels)["terms"]
    assert np.shape(terms["per_pixel"]) == (28, 28)
    assert np.sum(terms["per_pixel"]) == pytest.approx(terms["reconstruction"], rel=1e-3)


@pytest.mark.contract
@BOTH
def test_an_image_has_its_place_among_the_test_images(name: str, client: TestClient, pixels: list[list[float]]) -> None:
    found = encode(client, name, pixels)
    assert found["standing"]["images"] == 10_000
    ranks = found["standing"]["percentile"]
    assert ranks.keys() == {"reconstruction", "kl", "negative_elbo", "relative_error"}
    none = {term for term, rank in ranks.items() if rank is None}
    assert none == (set() if name == "vae-2d" else {"kl", "negative_elbo"})
    assert all(0 <= rank <= 100 for rank in ranks.values() if rank is not None)
    assert ranks["relative_error"] == found["typicality"]["percentile"]


@pytest.mark.contract
def test_an_autoencoder_gives_a_point(client: TestClient, pixels: list[list[float]]) -> None:
    found = encode(client, "ae-2d", pixels)
    assert found["sigma"] is found["kl_per_dim"] is found["terms"]["kl"] is found["terms"]["negative_elbo"] is None
    assert found["terms"]["reconstruction"] > 0 and found["terms"]["draws"] == 1


@pytest.mark.contract
@BOTH
def test_decoded_mu_is_the_reconstruction(name: str, client: TestClient, pixels: list[list[float]]) -> None:
    found = encode(client, name, pixels)
    (decoded,) = client.post(f"/api/models/{name}/decode", json={"z": [found["mu"]]}).json()["images"]
    assert_allclose(decoded, found["reconstruction"], atol=0.5 / 255 + 2e-4)  # decode answers in grey levels


@pytest.mark.contract
def test_the_judge_reads_the_input(client: TestClient, sample: ImageData) -> None:
    said = [encode(client, "vae-2d", (sample.images[i] / 255).tolist())["judge"] for i in range(12)]
    assert all(sum(j["probabilities"]) == pytest.approx(1, abs=1e-4) for j in said)
    assert all(j["label"] == int(np.argmax(j["probabilities"])) for j in said)
    assert np.mean([j["label"] == label for j, label in zip(said, sample.known_labels, strict=False)]) > 0.8


@pytest.mark.contract
def test_a_picture_and_its_pixels_agree(client: TestClient, sample: ImageData) -> None:
    """An upload goes through MNIST's convention; what comes out of it, sent as pixels, has to give the same figures."""
    out = io.BytesIO()
    Image.fromarray(sample.images[3]).resize((280, 280)).save(out, "PNG")
    answer = client.post("/api/models/vae-2d/encode", files={"file": ("three.png", out.getvalue(), "image/png")})
    assert answer.status_code == 200, answer.text
    upload = answer.json()
    assert upload["steps"] and {"name", "note"} <= upload["steps"][0].keys()
    as_pixels = encode(client, "vae-2d", upload["input"])
    assert_allclose(upload["mu"], as_pixels["mu"], atol=0.02)
    assert upload["judge"]["label"] == as_pixels["judge"]["label"] if upload["judge"] else True
    drift = np.subtract(upload["mu"], encode(client, "vae-2d", (sample.images[3] / 255).tolist())["mu"])
    assert np.abs(drift).max() < 1  # the sample is in MNIST's convention already


@pytest.mark.contract
@BOTH
def test_decode_answers_by_accept(name: str, client: TestClient, vae: Model, ae: Model) -> None:
    model = {"vae-2d": vae, "ae-2d": ae}[name]
    wanted = model.codec.decode_bytes(np.array(Z, np.float32)).astype(int)
    path = f"/api/models/{name}/decode"
    json_, png, raw = (
        client.post(path, json={"z": Z}, headers={"Accept": kind})
        for kind in ("application/json", "image/png", "application/octet-stream")
    )
    assert [a.headers["content-type"] for a in (json_, png, raw)] == [
        "application/json", "image/png", "application/octet-stream",
    ]  # fmt: skip
    images = np.frombuffer(raw.content, np.uint8).reshape(3, 28, 28).astype(int)
    assert np.abs(images - wanted).max() <= 1
    strip = np.asarray(Image.open(io.BytesIO(png.content)))
    assert strip.shape == (28, 84)
    np.testing.assert_array_equal(strip, np.concatenate(list(images), axis=1))
    assert_allclose(np.array(json_.json()["images"]), images / 255, atol=1e-4)


@pytest.mark.contract
def test_samples_repeat_by_seed(client: TestClient) -> None:
    def z(**fields: object) -> Any:
        answer = client.post(
            "/api/models/vae-2d/sample", json={"mu": [0.3, -1], "sigma": [0.1, 0.2], "n": 120} | fields
        )
        assert answer.status_code == 200, answer.text
        assert np.shape(answer.json()["images"]) == (120, 28, 28)
        return np.array(answer.json()["z"])

    first = z(seed=1)
    np.testing.assert_array_equal(first, z(seed=1))
    assert (first != z(seed=2)).all()
    assert_allclose(first.mean(axis=0), [0.3, -1], atol=0.05)
    assert_allclose(first.std(axis=0), [0.1, 0.2], rtol=0.25)
    assert_allclose(z(seed=1, temperature=0), np.tile([0.3, -1], (120, 1)), rtol=1e-6)


@pytest.mark.contract
def test_without_mu_samples_are_of_the_prior_and_alike_in_every_model(client: TestClient) -> None:
    answers = [client.post(f"/api/models/{m}/sample", json={"n": 150, "seed": 3}).json() for m in ("vae-2d", "ae-2d")]
    assert answers[0]["z"] == answers[1]["z"]
    assert answers[0]["images"] != answers[1]["images"]
    assert_allclose(np.mean(answers[0]["z"], axis=0), 0, atol=0.25)
    assert_allclose(np.std(answers[0]["z"], axis=0), 1, atol=0.2)


@pytest.mark.contract
def test_without_sigma_samples_are_all_at_mu(client: TestClient) -> None:
    assert client.post("/api/models/ae-2d/sample", json={"mu": [1, 2], "n": 2}).json()["z"] == [[1, 2], [1, 2]]


@pytest.mark.contract
def test_samples_are_what_decode_gives(client: TestClient) -> None:
    drawn = client.post("/api/models/vae-2d/sample", json={"n": 3, "seed": 0}).json()
    decoded = client.post("/api/models/vae-2d/decode", json={"z": drawn["z"]}).json()
    assert_allclose(drawn["images"], decoded["images"], atol=1 / 255 + 1e-4)


@pytest.mark.contract
@pytest.mark.parametrize("z", [[[3e38, 3e38]], [[1e20, -1e20]], [[0, 0], [3e38, -3e38]]])
def test_any_finite_code_decodes_to_finite_pixels(z: list[list[float]], client: TestClient) -> None:
    answer = client.post("/api/models/vae-2d/decode", json={"z": z})
    assert answer.status_code in {200, 422}
    if answer.status_code == 200:
        images = np.array(json.loads(answer.content)["images"], float)
        assert ((images >= 0) & (images <= 1)).all()


@pytest.mark.contract
def test_samples_are_finite_or_refused(client: TestClient) -> None:
    body = {"mu": [3e38, 0], "sigma": [3e38, 1], "temperature": 100, "n": 4}
    answer = client.post("/api/models/vae-2d/sample", json=body)
    assert answer.status_code == 422 and answer.json()["code"] == "not_finite"


@pytest.mark.contract
def test_a_picture_unlike_any_digit_is_said_to_be_so(client: TestClient) -> None:
    def warnings(pixels: Any) -> Any:
        return client.post("/api/models/vae-2d/encode", json={"pixels": pixels}).json()["warnings"]

    dots = np.zeros((28, 28))
    dots[4:24:4, 4:24:4] = 1
    assert warnings(dots.tolist()) == ["unlike_digits"]
    assert warnings((load_sample().images[3] / 255).tolist()) == []


@pytest.mark.contract
def test_how_unlike_digits_the_judge_finds_a_picture(client: TestClient, sample: ImageData) -> None:
    def typicality(image: NDArray[np.uint8]) -> dict[str, float]:
        found: dict[str, float] = encode(client, "vae-2d", (image / 255).tolist())["typicality"]
        return found

    upright = sample.images[sample.labels == 7][0]
    mirrored = upright[:, ::-1]
    assert typicality(upright)["feature_percentile"] < 90 < 99 < typicality(mirrored)["feature_percentile"]
    assert typicality(upright)["feature_distance"] < typicality(mirrored)["feature_distance"]
    alike = {name: encode(client, name, (upright / 255).tolist())["typicality"] for name in ("vae-2d", "ae-2d")}
    assert alike["vae-2d"]["feature_percentile"] == alike["ae-2d"]["feature_percentile"]
    assert alike["vae-2d"]["percentile"] != alike["ae-2d"]["percentile"]


@pytest.mark.contract
def test_codes_alone_are_those_of_the_same_seed(client: TestClient) -> None:
    wanted = {"mu": [0.5, -1.0], "sigma": [0.1, 0.2], "n": 3, "seed": 5}
    whole, alone = (
        client.post("/api/models/vae-2d/sample", json=wanted | more).json() for more in ({}, {"images": False})
    )
    assert alone == {"z": whole["z"], "images": []} and len(whole["images"]) == 3


@pytest.mark.contract
@pytest.mark.parametrize("body", [{"z": [0] * 20_000}, {"z": [["a"] * 20_000]}])
def test_of_many_errors_only_the_first_is_looked_for(body: dict[str, Any], client: TestClient) -> None:
    with pytest.raises(ValidationError) as errors:
        CodesIn.model_validate(body)
    assert errors.value.error_count() == 1
    assert client.post("/api/models/vae-2d/decode", json=body).json()["code"] == "invalid_request"


def test_a_picture_has_no_more_knobs_than_there_are() -> None:
    with pytest.raises(Problem, match="invalid_request"):
        parse_knobs({f"knob{i}": 1 for i in range(100)})
