"""An image that is turned or mirrored is noticed where the judge reads it better the other way round."""

import numpy as np
import pytest
from numpy.typing import NDArray

from latent_explorer.app.inference.upright import WAYS, Upright, upright
from latent_explorer.model.codec import JudgeCodec
from latent_explorer.model.datasets.sample import load_sample, sample_pixels
from latent_explorer.model.registry import ZOO
from latent_explorer.model.statistics.percentiles import percentile
from latent_explorer.model.store.checkpoint import load

Array = NDArray[np.float32]


@pytest.fixture(scope="module")
def judge() -> JudgeCodec:
    return JudgeCodec(load(ZOO / "judge"))


def found(judge: JudgeCodec, images: Array) -> list[Upright | None]:
    """What is proposed for images (n, 28, 28)."""
    flat = np.ascontiguousarray(images).reshape(-1, 784)
    away = judge.distance(flat, judge.read(flat)[1])
    return [
        upright(judge, image, percentile(float(one), judge.usual_distances))
        for image, one in zip(flat, away, strict=True)
    ]


def test_hardly_any_digit_is_called_turned(judge: JudgeCodec) -> None:
    proposed = found(judge, sample_pixels().reshape(-1, 28, 28))
    assert np.mean([one is not None for one in proposed]) < 0.012


@pytest.mark.parametrize(("turn", "mirror"), WAYS)
def test_most_that_are_turned_or_mirrored_are_and_rightly(turn: int, mirror: bool, judge: JudgeCodec) -> None:
    labels, images = load_sample().known_labels[:150], sample_pixels()[:150].reshape(-1, 28, 28)
    lying = np.rot90(images, turn, (1, 2))[:, :, ::-1] if mirror else np.rot90(images, turn, (1, 2))
    proposed = found(judge, lying)
    told = [(one, label) for one, label in zip(proposed, labels, strict=True) if one]
    assert len(told) > 0.35 * len(images)
    # An 8 or a 0 may as well be mirrored once more, and a turned 6 be a 9.
    assert np.mean([one.label == label for one, label in told]) > 0.8
