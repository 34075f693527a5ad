"""Test digits enlarged, at any size and place, come back as the same digits, to the judge and to the VAE."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

from latent_explorer.app.images.normalise import normalise_grey
from latent_explorer.app.images.reading import normalise
from latent_explorer.model.arrays import Labels
from latent_explorer.model.codec import JudgeCodec
from latent_explorer.model.datasets.sample import load_sample
from latent_explorer.model.registry import ZOO, Model, open_model
from latent_explorer.model.store.checkpoint import load
from tests.helpers.pictures import UNDONE, encode, unshifted

pytestmark = pytest.mark.slow

Array = NDArray[np.float32]
NEIGHBOURS = 10


def enlarge(image: NDArray[np.uint8], random: np.random.Generator) -> Array:
    """A digit (28, 28) in two levels, its square 100 to 400 px, anywhere on a larger page, in either polarity."""
    side = int(random.integers(100, 401))
    large = np.asarray(Image.fromarray(image).resize((224, 224), Image.Resampling.BICUBIC)) >= 128
    digit = np.asarray(Image.fromarray(large).resize((side, side)), np.float32)
    margins = random.integers(side // 10, side, (2, 2))
    page = np.pad(digit, margins)
    return page if random.random() < 0.5 else 1 - page


def neighbours_agree(codes: Array, world: Model, labels: Labels) -> float:
    """How often most of the nearest other digits of the sample have a digit's own label, by codes (n, d)."""
    distance = ((codes[:, None] - world.mu[None]) ** 2).sum(-1)  # (n, n)
    np.fill_diagonal(distance, np.inf)
    nearest = np.argpartition(distance, NEIGHBOURS, axis=1)[:, :NEIGHBOURS]
    votes = np.stack([np.bincount(row, minlength=10) for row in labels[nearest]])
    return float((votes.argmax(1) == labels).mean())


@pytest.fixture(scope="module")
def found() -> Array:
    random = np.random.default_rng(0)
    pages = (enlarge(image, random) for image in load_sample().images)
    return np.stack([normalise_grey(page).pixels for page in pages]).reshape(-1, 784)


def test_the_convention_holds_for_all(found: Array) -> None:
    images = found.reshape(-1, 28, 28)
    assert images.max((1, 2)).min() >= 254 / 255
    inked = [np.nonzero(image > 0.1) for image in images]
    sides = np.array([max(np.ptp(axis) + 1 for axis in at) for at in inked])
    assert ((sides >= 19) & (sides <= 20)).all() and (sides == 20).mean() > 0.98  # a faint row may end one
    place, total = np.arange(28, dtype=np.float64), images.sum((1, 2), np.float64)
    middles = np.stack([(images.sum(axis) * place).sum(-1) / total for axis in (1, 2)])
    assert middles.min() >= 13.5 - 1e-3 and middles.max() <= 14.5 + 1e-3


@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, 999), st.integers(0, 2**32 - 1), st.sampled_from(sorted(UNDONE)), st.sampled_from(["PNG", "JPEG"])
)
def test_a_file_s_rotation_does_not_matter(index: int, seed: int, orientation: int, kind: str) -> None:
    page = Image.fromarray((255 * enlarge(load_sample().images[index], np.random.default_rng(seed))).astype(np.uint8))
    exif, turn = Image.Exif(), UNDONE[orientation]
    exif[0x0112] = orientation
    stored = encode(page if turn is None else page.transpose(turn), kind, exif=exif, quality=95)
    pixels, upright = normalise(stored).pixels, normalise(encode(page, kind, quality=95)).pixels
    assert round(255 * float(pixels.max())) >= 254
    assert np.abs(np.array(ndimage.center_of_mass(pixels)) - 14).max() <= 0.5 + 1e-3
    assert 19 <= max(np.ptp(axis) + 1 for axis in np.nonzero(pixels > 0.1)) <= 20
    assert unshifted(pixels, upright) < 0.02


def test_the_judge_reads_them_as_before(found: Array) -> None:
    sample = load_sample()
    read = JudgeCodec(load(ZOO / "judge")).probabilities(found).argmax(1)
    assert (read == sample.labels).mean() >= 0.97


def test_their_codes_lie_among_the_same_digits(found: Array) -> None:
    world, labels = open_model(ZOO / "vae-2d"), load_sample().known_labels
    before, after = (neighbours_agree(codes, world, labels) for codes in (world.mu, world.codec.encode(found)[0]))
    assert after >= before - 0.03
