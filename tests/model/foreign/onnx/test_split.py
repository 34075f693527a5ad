"""One graph of a whole VAE taken apart, as people's exports hold it."""

import io
import time
import warnings
from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest
import torch
from onnx import ModelProto
from torch import Tensor, nn

from latent_explorer.model.foreign.halves import HalfError
from latent_explorer.model.foreign.onnx.flow import bottlenecks, random_draws
from latent_explorer.model.foreign.onnx.graph import parse
from latent_explorer.model.foreign.onnx.session import OnnxHalf
from latent_explorer.model.foreign.onnx.split import read_halves
from tests.helpers.onnx_graphs import data, model, node, normal

D = 3


class Homework(nn.Module):
    """A VAE as they are written: `forward` computes it all."""

    def __init__(self, returns: str, draws: bool) -> None:
        super().__init__()
        self.enc, self.both = nn.Linear(16, 2), nn.Linear(2, 2 * D)  # the hidden layer is narrower than the code
        self.dec = nn.Sequential(nn.Linear(D, 8), nn.ReLU(), nn.Linear(8, 16), nn.Sigmoid())
        self.returns, self.draws = returns, draws

    def encode(self, x: Tensor) -> tuple[Tensor, Tensor]:
        mu, log_var = self.both(torch.tanh(self.enc(x.view(x.size(0), -1)))).chunk(2, 1)
        return mu, log_var

    def forward(self, x: Tensor) -> tuple[Tensor, ...]:
        mu, log_var = self.encode(x)
        z = mu + torch.randn_like(mu) * torch.exp(log_var / 2) if self.draws else mu
        pixels = self.dec(z)
        parts = {
            "pixels": pixels,
            "like the image": pixels.view(x.shape),
            "batch of the image": pixels.view(x.size(0), 1, 4, 4),
            "image": x,
            "mu": mu,
            "log_var": log_var,
            "z": z,
            "both": torch.cat([mu, log_var], 1),
        }
        return tuple(parts[name] for name in self.returns.split(", "))


def exported(vae: nn.Module) -> bytes:
    """The graph as the exporter that traces writes it, which is quick and leaves the most behind."""
    file = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        axes = {"image": {0: "n"}}
        torch.onnx.export(
            vae,
            (torch.rand(2, 1, 4, 4),),
            file,  # type: ignore[arg-type]  # which this exporter takes, whatever the newer one's types say
            dynamo=False,
            opset_version=17,
            input_names=["image"],
            dynamic_axes=axes,
        )
    return file.getvalue()


@pytest.mark.parametrize("draws", [False, True])
@pytest.mark.parametrize(
    "returns",
    [
        "pixels, mu, log_var",
        "mu, log_var, pixels",
        "like the image, mu, log_var",
        "batch of the image, mu, log_var",
        "image, pixels, mu, log_var",
        "pixels, mu, log_var, z",
        "pixels, both",
    ],
)
def test_halves_compute_what_the_model_does(returns: str, draws: bool) -> None:
    torch.manual_seed(0)
    vae = Homework(returns, draws).eval()
    encoder, decoder = read_halves(exported(vae))
    x, z = torch.rand(5, 1, 4, 4), torch.randn(5, D)
    with torch.no_grad():
        mu, log_var = vae.encode(x)
        pixels = vae.dec(z)
    encoded = OnnxHalf(encoder)(x.numpy())
    wanted = [torch.cat([mu, log_var], 1)] if "both" in returns else [mu, log_var]
    assert len(encoded) == len(wanted) + ("z" in returns and not draws)
    for mine, theirs in zip(encoded, wanted, strict=False):
        np.testing.assert_allclose(mine, theirs.numpy(), atol=1e-5)
    decoded = OnnxHalf(decoder)(z.numpy())
    assert decoder.inputs[0].of_one == (D,) and len(decoded) == 1
    np.testing.assert_allclose(decoded[0].reshape(5, 16), pixels.numpy(), atol=1e-5)
    for half in (encoder, decoder):
        assert not random_draws(ModelProto.FromString(half.data))


def test_an_autoencoder_that_gives_its_picture_alone() -> None:
    class Plain(Homework):
        def __init__(self) -> None:
            super().__init__("pixels", False)
            self.enc, self.both = nn.Linear(16, 9), nn.Linear(9, 2 * D)

    vae = Plain().eval()
    encoder, decoder = read_halves(exported(vae))
    x = torch.rand(2, 1, 4, 4)
    (code,) = OnnxHalf(encoder)(x.numpy())
    np.testing.assert_allclose(OnnxHalf(decoder)(code)[0], vae(x)[0].detach().numpy(), atol=1e-5)


