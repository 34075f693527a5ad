"""The layers over the map, against what they are made of, measured another way."""

import json
from typing import Any

import numpy as np
import pytest
from fastapi.testclient import TestClient

from latent_explorer.app.inference.loading import Loading
from latent_explorer.app.inference.service import PART
from latent_explorer.app.main import create_app
from latent_explorer.app.routes.map_layers import CELLS
from latent_explorer.app.settings import Settings
from latent_explorer.model.arrays import Array
from latent_explorer.model.codec import Codec, JudgeCodec
from latent_explorer.model.explore import map_layers
from latent_explorer.model.explore.map_grid import tile_points
from latent_explorer.model.explore.plane import along_axes, on_plane, plane_of
from latent_explorer.model.measures.stretch import singular_values
from latent_explorer.model.registry import ZOO, Model, Registry, open_model
from tests.helpers.stand_ins import LinearCodec

LAYERS = {"labels": 16, "stretch": 16, "metric": 8, "density": 16, "prior": 16, "nearest": 8}
PLACE = (2, 1, 2)


@pytest.fixture(scope="module", params=["vae-2d", "ae-2d", "vae-16d"])
def model(request: pytest.FixtureRequest) -> Model:
    return open_model(ZOO / request.param)


def fetch(client: TestClient, model: Model, layer: str, place: tuple[int, int, int] = PLACE, through: str = "") -> Any:
    z, x, y = place
    path = f"/api/models/{model.checkpoint.id}/{model.checkpoint.revision}/layers/{layer}/{z}/{x}/{y}.json"
    answer = client.get(path, params={"through": through})
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/json"
    assert "immutable" in answer.headers["cache-control"] and "max-age=31536000" in answer.headers["cache-control"]
    return answer.json()


def cells(model: Model, count: int, place: tuple[int, int, int] = PLACE) -> Array:
    """The codes at the centres of a square's cells, on the plane through the first of the cloud's codes."""
    return on_plane(tile_points(model.extent, *place, count), through(model))


def through(model: Model) -> Array:
    code: Array = model.mu[0].round(3)
    return code


def plane(model: Model) -> str:
    return ",".join(map(str, through(model)))


@pytest.mark.contract
def test_label_regions_are_what_the_judge_reads_in_the_decoded_images(
    model: Model, judge: JudgeCodec, client: TestClient
) -> None:
    shown = fetch(client, model, "labels", through=plane(model))
    probabilities = judge.probabilities(model.codec.decode(cells(model, 16)))
    assert shown["cells"] == 16
    np.testing.assert_allclose(shown["confidence"], probabilities.max(axis=1), atol=1e-3)
    told = probabilities[np.arange(256), shown["label"]]  # where two labels tie, either will do
    np.testing.assert_allclose(told, probabilities.max(axis=1), atol=1e-5)
    assert len(set(shown["label"])) > 1


@pytest.mark.contract
def test_stretch_agrees_with_finite_differences(model: Model, client: TestClient) -> None:
    shown = fetch(client, model, "stretch", through=plane(model))
    z, h = cells(model, 16), np.float32(2e-3)
    columns = []
    for axis in range(2):
        ahead = np.zeros(z.shape[1], np.float32)
        ahead[axis] = h * model.sd[axis]
        columns.append((model.codec.decode(z + ahead) - model.codec.decode(z - ahead)).astype(np.float64) / (2 * h))
    jacobian = np.stack(columns, axis=-1)  # (256, 784, 2), pixels per sd
    area = 0.5 * np.linalg.slogdet(jacobian.swapaxes(1, 2) @ jacobian)[1] / np.log(10)
    # Float32 differences lose digits where the decoder is nearly flat.
    steep = area > 0.5
    assert shown["cells"] == 16 and steep.sum() > 128
    np.testing.assert_allclose(np.array(shown["log10_area"])[steep], area[steep], atol=0.05)


@pytest.mark.contract
def test_the_metric_is_the_stretch_by_direction(model: Model, client: TestClient) -> None:
    shown = {name: np.array(values) for name, values in fetch(client, model, "metric", through=plane(model)).items()}
    z, unit = cells(model, 8), float(np.sqrt(model.sd[0] * model.sd[1]))
    area = map_layers.log10_area(model.codec, z, model.sd)
    steep = area > 0.5
    both = np.log10(shown["most"] * shown["least"])
    np.testing.assert_allclose(both[steep], area[steep], atol=0.05)
    assert (shown["most"] >= shown["least"]).all() and shown["cells"] == 8
    h = np.float32(2e-3 * unit)
    for angle, rate in ((shown["turn"], shown["most"]), (shown["turn"] + np.pi / 2, shown["least"])):
        step = np.zeros_like(z)
        step[:, 0], step[:, 1] = h * np.cos(angle), h * np.sin(angle)
        change = np.linalg.norm(model.codec.decode(z + step) - model.codec.decode(z - step), axis=1) / (2 * h / unit)
        np.testing.assert_allclose(change[steep], rate[steep], rtol=0.05, atol=0.05)


