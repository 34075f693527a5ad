import math

import numpy as np
import pytest

from latent_explorer.model.arrays import Array
from latent_explorer.model.measures.holes import holes, label_entropy, sure_of_prior
from tests.helpers.stand_ins import LinearCodec, SignJudge

pytestmark = pytest.mark.usefixtures("quick")
NORMAL = np.random.default_rng(2).standard_normal((20_000, 2)).astype(np.float32)


class HalfSure(SignJudge):
    """Just sure of half of all draws."""

    def probabilities(self, images: Array) -> Array:
        sure = np.where(images[:, 0] > 0.5, 0.91, 0.89).astype(np.float32)
        return np.stack([sure, 1 - sure], axis=1)


def test_share_of_sure_draws() -> None:
    found = holes(LinearCodec(), HalfSure(), NORMAL, NORMAL, seed=0)
    assert found["standard"]["judge_sure"]["value"] == pytest.approx(0.5, abs=0.1)
    assert found["standard"]["confidence"]["value"] == pytest.approx(0.9, abs=0.01)


def test_share_of_sure_draws_of_the_prior_alone() -> None:
    assert sure_of_prior(LinearCodec(), HalfSure(), 1000, seed=0)["value"] == pytest.approx(0.5, abs=0.1)


def test_a_cloud_like_the_prior_has_few_holes_and_a_ring_has_many() -> None:
    ring = NORMAL / np.linalg.norm(NORMAL, axis=1, keepdims=True)
    dense, hollow = (
        holes(LinearCodec(), SignJudge(), c, c, seed=0)["standard"]["far"]["value"] for c in (NORMAL, ring)
    )
    assert dense < 0.1 < 0.6 < hollow


def test_fitted_draws_follow_a_cloud_that_lies_elsewhere() -> None:
    away = NORMAL * np.float32(3) + np.float32(40)
    found = holes(LinearCodec(), SignJudge(), away, away, seed=0)
    assert found["standard"]["far"]["value"] == 1
    assert found["fitted"]["far"]["value"] < 0.1


def test_label_entropy() -> None:
    assert label_entropy(np.zeros(50, np.intp)) == 0
    assert label_entropy(np.arange(10, dtype=np.intp)) == pytest.approx(math.log(10))
