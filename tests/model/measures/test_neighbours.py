import numpy as np
import pytest

from latent_explorer.model.measures.neighbours import intrusion, knn_right, neighbours, ranks

RNG = np.random.default_rng(0)
IMAGES = RNG.standard_normal((300, 8)).astype(np.float32)
LABELS = (IMAGES[:, 0] > 0).astype(np.uint8)


@pytest.mark.usefixtures("quick")
def test_codes_that_keep_order_are_trusted_and_scrambled_ones_are_not() -> None:
    kept = neighbours(IMAGES, IMAGES * IMAGES.std(axis=0) ** -1, LABELS, IMAGES, LABELS, seed=0)
    lost = neighbours(RNG.permutation(IMAGES), IMAGES, LABELS, RNG.permutation(IMAGES), LABELS, seed=0)
    for figure in ("trustworthiness", "continuity"):
        assert kept[figure]["value"] == 1  # type: ignore[index]
        assert lost[figure]["value"] == pytest.approx(0.5, abs=0.06)  # type: ignore[index]
    assert kept["knn_accuracy"]["value"] > 0.8 > 0.65 > lost["knn_accuracy"]["value"]  # type: ignore[index]


def test_ranks_count_from_the_nearest() -> None:
    line = np.array([[0.0], [1.0], [3.0]], np.float32)
    assert ranks(line).tolist() == [[0, 1, 2], [1, 0, 2], [2, 1, 0]]


def test_trustworthiness_by_hand() -> None:
    """Four points on a line; the code of the last has moved beside the first. k = 1, penalties from the definition."""
    true, shown = ranks(np.array([[0.0], [1], [2], [4]])), ranks(np.array([[0.0], [1], [2], [-0.5]]))
    penalty = np.array([3 - 1, 0, 0, 3 - 1])
    np.testing.assert_allclose(intrusion(shown, true, k=1), 1 - 2 * penalty / (2 * 4 - 3 - 1))


def test_knn_asks_for_the_majority_of_ten() -> None:
    training = np.concatenate([np.zeros((6, 2)), np.full((4, 2), 0.1), np.full((20, 2), 9.0)]).astype(np.float32)
    of_training = np.array([7] * 6 + [1] * 4 + [3] * 20, np.uint8)
    right = knn_right(np.array([[0.1, 0.1], [9, 9]], np.float32), np.array([7, 3], np.uint8), training, of_training)
    assert right.all()
