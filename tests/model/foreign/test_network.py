"""A foreign network in the form of our own: the same codes, images, derivatives and figures behind any front."""

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from latent_explorer.model.arrays import Array
from latent_explorer.model.codec import Codec
from latent_explorer.model.config import MNIST, ConfigError, Conventions, ForeignConfig, ImageSet, Likelihood
from latent_explorer.model.foreign.functions import function_halves
from latent_explorer.model.foreign.halves import HalfError, Halves
from latent_explorer.model.foreign.network import ForeignNetwork
from latent_explorer.model.registry import ZOO, Model, open_model
from latent_explorer.model.store.foreign import ForeignCheckpoint
from tests.helpers.foreign import halves_in

FRONTS = [
    Conventions((1, 28, 28)),
    Conventions((784,), "symmetric", "symmetric", "sd", "halves", outputs=(0, 0), inverted=True),
    Conventions((28, 28, 1), "standardised", "logits", "variance", "interleaved", (0, 0), mean=(0.13,), sd=(0.3,)),
    Conventions((28, 28), "unit", "unit", "log_sd", outputs=(1, 0), transposed=True),
]  # fmt: skip


def codec_of(
    halves: Halves, conventions: Conventions, images: ImageSet, likelihood: Likelihood | None = None, dims: int = 2
) -> Codec:
    config = ForeignConfig("python", conventions, dims, likelihood)
    return Codec(ForeignCheckpoint("mine", ForeignNetwork(halves, config, images), config, {}, "python", images))


@pytest.fixture(scope="module")
def shipped() -> Model:
    return open_model(ZOO / "vae-2d")


@pytest.fixture(scope="module")
def unrefined(shipped: Model) -> Codec:
    return Codec(shipped.checkpoint, refinements=0)


@pytest.mark.parametrize("front", FRONTS, ids=lambda front: f"{front.input}-{front.output}-{front.second}")
def test_behind_any_front_it_is_the_same_model(front: Conventions, shipped: Model, unrefined: Codec) -> None:
    few = shipped.image_set.sample.pixels[:20]
    codec = codec_of(halves_in(shipped, front), front, MNIST, "bernoulli")
    (mu, sigma), (own_mu, own_sigma) = codec.encode(few), unrefined.encode(few)
    np.testing.assert_allclose(mu, own_mu, atol=1e-4)
    assert sigma is not None and own_sigma is not None
    np.testing.assert_allclose(sigma, own_sigma, rtol=1e-3)
    np.testing.assert_allclose(codec.decode(mu), unrefined.decode(mu), atol=2e-6)
    terms, own = (one.terms(few, (mu, sigma)) for one in (codec, unrefined))
    assert terms.negative_elbo is not None and own.negative_elbo is not None
    np.testing.assert_allclose(terms.negative_elbo, own.negative_elbo, rtol=1e-3)


def test_the_derivative_by_differences_is_that_of_the_network(shipped: Model, unrefined: Codec) -> None:
    codec = codec_of(halves_in(shipped, FRONTS[0]), FRONTS[0], MNIST)
    z = shipped.mu[:5]
    found, exact = codec.jacobian(z), unrefined.jacobian(z)
    assert found.shape == exact.shape == (5, 784, 2)
    assert np.abs(found - exact).max() < 0.01 * np.abs(exact).max()


class Attending(nn.Module):
    """A decoder that no rule of ours differentiates, and that torch's forward mode does not take either."""

    def __init__(self) -> None:
        super().__init__()
        self.lift, self.attend = nn.Linear(3, 64), nn.MultiheadAttention(8, 2, batch_first=True)
        self.pixels = nn.Linear(64, 64)

    def forward(self, z: Tensor) -> Tensor:
        h = self.lift(z).unflatten(1, (8, 8))
        attended: Tensor = self.attend(h, h, h)[0]
        return torch.sigmoid(self.pixels(attended.flatten(1)))


def test_a_decoder_with_attention_has_a_derivative() -> None:
    torch.manual_seed(0)
    halves = function_halves(nn.Linear(64, 3).eval(), Attending().eval(), True, 3)
    small = ImageSet("small", 8)
    codec = codec_of(halves, Conventions((64,), second="none"), small, dims=3)
    found = codec.jacobian(np.zeros((2, 3), np.float32))
    assert found.shape == (2, 64, 3) and np.isfinite(found).all() and np.abs(found).max() > 1e-3