def test_takes_apart_what_the_runtime_can_not_draw() -> None:
    """It has no kernel for RandomNormalLike of opset 22."""
    nodes = [
        node("MatMul", "x w", "mu"),
        node("RandomNormalLike", "mu", "e"),
        node("Add", "mu e", "z"),
        node("MatMul", "z u", "pixels"),
    ]
    weights = {"w": normal(16, D), "u": normal(D, 16)}
    whole = model(nodes, {"x": ["n", 16]}, {"pixels": ["n", 16], "mu": ["n", D]}, weights, opset=22)
    encoder, decoder = read_halves(data(whole))
    assert [port.name for port in encoder.outputs] == ["mu"]
    z = normal(2, D)
    np.testing.assert_allclose(OnnxHalf(decoder)(z)[0], z @ weights["u"], atol=1e-6)


def test_refuses_to_guess_mu_from_a_draw() -> None:
    with pytest.raises(HalfError, match="draws its code at random and does not give μ; export it with mu"):
        read_halves(exported(Homework("pixels", True).eval()))


def test_two_inputs_beside_each_other() -> None:
    nodes = [node("MatMul", "x w", "mu"), node("MatMul", "x v", "log_var"), node("MatMul", "z u", "pixels")]
    weights = {"w": normal(16, D), "v": normal(16, D), "u": normal(D, 16)}
    outputs = {"pixels": ["n", 16], "mu": ["n", D], "log_var": ["n", D]}
    encoder, decoder = read_halves(data(model(nodes, {"z": ["n", D], "x": ["n", 16]}, outputs, weights)))  # type: ignore[arg-type]
    assert [port.name for port in encoder.outputs] == ["mu", "log_var"] and encoder.inputs[0].name == "x"
    z = normal(2, D)
    np.testing.assert_allclose(OnnxHalf(decoder)(z)[0], z @ weights["u"], atol=1e-6)


def conditional() -> ModelProto:
    nodes = [node("MatMul", "x w", "h"), node("Add", "h c", "z"), node("MatMul", "z u", "pixels")]
    weights = {"w": normal(16, D), "u": normal(D, 16)}
    return model(nodes, {"x": ["n", 16], "c": ["n", D]}, {"pixels": ["n", 16], "z": ["n", D]}, weights)


def with_a_bypass() -> ModelProto:
    """As a U-Net does."""
    nodes = [node("MatMul", "x w", "z"), node("MatMul", "z u", "h"), node("Add", "h x", "pixels")]
    weights = {"w": normal(16, D), "u": normal(D, 16)}
    return model(nodes, {"x": ["n", 16]}, {"pixels": ["n", 16], "z": ["n", D]}, weights)


def without_a_picture() -> ModelProto:
    return model([node("MatMul", "x w", "z")], {"x": ["n", 16]}, {"z": ["n", D]}, {"w": normal(16, D)})


def of_any_size() -> ModelProto:
    return model([node("Relu", "x", "y")], {"x": ["n", 1, None, None]}, {"y": ["n", 1, None, None]})


@pytest.mark.parametrize(
    ("made", "message"),
    [
        (conditional, "needs both x and c at once, as a conditional model does"),
        (with_a_bypass, "does not follow from one code of the image alone"),
        (without_a_picture, "none of the graph's outputs has as many numbers as an image"),
        (of_any_size, "leaves the size of an image open"),
    ],
)
def test_says_why_it_can_not(made: Callable[[], ModelProto], message: str) -> None:
    with pytest.raises(HalfError, match=message) as raised:
        read_halves(data(made()))
    assert "export" in str(raised.value)


def test_long_graphs_take_no_longer_than_their_length() -> None:
    """Ten thousand nodes, the most that a graph may have: steps that grow with its square would take minutes."""
    names = ["x", *(f"h{place}" for place in range(9_990)), "y"]
    nodes = [node("Neg", before, after) for before, after in pairwise(names)]
    made = model(nodes, {"x": ["n", 4]}, {"y": ["n", 4]})
    began = time.process_time()
    assert bottlenecks(made, "y") == names[1:-1]
    parse(data(made))
    assert time.process_time() - began < 5


def test_bottlenecks_are_where_all_passes_through() -> None:
    nodes = [
        node("Relu", "x", "a"),
        node("Sin", "a", "b"),
        node("Cos", "a", "c"),
        node("Add", "b c", "d"),
        node("Shape", "x", "size"),
        node("Reshape", "d size", "e"),
        node("Mul", "e d", "f"),
        node("Neg", "f", "y"),
        node("Exp", "a", "other"),
    ]
    made = model(nodes, {"x": ["n", 4]}, {"y": ["n", 4], "other": ["n", 4]})
    assert bottlenecks(made, "y") == ["a", "d", "f"]
    assert bottlenecks(made, "other") == ["a"]
