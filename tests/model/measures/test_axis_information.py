import numpy as np
import pytest
from scipy.stats import norm

from latent_explorer.model.arrays import Doubles, Floats, Labels
from latent_explorer.model.measures.axis_information import JointCounts, binned_codes, entropy, gaps, held
from tests.helpers.known_codes import known_codes

MIG_OF_DISENT = 0.5345576528242075  # disent 0.9.3; see tests/helpers/known_codes.py


def shares(mu: Floats, classes: Labels) -> Doubles:
    return held(JointCounts(binned_codes(mu), classes).of(np.arange(len(mu))))


def test_mig_is_that_of_disent() -> None:
    mu, _, classes = known_codes()
    assert gaps(shares(mu, classes)).mean() == pytest.approx(MIG_OF_DISENT, abs=1e-12)


def test_an_axis_that_is_a_factor_holds_it_whole_and_nothing_of_another() -> None:
    classes = np.stack(np.meshgrid(np.arange(10), np.arange(3)), axis=-1).reshape(-1, 2)  # each pair once
    np.testing.assert_allclose(shares(-2.5 * classes[:, ::-1], classes), np.eye(2)[::-1], atol=1e-12)


def test_normally_distributed_codes_do_not_reach_1_though_they_tell_all() -> None:
    even = np.random.default_rng(0).random((4_000, 2))
    classes = (10 * even).astype(np.intp)
    np.testing.assert_allclose(gaps(shares(norm.ppf(even), classes)), 0.77, atol=0.08)
    assert gaps(shares(even, classes)).min() > 0.98


def test_turning_the_plane_of_two_axes_closes_their_gap() -> None:
    classes = np.stack(np.meshgrid(np.arange(10), np.arange(10)), axis=-1).reshape(-1, 2)
    turned = classes @ np.array([[1, 1], [1, -1]]) / 2**0.5
    assert gaps(shares(classes * 1.0, classes)).min() == pytest.approx(1)
    assert gaps(shares(turned, classes)).max() < 0.01


def test_an_axis_or_a_factor_that_never_changes_holds_nothing() -> None:
    mu, _, classes = known_codes()
    found = shares(
        np.column_stack([mu[:, 0], np.ones(len(mu))]), np.column_stack([classes[:, 0], np.ones_like(classes[:, 0])])
    )
    assert found[0, 0] > 0.5 and found[1].max() == found[:, 1].max() == 0


def test_counts_follow_the_rows_that_are_asked_for() -> None:
    counts = JointCounts(np.array([[0], [1], [1]]), np.array([[0], [0], [1]]))
    assert counts.of(np.array([1, 1, 2]))[0, 0].tolist() == [[0, 0], [2, 1]]


def test_bins_are_of_equal_width_and_hold_both_ends() -> None:
    assert binned_codes(np.array([[0.0], [0.24], [0.25], [1]]), bins=4)[:, 0].tolist() == [0, 0, 1, 3]


def test_entropy_of_equal_shares_is_the_logarithm_of_their_number() -> None:
    np.testing.assert_allclose(entropy(np.array([[5, 5, 5, 0], [7, 0, 0, 0]])), [np.log(3), 0])