def test_widths_and_pixels_of_exactly_zero_have_finite_figures() -> None:
    """A softplus and a sigmoid of float32 underflow, and the logarithm of 0 is infinite."""

    def encode(x: Array) -> tuple[Array, ...]:
        return np.zeros((len(x), 2), np.float32), np.zeros((len(x), 2), np.float32)

    def decode(z: Array) -> tuple[Array, ...]:
        return (np.zeros((len(z), 784), np.float32),)

    front = Conventions((784,), second="sd")
    codec = codec_of(Halves(encode, decode, 2), front, MNIST, "bernoulli")
    white = np.ones((3, 784), np.float32)
    terms = codec.terms(white, codec.encode(white))
    assert terms.negative_elbo is not None and np.isfinite(terms.negative_elbo).all()
    assert terms.reconstruction is not None and terms.reconstruction.mean() == pytest.approx(784 * 16.1, rel=0.01)


def test_without_a_likelihood_there_is_no_elbo_and_no_bound(shipped: Model) -> None:
    codec = codec_of(halves_in(shipped, FRONTS[0]), FRONTS[0], MNIST)
    few = shipped.image_set.sample.pixels[:3]
    terms = codec.terms(few, codec.encode(few))
    assert terms.reconstruction is None and terms.negative_elbo is None and terms.per_pixel is None
    assert terms.kl is not None and (terms.kl > 0).all()
    with pytest.raises(ValueError, match="no likelihood was declared"):
        codec.importance_nll(few, codec.encode(few), 2, torch.Generator())
    with pytest.raises(ValueError, match="no likelihood was declared"):
        codec.log_joint(codec.encode(few)[0], few)


def test_halves_of_two_models_are_told(shipped: Model) -> None:
    codec = codec_of(halves_in(shipped, FRONTS[0]), FRONTS[0], MNIST, dims=3)
    with pytest.raises(HalfError, match="gives 2 numbers for μ, and the decoder takes 3"):
        codec.encode(shipped.image_set.sample.pixels[:3])


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"second": "logvar"}, "second must be one of"),
        ({"shape": [0]}, "shape must be one to three whole numbers"),
        ({"sd": [0.0]}, "sd above 0"),
        ({"outputs": [0]}, "outputs must be two places"),
        ({"sigma": 1}, "unknown field 'sigma'"),
        ({"inverted": "no"}, "inverted must be true or false"),
        ({"mean": ["a"]}, "mean and sd must be finite numbers"),
        ({"mean": 0.1}, "must be lists of numbers"),
    ],
)
def test_a_damaged_configuration_is_named(changed: dict[str, object], said: str) -> None:
    config = ForeignConfig("onnx", FRONTS[2], 2, "gaussian", 0.5, beta=4.0)
    whole = config.to_json()
    assert ForeignConfig.from_json(whole) == config
    with pytest.raises(ConfigError, match=said):
        ForeignConfig.from_json(whole | {"conventions": whole["conventions"] | changed})


def test_a_gaussian_needs_a_width_and_nothing_else_has_one() -> None:
    for likelihood, sd in (("gaussian", None), ("bernoulli", 0.1), (None, 0.1)):
        with pytest.raises(ConfigError, match="needs observation_sd"):
            ForeignConfig.from_json({"form": "onnx", "conventions": FRONTS[0].to_json(), "latent_dim": 2,
                                     "likelihood": likelihood, "observation_sd": sd})  # fmt: skip


def test_images_of_another_size_are_told(shipped: Model) -> None:
    with pytest.raises(HalfError, match="has 64 numbers, and 1×28×28 is no shape of so many"):
        codec_of(halves_in(shipped, FRONTS[0]), FRONTS[0], ImageSet("small", 8))


def test_numbers_that_are_not_finite_are_no_images(shipped: Model) -> None:
    def nothing(z: Array) -> tuple[Array, ...]:
        return (np.full((len(z), 784), np.nan, np.float32),)

    codec = codec_of(Halves(nothing, nothing, 2), Conventions((784,), second="none"), MNIST)
    with pytest.raises(HalfError, match="not finite"):
        codec.decode(np.zeros((1, 2), np.float32))
