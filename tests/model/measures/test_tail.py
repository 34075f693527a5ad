import numpy as np
import pytest

from latent_explorer.model.arrays import Array
from latent_explorer.model.measures.tail import step_lengths, tail
from tests.helpers.stand_ins import LinearCodec

pytestmark = pytest.mark.usefixtures("quick")
CLOUD = np.random.default_rng(1).standard_normal((400, 2)).astype(np.float32)


class Cliff(LinearCodec):
    """Even everywhere, but for a jump of 5 where the first axis changes its sign."""

    def decode(self, z: Array) -> Array:
        return super().decode(z + 5 * (z[:, :1] > 0).astype(np.float32))


def test_an_even_decoder_has_no_tail() -> None:
    found = tail(LinearCodec(), CLOUD / CLOUD.std(axis=0), seed=0)
    assert found["local"]["value"] == pytest.approx(1, abs=1e-3)
    assert found["close"]["value"] == pytest.approx(1, abs=1e-2)
    assert found["lines"]["value"] == pytest.approx(1, abs=1e-2)


def test_a_cliff_is_found_on_short_paths_and_on_lines() -> None:
    found = tail(Cliff(), CLOUD, seed=0)
    assert found["local"]["value"] > 20 and found["lines"]["value"] > 5


def test_step_lengths_add_up_to_a_straight_line() -> None:
    start, end = np.zeros((1, 2), np.float32), np.array([[3, 4]], np.float32)
    steps = step_lengths(LinearCodec(), start, end, 10)
    assert steps.shape == (1, 10)
    np.testing.assert_allclose(steps, 0.5, rtol=1e-3)