def test_the_metric_has_one_unit_for_both_axes() -> None:
    most, least, turn = map_layers.metric(LinearCodec(), np.zeros((3, 2), np.float32), np.array([2.0, 50.0]))
    assert most * least == pytest.approx([100] * 3) and (abs(turn) <= np.pi / 2).all()


def test_codes_of_the_prior_are_as_many_as_it_wants() -> None:
    rng = np.random.default_rng(0)
    mu = rng.standard_normal((20_000, 2)).astype(np.float32)
    z = rng.standard_normal((50, 2)).astype(np.float32)
    for sd in (np.ones(2), np.array([0.5, 3.0])):  # the unit changes nothing
        assert np.abs(map_layers.against_prior(mu, sd, z)).max() < 0.08
    places = np.array([[0, 0], [1.5, 0], [9, 9]], np.float32)
    narrow = map_layers.against_prior(mu / np.float32(2), np.full(2, 0.5), places)
    assert narrow[0] > 0.4 and narrow[1] < -0.2 and abs(narrow[2]) < 1e-3


def test_stretch_counts_each_axis_in_its_own_sd() -> None:
    z = np.zeros((3, 2), np.float32)
    np.testing.assert_allclose(map_layers.log10_area(LinearCodec(), z, np.array([2.0, 50.0])), [2] * 3, atol=1e-5)


def test_stretch_of_a_plane_forgets_the_other_axes() -> None:
    z, sd = np.zeros((2, 5), np.float32), np.array([10.0, 10, 7, 7, 7])
    np.testing.assert_allclose(map_layers.log10_area(LinearCodec(5), z, sd), [2] * 2, atol=1e-5)


@pytest.mark.contract
@pytest.mark.parametrize("name", ["3,5", "5,3"])
def test_layers_are_of_the_plane_that_is_named(name: str, client: TestClient) -> None:
    model = open_model(ZOO / "vae-16d")
    axes = int(name[0]), int(name[2])
    plane = plane_of(model.mu, along_axes(axes, 16))
    at = f"/api/models/vae-16d/{model.checkpoint.revision}/layers"
    query = {"through": ",".join(map(str, through(model))), "plane": name}
    z = on_plane(tile_points(plane.extent, *PLACE, 16), through(model), plane.directions)
    z_over, x, y = PLACE
    found = {layer: client.get(f"{at}/{layer}/{z_over}/{x}/{y}.json", params=query).json() for layer in CELLS}
    area = map_layers.log10_area(model.codec, z, plane.sd, plane.directions)
    np.testing.assert_allclose(found["stretch"]["log10_area"], area, atol=1e-3)
    places, cloud = ((codes[:, axes] / plane.sd).astype(np.float32) for codes in (z, model.mu))
    dense = map_layers.density(cloud, np.ones(2), places)
    np.testing.assert_allclose(found["density"]["density"], dense, atol=2e-3)
    assert found["labels"] != client.get(f"{at}/labels/{z_over}/{x}/{y}.json").json()


def test_stretch_is_along_directions_in_their_own_sd() -> None:
    z, along = np.zeros((2, 5), np.float32), np.linalg.qr(np.random.default_rng(1).standard_normal((5, 2)))[0].T
    found = map_layers.log10_area(LinearCodec(5), z, np.array([10.0, 10]), along)
    np.testing.assert_allclose(found, [2] * 2, atol=1e-5)


def test_singular_values_along_all_axes_are_those_of_the_whole_jacobian() -> None:
    model = open_model(ZOO / "vae-16d")
    z = model.mu[:2]
    whole = model.codec.jacobian(z)
    np.testing.assert_allclose(model.codec.jacobian(z, np.eye(2, 16)), whole[..., :2], atol=1e-5)
    assert singular_values(model.codec, z, model.sd).shape == (2, 16)


def test_a_flat_decoder_has_a_finite_stretch(vae: Model) -> None:
    z = np.full((2, 2), 1e6, np.float32)
    assert np.isfinite(map_layers.log10_area(vae.codec, z, np.zeros(2))).all()


@pytest.mark.contract
def test_density_integrates_to_the_number_of_codes(model: Model, client: TestClient) -> None:
    total, side = 0.0, 2 * model.extent.half_width / (16 * 4)
    area = side**2 / float(model.sd[0] * model.sd[1])  # sd² a cell
    for x in range(4):
        for y in range(4):
            total += area * sum(fetch(client, model, "density", (2, x, y))["density"])
    assert total == pytest.approx(len(model.mu), rel=0.05)


def test_density_is_highest_where_most_codes_are(ae: Model) -> None:
    axes = ae.mu[:, :2]
    found = map_layers.density(ae.mu, ae.sd, ae.mu)
    close = (np.hypot(*((axes[:, None] - axes[None]) / ae.sd[:2]).transpose(2, 0, 1)) < 0.3).sum(axis=1)
    assert np.corrcoef(np.argsort(np.argsort(found)), np.argsort(np.argsort(close)))[0, 1] > 0.9


