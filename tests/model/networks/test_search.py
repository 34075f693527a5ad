"""Starts of the search for a code: where they lie, and that they find what the encoder missed."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.testing import assert_allclose
from torch.testing import assert_close

from latent_explorer.model.codec import Codec
from latent_explorer.model.config import ConfigError, Kind, Likelihood, ModelConfig, TrainConfig
from latent_explorer.model.networks.autoencoder import Autoencoder
from latent_explorer.model.networks.refine import expected_loss, refine
from latent_explorer.model.networks.search import SPREAD, better_start, spiral
from latent_explorer.model.store.checkpoint import load, save
from tests.helpers.tiny import TINY

SEARCHING = replace(TINY, refinements=2, starts=64)


def searching(kind: Kind = "vae", likelihood: Likelihood = "bernoulli") -> Autoencoder:
    """Strong weights, so that images differ with z, and an encoder that is of no use."""
    torch.manual_seed(0)
    network = Autoencoder(replace(SEARCHING, kind=kind, likelihood=likelihood)).requires_grad_(False)
    network.decoder.pixels.weight *= 4
    assert network.starts is not None
    network.starts.copy_(spiral(torch.randn(500, 2), 64))
    return network


def test_the_spiral_is_as_wide_as_the_codes_and_evenly_filled() -> None:
    codes = torch.randn(2_000, 2, generator=torch.Generator().manual_seed(0)) * torch.tensor([3.0, 0.5]) + 7
    places = spiral(codes, 1_024)
    assert_close(places.mean(0), codes.mean(0), atol=0.02, rtol=0)
    assert_close(places.std(0), SPREAD * codes.std(0), rtol=0.02, atol=0)
    standard = (places - codes.mean(0)) / (SPREAD * codes.std(0))
    nearest = torch.cdist(standard, standard).fill_diagonal_(9).min(0).values[standard.norm(dim=1) < 1]
    assert nearest.max() < 2 * nearest.min()


def test_one_code_alone_has_starts_too() -> None:
    assert spiral(torch.zeros(1, 2), 8).tolist() == [[0.0, 0.0]] * 8


@pytest.mark.parametrize("likelihood", ["bernoulli", "gaussian"])
@pytest.mark.parametrize("kind", ["vae", "ae"])
def test_no_image_starts_worse_and_most_better(kind: Kind, likelihood: Likelihood) -> None:
    network = searching(kind, likelihood)
    starts = network.starts
    assert starts is not None
    x = torch.sigmoid(network.decode(torch.randn(40, 2)))
    mu, log_sigma = network.encode(x)
    start = better_start(network, x, mu, log_sigma, starts, network.decode(starts))
    before, after = (expected_loss(network, x, at, log_sigma) for at in (mu, start))
    assert (after <= before).all() and (after < before).float().mean() > 0.5
    refined = [expected_loss(network, x, *refine(network, x, at, log_sigma, 4)).mean() for at in (mu, start)]
    assert refined[1] < refined[0]


def test_a_codec_searches_only_where_it_refines(tmp_path: Path) -> None:
    network = searching()
    x = torch.sigmoid(network.decode(torch.randn(20, 2))).numpy()
    checkpoint = save(tmp_path, network, SEARCHING, TrainConfig())
    loaded = Codec(load(tmp_path))
    assert_allclose(loaded.encode(x)[0], Codec(checkpoint).encode(x)[0])
    alone = Codec(checkpoint, refinements=0).encode(x)[0]
    assert_allclose(alone, network.half().float().encode(torch.from_numpy(x))[0].numpy(), rtol=1e-4, atol=1e-5)
    assert np.abs(loaded.encode(x)[0] - alone).max() > 0.1


def test_a_checkpoint_without_starts_has_the_config_that_it_always_had() -> None:
    assert "starts" not in TINY.to_json() and SEARCHING.to_json()["starts"] == 64
    assert ModelConfig.from_json(SEARCHING.to_json()) == SEARCHING
    assert Autoencoder(TINY).starts is None and "starts" not in Autoencoder(TINY).state_dict()


@pytest.mark.parametrize(("latent_dim", "refinements"), [(3, 1), (2, 0)])
def test_starts_need_a_plane_and_refinements(latent_dim: int, refinements: int) -> None:
    with pytest.raises(ConfigError, match="starts lie in a plane and are refined"):
        ModelConfig("vae", latent_dim=latent_dim, refinements=refinements, starts=8)
