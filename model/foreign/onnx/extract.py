"""A part of a graph as a graph of its own, between tensors: nothing else of the file is kept."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from latent_explorer.model.foreign.halves import HalfError
from latent_explorer.model.foreign.onnx.limits import NOT_ONNX
from latent_explorer.model.foreign.onnx.words import shown

if TYPE_CHECKING:
    from onnx import ModelProto, NodeProto, TensorProto, ValueInfoProto

BATCH = "n"


def extract(
    model: "ModelProto", inputs: "Sequence[ValueInfoProto]", outputs: "Sequence[ValueInfoProto]"
) -> "ModelProto":
    """The graph from `inputs` to `outputs`, with what is needed between them.

    Left out are unused nodes and weights, and all that does not compute: metadata, which holds paths and lines of
    source, documentation and nodes' names. Raises HalfError if a node needs what is not computed before it.
    """
    from onnx import ModelProto

    part = ModelProto(ir_version=model.ir_version)
    part.opset_import.add(version=opset_of(model))
    part.graph.name = "graph"
    needed = nodes_before(model, [port.name for port in outputs], [port.name for port in inputs])
    part.graph.node.extend(_bare(node) for node in needed)
    used = {name for node in needed for name in node.input} | {port.name for port in outputs}
    part.graph.initializer.extend(_weights(tensor) for tensor in model.graph.initializer if tensor.name in used)
    part.graph.input.extend(inputs)
    part.graph.output.extend(outputs)
    _check_order(part)
    return part


def nodes_before(model: "ModelProto", outputs: Iterable[str], inputs: Iterable[str] = ()) -> "list[NodeProto]":
    """The nodes that `outputs` are computed by, from `inputs` on, in the order of the graph."""
    wanted, given, found = set(outputs), set(inputs), []
    for node in reversed(model.graph.node):
        if any(name in wanted and name not in given for name in node.output if name):
            found.append(node)
            wanted.update(node.input)
    return found[::-1]


def port(name: str, of_one: Sequence[int | None] | None, kind: int | None = None) -> "ValueInfoProto":
    """An input or output of a graph: free batch axis, then the axes of one image or code; None is a free length."""
    from onnx import TensorProto, helper

    shape = None if of_one is None else [BATCH, *of_one]
    return helper.make_tensor_value_info(name, TensorProto.FLOAT if kind is None else kind, shape)


def opset_of(model: "ModelProto") -> int:
    """The version of ONNX's own operators, 0 where none is said."""
    return max((entry.version for entry in model.opset_import if entry.domain in ("", "ai.onnx")), default=0)


def _bare(node: "NodeProto") -> "NodeProto":
    from onnx import NodeProto

    bare = NodeProto(op_type=node.op_type, input=node.input, output=node.output)
    for attribute in node.attribute:
        kept = bare.attribute.add()
        kept.CopyFrom(attribute)
        kept.ClearField("doc_string")
        if kept.HasField("t"):
            kept.t.CopyFrom(_weights(kept.t))
            kept.t.ClearField("name")
    return bare


def _weights(tensor: "TensorProto") -> "TensorProto":
    from onnx import TensorProto

    kept = TensorProto()
    kept.CopyFrom(tensor)
    for field in ("doc_string", "metadata_props", "external_data", "data_location", "segment"):
        kept.ClearField(field)
    return kept


def _check_order(model: "ModelProto") -> None:
    known = {entry.name for entry in [*model.graph.input, *model.graph.initializer]} | {""}
    for node in model.graph.node:
        for name in node.input:
            if name not in known:
                raise HalfError(f"the graph needs {shown(name)} before it is computed; {NOT_ONNX}")
        known.update(node.output)
    for output in model.graph.output:
        if output.name not in known:
            raise HalfError(f"the graph never computes its output {shown(output.name)}; {NOT_ONNX}")
