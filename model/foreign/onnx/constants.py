"""The small constants of a graph, by which its nodes say shapes and switches."""

from math import prod
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onnx import ModelProto

Constants = dict[str, list[float]]
MOST = 64  # numbers of one; whole numbers up to this length say shapes, paddings and axes


def constants_of(model: "ModelProto") -> Constants:
    """The values of constants of at most 64 numbers, flattened, by the names of their tensors.

    Their sizes must have been checked.
    """
    from onnx.helper import get_attribute_value
    from onnx.numpy_helper import to_array

    tensors = {tensor.name: tensor for tensor in model.graph.initializer}
    found: Constants = {}
    for node in model.graph.node:
        for attribute in node.attribute if node.op_type == "Constant" else ():
            if attribute.name == "value":
                tensors[node.output[0]] = attribute.t
            elif attribute.name in ("value_int", "value_float"):
                found[node.output[0]] = [get_attribute_value(attribute)]
            elif attribute.name in ("value_ints", "value_floats"):
                found[node.output[0]] = list(get_attribute_value(attribute))
    small = {name: tensor for name, tensor in tensors.items() if prod(tensor.dims) <= MOST}
    return found | {name: to_array(tensor).reshape(-1).tolist() for name, tensor in small.items()}
