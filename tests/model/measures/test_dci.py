import numpy as np
import pytest

from latent_explorer.model.measures.dci import Prediction, predict_factors
from tests.helpers.known_codes import HALF, known_codes

# disent 0.9.3, with scikit-learn 1.9.1; see tests/helpers/known_codes.py.
IMPORTANCE_OF_DISENT = [
    [0.9922, 0.0479, 0.0782, 0.0231],
    [0.0013, 0.7317, 0.0549, 0.0268],
    [0.0015, 0.0473, 0.5089, 0.1092],
    [0.0026, 0.0583, 0.22, 0.2335],
    [0.0019, 0.0513, 0.0785, 0.5734],
    [0.0005, 0.0635, 0.0595, 0.0339],
]
DISENTANGLEMENT, COMPLETENESS, RIGHT = 0.5480665247693114, 0.487717109767106, 0.63825


@pytest.fixture(scope="module")
def predicted() -> Prediction:
    mu, _, classes = known_codes()
    return predict_factors(mu[:HALF], classes[:HALF], mu[HALF:], classes[HALF:])


def test_is_near_that_of_disent(predicted: Prediction) -> None:
    np.testing.assert_allclose(predicted.importance, IMPORTANCE_OF_DISENT, atol=0.008)
    assert predicted.disentanglement() == pytest.approx(DISENTANGLEMENT, abs=0.005)
    assert predicted.completeness() == pytest.approx(COMPLETENESS, abs=0.005)
    assert predicted.right.mean() == pytest.approx(RIGHT, abs=0.005)


def test_same_importance_gives_the_same_scores_as_disent() -> None:
    given = Prediction(np.array(IMPORTANCE_OF_DISENT), np.ones((1, 4), np.bool_))
    assert given.disentanglement() == pytest.approx(DISENTANGLEMENT, abs=2e-4)  # their importance is rounded
    assert given.completeness() == pytest.approx(COMPLETENESS, abs=2e-4)


def test_one_axis_for_each_factor_is_perfect_and_all_for_all_is_nothing() -> None:
    perfect, mixed = (Prediction(i, np.ones((1, 2), np.bool_)) for i in (np.eye(2), np.full((2, 2), 0.5)))
    assert (perfect.disentanglement(), perfect.completeness()) == (1, 1)
    assert (mixed.disentanglement(), mixed.completeness()) == pytest.approx((0, 0))


def test_two_axes_for_one_factor_are_disentangled_but_not_complete() -> None:
    split = Prediction(np.array([[1, 0], [0, 0.5], [0, 0.5]]), np.ones((1, 2), np.bool_))
    assert split.disentanglement() == pytest.approx(1)
    assert split.completeness_of_factors() == pytest.approx([1, 1 - np.log(2) / np.log(3)])


def test_an_axis_that_matters_for_nothing_counts_for_nothing() -> None:
    unused = Prediction(np.array([[1.0, 0], [0, 1], [0, 0]]), np.ones((1, 2), np.bool_))
    assert unused.disentanglement() == 1
    assert unused.disentanglement_of_axes().tolist() == [1, 1, 0]
