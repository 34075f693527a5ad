"""Shapes inside a graph, measured by running it in its own process on zeros, and parts of it freed of the image."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from latent_explorer.model.arrays import Array
from latent_explorer.model.foreign.onnx.child import Child, Limits
from latent_explorer.model.foreign.onnx.extract import nodes_before
from latent_explorer.model.foreign.onnx.flow import SIZES
from latent_explorer.model.foreign.onnx.graph import graph_of

if TYPE_CHECKING:
    from onnx import ModelProto, NodeProto

LIKE = ("RandomNormalLike", "RandomUniformLike", "Bernoulli")


def undrawn(model: "ModelProto") -> "ModelProto":
    """The graph with what is drawn in the shape of another tensor replaced by that tensor: all shapes are the same.

    The runtime has no kernel for some operators that draw.
    """
    from onnx import ModelProto, NodeProto

    still = ModelProto()
    still.CopyFrom(model)
    for node in still.graph.node:
        if node.op_type in LIKE:
            node.CopyFrom(NodeProto(op_type="Identity", input=node.input, output=node.output))
    return still


def values(model: "ModelProto", names: Sequence[str], batch: int, limits: Limits) -> dict[str, Array]:
    """What tensors are for a batch of images of zeros, by name. Raises HalfError."""
    from onnx import ValueInfoProto

    if not names:
        return {}
    graph = graph_of(model, model.graph.input, [ValueInfoProto(name=name) for name in names])
    shape = [side or 1 for side in graph.inputs[0].of_one or ()]
    child = Child(graph.data, limits)
    try:
        return dict(zip(names, child.ask(np.zeros((batch, *shape), np.float32)), strict=True))
    finally:
        child.end()


def free_of_image(model: "ModelProto", code: str, output: str, limits: Limits) -> "ModelProto":
    """The graph in which the sizes that lead from the image to an output, past the code, are told by the code's batch.

    A reshape to the image's own shape is common. Each number of a size is a + k·n for n images, by two runs.
    """
    from onnx import ModelProto

    of_image = _following(model, model.graph.input[0].name, code)
    sizes = [node for node in nodes_before(model, [output], [code]) if node.op_type in SIZES]
    names = [node.output[0] for node in sizes if of_image.intersection(node.input)]
    two, three = (values(model, names, batch, limits) for batch in (2, 3))
    free = ModelProto()
    free.CopyFrom(model)
    del free.graph.node[:]
    for node in model.graph.node:
        if node.output and node.output[0] in two:
            slope = three[node.output[0]] - two[node.output[0]]
            free.graph.node.extend(_size(node.output[0], code, two[node.output[0]] - 2 * slope, slope))
        else:
            free.graph.node.append(node)
    return free


def _following(model: "ModelProto", start: str, code: str) -> set[str]:
    """What is computed from a tensor, sizes included, by ways past the code."""
    found = {start}
    for node in model.graph.node:
        if found.intersection(node.input):
            found.update(set(node.output) - {code})
    return found


def _size(name: str, code: str, fixed: Array, slope: Array) -> "list[NodeProto]":
    """Nodes that compute `fixed` + `slope`·n, n being the code's batch, a single number or several."""
    from onnx import helper, numpy_helper

    parts = ("fixed", fixed), ("slope", slope), ("first", np.zeros(fixed.shape and (1,), np.float32))
    constants = [
        helper.make_node("Constant", [], [f"{name}/{part}"], value=numpy_helper.from_array(array.astype(np.int64)))
        for part, array in parts
    ]
    return [
        *constants,
        helper.make_node("Shape", [code], [f"{name}/shape"]),
        helper.make_node("Gather", [f"{name}/shape", f"{name}/first"], [f"{name}/n"]),
        helper.make_node("Mul", [f"{name}/n", f"{name}/slope"], [f"{name}/times"]),
        helper.make_node("Add", [f"{name}/times", f"{name}/fixed"], [name]),
    ]
