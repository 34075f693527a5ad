import numpy as np

from latent_explorer.model.arrays import Array
from latent_explorer.model.codec import JudgeCodec
from latent_explorer.model.explore.comparison import compare
from latent_explorer.model.explore.walk import trace, walk
from latent_explorer.model.registry import Model
from tests.helpers.stand_ins import LinearCodec, SignJudge


class Cubic(LinearCodec):
    """Slow near the origin, fast far from it."""

    def decode(self, z: Array) -> Array:
        return super().decode(z**3)


class Turning(LinearCodec):
    """Decodes the first axis to a circle of radius 1, an angle of 2π an unit: between whole numbers nothing changes."""

    def decode(self, z: Array) -> Array:
        angle = 2 * np.pi * z[:, 0]
        return super().decode(np.stack([np.cos(angle), np.sin(angle)], axis=1).astype(np.float32))


LINE = np.linspace([0, 0], [2, 0], 33).astype(np.float32)


def test_an_even_decoder_keeps_a_straight_line_as_it_is() -> None:
    np.testing.assert_allclose(trace(LinearCodec(), LINE).evenly(), LINE, atol=1e-5)


def test_steps_become_equal_where_they_were_not() -> None:
    found = trace(Cubic(), LINE).evenly()
    np.testing.assert_allclose(found[:, 0] ** 3, np.linspace(0, 8, 33), atol=0.01)
    np.testing.assert_array_equal(found[[0, -1]], LINE[[0, -1]])


def test_between_digits_all_steps_are_nearly_equal_even_in_the_autoencoder(ae: Model, vae: Model) -> None:
    def unevenness(model: Model, a: int, b: int) -> float:
        even = trace(model.codec, np.linspace(model.mu[a], model.mu[b], 33).astype(np.float32)).evenly()
        steps = np.linalg.norm(np.diff(model.codec.decode(even), axis=0), axis=1)
        return float(steps.max() / steps.mean())

    found = [unevenness(model, a, a + 1) for model in (ae, vae) for a in range(0, 40, 2)]
    assert max(found) < 1.2
    assert np.median(found) < 1.05


def test_a_curves_length_is_that_between_its_codes_too() -> None:
    codes = np.array([[0, 0], [0.5, 0]], np.float32)  # half a turn
    many = np.linspace(codes[0], codes[-1], 33).astype(np.float32)
    np.testing.assert_allclose(trace(Turning(), many).length[-1], np.pi, rtol=1e-3)
    assert trace(Turning(), codes).length[-1] > np.linalg.norm(np.diff(Turning().decode(codes), axis=0))


def test_the_length_is_the_same_at_either_pace(ae: Model, judge: JudgeCodec) -> None:
    line = np.linspace(ae.mu[0], ae.mu[7], 33).astype(np.float32)
    dense = np.linspace(ae.mu[0], ae.mu[7], 3001).astype(np.float32)
    true = np.linalg.norm(np.diff(ae.codec.decode(dense), axis=0), axis=1).sum()
    given, even = (walk(ae.codec, judge, line, even=pace) for pace in (False, True))
    assert given.length == even.length
    np.testing.assert_allclose(given.length, true, rtol=0.03)
    np.testing.assert_array_equal(given.z, line)
    assert even.step.max() < given.step.max()


def test_what_is_compared_without_a_walk_is_as_long_as_its_steps() -> None:
    found = compare(LinearCodec(), SignJudge(), LINE)
    np.testing.assert_allclose(found.length, 2, rtol=1e-4)


def test_where_no_image_changes_the_path_stays_as_it_is() -> None:
    class Blank(LinearCodec):
        def decode(self, z: Array) -> Array:
            return super().decode(0 * z)

    np.testing.assert_array_equal(trace(Blank(), LINE).evenly(), LINE)


def test_a_path_that_stands_still_stays() -> None:
    still = np.ones((5, 2), np.float32)
    np.testing.assert_array_equal(trace(LinearCodec(), still).evenly(), still)
    np.testing.assert_array_equal(trace(LinearCodec(), still[:1]).evenly(), still[:1])
