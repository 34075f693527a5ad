from dataclasses import replace

import numpy as np
import pytest
import torch
from torch import nn
from torch.testing import assert_close

from latent_explorer.model.codec import Codec
from latent_explorer.model.datasets.sample import sample_pixels
from latent_explorer.model.measures.disagreement import disagreement
from latent_explorer.model.registry import ZOO
from latent_explorer.model.store.checkpoint import Checkpoint, load
from latent_explorer.model.training.decoders import Ensemble, train_decoders
from tests.helpers.tiny import TINY_TRAINING

SMALL = Ensemble(decoders=2, epochs=2)


@pytest.fixture(scope="module", params=["small-ae-2d", "small-vae-2d"])
def checkpoint(request: pytest.FixtureRequest) -> Checkpoint:
    return replace(load(ZOO / request.param), training=TINY_TRAINING)


def trained(checkpoint: Checkpoint, ensemble: Ensemble = SMALL) -> tuple[list[nn.Module], list[int]]:
    images, done = sample_pixels()[:500], list[int]()
    code = Codec(checkpoint).encode(images)
    return train_decoders(checkpoint, torch.from_numpy(images), code, ensemble, done.append), done


def test_decoders_of_one_model_s_codes_are_each_another_and_begin_to_draw_its_images(checkpoint: Checkpoint) -> None:
    images, codec = sample_pixels()[:500], Codec(checkpoint)
    decoders, done = trained(checkpoint)
    assert done == [1, 2, 3, 4]
    z = torch.from_numpy(codec.encode(images)[0])
    with torch.no_grad():
        one, other = (decoder(z).sigmoid().numpy() for decoder in decoders)
    assert np.square(one - other).mean() > 1e-5, "the same decoder twice"
    mean = np.square(images - images.mean(axis=0)).mean()
    assert np.square(one - images).mean() < mean > np.square(other - images).mean()


def test_the_same_seed_trains_the_same_decoders(checkpoint: Checkpoint) -> None:
    (one, *_), (same, *_) = (trained(checkpoint)[0] for _ in range(2))
    (other, *_), _ = trained(checkpoint, replace(SMALL, seed=1))
    z = torch.randn(5, 2)
    assert_close(one(z), same(z))
    assert (one(z) - other(z)).abs().max() > 1e-3


class Constant(nn.Module):
    """Draws each pixel of any code alike."""

    def __init__(self, value: float) -> None:
        super().__init__()
        self.logit = float(np.log(value / (1 - value)))

    def forward(self, z: torch.Tensor) -> torch.Tensor:
        return torch.full((len(z), 9), self.logit)


def test_disagreement_is_the_standard_deviation_over_decoders() -> None:
    found = disagreement([Constant(0.2), Constant(0.5), Constant(0.8)], np.zeros((4, 2), np.float32))
    assert found == pytest.approx([0.3] * 4, abs=1e-6)
    assert disagreement([Constant(0.2), Constant(0.2)], np.zeros((1, 2), np.float32)) == pytest.approx([0], abs=1e-6)
