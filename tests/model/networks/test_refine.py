from dataclasses import replace
from typing import Any

import pytest
import torch
from torch import Tensor, nn
from torch.testing import assert_close

from latent_explorer.model.config import Kind, Likelihood
from latent_explorer.model.networks import losses
from latent_explorer.model.networks import refine as refinement
from latent_explorer.model.networks.autoencoder import Autoencoder
from latent_explorer.model.networks.refine import expected_loss, refine
from tests.helpers.tiny import TINY

STEPS = 6


def trained_a_little(kind: Kind = "vae", likelihood: Likelihood = "bernoulli", **fields: float) -> Autoencoder:
    """A decoder with strong weights, so that its images differ with z."""
    torch.manual_seed(0)
    config = replace(TINY, kind=kind, likelihood=likelihood, **fields)  # type: ignore[arg-type]
    network = Autoencoder(config).requires_grad_(False)
    network.decoder.pixels.weight *= 4
    return network


def images(network: Autoencoder) -> Tensor:
    return torch.sigmoid(network.decode(torch.randn(40, 2)))


class Linear(Autoencoder):
    """Logits that are linear in z, under squared error of the logits: the posterior is known."""

    def reconstruction(self, logits: Tensor, x: Tensor) -> Tensor:
        return 0.5 * (logits - x).square()

    def curvature(self, logits: Tensor, x: Tensor) -> tuple[Tensor, Tensor]:
        return logits - x, torch.ones_like(logits)


@pytest.mark.parametrize("beta", [1.0, 4.0])
def test_a_linear_decoder_is_solved(beta: float) -> None:
    """By Bishop 2006, equation 2.117: precision β + WWᵀ, mean its inverse times W x."""
    network = Linear(replace(TINY, beta=beta))
    frame = torch.randn(2, 784, generator=torch.Generator().manual_seed(0))
    frame[1] -= frame[0] * (frame[0] @ frame[1]) / frame[0].square().sum()
    network.decoder = nn.Linear(2, 784, bias=False)  # type: ignore[assignment]
    network.decoder.weight = nn.Parameter(frame.T)
    x = torch.randn(5, 784, generator=torch.Generator().manual_seed(1))
    precision = frame @ frame.T + beta * torch.eye(2)
    mu, log_sigma = refine(network, x, torch.zeros(5, 2), torch.zeros(5, 2), steps=12)
    assert log_sigma is not None
    assert_close(mu, x @ frame.T @ torch.linalg.inv(precision), atol=1e-4, rtol=1e-3)
    assert_close(log_sigma, 0.5 * (beta / precision.diagonal()).log().expand(5, 2), atol=1e-4, rtol=1e-3)


@pytest.mark.parametrize("likelihood", ["bernoulli", "gaussian"])
@pytest.mark.parametrize("kind", ["vae", "ae"])
def test_no_image_gets_worse_and_most_get_better(kind: Kind, likelihood: Likelihood) -> None:
    network = trained_a_little(kind, likelihood)
    x = images(network)
    mu, log_sigma = network.encode(x)
    before = expected_loss(network, x, mu, log_sigma)
    after = expected_loss(network, x, *refine(network, x, mu, log_sigma, STEPS))
    assert (after <= before).all()
    assert (after < before - 1e-3).float().mean() > 0.9


def test_a_step_that_overshoots_is_not_taken() -> None:
    """From far away a Gauss–Newton step lands anywhere; the seed is one where some land badly."""
    network = trained_a_little()
    network.decoder.pixels.weight *= 8
    x, start = images(network), 4 * torch.randn(40, 2)
    log_sigma = torch.full_like(start, -3.0)
    before = expected_loss(network, x, start, log_sigma)
    for steps in range(1, STEPS):
        after = expected_loss(network, x, *refine(network, x, start, log_sigma, steps))
        assert (after <= before).all()
        before = after


@pytest.mark.parametrize("bad", [0, 1])
def test_one_half_of_a_step_is_taken_where_the_other_is_bad(bad: int, monkeypatch: pytest.MonkeyPatch) -> None:
    network = trained_a_little()
    x = images(network)
    before: tuple[Any, ...] = network.encode(x)

    def half_bad(*given: Any) -> tuple[Any, ...]:
        return tuple(torch.full_like(half, 50.0) if i == bad else half for i, half in enumerate(step(*given)))

    step: Any = refinement._step
    monkeypatch.setattr(refinement, "_step", half_bad)
    after: tuple[Any, ...] = refine(network, x, before[0], before[1], STEPS)
    changed = [float((new != old).any(dim=1).float().mean()) for new, old in zip(after, before, strict=True)]
    assert changed[bad] == 0
    assert changed[1 - bad] > 0.5


def test_an_image_is_refined_alike_alone_and_among_others() -> None:
    network = trained_a_little()
    x = images(network)
    together, _ = refine(network, x, *network.encode(x), STEPS)
    for i in (0, 17):
        alone, _ = refine(network, x[i : i + 1], *network.encode(x[i : i + 1]), STEPS)
        assert_close(alone[0], together[i], atol=1e-4, rtol=1e-4)


def test_an_autoencoder_stays_a_point() -> None:
    network = trained_a_little("ae")
    x = images(network)
    assert refine(network, x, *network.encode(x), STEPS)[1] is None


def test_without_refinements_the_guess_stands() -> None:
    network = trained_a_little()
    x = images(network)
    guess = network.encode(x)
    for kept, given in zip(refine(network, x, *guess, steps=0), guess, strict=True):
        assert kept is given


def test_a_dead_decoder_gives_no_step_to_nowhere() -> None:
    network = trained_a_little("ae")
    network.decoder.pixels.weight.zero_()
    x = torch.rand(3, 784)
    guess, _ = network.encode(x)
    assert_close(refine(network, x, guess, None, STEPS)[0], guess)


@pytest.mark.slow
def test_expected_loss_is_that_of_many_draws() -> None:
    """At the widths that posteriors have; a wide one sees more of the decoder than cubature does."""
    network = trained_a_little()
    x = images(network)
    mu, _ = network.encode(x)
    log_sigma = torch.full_like(mu, -2.0)
    z = mu + log_sigma.exp() * torch.randn(4000, *mu.shape)  # (k, n, d)
    logits = network.decode(z.flatten(0, 1)).view(4000, len(x), -1)
    drawn = network.reconstruction(logits, x).sum(-1).mean(0) + losses.kl_per_dim(mu, log_sigma).sum(-1)
    at_mu = network.reconstruction(network.decode(mu), x).sum(-1)
    assert (drawn - at_mu).mean().abs() > 5, "or the next line could not fail"
    assert (expected_loss(network, x, mu, log_sigma) - drawn).mean().abs() < 0.5
