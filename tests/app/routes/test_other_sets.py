"""Models of other image sets on the server: in colour, without labels, without a judge; and MNIST's beside them."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import numpy as np
import pytest
from fastapi.testclient import TestClient
from PIL import Image

from latent_explorer.app.main import create_app
from latent_explorer.app.settings import Settings
from latent_explorer.model.config import ImageSet
from tests.helpers.sets import COLOUR, ONE_CLASS, UNLABELLED, sample_of, train_on

SETS = {"colour": COLOUR, "unlabelled": UNLABELLED, "one-class": ONE_CLASS}
BYTES = {"Accept": "application/octet-stream"}


@pytest.fixture(scope="module")
def worlds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of a VAE for each set, and of a judge for one of them."""
    root = tmp_path_factory.mktemp("worlds")
    for name, images in SETS.items():
        train_on(images, "vae", root, f"vae-{name}")
    train_on(COLOUR, "judge", root, "made").rename(root / "sets" / "colour" / "judge")
    return root


@pytest.fixture(scope="module")
def client(worlds: Path) -> Iterator[TestClient]:
    with TestClient(create_app(Settings(models=worlds))) as client:
        yield client


def as_rows(image: np.ndarray[Any, Any]) -> Any:
    return (image / 255).tolist()


def test_each_model_says_what_its_images_are(client: TestClient) -> None:
    models = {model["id"]: model["images"] for model in client.get("/api/models").json()}
    assert models["vae-2d"]["id"] == "mnist" and models["vae-2d"]["ink"]
    for name, images in SETS.items():
        found = models[f"vae-{name}"]
        assert ImageSet.from_json(found) == images
    judges = {model["id"]: model["judge"] for model in client.get("/api/models").json()}
    assert judges["vae-colour"] == client.get("/api/sets/colour/judge").json()["revision"]
    assert judges["vae-unlabelled"] is None
    assert client.get("/readyz").json()["failures"] == []


@pytest.mark.parametrize("name", SETS)
def test_decoded_images_have_the_set_s_shape(name: str, client: TestClient) -> None:
    images, at = SETS[name], f"/api/models/vae-{name}/decode"
    decoded = client.post(at, json={"z": [[0, 0], [1, 1]]}).json()["images"]
    assert np.array(decoded).shape == (2, *images.shape)
    raw = client.post(at, json={"z": [[0, 0], [1, 1]]}, headers=BYTES).content
    assert len(raw) == 2 * images.values
    np.testing.assert_allclose(np.frombuffer(raw, np.uint8) / 255, np.ravel(decoded), atol=1e-4)
    strip = client.post(at, json={"z": [[0, 0], [1, 1]]}, headers={"Accept": "image/png"}).content
    with Image.open(io.BytesIO(strip)) as picture:
        assert picture.size == (2 * images.side, images.side)
        assert picture.mode == ("RGB" if images.channels == 3 else "L")


@pytest.mark.parametrize("name", SETS)
def test_an_image_of_the_sample_and_its_pixels_give_the_same(name: str, client: TestClient) -> None:
    sample, at = sample_of(SETS[name]), f"/api/models/vae-{name}/encode"
    by_index, by_pixels = (
        client.post(at, json=body).json() for body in ({"sample": 3}, {"pixels": as_rows(sample.data.images[3])})
    )
    assert by_index["mu"] == pytest.approx(by_pixels["mu"], abs=1e-5)
    assert np.array(by_index["reconstruction"]).shape == sample.images.shape
    assert by_index["typicality"]["nearest"][0] == 3
    per_pixel = np.array(by_index["terms"]["per_pixel"])
    assert per_pixel.sum() == pytest.approx(by_index["terms"]["reconstruction"], rel=1e-4)


def test_pixels_of_another_shape_are_refused_with_that_which_fits(client: TestClient) -> None:
    for name, code in (("unlabelled", "bad_pixels"), ("colour", "bad_colour_pixels")):
        answer = client.post(f"/api/models/vae-{name}/encode", json={"pixels": [[0.5] * 28] * 28})
        assert (answer.status_code, answer.json()["code"]) == (422, code)
        assert str(SETS[name].side) in answer.json()["detail"]
    answer = client.post("/api/models/vae-unlabelled/encode", json={"sample": 40})
    assert answer.json()["code"] == "out_of_range"


def test_a_picture_is_fitted_whole_and_in_its_colours(client: TestClient) -> None:
    picture = np.zeros((40, 80, 3), np.uint8)
    picture[:, :40, 0], picture[:, 40:, 2] = 255, 255
    file = io.BytesIO()
    Image.fromarray(picture).save(file, "PNG")
    answer = client.post("/api/models/vae-colour/encode", files={"file": ("a.png", file.getvalue())})
    found = np.array(answer.json()["input"])
    assert found.shape == (32, 32, 3)
    np.testing.assert_allclose(found[8:24, :15], [[[1, 0, 0]] * 15] * 16, atol=0.01)
    np.testing.assert_allclose(found[8:24, 17:], [[[0, 0, 1]] * 15] * 16, atol=0.01)


def test_other_images_than_ink_are_not_drawn(client: TestClient) -> None:
    answer = client.post("/api/models/vae-colour/encode", json={"drawing": [[0.5, 0.2, -2.5], [0.5, 0.8, 2.5]]})
    assert (answer.status_code, answer.json()["code"]) == (422, "no_drawing")


