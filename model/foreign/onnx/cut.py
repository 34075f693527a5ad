"""A decoder's logits, cut out of a graph that ends in a Sigmoid.

A float32 Sigmoid is exactly 0 where its input is below about −18, and a likelihood of 0 has an infinite logarithm: the
logits lose nothing.
"""

from typing import TYPE_CHECKING

from latent_explorer.model.foreign.onnx.extract import nodes_before, port
from latent_explorer.model.foreign.onnx.graph import Graph, graph_of

if TYPE_CHECKING:
    from onnx import ModelProto, NodeProto

# What may follow the Sigmoid: it moves numbers and changes none.
MOVES = {"Identity", "Reshape", "Flatten", "Transpose", "Squeeze", "Unsqueeze"}


def cut_sigmoid(graph: Graph, output: int = 0) -> Graph | None:
    """A graph whose one output is what that output's Sigmoid takes, in the output's shape; None without a Sigmoid."""
    from onnx import ModelProto

    model = ModelProto.FromString(graph.data)
    name = graph.outputs[output].name
    nodes = {made: node for node in nodes_before(model, [name]) for made in node.output}
    last: NodeProto | None = nodes.get(name)
    above = None
    while last is not None and last.op_type in MOVES:
        above, last = last, nodes.get(last.input[0])
    if last is None or last.op_type != "Sigmoid":
        return None
    if above is None:
        name = last.input[0]
    else:
        above.input[0] = last.input[0]
    return graph_of(
        model, model.graph.input, [port(name, graph.outputs[output].of_one, _kind(model, output))], graph.notes
    )


def _kind(model: "ModelProto", output: int) -> int:
    kind: int = model.graph.output[output].type.tensor_type.elem_type
    return kind
