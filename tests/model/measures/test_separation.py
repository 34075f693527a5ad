import numpy as np

from latent_explorer.model.datasets.factors import FactorKind
from latent_explorer.model.measures.separation import Separation, classified, squared_correlation
from tests.helpers.known_codes import HALF, known_codes

# disent 0.9.3, with scikit-learn 1.9.1, on axes brought to mean 0 and variance 1; see tests/helpers/known_codes.py.
RIGHT_OF_DISENT = [
    [0.918, 0.101, 0.1, 0.108],
    [0.328, 0.205, 0.088, 0.096],
    [0.34, 0.114, 0.241, 0.131],
    [0.33, 0.111, 0.194, 0.179],
    [0.333, 0.111, 0.091, 0.212],
    [0.334, 0.098, 0.089, 0.085],
]
SQUARED_OF_DISENT = [
    [0.839241, 0.001896, 0.000215, 0.0],
    [0.000676, 0.820475, 0.001498, 0.000502],
    [5.7e-05, 0.001061, 0.81185, 0.081393],
    [4.7e-05, 0.001583, 0.420774, 0.399521],
    [1.4e-05, 0.001222, 0.000614, 1.1e-05],
    [0.000827, 0.001409, 0.000292, 3.7e-05],
]


def test_classes_are_predicted_as_well_as_by_disent() -> None:
    mu, values, classes = known_codes()
    found = Separation.of(mu, values, classes, ["class"] * 4).scores(np.arange(HALF))
    np.testing.assert_allclose(found, RIGHT_OF_DISENT, atol=1 / HALF)  # at most one image on the other side of a line


def test_the_unit_of_an_axis_and_where_it_starts_change_nothing() -> None:
    mu, values, classes = known_codes()
    moved = mu * [1e-3, 1, 10, 100, 1e6, 3] + [0, 1e4, -2, 5, 1e6, 0]
    kinds: list[FactorKind] = ["class", "linear", "circular", "class"]
    every = np.arange(HALF)
    one, other = (Separation.of(codes, values, classes, kinds).scores(every) for codes in (mu, moved))
    np.testing.assert_allclose(one, other, atol=1 / HALF)


def test_squared_correlations_are_those_of_disent() -> None:
    mu, values, _ = known_codes()
    np.testing.assert_allclose(squared_correlation(mu, values), SQUARED_OF_DISENT, atol=1e-6)


def test_a_factor_is_scored_by_its_kind_over_held_out_codes_only() -> None:
    mu, values, classes = known_codes()
    separation = Separation.of(mu, values, classes, ["class", "linear", "linear", "circular"])
    scores = separation.scores(np.arange(HALF))
    np.testing.assert_allclose(scores[:, 1:3], squared_correlation(mu[HALF:], values[HALF:])[:, 1:3], atol=1e-12)
    np.testing.assert_allclose(scores[:, [0, 3]], np.array(RIGHT_OF_DISENT)[:, [0, 3]], atol=1 / HALF)
    one = separation.scores(np.array([0, 0]))
    np.testing.assert_array_equal(one[:, 0], separation.right[0, :, 0])


def test_a_constant_axis_or_factor_has_no_correlation() -> None:
    changing = np.arange(5.0)
    both = np.column_stack([changing, np.ones(5)])
    np.testing.assert_allclose(squared_correlation(both, both), [[1, 0], [0, 0]], atol=1e-12)


def test_an_axis_without_scale_predicts_the_commonest_class() -> None:
    classes = np.array([0] * 20 + [1] * 60 + [2] * 20)
    assert set(classified(np.zeros(100), classes, np.zeros(3))) <= {0, 1, 2}
    assert classified(np.repeat([-3.0, 0, 3], [20, 60, 20]) * 10, classes, np.array([-30.0, 30])).tolist() == [0, 2]
