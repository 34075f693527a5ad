import numpy as np
import pytest

from latent_explorer.model.statistics.boosted_trees import boost

RNG = np.random.default_rng(0)
INPUTS = RNG.random((600, 4))


def test_learns_what_no_single_input_tells() -> None:
    quarter = (INPUTS[:, 0] > 0.5) ^ (INPUTS[:, 2] > 0.5)
    found = boost(INPUTS[:400], quarter[:400].astype(int), INPUTS[400:])
    assert (found.scores.argmax(axis=1) == quarter[400:]).mean() > 0.95
    assert found.importance[[0, 2]].sum() > 0.9 and found.importance.sum() == pytest.approx(1)


def test_learns_a_bent_dependence_of_many_classes() -> None:
    classes = (np.sin(9 * INPUTS[:, 1]) * 2.49 + 2.5).astype(int)
    found = boost(INPUTS[:400], classes[:400], INPUTS[400:])
    assert (found.scores.argmax(axis=1) == classes[400:]).mean() > 0.85
    assert found.importance[1] > 0.9


def test_noise_is_predicted_no_better_than_by_chance() -> None:
    classes = RNG.integers(3, size=600)
    found = boost(INPUTS[:400], classes[:400], INPUTS[400:])
    assert (found.scores.argmax(axis=1) == classes[400:]).mean() < 0.45
    assert found.importance.max() < 0.5


def test_order_and_scale_of_an_input_are_all_that_counts() -> None:
    classes = (3 * INPUTS[:, 0]).astype(int)
    found, bent = (boost(x[:400], classes[:400], x[400:]) for x in (INPUTS, np.exp(8 * INPUTS)))
    assert np.mean(found.scores.argmax(axis=1) == bent.scores.argmax(axis=1)) > 0.99


def test_one_class_or_one_value_teaches_nothing() -> None:
    assert boost(INPUTS, np.zeros(600, int), INPUTS[:3]).importance.tolist() == [0, 0, 0, 0]
    assert boost(np.ones((600, 4)), np.arange(600) % 2, INPUTS[:3]).importance.tolist() == [0, 0, 0, 0]
