"""Planes of latent space: places on them are the codes that they say."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from latent_explorer.model.arrays import Doubles
from latent_explorer.model.explore.plane import along_axes, on_plane, plane_of

Z = np.array([0.3, -1.2, 0.7, 0.1], np.float32)


def slanted(seed: int, dims: int) -> Doubles:
    found: Doubles = np.linalg.qr(np.random.default_rng(seed).standard_normal((dims, 2)))[0].T
    return found


@given(st.integers(0, 99), st.integers(2, 256))
def test_a_code_lies_at_its_place_and_what_is_beside_the_plane_stays(seed: int, dims: int) -> None:
    along = slanted(seed, dims)
    through = np.random.default_rng(seed + 1).standard_normal(dims)
    points = np.array([[0.4, -0.9], [3.0, 2.0]])
    z = on_plane(points, through, along)
    np.testing.assert_allclose(z @ along.T, points, atol=1e-5)
    beside = z - (z @ along.T) @ along
    np.testing.assert_allclose(beside, [through - (along @ through) @ along] * 2, atol=1e-5)


def test_along_axes_a_place_is_two_coordinates_to_the_last_bit() -> None:
    places = np.array([[1 / 3, 0.1 + 0.2]])
    assert on_plane(places, Z, along_axes((3, 1), 4)).tolist() == [
        [Z[0], np.float32(0.1 + 0.2), Z[2], np.float32(1 / 3)]
    ]


@pytest.mark.parametrize("directions", [slanted(0, 4), along_axes((2, 3), 4), along_axes((3, 1), 4)])
def test_the_map_of_a_plane_holds_all_codes(directions: Doubles) -> None:
    mu = np.random.default_rng(2).standard_normal((200, 4)).astype(np.float32) * [5, 3, 0.1, 0]
    plane = plane_of(mu.astype(np.float32), directions)
    away = np.abs(mu @ directions.T - plane.extent.center)
    assert (away <= plane.extent.half_width).all() and away.max() > 0.9 * plane.extent.half_width
    assert (plane.sd > 0).all()


def test_codes_in_one_place_have_a_map_three_steps_around_them() -> None:
    plane = plane_of(np.full((9, 3), 5, np.float32), along_axes((0, 1), 3))
    assert plane.extent.half_width == pytest.approx(3.18) and plane.sd.tolist() == [1, 1]
