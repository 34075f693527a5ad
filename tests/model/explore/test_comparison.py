import numpy as np
import pytest

from latent_explorer.model.codec import JudgeCodec, to_bytes
from latent_explorer.model.config import MNIST
from latent_explorer.model.explore.comparison import CHANGED, compare
from latent_explorer.model.registry import Model
from tests.helpers.stand_ins import LinearCodec, SignJudge

Z = np.array([[0, 0], [3, 4], [3, 0]], np.float32)


def test_distances_are_those_of_a_decoder_that_keeps_them() -> None:
    found = compare(LinearCodec(), SignJudge(), Z)
    np.testing.assert_allclose(found.change * 784, [0, 25, 9], rtol=1e-4, atol=1e-6)
    np.testing.assert_allclose(found.step, [0, 5, 4], rtol=1e-4, atol=1e-6)


def test_labels_and_features_are_the_judges_own(vae: Model, judge: JudgeCodec) -> None:
    z = vae.mu[:20]
    found = compare(vae.codec, judge, z)
    assert found.confidence is not None and found.feature is not None
    images = vae.codec.decode(z)
    probabilities = judge.probabilities(images)
    np.testing.assert_array_equal(found.label, probabilities.argmax(1))
    np.testing.assert_allclose(found.confidence, probabilities.max(1), rtol=1e-5)
    np.testing.assert_array_equal(found.images, to_bytes(images, MNIST))
    features = judge.read(images)[1]
    np.testing.assert_allclose(found.feature, np.linalg.norm(features - features[0], axis=1), rtol=1e-4)
    np.testing.assert_allclose(found.changed, (np.abs(images - images[0]) > CHANGED).mean(1), atol=1e-6)


def test_the_first_differs_from_itself_in_nothing(vae: Model, judge: JudgeCodec) -> None:
    found = compare(vae.codec, judge, vae.mu[:3])
    assert found.feature is not None
    assert found.change[0] == found.changed[0] == found.feature[0] == found.step[0] == 0
    assert found.figures.shape == (3, 6) and found.figures.dtype == np.float32
    assert found.figures[:, 5] == pytest.approx(found.step)


def test_without_a_judge_all_else_is_told(vae: Model, judge: JudgeCodec) -> None:
    told, found = compare(vae.codec, judge, vae.mu[:4]), compare(vae.codec, None, vae.mu[:4])
    assert (found.label, found.confidence, found.feature) == (None, None, None)
    assert np.isnan(found.figures[:, [0, 1, 4]]).all()
    np.testing.assert_array_equal(found.figures[:, [2, 3, 5]], told.figures[:, [2, 3, 5]])
