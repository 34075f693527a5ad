"""The NLL by quadrature: against integrals that are known, and against its bounds."""

import math
from typing import cast

import numpy as np
import pytest
import torch
from numpy.testing import assert_allclose

from latent_explorer.model.arrays import Array, Doubles
from latent_explorer.model.codec import Codec
from latent_explorer.model.datasets.image_data import ImageData
from latent_explorer.model.measures.quadrature import TOLERANCE, Quadrature, exact_nll
from latent_explorer.model.networks import losses
from latent_explorer.model.registry import Model


class Linear:
    """A decoder whose integral is known: x = W z + noise of sd s, so that x is normal with covariance W Wᵀ + s² I."""

    def __init__(self, latent_dim: int, sd: float) -> None:
        self.latent_dim, self.sd = latent_dim, sd
        self.w = np.random.default_rng(0).standard_normal((5, latent_dim)) / math.sqrt(latent_dim)  # (p, d)

    def log_joint(self, z: Array, images: Array) -> Array:
        apart = images - (z @ self.w.T)[:, None]  # (m, n, p)
        of_image = -0.5 * np.square(apart / self.sd).sum(-1) - 5 * math.log(self.sd * math.sqrt(2 * math.pi))
        prior = -0.5 * np.square(z).sum(1) - 0.5 * self.latent_dim * math.log(2 * math.pi)
        joint: Array = of_image + prior[:, None]
        return joint

    def drawn(self, count: int) -> tuple[Array, Array]:
        """Images (n, p) of this model, and the codes (n, d) that they are of."""
        rng = np.random.default_rng(1)
        z = rng.standard_normal((count, self.latent_dim))
        return (z @ self.w.T + self.sd * rng.standard_normal((count, 5))).astype(np.float32), z.astype(np.float32)

    def nll(self, images: Array) -> Doubles:
        covariance = self.w @ self.w.T + self.sd**2 * np.eye(5)
        mahalanobis = (images @ np.linalg.inv(covariance) * images).sum(1)
        known: Doubles = 0.5 * (mahalanobis + np.linalg.slogdet(2 * math.pi * covariance)[1])
        return known


def measured(codec: object, images: Array, mu: Array) -> Quadrature:
    return exact_nll(cast(Codec, codec), images, mu, lambda done, total: None)


class TwoPeaks:
    """Two narrow places where all images fit, one of them e³ times as well: that which the code does not name."""

    latent_dim = 2
    PLACES = np.array([[-1.3, 0.4], [2.1, -0.7]])

    def log_joint(self, z: Array, images: Array) -> Array:
        apart = np.square(z[:, None] - self.PLACES).sum(-1) / images[0, 0] ** 2  # (m, 2)
        joint = np.logaddexp(*(-0.5 * apart + np.array([0, 3])).T)  # (m,)
        return np.repeat(joint[:, None], len(images), axis=1).astype(np.float32)

    def nll(self, sd: float) -> float:
        return -math.log(2 * math.pi * sd**2 * (1 + math.e**3))


@pytest.mark.parametrize("sd", [0.2, 0.02, 0.008])
def test_a_place_that_the_code_does_not_name_counts_too(sd: float) -> None:
    images = np.full((3, 5), sd, np.float32)
    found = measured(TwoPeaks(), images, np.repeat(TwoPeaks.PLACES[:1], 3, axis=0).astype(np.float32))
    assert_allclose(found.nll, TwoPeaks().nll(sd), atol=2e-3)


@pytest.mark.parametrize("place", [(0.01, 0.02), (0.6399, 0.6399), (0.301, -0.217)])
def test_a_narrow_peak_at_the_code_is_found_wherever_it_lies_in_its_tile(place: tuple[float, float]) -> None:
    model = Linear(2, 0.004)
    z = np.array([place], np.float32)
    images = (z @ model.w.T).astype(np.float32)
    assert_allclose(measured(model, images, z).nll, model.nll(images), atol=0.01)


@pytest.mark.parametrize(("latent_dim", "sd"), [(1, 0.1), (1, 0.01), (2, 0.3), (2, 0.03), (3, 0.3)])
def test_of_a_linear_model_it_is_the_known_integral(latent_dim: int, sd: float) -> None:
    model = Linear(latent_dim, sd)
    images, z = model.drawn(12)
    found = measured(model, images, z)
    assert_allclose(found.nll, model.nll(images), atol=1e-4)
    assert (
        abs(found.nll.mean() - model.nll(images).mean()) <= found.error + 1e-6 <= TOLERANCE
    )  # float32 places points no better


def test_a_code_far_outside_the_prior_is_reached() -> None:
    model = Linear(2, 0.1)
    z = np.array([[9.0, -8.0]], np.float32)
    images = (z @ model.w.T).astype(np.float32)
    assert_allclose(measured(model, images, z).nll, model.nll(images), atol=1e-3)


def test_four_dimensions_are_too_many() -> None:
    with pytest.raises(ValueError, match="1 to 3 dimensions, not 4"):
        measured(Linear(4, 1.0), *Linear(4, 1.0).drawn(2))


@pytest.mark.slow
def test_of_a_shipped_model_it_lies_below_the_bounds(vae: Model, sample: ImageData) -> None:
    images = sample.pixels()[:8]
    code = vae.codec.encode(images)
    found = measured(vae.codec, images, code[0])
    bound = vae.codec.importance_nll(images, code, 200, torch.Generator().manual_seed(0))
    # The bound has 200 draws of 8 images, and so itself varies; the posterior that it draws from may miss a place.
    assert bound.mean() - 3 < found.nll.mean() <= bound.mean() + 0.05


@pytest.mark.parametrize("sd", [0.02, 0.5])
def test_the_tables_are_the_sums_of_the_terms(sd: float) -> None:
    generator = torch.Generator().manual_seed(0)
    logits, x = torch.randn(3, 784, generator=generator), torch.rand(4, 784, generator=generator)
    each = logits[:, None].expand(3, 4, 784)
    assert_allclose(
        losses.between_bernoulli(logits, x), losses.reconstruction_bernoulli(each, x).sum(-1), rtol=1e-5, atol=1e-5
    )
    assert_allclose(
        losses.between_gaussian(logits, x, sd),
        losses.reconstruction_gaussian(each, x, sd).sum(-1),
        rtol=1e-4,
        atol=1e-4,
    )
