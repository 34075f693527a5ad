"""What goes into a foreign graph and what comes out, as far as its file says."""

from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING

from latent_explorer.model.foreign.halves import HalfError
from latent_explorer.model.foreign.onnx.extract import port
from latent_explorer.model.foreign.onnx.limits import GraphLimits
from latent_explorer.model.foreign.onnx.words import EXPORT, shown

if TYPE_CHECKING:
    from onnx import ModelProto, ValueInfoProto

FLOATS = ("FLOAT", "FLOAT16", "DOUBLE")


@dataclass(frozen=True)
class Port:
    """An input or output. `of_one` is the shape without the batch, None in it for a free length; None if unknown."""

    name: str
    of_one: tuple[int | None, ...] | None


def settle_ports(model: "ModelProto", limits: GraphLimits) -> None:
    """Write inputs and outputs anew: without those that are weights, with a free batch axis and no names of axes.

    Raises HalfError at what can't be fed with images or codes.
    """
    held = {tensor.name for tensor in model.graph.initializer}
    inputs = [_input(entry, limits) for entry in model.graph.input if entry.name not in held]
    outputs = [_output(entry, limits) for entry in model.graph.output]
    if not inputs:
        raise HalfError("the graph takes no input; " + EXPORT)
    for entries, settled in ((model.graph.input, inputs), (model.graph.output, outputs)):
        del entries[:]
        entries.extend(settled)


def _input(entry: "ValueInfoProto", limits: GraphLimits) -> "ValueInfoProto":
    name, shape = shown(entry.name), _shape(entry, limits)
    if not shape:
        raise HalfError(f"the graph does not say the shape of its input {name}; {EXPORT}")
    if shape[0] is not None:
        how = f'dynamic_axes={{"{name}": {{0: "n"}}}} in torch.onnx.export, or latent_explorer.export_onnx'
        raise HalfError(f"the graph's input {name} has a batch axis of {shape[0]}; export it with a free one: {how}")
    return port(entry.name, shape[1:], entry.type.tensor_type.elem_type)


def _output(entry: "ValueInfoProto", limits: GraphLimits) -> "ValueInfoProto":
    shape = _shape(entry, limits)
    return port(entry.name, shape[1:] if shape else None, entry.type.tensor_type.elem_type)


def _shape(entry: "ValueInfoProto", limits: GraphLimits) -> tuple[int | None, ...] | None:
    """The declared shape, batch axis first, None for a free length; None if there is none."""
    from onnx import TensorProto

    tensor = entry.type.tensor_type
    kinds = {value: name for name, value in TensorProto.DataType.items()}
    if (kind := kinds.get(tensor.elem_type, "unknown")) not in FLOATS:
        what = f"{shown(entry.name)} is of the type {kind.lower()}"
        raise HalfError(f"the graph's {what}, and images and codes are float32; export it without labels or indices")
    if not tensor.HasField("shape"):
        return None
    shape = tuple(dim.dim_value if dim.dim_value > 0 else None for dim in tensor.shape.dim)
    if len(shape) > 6 or prod(side or 1 for side in shape) > limits.values:
        raise HalfError(f"the graph's {shown(entry.name)} is of an absurd size; {EXPORT}")
    return shape


def described(entry: "ValueInfoProto") -> Port:
    """A port as settled, or of a tensor inside the graph, which has no shape."""
    tensor = entry.type.tensor_type
    if not tensor.HasField("shape"):
        return Port(entry.name, None)
    return Port(entry.name, tuple(dim.dim_value or None for dim in tensor.shape.dim[1:]))
