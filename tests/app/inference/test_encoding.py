import numpy as np
import pytest

from latent_explorer.app.inference.encoding import Judged, image_facts, loss_percentile, model_facts, oddities
from latent_explorer.app.schemas.digits import PercentilesOut
from latent_explorer.model.codec import JudgeCodec
from latent_explorer.model.datasets.image_data import ImageData
from latent_explorer.model.datasets.sample import mnist_sample
from latent_explorer.model.registry import LoadedSet, Model


def judged(percentile: float, *probabilities: float) -> Judged:
    others = (1 - sum(probabilities)) / (10 - len(probabilities))
    return Judged(np.array([*probabilities, *[others] * (10 - len(probabilities))], np.float32), 5.0, percentile)


@pytest.mark.parametrize(
    ("error", "seen", "said"),
    [
        (50, judged(50, 0.9), []),
        (99.4, judged(98.9, 0.9), []),
        (99.5, judged(50, 0.9), ["unlike_digits"]),
        (50, judged(99, 0.9), ["unlike_digits"]),
        (50, judged(50, 0.45), ["unsure"]),
        (50, judged(50, 0.55, 0.4), ["unsure"]),
        (50, judged(50, 0.6, 0.35), []),
        (99.9, judged(50, 0.3), ["unlike_digits"]),  # what a judge makes of no digit means little
        (50, None, []),
        (99.5, None, ["unlike_digits"]),
    ],
)
def test_one_warning_at_most(error: float, seen: Judged | None, said: list[str]) -> None:
    assert oddities(error, seen) == said


@pytest.mark.parametrize(
    ("ranks", "seen", "said"),
    [
        (
            {"negative_elbo": 100.0},
            None,
            ["unlike_digits"],
        ),  # well rebuilt for its ink, and yet far less likely than any
        ({"negative_elbo": 99.4}, None, []),
        ({"negative_elbo": 100.0}, judged(50, 0.9), []),
        ({"reconstruction": 99.5}, None, ["unlike_digits"]),  # an autoencoder has no ELBO
        ({}, None, []),  # of a model without a likelihood
    ],
)
def test_without_a_judge_its_loss_tells_too(ranks: dict[str, float], seen: Judged | None, said: list[str]) -> None:
    none = dict.fromkeys(("reconstruction", "kl", "negative_elbo"))
    loss = loss_percentile(PercentilesOut(**none | {"relative_error": 7.9} | ranks))
    assert oddities(7.9, seen, loss) == said


def test_without_a_judge_the_nearest_digits_are_told_all_the_same(sample: ImageData) -> None:
    (found,) = image_facts(LoadedSet(mnist_sample()), sample.pixels()[:1])
    assert found.judged is None and found.nearest[0] == 0


def test_each_of_several_images_has_its_own_facts(judge: JudgeCodec, sample: ImageData) -> None:
    found = image_facts(LoadedSet(judge.sample, judge), sample.pixels()[:5])
    assert [facts.nearest[0] for facts in found] == list(range(5))
    labels = [int(facts.judged.probabilities.argmax()) for facts in found if facts.judged]
    assert labels == sample.known_labels[:5].tolist()


@pytest.mark.slow
def test_few_real_digits_are_called_odd(vae: Model, judge: JudgeCodec, sample: ImageData) -> None:
    """Of the 10,000 test images 1.4 % are called unlike digits, and 1.6 % odd at all; here, of 200, not many more."""
    images = sample.pixels()[:200]
    ranks = [facts.standing.percentile.relative_error for facts in model_facts(vae, images)]
    said = [
        oddities(rank, facts.judged)
        for rank, facts in zip(ranks, image_facts(LoadedSet(judge.sample, judge), images), strict=True)
    ]
    assert sum(map(bool, said)) <= 10
