"""The map's layers as the page's engine computes them, run by Node, beside the server's."""

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from latent_explorer.app.routes.map_layers import CELLS
from latent_explorer.app.schemas import LayerName
from latent_explorer.model.arrays import Array
from latent_explorer.model.codec import JudgeCodec
from latent_explorer.model.explore.map_grid import tile_points
from latent_explorer.model.explore.map_layers import (
    against_prior,
    density,
    label_regions,
    log10_area,
    metric,
    nearest,
)
from latent_explorer.model.explore.plane import on_plane, plane_of
from latent_explorer.model.registry import ZOO, Model, open_model
from latent_explorer.model.store.checkpoint import load
from tests.helpers.page_engine import answers

pytestmark = pytest.mark.slow
TILES = [(0, 0, 0), (3, 2, 5)]
THROUGH = 7  # of the sample: the code whose plane is shown
TIE = 1e-5  # probabilities, or distances in sd

Columns = dict[str, NDArray[Any]]


@cache
def model_of(name: str) -> Model:
    return open_model(ZOO / name)


@cache
def judge() -> JudgeCodec:
    return JudgeCodec(load(ZOO / "judge"))


def told(values: Array) -> Any:
    """As the API tells them."""
    return np.round(values.astype(np.float64), 5).tolist()


def codes_of(model: Model, layer: LayerName) -> Array:
    """Of all cells of some tiles, on the plane through a code."""
    points = [tile_points(model.extent, *tile, CELLS[layer]) for tile in TILES]
    return on_plane(np.concatenate(points), model.mu[THROUGH])


def labels_are_alike(found: Columns, model: Model, z: Array) -> None:
    label, confidence = label_regions(model.codec, judge(), z)
    second, first = np.sort(judge().probabilities(model.codec.decode(z)), axis=1)[:, -2:].T
    decided = first - second > TIE
    assert decided.mean() > 0.99 and len({*label}) > 1
    assert (found["label"] == label)[decided].all()
    assert np.abs(found["confidence"] - confidence).max() < 1e-3


def stretch_is_alike(found: Columns, model: Model, z: Array) -> None:
    assert np.abs(found["log10_area"] - log10_area(model.codec, z, model.sd)).max() < 2e-3


def density_is_alike(found: Columns, model: Model, z: Array) -> None:
    assert np.allclose(found["density"], density(model.mu, model.sd, z), rtol=1e-3, atol=1e-3)


def metric_is_alike(found: Columns, model: Model, z: Array) -> None:
    most, least, turn = metric(model.codec, z, model.sd)
    assert np.allclose(found["most"], most, rtol=2e-3, atol=1e-3)
    assert np.allclose(found["least"], least, rtol=5e-3, atol=1e-3)
    apart = np.abs(np.sin(found["turn"] - turn))[most > 1.2 * least]  # a circle has no direction
    assert apart.max() < 0.02


def prior_is_alike(found: Columns, model: Model, z: Array) -> None:
    assert np.allclose(found["log10_excess"], against_prior(model.mu, model.sd, z), atol=1e-3)


def nearest_is_alike(found: Columns, model: Model, z: Array) -> None:
    index, distance = nearest(model.mu, model.sd, z)
    assert np.abs(found["distance"] - distance).max() < 1e-4
    others = found["index"] != index
    assert others.mean() < 0.01
    ours = np.linalg.norm((z - model.mu[found["index"]]) / model.sd, axis=1)
    assert np.abs(ours - distance)[others].max(initial=0) < TIE


ALIKE: dict[LayerName, Callable[[Columns, Model, Array], None]] = {
    "labels": labels_are_alike,
    "stretch": stretch_is_alike,
    "metric": metric_is_alike,
    "density": density_is_alike,
    "prior": prior_is_alike,
    "nearest": nearest_is_alike,
}


@pytest.mark.parametrize("layer", CELLS)
@pytest.mark.parametrize("name", ["vae-2d", "ae-2d", "vae-16d"])
def test_a_layer_is_what_the_server_says(name: str, layer: LayerName) -> None:
    model = model_of(name)
    z = codes_of(model, layer)
    asked = ("layer", {"name": layer, "codes": z.tolist()})
    (found,) = answers(name, asked, sd=told(model.sd), cloud=told(model.mu))
    ALIKE[layer]({column: np.array(values) for column, values in found.items()}, model, z)


@pytest.mark.parametrize("layer", ["stretch", "density", "prior", "metric"])
def test_so_it_is_on_a_slanted_plane(layer: LayerName) -> None:
    model = model_of("vae-16d")
    plane = plane_of(model.mu, np.linalg.qr(np.random.default_rng(0).standard_normal((16, 2)))[0].T)
    points = [tile_points(plane.extent, *tile, CELLS[layer]) for tile in TILES]
    z = on_plane(np.concatenate(points), model.mu[THROUGH], plane.directions)
    told_plane = {"along": plane.directions.tolist(), "sd": plane.sd.tolist()}
    asked = ("layer", {"name": layer, "codes": z.tolist(), "plane": told_plane})
    (found,) = answers("vae-16d", asked, sd=told(model.sd), cloud=told(model.mu))
    if layer == "metric":
        most, least, _ = metric(model.codec, z, plane.sd, plane.directions)
        assert np.allclose(found["most"], most, rtol=2e-3) and np.allclose(found["least"], least, rtol=5e-3, atol=1e-3)
    elif layer == "prior":
        excess = against_prior(model.mu, plane.sd, z, plane.directions)
        assert np.allclose(found["log10_excess"], excess, atol=1e-3)
    elif layer == "stretch":
        area = log10_area(model.codec, z, plane.sd, plane.directions)
        assert np.abs(found["log10_area"] - area).max() < 2e-3
    else:
        dense = density(model.mu, plane.sd, z, plane.directions)
        assert np.allclose(found["density"], dense, rtol=1e-3, atol=1e-3)
