from dataclasses import replace

import pytest
import torch
from torch.testing import assert_close

from latent_explorer.model.config import Likelihood, ModelConfig
from latent_explorer.model.networks import losses
from latent_explorer.model.networks.autoencoder import Autoencoder, loss_terms, reparameterise
from tests.helpers.tiny import TINY


def seeded(config: ModelConfig) -> Autoencoder:
    torch.manual_seed(3)
    return Autoencoder(config)


def test_twins_start_from_the_same_weights() -> None:
    vae, ae = seeded(TINY).state_dict(), seeded(replace(TINY, kind="ae")).state_dict()
    assert set(vae) - set(ae) == {"log_sigma.weight", "log_sigma.bias"}
    for name, weights in ae.items():
        assert torch.equal(weights, vae[name]), name


def test_only_a_vae_has_a_sigma() -> None:
    x = torch.rand(5, 784)
    mu, log_sigma = seeded(TINY).encode(x)
    assert log_sigma is not None and mu.shape == log_sigma.shape == (5, 2)
    assert seeded(replace(TINY, kind="ae")).encode(x)[1] is None


def test_autoencoder_is_not_sampled() -> None:
    mu = torch.randn(4, 2)
    assert reparameterise(mu, None, torch.Generator()) is mu


def test_samples_have_the_mean_and_sd_asked_for() -> None:
    mu, sigma = torch.tensor([2.0, -1.0]), torch.tensor([0.1, 3.0])
    n = 20_000
    z = reparameterise(mu.expand(n, 2), sigma.log().expand(n, 2), torch.Generator().manual_seed(0))
    assert_close(z.mean(0), mu, atol=0.06, rtol=0)
    assert_close(z.std(0), sigma, atol=0, rtol=0.02)


@pytest.mark.parametrize("likelihood", ["bernoulli", "gaussian"])
def test_loss_terms_are_those_of_the_sampled_z(likelihood: Likelihood) -> None:
    network, x = seeded(replace(TINY, likelihood=likelihood)), torch.rand(6, 784)
    reconstruction, kl = loss_terms(network, x, torch.Generator().manual_seed(5))
    mu, log_sigma = network.encode(x)
    assert log_sigma is not None
    z = mu + log_sigma.exp() * torch.randn(6, 2, generator=torch.Generator().manual_seed(5))
    assert_close(reconstruction, network.reconstruction(network.decode(z), x).sum(-1))
    assert_close(kl, losses.kl_per_dim(mu, log_sigma).sum(-1))


def test_autoencoder_has_no_kl() -> None:
    reconstruction, kl = loss_terms(seeded(replace(TINY, kind="ae")), torch.rand(6, 784), torch.Generator())
    assert (reconstruction > 0).all() and not kl.any()


def test_reordered_axes_change_no_image() -> None:
    network, x = seeded(replace(TINY, latent_dim=6)), torch.rand(40, 784)
    mu, log_sigma = network.encode(x)
    rebuilt = network.decode(mu)
    assert log_sigma is not None
    order = torch.arange(6).flip(0)
    network.reorder(order)
    sorted_mu, sorted_log_sigma = network.encode(x)
    assert_close(sorted_mu, mu[:, order])
    assert_close(sorted_log_sigma, log_sigma[:, order])
    assert_close(network.decode(sorted_mu), rebuilt)
