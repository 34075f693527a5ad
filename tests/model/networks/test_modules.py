import torch
from torch.testing import assert_close

from latent_explorer.model.networks.judge import Judge, MaxPool
from latent_explorer.model.networks.modules import FourierFeatures, ResidualDecoder, encoder_trunk


def test_shapes() -> None:
    for channels in ((), (4,), (4, 8), (4, 8, 8), (4, 8, 8, 16)):
        assert encoder_trunk(channels, 16)(torch.rand(3, 1, 28, 28)).shape == (3, 16)
    for features in (0, 6):
        assert ResidualDecoder(5, features, 16, 2)(torch.rand(3, 5)).shape == (3, 784)
    assert Judge()(torch.rand(3, 784)).shape == (3, 10)


def test_fourier_features_are_waves_over_the_plane() -> None:
    features = FourierFeatures(2, 5)
    z = torch.randn(7, 2)
    out = features(z)
    assert_close(out[:, :2], z)
    assert_close(out[:, 2:7].square() + out[:, 7:].square(), torch.ones(7, 5))
    assert_close(out[:, 2:7], torch.sin(z @ features.frequencies))
    assert_close(features.frequencies, features.frequencies.half().float(), rtol=0, atol=0)


def test_judge_keeps_its_budget() -> None:
    assert sum(p.numel() for p in Judge().parameters()) <= 1_000_000


def test_decoder_starts_at_the_mean_image() -> None:
    decoder, mean = ResidualDecoder(2, 4, 16, 1), torch.linspace(0, 1, 784)
    decoder.start_at(mean)
    assert_close(decoder.pixels.bias.sigmoid(), mean.clamp(1e-3, 1 - 1e-3))


def test_pooling_is_pytorchs_own() -> None:
    h = torch.randn(3, 5, 14, 14)
    assert torch.equal(MaxPool()(h), torch.nn.functional.max_pool2d(h, 2))
