import numpy as np
import pytest

from latent_explorer.model.arrays import Array
from latent_explorer.model.codec import JudgeCodec
from latent_explorer.model.explore.neighbour_similarity import ALIKE, STEPS, neighbour_similarity
from latent_explorer.model.registry import Model
from tests.helpers.stand_ins import LinearCodec, SignJudge

GRADIENT = LinearCodec().frame[:, 0]
AWAY: Array = 5 * GRADIENT / np.linalg.norm(GRADIENT)  # far from the border between SignJudge's two labels


class Bold(LinearCodec):
    """Changes by 4 along a unit: a step of s changes an image by 16·s²/784 a pixel."""

    def decode(self, z: Array) -> Array:
        return super().decode(4 * z)


def test_the_longest_step_that_changes_little_is_found() -> None:
    found = neighbour_similarity(Bold(), SignJudge(), AWAY, np.ones(2, np.float32))
    np.testing.assert_allclose(found.change, 16 * STEPS**2 / 784, rtol=1e-2)
    assert found.alike == pytest.approx((ALIKE * 784 / 16) ** 0.5, rel=1e-2)


def test_steps_are_in_units_of_each_axis() -> None:
    found = neighbour_similarity(Bold(), SignJudge(), AWAY, np.array([0.25, 0.25], np.float32))
    assert found.alike == 2.0


def test_where_the_judge_reads_two_labels_nothing_is_alike() -> None:
    class Divided(SignJudge):
        def read(self, images: Array) -> tuple[Array, Array]:
            labels = np.arange(len(images)) % 2
            return np.eye(10, dtype=np.float32)[labels], images

    found = neighbour_similarity(LinearCodec(), Divided(), AWAY, np.ones(2, np.float32))
    assert found.alike is None and (found.kept < 1).all()


@pytest.mark.parametrize("index", [0, 5])
def test_of_a_real_model_neighbours_become_alike_close_up(index: int, vae: Model, judge: JudgeCodec) -> None:
    found = neighbour_similarity(vae.codec, judge, vae.mu[index], vae.sd)
    assert found.alike is not None and found.alike < 1
    below = found.steps <= found.alike
    assert (found.kept[below] == 1).all() and (found.change[below] < ALIKE).all()
    one_longer = np.flatnonzero(below)[0] - 1
    assert found.kept[one_longer] < 1 or found.change[one_longer] >= ALIKE


def test_other_dimensions_stay_as_they_are() -> None:
    z = np.array([1, 2, 7], np.float32)
    found = neighbour_similarity(LinearCodec(3), SignJudge(), z, np.array([1, 1, 100], np.float32))
    np.testing.assert_allclose(found.change, STEPS**2 / 784, rtol=2e-2)


def test_it_moves_no_more_than_the_images_do(ae: Model, judge: JudgeCodec) -> None:
    places = np.linspace(ae.mu[0], ae.mu[0] + 0.01 * ae.sd, 30).astype(np.float32)
    found = np.array([neighbour_similarity(ae.codec, judge, z, ae.sd).alike for z in places], float)
    assert len(np.unique(found)) > 10, "no power of two"
    assert (np.abs(np.diff(np.log(found))) < 0.2).all()


def test_neighbours_are_on_the_plane_that_is_named() -> None:
    z = np.array([1, 2, 7], np.float32)
    along = np.array([[0, 0, 1.0], [0.6, 0.8, 0]])
    found = neighbour_similarity(LinearCodec(3), SignJudge(), z, np.array([2.0, 1.0]), along)
    np.testing.assert_allclose(found.change, 4 * STEPS**2 / 784, rtol=2e-2)