def test_a_blank_picture_is_an_image_like_any_other(client: TestClient) -> None:
    answer = client.post("/api/models/vae-unlabelled/encode", json={"pixels": [[0.0] * 9] * 9})
    assert answer.status_code == 200


def test_the_judge_is_that_of_the_set(client: TestClient) -> None:
    seen = client.post("/api/models/vae-colour/encode", json={"sample": 0}).json()["judge"]
    assert len(seen["probabilities"]) == 2
    assert client.get("/api/sets/colour/judge").json()["revision"] != client.get("/api/judge").json()["revision"]
    compared = client.post("/api/models/vae-colour/compare", json={"z": [[0, 0], [0.1, 0]]}).json()
    assert set(compared["label"]) <= {0, 1} and np.array(compared["images"]).shape == (2, 32, 32, 3)


def test_without_a_judge_all_else_is_told(client: TestClient) -> None:
    assert client.post("/api/models/vae-unlabelled/encode", json={"sample": 0}).json()["judge"] is None
    assert client.get("/api/sets/unlabelled/judge").json()["code"] == "no_judge"
    compared = client.post("/api/models/vae-unlabelled/compare", json={"z": [[0, 0], [1, 0]]}).json()
    assert (compared["label"], compared["confidence"], compared["feature"]) == (None, None, None)
    assert compared["change"][1] > 0 and compared["step"][1] == pytest.approx(compared["length"])
    alike = client.get("/api/models/vae-unlabelled/likeness?at=0,0").json()
    assert alike["kept"] == [1] * 12 and alike["change"][0] > 0


def test_without_a_judge_a_frame_says_nothing_of_labels(client: TestClient) -> None:
    asked = {"json": {"z": [[0, 0]]}, "headers": {"Accept": "application/octet-stream"}}
    frame = client.post("/api/models/vae-unlabelled/compare", **asked).content  # type: ignore[arg-type]
    figures = np.frombuffer(frame[9 * 9 :], "<f4")[:6]
    assert np.isnan(figures).tolist() == [True, True, False, False, True, False]


@pytest.mark.parametrize("name", SETS)
def test_the_code_cloud_has_the_set_s_labels_and_pictures(name: str, client: TestClient) -> None:
    images, sample = SETS[name], sample_of(SETS[name])
    cloud = client.get(f"/api/models/vae-{name}/codes").json()
    labels = [code["label"] for code in cloud["codes"]]
    assert labels == ([None] * 40 if sample.data.labels is None else sample.data.labels.tolist())
    url = f"../../sets/{name}/sample.png?{sample.digest}"
    assert cloud["thumbnails"] == {"url": url, "size": images.side, "columns": 40}, "another sample is elsewhere"
    with Image.open(io.BytesIO(client.get(urljoin(f"/api/models/vae-{name}/codes", url)).content)) as picture:
        first = np.asarray(picture)[: images.side, images.side : 2 * images.side]
    np.testing.assert_array_equal(first, sample.data.images[1])


@pytest.mark.parametrize("name", SETS)
def test_tiles_are_as_large_as_any(name: str, client: TestClient) -> None:
    model = client.get(f"/api/models/vae-{name}").json()
    tile = client.get(f"/api/models/vae-{name}/{model['revision']}/tiles/1/0/1.png").content
    with Image.open(io.BytesIO(tile)) as picture:
        assert picture.size == (256, 256)


def test_a_live_socket_gives_the_set_s_pixels_and_says_what_it_lacks(client: TestClient) -> None:
    with client.websocket_connect("/api/models/vae-colour/live") as socket:
        socket.send_bytes(np.array([7, 1], "<u4").tobytes() + np.zeros(2, "<f4").tobytes())
        assert len(socket.receive_bytes()) == 8 + COLOUR.values


def test_models_of_several_sets_have_no_image_in_common(client: TestClient) -> None:
    answer = client.post("/api/encode?model=vae-2d&model=vae-colour", json={"sample": 0})
    assert (answer.status_code, answer.json()["code"]) == (422, "several_sets")


def test_of_two_sets_of_one_name_the_last_folder_s_is_taken(worlds: Path, tmp_path: Path) -> None:
    from latent_explorer.model.registry import open_registry

    other = ImageSet("colour", side=16, channels=3)
    train_on(other, "ae", tmp_path, "ae-other")
    registry = open_registry([worlds, tmp_path])
    assert registry.sets["colour"].images == other and "ae-other" in registry.models
    assert "another set than that which is called colour" in registry.failures["vae-colour"]
    assert "vae-unlabelled" in registry.models


def test_a_site_leaves_out_with_a_sentence_what_its_page_can_t_compute(worlds: Path) -> None:
    from latent_explorer.app.export.choice import chosen
    from latent_explorer.model.registry import ZOO, open_registry

    shown, said = chosen(open_registry([ZOO, worlds]), [])
    assert "vae-2d" in shown and "vae-unlabelled" not in shown
    (sentence,) = (one for one in said if one.startswith("vae-unlabelled"))
    assert "a page without a server computes no images of 9×9 values, but those of a multiple of 16" in sentence
