from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import save_file
from torch import Tensor, nn

from latent_explorer.model.config import ForeignConfig, ImageSet
from latent_explorer.model.foreign.architectures import recognise
from latent_explorer.model.foreign.codes import code_of
from latent_explorer.model.foreign.halves import HalfError
from latent_explorer.model.foreign.network import ForeignNetwork
from latent_explorer.model.foreign.weights_file import WeightsError, read_weights
from tests.model.foreign.published import Burgess, ExampleMLP, Pythae, Vanilla

GREY_8, COLOUR_8 = ImageSet("grey-8", 8), ImageSet("colour-8", 8, 3)
COUNT = 300  # more than one batch


@dataclass(frozen=True)
class Case:
    """A network as its users have it, the images it takes, and what has to be told of it."""

    form: str
    network: ExampleMLP | Burgess | Vanilla | Pythae
    images: ImageSet
    layout: str = "separate"
    second: str = "log_variance"
    open: tuple[str, ...] = ()


def cases() -> list[Case]:
    torch.manual_seed(0)
    return [
        Case("pytorch-example", ExampleMLP(), GREY_8),
        Case("pytorch-example", ExampleMLP(192, 7, 2), COLOUR_8),
        Case("burgess", Burgess(), ImageSet("grey-32", 32), "interleaved"),
        Case("burgess", Burgess(3, 64), ImageSet("colour-64", 64, 3), "interleaved"),
        Case("pytorch-vae-vanilla", Vanilla(), ImageSet("colour-16", 16, 3), open=("input", "output")),
        Case("pytorch-vae-vanilla", Vanilla(1, (4, 5), 7), ImageSet("grey-28", 28), open=("input", "output")),
        Case("pytorch-vae-vanilla", Vanilla(3, (4,), 8), ImageSet("colour-16", 16, 3), open=("input", "output")),
        Case("pythae-vae", Pythae(), COLOUR_8),
        Case("pythae-ae", Pythae(64, variance=False), GREY_8, second="none"),
    ]


IDS = ("mlp", "mlp-colour", "burgess-32", "burgess-64", "vanilla", "vanilla-28", "vanilla-1", "pythae", "pythae-ae")


def weights_of(network: nn.Module) -> dict[str, Tensor]:
    return {name: values.clone() for name, values in network.state_dict().items()}


def used(network: nn.Module) -> None:
    """Give batch norm statistics of its own, so that forgetting them shows."""
    for layer in network.modules():
        if isinstance(layer, nn.BatchNorm2d):
            assert layer.running_mean is not None and layer.running_var is not None
            layer.running_mean.normal_()
            layer.running_var.uniform_(0.5, 2)


@pytest.mark.parametrize("place", range(len(IDS)), ids=IDS)
@pytest.mark.parametrize("kind", ["safetensors", "pth"])
def test_a_known_architecture_computes_as_its_users_does(place: int, kind: str, tmp_path: Path) -> None:
    case = cases()[place]
    used(case.network.eval())
    if kind == "safetensors":
        save_file(weights_of(case.network), tmp_path / "vae.safetensors")
        found = recognise(read_weights(tmp_path / "vae.safetensors"), case.images)
    else:
        named = {f"module.{name}": values for name, values in weights_of(case.network).items()}
        torch.save({"epoch": 3, "model_state_dict": named}, tmp_path / "vae.pth")
        found = recognise(read_weights(tmp_path / "vae.pth"), case.images)
    conventions = found.conventions
    assert (found.form, found.open) == (case.form, case.open)
    assert (conventions.layout, conventions.second) == (case.layout, case.second)

    x = torch.rand(COUNT, *conventions.shape)
    mu, log_sigma = code_of(found.halves.encode(x.numpy()), conventions)
    with torch.no_grad():
        expected = case.network.encode(x)
    np.testing.assert_allclose(mu, expected[0], atol=1e-6)
    if case.second == "none":
        assert log_sigma is None and len(expected) == 1
    else:
        assert log_sigma is not None
        np.testing.assert_allclose(log_sigma, expected[1] / 2, atol=1e-6)

    z = torch.randn(COUNT, found.halves.latent_dim or 0)
    (decoded,) = found.halves.decode(z.numpy())
    with torch.no_grad():
        pixels = case.network.decode(z).numpy()
    as_published = torch.from_numpy(decoded).sigmoid().numpy() if conventions.output == "logits" else decoded
    np.testing.assert_allclose(as_published.reshape(COUNT, -1), pixels.reshape(COUNT, -1), atol=1e-6)
    assert decoded.dtype == mu.dtype == np.float32
    assert found.halves.parameters == sum(values.numel() for values in case.network.parameters())


@pytest.mark.parametrize("place", range(len(IDS)), ids=IDS)
def test_it_serves_as_a_foreign_network(place: int) -> None:
    case = cases()[place]
    found = recognise(weights_of(case.network), case.images)
    dim = found.halves.latent_dim or 0
    network = ForeignNetwork(found.halves, ForeignConfig(found.form, found.conventions, dim), case.images)
    mu, _ = network.encode(torch.rand(2, case.images.values))
    assert mu.shape == (2, dim)
    assert network.decode(mu).shape == (2, case.images.values)


