import numpy as np

from model.codec import Array
from model.registry import Model
from model.walk import evenly
from tests.stand_ins import LinearCodec


class Cubic(LinearCodec):
    """Slow near the origin, fast far from it."""

    def decode(self, z: Array) -> Array:
        return super().decode(z**3)


LINE = np.linspace([0, 0], [2, 0], 33).astype(np.float32)


def test_an_even_decoder_keeps_a_straight_line_as_it_is() -> None:
    np.testing.assert_allclose(evenly(LinearCodec(), LINE), LINE, atol=1e-5)


def test_steps_become_equal_where_they_were_not() -> None:
    found = evenly(Cubic(), LINE)
    np.testing.assert_allclose(found[:, 0] ** 3, np.linspace(0, 8, 33), atol=0.01)
    np.testing.assert_array_equal(found[[0, -1]], LINE[[0, -1]])


def test_a_walk_between_digits_becomes_smoother(vae: Model) -> None:
    path = np.linspace(vae.mu[0], vae.mu[1], 33).astype(np.float32)

    def roughness(walk: Array) -> float:
        steps = np.linalg.norm(np.diff(vae.codec.decode(walk), axis=0), axis=1)
        return float(steps.max() / steps.mean())

    assert roughness(evenly(vae.codec, path)) < 0.7 * roughness(path)


def test_where_no_image_changes_the_path_stays_as_it_is() -> None:
    class Blank(LinearCodec):
        def decode(self, z: Array) -> Array:
            return super().decode(0 * z)

    np.testing.assert_array_equal(evenly(Blank(), LINE), LINE)


def test_a_path_that_stands_still_stays() -> None:
    still = np.ones((5, 2), np.float32)
    np.testing.assert_array_equal(evenly(LinearCodec(), still), still)
    np.testing.assert_array_equal(evenly(LinearCodec(), still[:1]), still[:1])
