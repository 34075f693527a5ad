"""The sizes that a graph's file tells: of the tensors that it holds, and of those that it asks for."""

from collections.abc import Iterator, Sequence
from math import prod
from typing import TYPE_CHECKING

from latent_explorer.model.foreign.halves import HalfError
from latent_explorer.model.foreign.onnx.constants import Constants
from latent_explorer.model.foreign.onnx.limits import NOT_ONNX, GraphLimits
from latent_explorer.model.foreign.onnx.words import EXPORT, shown, shown_shape

if TYPE_CHECKING:
    from onnx import ModelProto, NodeProto, TensorProto

# Where an operator's input says how large a tensor it makes: as its shape, or as what it repeats.
SHAPES = {"ConstantOfShape": 0, "Expand": 1, "Tile": 1, "Resize": 3, "Reshape": 1}
# Bytes of a number and the field that holds them unless raw, by the type's name in TensorProto.DataType.
_TYPES = {
    "FLOAT": (4, "float_data"),
    "DOUBLE": (8, "double_data"),
    "INT64": (8, "int64_data"),
    "UINT64": (8, "uint64_data"),
    "UINT32": (4, "uint64_data"),
    "INT32": (4, "int32_data"),
    "INT16": (2, "int32_data"),
    "UINT16": (2, "int32_data"),
    "INT8": (1, "int32_data"),
    "UINT8": (1, "int32_data"),
    "BOOL": (1, "int32_data"),
    "FLOAT16": (2, "int32_data"),
    "BFLOAT16": (2, "int32_data"),
}


def check_tensors(model: "ModelProto", limits: GraphLimits) -> None:
    """Raises HalfError if a tensor of the file is too large, or holds another number of numbers than it says."""
    if model.graph.sparse_initializer:
        raise HalfError(f"the graph holds sparse numbers, which are not taken; {EXPORT}")
    for tensor in held(model):
        _check_tensor(tensor, limits)


def check_asked(model: "ModelProto", constants: Constants, limits: GraphLimits) -> None:
    """Raises HalfError if a node asks by a constant for a tensor that is too large."""
    for node in model.graph.node:
        shape = _asked(node, constants)
        if prod(abs(side) for side in shape if side) > limits.numbers:
            raise HalfError(f"the graph's {shown(node.op_type)} asks for more numbers than any network needs; {EXPORT}")


def held(model: "ModelProto") -> Iterator["TensorProto"]:
    """The tensors that a graph holds: its initializers, and those in its nodes' attributes."""
    yield from model.graph.initializer
    for node in model.graph.node:
        for attribute in node.attribute:
            if attribute.HasField("sparse_tensor") or attribute.sparse_tensors:
                raise HalfError(f"the graph holds sparse numbers, which are not taken; {EXPORT}")
            if attribute.HasField("t"):
                yield attribute.t
            yield from attribute.tensors


def _asked(node: "NodeProto", constants: Constants) -> Sequence[float]:
    place = SHAPES.get(node.op_type)
    if place is None or len(node.input) <= place:
        return ()
    return constants.get(node.input[place], ())


def _check_tensor(tensor: "TensorProto", limits: GraphLimits) -> None:
    from onnx import TensorProto

    names = {value: name for name, value in TensorProto.DataType.items()}
    kind = names.get(tensor.data_type, "unknown")
    if kind not in _TYPES:
        raise HalfError(f"the graph's {shown(tensor.name)} holds numbers of the type {kind}; export it in float32")
    if tensor.HasField("segment"):
        raise HalfError(f"the graph holds {shown(tensor.name)} in parts, which are not taken; {EXPORT}")
    count = prod(tensor.dims)
    if any(side < 0 for side in tensor.dims) or len(tensor.dims) > 8 or count > limits.numbers:
        raise HalfError(f"the graph's {shown(tensor.name)} is of an absurd size, {_dims(tensor)}; {EXPORT}")
    width, field = _TYPES[kind]
    if (len(tensor.raw_data) != width * count) if tensor.HasField("raw_data") else len(getattr(tensor, field)) != count:
        raise HalfError(f"the graph's {shown(tensor.name)} does not hold {_dims(tensor)} numbers; {NOT_ONNX}")


def _dims(tensor: "TensorProto") -> str:
    return shown(shown_shape(tensor.dims))