def test_logits_stay_finite_where_a_sigmoid_is_zero_in_float32() -> None:
    network = ExampleMLP()
    nn.init.constant_(network.fc4.bias, -120.0)
    (logits,) = recognise(weights_of(network), GREY_8).halves.decode(np.zeros((1, 3), np.float32))
    assert torch.sigmoid(torch.from_numpy(logits)).max() == 0  # what the published decoder gives, −∞ as a logarithm
    np.testing.assert_allclose(logits, -120, atol=2)


@pytest.mark.parametrize("kept", [True, False])
def test_counters_of_batch_norm_may_be_there_or_not(kept: bool) -> None:
    weights = {n: v for n, v in weights_of(Vanilla()).items() if kept or not n.endswith("num_batches_tracked")}
    found = recognise(weights, ImageSet("colour-16", 16, 3))
    x = np.random.default_rng(0).random((2, 3, 16, 16), np.float32)
    assert np.array_equal(found.halves.encode(x)[0], found.halves.encode(x)[0])


def test_one_image_of_a_batch_does_not_change_the_others() -> None:
    """Batch norm would, left in train mode."""
    found = recognise(weights_of(Vanilla()), ImageSet("colour-16", 16, 3))
    x = np.random.default_rng(0).random((3, 3, 16, 16), np.float32)
    np.testing.assert_allclose(found.halves.encode(x)[0][:1], found.halves.encode(x[:1])[0], atol=1e-6)


def test_halves_take_no_images_and_read_only_ones() -> None:
    halves = recognise(weights_of(ExampleMLP()), GREY_8).halves
    assert halves.encode(np.zeros((0, 64), np.float32))[0].shape == (0, 3)
    x = np.ones((2, 64), np.float32)
    x.setflags(write=False)
    assert halves.encode(x)[0].shape == (2, 3)


def test_halves_refuse_another_shape() -> None:
    halves = recognise(weights_of(ExampleMLP()), GREY_8).halves
    with pytest.raises(HalfError, match="takes 64 numbers, and is given 1×8×8"):
        halves.encode(np.zeros((2, 1, 8, 8), np.float32))
    with pytest.raises(HalfError, match="takes 3 numbers, and is given 2 numbers"):
        halves.decode(np.zeros((2, 2), np.float32))


@pytest.mark.parametrize(
    ("network", "images", "sentence"),
    [
        (ExampleMLP(), COLOUR_8, "PyTorch's example MLP for images of 64 numbers, and an image of colour-8 has 3×8×8"),
        (Burgess(), ImageSet("grey-28", 28), r"for images of 1×32×32, and an image of grey-28 has 1×28×28; give the"),
        (Burgess(), ImageSet("colour-32", 32, 3), r"for images of 1×32×32, and an image of colour-32 has 3×32×32"),
        (Vanilla(1, (4, 5, 6, 7), 2), ImageSet("grey-28", 28), "for images of 1×32×32, and an image of grey-28 has"),
    ],
)
def test_images_of_another_size_are_refused(network: nn.Module, images: ImageSet, sentence: str) -> None:
    with pytest.raises(WeightsError, match=sentence):
        recognise(weights_of(network), images)


def without(network: nn.Module, name: str) -> dict[str, Tensor]:
    weights = weights_of(network)
    del weights[name]
    return weights


@pytest.mark.parametrize(
    ("weights", "sentence"),
    [
        (without(ExampleMLP(), "fc22.bias"), "nearest is PyTorch's example MLP, of which fc22.bias is missing"),
        (without(Burgess(), "encoder.conv1.weight"), "Burgess et al.'s .*, of which encoder.conv1.weight is missing"),
        (without(Vanilla(), "fc_var.bias"), "PyTorch-VAE's VanillaVAE, of which fc_var.bias is missing"),
        (without(Vanilla(), "fc_mu.weight"), "PyTorch-VAE's VanillaVAE, of which fc_mu.weight is missing"),
        (without(Pythae(), "decoder.layers.1.0.bias"), "pythae's default VAE, of which decoder.layers.1.0.bias is"),
        (
            weights_of(Pythae()) | {"quantizer.embeddings": torch.ones(2)},
            "pythae's default VAE, of which there is also 'quantizer.embeddings'",
        ),
        (
            weights_of(ExampleMLP()) | {"fc4.weight": torch.ones(63, 12)},
            "PyTorch's example MLP, of which fc4.weight is 63×12 instead of 64×12",
        ),
        ({"fc1.weight": torch.ones(())}, "PyTorch's example MLP, of which fc1.weight is one number instead of 400×784"),
        (
            {"blocks.0.attention": torch.ones(2)},
            "VAE; pythae's default autoencoder.; the first of the names is 'blocks",
        ),
        ({}, "; there are none"),
    ],
)
def test_what_fits_nothing_is_told_by_the_nearest(weights: dict[str, Tensor], sentence: str) -> None:
    with pytest.raises(WeightsError, match=sentence) as raised:
        recognise(weights, GREY_8)
    first, *lines = str(raised.value).splitlines()
    assert first.startswith("the weights fit no architecture that is known (PyTorch's example MLP; Burgess et al.'s")
    assert [line.strip()[:27] for line in lines] == ["latent_explorer.export_onnx"]


def test_a_conditional_vae_is_told() -> None:
    with pytest.raises(WeightsError, match="of a conditional VAE, whose halves take 10 numbers beside image and code"):
        recognise(weights_of(ExampleMLP(label=10)), GREY_8)
