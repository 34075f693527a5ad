"""Small graphs in ONNX, made node by node."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from onnx import ModelProto, NodeProto, TensorProto, helper, numpy_helper

Weights = dict[str, Any]
Ports = dict[str, Sequence[int | str | None]]
LATENTS, PIXELS = 4, 12
rng = np.random.default_rng(0)


def node(operator: str, inputs: str, outputs: str, **attributes: Any) -> NodeProto:
    """A node; names are given apart by blanks."""
    return helper.make_node(operator, inputs.split(), outputs.split(), **attributes)


def model(
    nodes: Sequence[NodeProto],
    inputs: Ports,
    outputs: Ports,
    weights: Weights | None = None,
    opset: int = 20,
    kind: int = TensorProto.FLOAT,
) -> ModelProto:
    """A model of these nodes; weights are arrays by name, float32 unless they are whole numbers."""
    taken, given = (
        [helper.make_tensor_value_info(name, kind, shape) for name, shape in named.items()]
        for named in (inputs, outputs)
    )
    held = [numpy_helper.from_array(np.asarray(array), name) for name, array in (weights or {}).items()]
    graph = helper.make_graph(list(nodes), "graph", taken, given, held)
    return helper.make_model(graph, ir_version=10, opset_imports=[helper.make_opsetid("", opset)])


def normal(*shape: int) -> np.ndarray[Any, np.dtype[np.float32]]:
    return rng.normal(0, 0.3, shape).astype(np.float32)


def decoder(last: str = "Sigmoid") -> ModelProto:
    """Four latent dimensions to twelve pixels, by two layers."""
    nodes = [node("Gemm", "z w1 b1", "h"), node("Relu", "h", "r"), node("Gemm", "r w2 b2", "l"), node(last, "l", "x")]
    weights = {"w1": normal(LATENTS, 8), "b1": normal(8), "w2": normal(8, PIXELS), "b2": normal(PIXELS)}
    return model(nodes, {"z": ["n", LATENTS]}, {"x": ["n", PIXELS]}, weights)


def one(
    operator: str, inputs: str = "x", weights: Weights | None = None, opset: int = 20, **attributes: Any
) -> ModelProto:
    """A model of one node, of twelve numbers x to y."""
    return model([node(operator, inputs, "y", **attributes)], {"x": ["n", PIXELS]}, {"y": None}, weights, opset)  # type: ignore[dict-item]


def data(made: ModelProto) -> bytes:
    content: bytes = made.SerializeToString()
    return content
