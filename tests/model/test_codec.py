import numpy as np
import pytest
import torch
from numpy.testing import assert_allclose

from latent_explorer.model.arrays import Array
from latent_explorer.model.codec import Codec, JudgeCodec, to_bytes
from latent_explorer.model.config import MNIST
from latent_explorer.model.datasets.image_data import ImageData
from latent_explorer.model.registry import Model
from latent_explorer.model.store.checkpoint import Checkpoint, CheckpointError


@pytest.fixture
def images(sample: ImageData) -> Array:
    return sample.pixels()[:8]


def test_vae_gives_mu_and_sigma(vae: Model, images: Array) -> None:
    mu, sigma = vae.codec.encode(images)
    assert sigma is not None and mu.shape == sigma.shape == (8, vae.codec.latent_dim)
    assert mu.dtype == sigma.dtype == np.float32
    assert (sigma > 0).all()


def test_autoencoder_gives_a_point(ae: Model, images: Array) -> None:
    mu, sigma = ae.codec.encode(images)
    assert mu.shape == (8, ae.codec.latent_dim) and sigma is None


def test_decoded_pixels_are_0_to_1(vae: Model) -> None:
    decoded = vae.codec.decode(np.random.default_rng(0).normal(0, 20, (64, 2)).astype(np.float32))
    assert decoded.shape == (64, 784) and decoded.dtype == np.float32
    assert decoded.min() >= 0 and decoded.max() <= 1


@pytest.mark.slow
def test_reconstruction_is_like_its_input(vae: Model, sample: ImageData) -> None:
    images = sample.pixels()
    rebuilt = vae.codec.decode(vae.codec.encode(images)[0])
    assert np.square(rebuilt - images).mean() < 0.7 * np.square(images - images.mean(axis=0)).mean()


def test_a_large_batch_equals_singles(vae: Model) -> None:
    z = np.random.default_rng(0).standard_normal((1003, 2), np.float32)
    many = vae.codec.decode(z)
    assert many.shape == (1003, 784)
    for i in (0, 999, 1000, 1002):
        assert_allclose(many[i : i + 1], vae.codec.decode(z[i : i + 1]), atol=1e-5)


def test_terms_add_up_and_repeat(vae: Model, images: Array) -> None:
    terms, again, other = (vae.codec.terms(images, vae.codec.encode(images), draws=4, seed=seed) for seed in (0, 0, 1))
    assert terms.kl is not None and terms.negative_elbo is not None and terms.reconstruction is not None
    assert again.reconstruction is not None
    assert_allclose(terms.negative_elbo, terms.reconstruction + terms.kl)
    np.testing.assert_array_equal(terms.reconstruction, again.reconstruction)
    assert not np.isclose(terms.reconstruction, np.asarray(other.reconstruction), rtol=1e-6).any()
    mu, sigma = vae.codec.encode(images)
    assert sigma is not None
    assert_allclose(vae.codec.kl_per_dim(mu, sigma).sum(axis=1), terms.kl, rtol=1e-4)


def test_each_pixel_has_its_part_of_the_reconstruction_term(vae: Model, images: Array) -> None:
    mu, sigma = vae.codec.encode(images)
    terms = vae.codec.terms(images, (mu, sigma), draws=300)  # more than one batch of eight images
    assert terms.per_pixel is not None and terms.reconstruction is not None
    assert terms.per_pixel is not None and terms.reconstruction is not None
    assert terms.per_pixel.shape == (8, 784)
    assert_allclose(terms.per_pixel.sum(axis=1), terms.reconstruction, rtol=1e-5)
    p = vae.codec.decode(mu)
    at_mu = -(images * np.log(p) + (1 - images) * np.log1p(-p)).sum(axis=0)
    assert np.corrcoef(terms.per_pixel.sum(axis=0), at_mu)[0, 1] > 0.9


def test_autoencoder_has_a_reconstruction_term_only(ae: Model, images: Array) -> None:
    terms = ae.codec.terms(images, ae.codec.encode(images))
    assert terms.kl is None and terms.negative_elbo is None
    assert terms.reconstruction is not None and (terms.reconstruction > 0).all()


def test_importance_bound_lies_below_the_negative_elbo(vae: Model, images: Array) -> None:
    code = vae.codec.encode(images)
    terms = vae.codec.terms(images, code)
    bounds = [vae.codec.importance_nll(images, code, k, torch.Generator().manual_seed(0)).mean() for k in (1, 100)]
    assert terms.negative_elbo is not None
    assert bounds[1] < terms.negative_elbo.mean()
    assert abs(bounds[0] - terms.negative_elbo.mean()) < 15  # k = 1 is the negative ELBO of one draw


def test_autoencoder_has_no_likelihood(ae: Model, images: Array) -> None:
    with pytest.raises(ValueError, match="no likelihood"):
        ae.codec.importance_nll(images, ae.codec.encode(images), 2, torch.Generator())


def test_bytes_are_rounded() -> None:
    images = np.zeros((1, 784), np.float32)
    images[0, :4] = 1.0, 0.5, 1.6 / 255, 1.4 / 255
    assert to_bytes(images, MNIST)[0, 0, :5].tolist() == [255, 128, 2, 1, 0]


def of_ours(model: Model) -> Checkpoint:
    assert model.own_checkpoint is not None
    return model.own_checkpoint


def test_each_codec_takes_its_own_kind(vae: Model, judge: JudgeCodec) -> None:
    with pytest.raises(CheckpointError, match="not a judge"):
        JudgeCodec(of_ours(vae))
    with pytest.raises(CheckpointError, match="not an autoencoder"):
        Codec(judge.checkpoint)


def test_a_digit_of_the_sample_is_compared_with_the_others(judge: JudgeCodec, sample: ImageData) -> None:
    images = sample.pixels()[:20]
    features = judge.read(images)[1]
    found = judge.distance(images, features)
    _, all_features = judge.read(sample.pixels())
    apart = np.linalg.norm(features[:, None] - all_features, axis=2)
    assert_allclose(found, np.sort(apart, axis=1)[:, 1], rtol=1e-3)
    fainter = 0.99 * images  # other images, beside their own digits
    assert (judge.distance(fainter, judge.read(fainter)[1]) < found / 2).all()


def test_judge_reads_the_sample(judge: JudgeCodec, sample: ImageData) -> None:
    probabilities = judge.probabilities(sample.pixels())
    assert_allclose(probabilities.sum(axis=1), 1, rtol=1e-5)
    assert (probabilities.argmax(axis=1) == sample.labels).mean() > 0.97
