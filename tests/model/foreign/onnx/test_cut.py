"""Logits out of a decoder that ends in a Sigmoid."""

import numpy as np
import pytest
import torch
from torch.nn import functional as F

from latent_explorer.model.foreign.onnx.cut import cut_sigmoid
from latent_explorer.model.foreign.onnx.graph import read_graph
from latent_explorer.model.foreign.onnx.session import OnnxHalf
from tests.helpers.onnx_graphs import LATENTS, PIXELS, data, decoder, model, node, normal


def test_logits_have_a_finite_likelihood_where_the_sigmoid_is_zero() -> None:
    """A last bias of −20: the runtime's float32 Sigmoid is exactly 0 there, and log 0 is infinite."""
    made = decoder()
    bias = np.full(PIXELS, -20, np.float32)
    made.graph.initializer[3].raw_data = bias.tobytes()
    graph = read_graph(data(made))
    logits = cut_sigmoid(graph)
    assert logits is not None
    z = normal(5, LATENTS)
    cut = torch.from_numpy(OnnxHalf(logits)(z)[0])
    w1, b1, w2 = (
        torch.tensor(np.frombuffer(t.raw_data, "f4").reshape(tuple(t.dims))) for t in made.graph.initializer[:3]
    )
    wanted = (torch.from_numpy(z) @ w1 + b1).relu() @ w2 + torch.from_numpy(bias)
    black, lit = torch.zeros(5, PIXELS), torch.ones(5, PIXELS)
    for image in (black, lit):
        ours, torchs = (F.binary_cross_entropy_with_logits(x, image, reduction="none").sum(1) for x in (cut, wanted))
        assert ours.isfinite().all()
        torch.testing.assert_close(ours, torchs, atol=1e-3, rtol=0)
    assert (OnnxHalf(graph)(z)[0] == 0).any()  # so that the test would see a decoder that was not cut


def test_looks_through_what_only_moves_numbers() -> None:
    made = decoder()
    made.graph.node.extend(
        [node("Reshape", "x s", "r2"), node("Transpose", "r2", "t", perm=[0, 2, 3, 1]), node("Identity", "t", "y")]
    )
    shaped = model(made.graph.node, {"z": ["n", LATENTS]}, {"y": ["n", 2, 2, 3]}, None)
    shaped.graph.initializer.extend(made.graph.initializer)
    shape = shaped.graph.initializer.add(name="s", dims=[4], data_type=7)
    shape.int64_data.extend([-1, 3, 2, 2])
    graph = read_graph(data(shaped))
    cut = cut_sigmoid(graph)
    assert cut is not None and cut.outputs[0].of_one == (2, 2, 3) and b"Sigmoid" not in cut.data
    z = normal(3, LATENTS)
    np.testing.assert_allclose(1 / (1 + np.exp(-OnnxHalf(cut)(z)[0])), OnnxHalf(graph)(z)[0], atol=1e-6)


def test_uses_of_the_sigmoid_elsewhere_stay() -> None:
    """A Swish inside the network is made of a Sigmoid too."""
    nodes = [node("Sigmoid", "z", "s"), node("Mul", "z s", "w"), node("Sigmoid", "w", "x")]
    graph = read_graph(data(model(nodes, {"z": ["n", 3]}, {"x": ["n", 3]})))
    cut = cut_sigmoid(graph)
    assert cut is not None and cut.data.count(b"Sigmoid") == 1
    z = normal(2, 3)
    np.testing.assert_allclose(OnnxHalf(cut)(z)[0], z / (1 + np.exp(-z)), atol=1e-6)


@pytest.mark.parametrize("last", ["Tanh", "Softplus", "Identity"])
def test_has_none_of_other_decoders(last: str) -> None:
    assert cut_sigmoid(read_graph(data(decoder(last)))) is None


def test_has_none_where_the_output_is_the_input() -> None:
    assert cut_sigmoid(read_graph(data(model([node("Identity", "z", "x")], {"z": ["n", 3]}, {"x": ["n", 3]})))) is None
