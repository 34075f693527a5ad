"""How far a distance depends on the seed, of models whose maps differ while their images do not."""

from typing import cast

import numpy as np
import pytest

from latent_explorer.model.arrays import Array, Floats
from latent_explorer.model.codec import Code, Codec
from latent_explorer.model.measures.distances import Distances, pair_distances, variation
from tests.model.measures.test_geodesic import Sphere


class OtherMap(Sphere):
    """The same sphere, its first axis drawn out by so much: what it decodes is the same, where it lies is not."""

    def __init__(self, power: float) -> None:
        self.power = power

    def _own(self, z: Array) -> Array:
        lon, lat = z.T
        return np.stack([np.sinh(lon * self.power) / self.power, lat], axis=-1).astype(np.float32)

    def encode(self, images: Array) -> Code:
        """Images are their own longitude and latitude here."""
        lon, lat = images.T
        return np.stack([np.arcsinh(lon * self.power) / self.power, lat], axis=-1).astype(np.float32), None

    def decode(self, z: Array) -> Array:
        return super().decode(self._own(z))

    def jacobian(self, z: Array, directions: Floats | None = None) -> Array:
        chain = np.stack([np.cosh(z[:, 0] * self.power), np.ones(len(z))], axis=-1)  # (n, 2)
        there: Array = Sphere.jacobian(Sphere(), self._own(z)) * chain[:, None].astype(np.float32)
        return there


@pytest.fixture(scope="module")
def of_maps() -> list[Distances]:
    images = np.random.default_rng(3).uniform(-1, 1, (40, 2)).astype(np.float32)
    maps = [cast(Codec, OtherMap(power)) for power in (0.1, 1.5, 4.0)]
    return [pair_distances(codec, images, lambda done, total: None) for codec in maps]


def test_paths_by_the_metric_depend_on_no_map_and_straight_lines_do(of_maps: list[Distances]) -> None:
    found = variation(of_maps)
    assert found["pairs"] == 20
    assert found["geodesic_variation"]["value"] < 0.01 < 0.05 < found["straight_variation"]["value"]
    assert (
        found["straight_variation"]["low"] < found["straight_variation"]["value"] < found["straight_variation"]["high"]
    )


def test_the_unit_of_a_map_is_no_difference() -> None:
    straight = np.tile([1.0, 2.0, 4.0], 4)
    found = variation([Distances(straight * unit, straight) for unit in (1, 10)])
    assert found["straight_variation"]["value"] == pytest.approx(0, abs=1e-12)
    twice = variation([Distances(straight, straight), Distances(straight[::-1], straight)])
    # 3/7 and 12/7 of the mean, or the reverse; the middle pair is as far in both
    relative = np.array([[3 / 7, 12 / 7], [12 / 7, 3 / 7]])
    wanted = 2 / 3 * (relative.std(axis=0, ddof=1) / relative.mean(axis=0)).mean()
    assert twice["straight_variation"]["value"] == pytest.approx(wanted)
    assert twice["geodesic_variation"]["value"] == 0


def test_pairs_are_the_same_for_any_model(of_maps: list[Distances]) -> None:
    images = np.random.default_rng(3).uniform(-1, 1, (40, 2)).astype(np.float32)
    again = pair_distances(cast(Codec, OtherMap(1.5)), images, lambda done, total: None)
    np.testing.assert_array_equal(again.straight, of_maps[1].straight)


def test_pairs_in_one_place_are_left_out_and_nothing_is_said_of_too_few() -> None:
    straight = np.r_[np.zeros(2), np.linspace(1, 2, 10)]
    found = variation([Distances(straight, straight), Distances(straight[::-1].copy(), straight)])
    assert found == {}  # two pairs are in one place in either seed: eight are left
    assert variation([Distances(straight, straight)] * 2)["pairs"] == 10
    assert variation([Distances(np.zeros(20), np.zeros(20))] * 2) == {}  # all has collapsed
    assert variation([Distances(np.ones(20), np.ones(20))]) == {}  # of one seed nothing can be said
