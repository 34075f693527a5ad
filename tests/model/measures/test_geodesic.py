"""Shortest paths: on a sphere, whose great circles are known, and of shipped models beside a fine reference."""

import numpy as np
import pytest

from latent_explorer.model.arrays import Array, Doubles, Floats
from latent_explorer.model.codec import Codec
from latent_explorer.model.measures.geodesic import POINTS, Path, metric_field, over_grid, shortest
from latent_explorer.model.registry import ZOO, open_model
from tests.helpers.stand_ins import LinearCodec

RADIUS = 5.0


class Sphere(LinearCodec):
    """Longitude and latitude, radians, to the place on a sphere: "images" of three pixels."""

    def decode(self, z: Array) -> Array:
        lon, lat = z.astype(np.float64).T
        place = np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=-1)
        return (RADIUS * place).astype(np.float32)

    def jacobian(self, z: Array, directions: Floats | None = None) -> Array:
        h, columns = 1e-3, []
        for axis in np.eye(2, dtype=np.float32):
            there, here = (self.decode(z + np.float32(sign * h) * axis).astype(np.float64) for sign in (1, -1))
            columns.append((there - here) / (2 * h))
        return np.stack(columns, axis=-1).astype(np.float32)


def straight(codec: Codec, start: Array, end: Array) -> Path:
    t = np.linspace(0, 1, POINTS, dtype=np.float32)[:, None]
    return shortest(codec, start + t * (end - start), steps=0)


def great_circle(start: Array, end: Array) -> float:
    ends: Doubles = Sphere().decode(np.stack([start, end])).astype(np.float64) / RADIUS
    return RADIUS * float(np.arccos(np.clip(ends[0] @ ends[1], -1, 1)))


@pytest.mark.parametrize(
    ("start", "end"), [((-1.2, 0.9), (1.2, 0.9)), ((-0.5, -0.8), (1.3, 1.0)), ((0.2, 0.1), (0.3, 0.1))]
)
def test_on_a_sphere_it_is_the_great_circle(start: tuple[float, float], end: tuple[float, float]) -> None:
    codec, ends = Sphere(), (np.array(start, np.float32), np.array(end, np.float32))
    field = metric_field(codec, (0.0, 0.0), 1.5)
    found = shortest(codec, over_grid(field, *ends))
    assert found.length == pytest.approx(great_circle(*ends), rel=0.002)
    assert found.length <= straight(codec, *ends).length + 1e-6
    np.testing.assert_allclose(found.z[[0, -1]], ends, atol=1e-6)
    assert found.steps.std() < 0.02 * found.steps.mean()  # evenly along it


def test_over_the_grid_alone_it_is_nearly_so() -> None:
    codec, ends = Sphere(), (np.array([-1.2, 0.9], np.float32), np.array([1.2, 0.9], np.float32))
    rough = shortest(codec, over_grid(metric_field(codec, (0.0, 0.0), 1.5), *ends), steps=0)
    assert great_circle(*ends) * 0.999 < rough.length < 1.03 * great_circle(*ends)


def test_where_nothing_bends_it_is_the_straight_line() -> None:
    codec, ends = LinearCodec(), (np.array([-2, 1], np.float32), np.array([3, 2.5], np.float32))
    found = shortest(codec, over_grid(metric_field(codec, (0.0, 0.0), 4.0, 32), *ends))
    assert found.length == pytest.approx(straight(codec, *ends).length, rel=1e-4)
    np.testing.assert_allclose(found.z, straight(codec, *ends).z, atol=1e-2)


def test_ends_beyond_the_grid_are_joined_to_it() -> None:
    codec, ends = LinearCodec(), (np.array([-9, 0], np.float32), np.array([9, 0], np.float32))
    found = shortest(codec, over_grid(metric_field(codec, (0.0, 0.0), 4.0, 16), *ends))
    assert found.length == pytest.approx(18, rel=1e-3)


def test_two_ends_in_one_place_are_no_distance_apart() -> None:
    here = np.array([0.5, 0.5], np.float32)
    found = shortest(LinearCodec(), over_grid(metric_field(LinearCodec(), (0.0, 0.0), 4.0, 16), here, here))
    assert found.length == 0 and len(found.z) == len(found.steps) + 1


@pytest.mark.slow
@pytest.mark.parametrize("name", ["vae-2d", "ae-2d"])
def test_of_shipped_models_it_is_within_two_percent_of_a_fine_solution(name: str) -> None:
    model = open_model(ZOO / name)
    codec, mu, square = model.codec, model.mu, (model.extent.center, model.extent.half_width)
    field, finer = metric_field(codec, *square), metric_field(codec, *square, 192)
    longer = []
    for start, end in zip(mu[:5], mu[100:105], strict=True):
        found = finely(codec, shortest(codec, over_grid(field, start, end)))
        wanted = finely(codec, shortest(codec, over_grid(finer, start, end, 193), 40))
        longer.append(found / wanted - 1)
        assert found < finely(codec, straight(codec, start, end)) * 1.001
    assert np.median(longer) < 0.005 and sorted(longer)[-2] < 0.02 and max(longer) < 0.06


def finely(codec: Codec, path: Path) -> float:
    """The length of a path in a thousand steps."""
    at, knots = np.linspace(0, len(path.z) - 1, 1_025), np.arange(len(path.z))
    fine = np.stack([np.interp(at, knots, path.z[:, axis]) for axis in range(2)], axis=-1).astype(np.float32)
    return shortest(codec, fine, steps=0).length
