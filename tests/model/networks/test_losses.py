import math

import pytest
import torch
from torch.distributions import Bernoulli, Normal, kl_divergence
from torch.testing import assert_close

from latent_explorer.model.networks import losses


@pytest.fixture
def generator() -> torch.Generator:
    return torch.Generator().manual_seed(0)


def test_kl_is_that_of_two_normals(generator: torch.Generator) -> None:
    mu, log_sigma = torch.randn(2, 50, 3, generator=generator)
    wanted = kl_divergence(Normal(mu, log_sigma.exp()), Normal(0.0, 1.0))
    assert_close(losses.kl_per_dim(mu, log_sigma), wanted)
    assert losses.kl_per_dim(torch.zeros(1, 1), torch.zeros(1, 1)) == 0


def test_bernoulli_is_that_of_black_and_white_pixels(generator: torch.Generator) -> None:
    logits, x = torch.randn(5, 784, generator=generator), torch.randint(2, (5, 784), generator=generator).float()
    assert_close(losses.reconstruction_bernoulli(logits, x), -Bernoulli(logits=logits).log_prob(x))


def test_bernoulli_of_a_grey_pixel_weighs_black_and_white() -> None:
    logits = torch.tensor([1.5])
    black, white = (losses.reconstruction_bernoulli(logits, torch.tensor([x])) for x in (0.0, 1.0))
    assert_close(losses.reconstruction_bernoulli(logits, torch.tensor([0.3])), 0.7 * black + 0.3 * white)


@pytest.mark.parametrize("sd", [0.05, 0.15, 1.0])
def test_gaussian_is_that_of_a_normal(sd: float, generator: torch.Generator) -> None:
    logits, x = torch.randn(5, 784, generator=generator), torch.rand(5, 784, generator=generator)
    assert_close(losses.reconstruction_gaussian(logits, x, sd), -Normal(logits.sigmoid(), sd).log_prob(x))


@pytest.mark.parametrize("sd", [None, 0.2])
def test_curvature_is_the_derivative_and_its_expectation(sd: float | None, generator: torch.Generator) -> None:
    logits = torch.randn(5, generator=generator, requires_grad=True)
    p = logits.detach().sigmoid()

    def slope_at(x: torch.Tensor) -> torch.Tensor:
        loss = (
            losses.reconstruction_bernoulli(logits, x) if sd is None else losses.reconstruction_gaussian(logits, x, sd)
        )
        return torch.autograd.grad(loss.sum(), logits)[0]

    def curvature(x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        at = logits.detach()
        return losses.curvature_bernoulli(at, x) if sd is None else losses.curvature_gaussian(at, x, sd)

    x = torch.rand(5, generator=generator)
    assert_close(curvature(x)[0], slope_at(x))
    if sd is None:  # the Fisher information is the slope's variance under the model's own pixels
        drawn = p * slope_at(torch.ones(5)).square() + (1 - p) * slope_at(torch.zeros(5)).square()
    else:
        drawn = (slope_at(p + sd).square() + slope_at(p - sd).square()) / 2
    assert_close(curvature(x)[1], drawn)


def test_log_normal_sums_over_dimensions(generator: torch.Generator) -> None:
    z, mu, log_sigma = torch.randn(3, 7, 4, generator=generator)
    assert_close(losses.log_normal(z, mu, log_sigma), Normal(mu, log_sigma.exp()).log_prob(z).sum(-1))


def test_one_importance_sample_is_its_negative_weight() -> None:
    weights = torch.tensor([[-100.0, -2000.0]])  # (1, 2): far below what exp can hold
    assert_close(losses.importance_bound(weights), -weights[0])


def test_importance_bound_tightens_towards_the_truth(generator: torch.Generator) -> None:
    """z ~ N(0, 1), x|z ~ N(z, 1): log p(x) is known, and the proposal is the prior."""
    x = 1.5
    truth = -Normal(0.0, math.sqrt(2)).log_prob(torch.tensor(x))
    z = torch.randn(256, 4000, generator=generator)
    weights = Normal(z, 1.0).log_prob(torch.tensor(x))  # (k, n)
    bounds = [losses.importance_bound(weights[:k]).mean() for k in (1, 4, 16, 256)]
    assert bounds == sorted(bounds, reverse=True)
    assert bounds[0] - truth > 0.2
    assert truth - 0.01 < bounds[-1] < truth + 0.01
