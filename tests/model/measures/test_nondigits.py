"""What the figures can honestly be held to, with room: python -m tests.bench.nondigits prints what they reach."""

import numpy as np
import pytest

from latent_explorer.model.arrays import Array
from latent_explorer.model.codec import JudgeCodec
from latent_explorer.model.datasets.image_data import ImageData
from latent_explorer.model.registry import Model
from latent_explorer.model.statistics.percentiles import percentile
from latent_explorer.model.statistics.typicality import relative_error
from tests.helpers import nondigits
from tests.helpers.nondigits import AS_PIXELS, PICTURES, Batch, auroc, batch

pytestmark = pytest.mark.slow

COUNT = 60


@pytest.fixture(scope="module")
def kinds() -> dict[str, Batch]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(nondigits, "FONT_FOLDERS", ())  # Pillow's own font is the same on every machine
        return {kind: batch(kind, COUNT) for kind in (*PICTURES, *AS_PIXELS)}


def test_pictures_repeat_by_seed(kinds: dict[str, Batch]) -> None:
    for kind in ("scribble", "cat", "digit in the mirror"):
        np.testing.assert_array_equal(batch(kind, COUNT).images, kinds[kind].images)
        other, both = batch(kind, COUNT, seed=1).images, kinds[kind].images
        assert not np.array_equal(other[:20], both[:20])


def test_blank_pictures_and_noise_reach_no_model(kinds: dict[str, Batch]) -> None:
    assert kinds["blank"].refused == {"blank_image": COUNT}
    assert kinds["noise"].refused.total() == COUNT


def test_a_dark_digit_on_light_paper_arrives_light_on_dark(kinds: dict[str, Batch]) -> None:
    as_drawn = 1 - kinds["inverted digit, as pixels"].images
    assert np.abs(kinds["inverted digit"].images - as_drawn).mean() < 0.02


def test_the_error_of_the_2_d_vae_tells_noise_and_scribbles_from_digits(
    vae: Model, sample: ImageData, kinds: dict[str, Batch]
) -> None:
    of_digits = relative_error(sample.pixels(), vae.codec.decode(vae.mu))
    for kind, least in (("noise, as pixels", 0.95), ("blurred noise", 0.7), ("scribble", 0.8), ("letter", 0.8)):
        images = kinds[kind].images
        assert auroc(of_digits, relative_error(images, vae.codec.decode(vae.codec.encode(images)[0]))) > least, kind


def test_the_judge_s_features_tell_most_kinds_from_digits(
    judge: JudgeCodec, sample: ImageData, kinds: dict[str, Batch]
) -> None:
    def distance(images: Array) -> Array:
        return judge.distance(images, judge.read(images)[1])

    of_digits = distance(sample.pixels())
    usual = [percentile(d, judge.usual_distances) for d in of_digits.tolist()]
    assert np.mean(np.array(usual) >= 99) < 0.02  # of the 10,000 test images it is 1 %
    spoilt = {"inverted digit", "digit with a stroke too many", "two digits squeezed"}  # too near the digits they hold
    for kind in kinds.keys() - {"blank", "noise"} - spoilt:
        assert auroc(of_digits, distance(kinds[kind].images)) > 0.93, kind