@pytest.mark.contract
def test_the_nearest_digit_is_the_nearest_of_all(model: Model, client: TestClient) -> None:
    shown = fetch(client, model, "nearest", through=plane(model))
    apart = (cells(model, 8)[:, None] - model.mu[None]) / model.sd  # (64, 1000, d)
    distances = np.sqrt((apart.astype(np.float64) ** 2).sum(axis=-1))
    assert shown["cells"] == 8
    np.testing.assert_allclose(shown["distance"], distances.min(axis=1), atol=1e-3)
    np.testing.assert_allclose(distances[np.arange(64), shown["index"]], distances.min(axis=1), atol=1e-5)


@pytest.mark.contract
@pytest.mark.parametrize("layer", LAYERS)
def test_another_plane_is_another_layer_but_for_projected_densities(layer: str, client: TestClient) -> None:
    model = open_model(ZOO / "vae-16d")
    here, elsewhere = fetch(client, model, layer, through=plane(model)), fetch(client, model, layer)
    assert (here == elsewhere) == (layer in ("density", "prior"))


@pytest.mark.contract
def test_density_is_of_the_square_of_its_tile(client: TestClient, vae: Model) -> None:
    """Its upper left quarter, at half the step, is the tile of the next zoom."""
    whole, quarter = (
        np.reshape(fetch(client, vae, "density", place)["density"], (16, 16)) for place in ((1, 1, 0), (2, 2, 0))
    )
    means = quarter.reshape(8, 2, 8, 2).mean(axis=(1, 3))
    np.testing.assert_allclose(whole[:8, :8], means, atol=0.02 * whole.max())


def test_a_layer_that_was_measured_is_not_measured_again(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = list[int]()
    with TestClient(create_app(Settings())) as client:
        model = open_model(ZOO / "vae-2d")
        decode = Codec.decode

        def counted(codec: Codec, z: Array) -> Array:
            calls.append(len(z))
            return decode(codec, z)

        monkeypatch.setattr(Codec, "decode", counted)
        assert fetch(client, model, "labels") == fetch(client, model, "labels")
        assert sum(calls) == 256 and max(calls) <= PART, "in parts, between which others have their turn"
        fetch(client, model, "labels", (2, 2, 2))
        assert sum(calls) == 512
        # A tile of the same place is another thing, and so is another layer.
        path = f"/api/models/vae-2d/{model.checkpoint.revision}"
        assert client.get(f"{path}/tiles/2/1/2@2x.png").headers["content-type"] == "image/png"
        assert fetch(client, model, "density").keys() == {"cells", "density"}


@pytest.mark.contract
@pytest.mark.parametrize("layer", LAYERS)
def test_a_layer_refuses_what_a_tile_refuses(layer: str, client: TestClient, vae: Model) -> None:
    def refusal(path: str, **query: str) -> tuple[int, str]:
        answer = client.get(f"/api/models/{path}.json", params=query)
        assert "immutable" not in answer.headers.get("cache-control", "")
        return answer.status_code, answer.json()["code"]

    base = f"vae-2d/{vae.checkpoint.revision}/layers"
    assert refusal(f"{base}/{layer}/2/4/0") == (404, "outside_world")
    assert refusal(f"{base}/{layer}/15/0/0") == (404, "outside_world")
    assert refusal(f"vae-2d/000000000000/layers/{layer}/0/0/0") == (404, "stale_revision")
    assert refusal(f"nope/000000000000/layers/{layer}/0/0/0") == (404, "unknown_model")
    assert refusal(f"{base}/{layer}/0/0/0", through="1,2,3") == (422, "wrong_dimensions")
    assert refusal(f"{base}/{layer}/0/0/0", through="1,inf") == (422, "not_finite")
    assert refusal(f"{base}/{layer}s/0/0/0") == (422, "invalid_request")


def test_without_a_judge_there_are_no_label_regions_but_all_else(monkeypatch: pytest.MonkeyPatch, vae: Model) -> None:
    async def without(self: Loading) -> Registry:
        return Registry({"vae-2d": vae}, {"mnist": vae.image_set}, {})

    monkeypatch.setattr(Loading, "registry", without)
    with TestClient(create_app(Settings())) as client:
        base = f"/api/models/vae-2d/{vae.checkpoint.revision}/layers"
        answer = client.get(f"{base}/labels/0/0/0.json")
        assert (answer.status_code, answer.json()["code"]) == (503, "no_judge")
        assert client.get(f"{base}/nearest/0/0/0.json").status_code == 200


@pytest.mark.contract
@pytest.mark.parametrize("layer", LAYERS)
def test_a_plane_far_from_all_codes_has_finite_numbers(layer: str, client: TestClient) -> None:
    model = open_model(ZOO / "vae-16d")
    shown = fetch(client, model, layer, through=",".join(["0"] * 15 + ["1e9"]))
    assert np.isfinite(np.array([v for name, values in shown.items() if name != "cells" for v in values])).all()
    json.dumps(shown, allow_nan=False)
