"""The small constants of a graph, by which its nodes say shapes and switches."""

from math import prod
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onnx import AttributeProto, ModelProto

Constants = dict[str, list[float]]
MOST = 64  # numbers of one; whole numbers up to this length say shapes, paddings and axes


def constants_of(model: "ModelProto") -> Constants:
    """The values of constants of at most 64 numbers, flattened, by the names of their tensors.

    Their sizes must have been checked, and that each Constant has its one output.
    """
    from onnx.numpy_helper import to_array

    tensors = {tensor.name: tensor for tensor in model.graph.initializer}
    found: Constants = {}
    for node in model.graph.node:
        for attribute in node.attribute if node.op_type == "Constant" else ():
            if attribute.name == "value" and attribute.HasField("t"):
                tensors[node.output[0]] = attribute.t
            elif numbers := _numbers(attribute):
                found[node.output[0]] = numbers
    small = {name: tensor for name, tensor in tensors.items() if prod(tensor.dims) <= MOST}
    return found | {name: to_array(tensor).reshape(-1).tolist() for name, tensor in small.items()}


def _numbers(attribute: "AttributeProto") -> list[float]:
    """What a Constant's attribute says in plain numbers, whatever type it claims to be of."""
    said: dict[str, list[float]] = {
        "value_int": [attribute.i],
        "value_float": [attribute.f],
        "value_ints": [*attribute.ints],
        "value_floats": [*attribute.floats],
    }
    return said.get(attribute.name, [])
