"""What the other fits are made of: lattices, the evidence over one, and draws from the exact posterior."""

import math

import pytest
import torch
from torch.testing import assert_close

from latent_explorer.model.codec import Codec
from latent_explorer.model.config import ModelConfig
from latent_explorer.model.datasets.sample import sample_pixels
from latent_explorer.model.measures.quadrature import exact_nll
from latent_explorer.model.networks import losses
from latent_explorer.model.networks.autoencoder import Autoencoder
from latent_explorer.model.registry import ZOO
from latent_explorer.model.store.checkpoint import load
from tests.bench.fits import exact_posterior
from tests.bench.fits.exact_posterior import SPACING, drawn, joint, lattice
from tests.bench.fits.fitting import epochs
from tests.bench.fits.full_covariance import figures
from tests.bench.fits.qlvm import POINTS, Torus, evidence, fibonacci
from tests.helpers.tiny import TINY


def test_a_fibonacci_lattice_is_one_and_is_as_even_when_moved() -> None:
    points = fibonacci(POINTS, torch.zeros(2))
    assert points.shape == (610, 2)
    sums = (points[5] + points) % 1  # of a lattice two points' sum is one
    apart = ((sums[:, None] - points + 0.5) % 1 - 0.5).abs().amax(-1)  # (m, m), over the edges too
    assert apart.amin(1).max() < 1e-6
    moved = fibonacci(POINTS, torch.tensor([0.3, 0.9]))
    assert_close(moved.mean(0), torch.tensor([0.5, 0.5]), atol=2e-3, rtol=0)


def test_the_evidence_has_log_m_in_it() -> None:
    logits, x = torch.randn(1, 784), torch.rand(3, 784)
    alone = losses.between_bernoulli(logits, x)[0]
    assert_close(evidence(logits.expand(610, -1), x), alone, rtol=1e-5, atol=1e-3)


def test_a_torus_has_no_seam() -> None:
    network = Torus(ModelConfig("vae", decoder_width=16, decoder_blocks=1)).eval()
    assert_close(network(torch.tensor([[0.0, 0.25]])), network(torch.tensor([[1.0, 1.25]])), atol=1e-4, rtol=1e-4)


def test_draws_are_of_the_exact_posterior(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exact_posterior, "REACH", 2.0)
    torch.manual_seed(0)
    network = Autoencoder(TINY).requires_grad_(False)
    network.decoder.pixels.weight *= 3
    x = torch.sigmoid(network.decode(torch.tensor([[0.5, -0.3]]))).expand(4_000, -1)
    z = drawn(network, x, torch.Generator().manual_seed(1))
    places = lattice(SPACING, torch.zeros(2))
    weight = joint(network, places, x[:1]).softmax(1)[0]  # (m,)
    mean = weight @ places
    spread = (weight @ (places - mean).square()).sqrt()
    assert_close(z.mean(0), mean, atol=4 * float(spread.max()) / math.sqrt(4_000) + SPACING / 10, rtol=0)
    assert_close(z.std(0), spread, rtol=0.1, atol=SPACING / 3)


def test_a_fit_lowers_its_loss_and_averages_the_weights(capsys: pytest.CaptureFixture[str]) -> None:
    layer = torch.nn.Linear(3, 1)
    x, y = torch.randn(512, 3), torch.ones(512, 1)
    fitted = list(epochs(layer, lambda batch: (layer(x[batch]) - y[batch]).square().mean(), 3, len(x), 0.05, seed=0))
    shown = [float(line.split()[2]) for line in capsys.readouterr().out.splitlines()]
    assert len(fitted) == 3 and shown[-1] < shown[0]
    assert not torch.equal(fitted[-1].get_parameter("weight"), layer.weight)


def test_a_full_covariance_lowers_the_bound_and_leaves_it_one() -> None:
    codec, images = Codec(load(ZOO / "small-vae-2d")), sample_pixels()[:20]
    network = codec.checkpoint.network
    assert isinstance(network, Autoencoder)
    mu, sigma = codec.encode(images)
    assert sigma is not None
    x, means, sds = (torch.from_numpy(part) for part in (images, mu, sigma))
    own, at_mu, mean = figures(network, x, means, sds, steps=0).mean(0).tolist()
    told = codec.terms(images, (mu, sigma), 200).negative_elbo
    assert told is not None and own == pytest.approx(told.mean(), abs=0.15)
    exact = float(exact_nll(codec, images, mu, lambda done, total: None).nll.mean())
    assert exact < min(at_mu, mean) < own
