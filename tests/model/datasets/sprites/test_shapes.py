from itertools import product

import numpy as np
import pytest

from latent_explorer.model.arrays import Doubles
from latent_explorer.model.datasets.sprites.shapes import ALL, ARROW, HEART, L, Shape, coverage

SIDE, MIDDLE = 32, 15.5
ANGLES = np.linspace(0, 2 * np.pi, 72, endpoint=False)


def turned(shape: Shape, angles: Doubles, size: float = 7.0) -> Doubles:
    same = np.ones_like(angles)
    return coverage(shape, SIDE, size * same, angles, MIDDLE * same, MIDDLE * same)


@pytest.mark.parametrize("shape", ALL)
def test_area_and_centre_are_what_they_are_said_to_be(shape: Shape) -> None:
    size, x, y, angle = (np.array(each) for each in zip(*product((5, 9), (11, 20.3), (12.5, 19), ANGLES), strict=True))
    covered = coverage(shape, SIDE, size, angle, x, y)
    area, pixel = covered.sum(axis=(1, 2)), np.arange(SIDE)
    np.testing.assert_allclose(area, size**2, rtol=0.05)
    np.testing.assert_allclose(covered.sum(axis=1) @ pixel / area, x, atol=0.13)
    np.testing.assert_allclose(covered.sum(axis=2) @ pixel / area, y, atol=0.13)


@pytest.mark.parametrize("shape", ALL)
def test_each_angle_looks_unlike_all_others(shape: Shape) -> None:
    images = turned(shape, ANGLES, size=5.0).reshape(len(ANGLES), -1)
    change = np.linalg.norm(images[:, None] - images, axis=2)  # (72, 72)
    steps = np.abs(np.arange(72)[:, None] - np.arange(72))
    apart = np.minimum(steps, 72 - steps) >= 4  # 20 degrees or more
    assert change[apart].min() > 0.9  # as if a whole pixel had changed


@pytest.mark.parametrize("shape", ALL)
def test_a_quarter_turn_is_counterclockwise(shape: Shape) -> None:
    upright, quarter = turned(shape, np.array([0, np.pi / 2]))
    np.testing.assert_allclose(quarter, np.rot90(upright), atol=1e-9)


def test_upright_arrow_points_up_heart_down_and_l_reads() -> None:
    arrow, heart, letter = (turned(shape, np.zeros(1))[0] for shape in (ARROW, HEART, L))
    for image in (arrow, heart):
        np.testing.assert_allclose(image, image[:, ::-1], atol=1e-9)
    first, last = (np.flatnonzero(image.sum(axis=1) > 0.3)[[0, -1]] for image in (arrow, heart))
    assert arrow[first[0]].sum() < arrow[first[1]].sum() and heart[last[0]].sum() > heart[last[1]].sum()
    assert letter[:15, :15].sum() > 8 > 1 > letter[:13, 17:].sum()


@pytest.mark.parametrize("shape", ALL)
def test_edges_are_as_smooth_as_if_drawn_eight_times_finer(shape: Shape) -> None:
    fine, angle = 8, np.array([0.4])
    scaled = coverage(shape, SIDE * fine, angle * 0 + 7 * fine, angle, *[angle * 0 + (MIDDLE + 0.5) * fine - 0.5] * 2)
    averaged = (scaled > 0.5).reshape(SIDE, fine, SIDE, fine).mean(axis=(1, 3))
    drawn = turned(shape, angle)[0]
    assert np.abs(drawn - averaged).mean() < 0.004 and np.abs(drawn - averaged).max() < 0.3
    assert ((drawn > 0.1) & (drawn < 0.9)).sum() > 15  # greys, along the edges


def test_distance_is_in_units_of_a_square_of_the_same_area() -> None:
    tip = 1 / np.sqrt(ARROW.area)
    along = np.array([0, tip / 2, tip, tip + 3])
    found = ARROW.distance((np.zeros(4), along))
    assert found[0] < 0 and found[1] < 0 and found[2] == pytest.approx(0) and found[3] > 1
