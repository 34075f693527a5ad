"""A foreign network in ONNX, read and checked before any runtime sees it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from importlib.util import find_spec
from math import prod
from pathlib import Path
from typing import TYPE_CHECKING

from latent_explorer.model.foreign.halves import HalfError
from latent_explorer.model.foreign.onnx.constants import constants_of
from latent_explorer.model.foreign.onnx.external import Beside, beside, nothing_beside, read_file, take_in
from latent_explorer.model.foreign.onnx.extract import extract, nodes_before, opset_of
from latent_explorer.model.foreign.onnx.flow import downstream, random_draws
from latent_explorer.model.foreign.onnx.limits import NOT_ONNX, GraphLimits, check_bytes
from latent_explorer.model.foreign.onnx.operators import RANDOM, check_ends, check_operators
from latent_explorer.model.foreign.onnx.ports import FLOATS, Port, described, settle_ports
from latent_explorer.model.foreign.onnx.tensors import check_asked, check_tensors
from latent_explorer.model.foreign.onnx.words import EXPORT, MISSING, SAMPLING, shown

if TYPE_CHECKING:
    from onnx import ModelProto, ValueInfoProto

OPSETS, NEWEST_IR = range(7, 29), 14  # that onnxruntime 1.32 takes


@dataclass(frozen=True)
class Graph:
    """A checked graph in one piece: all its weights are in `data`, and nothing of its file but what computes.

    `parameters` counts its weights, running statistics among them. `notes` are sentences for its user.
    """

    data: bytes = field(repr=False)
    inputs: tuple[Port, ...]
    outputs: tuple[Port, ...]
    parameters: int
    notes: tuple[str, ...] = ()


def read_graph_file(path: Path, limits: GraphLimits | None = None) -> Graph:
    """The graph in a file, its weights in files beside it put in. Raises HalfError."""
    return read_graph(*file_with_weights(path, limits), limits)


def file_with_weights(path: Path, limits: GraphLimits | None = None) -> tuple[bytes, Beside]:
    """A file's bytes, and what reads the files beside it. Raises HalfError."""
    limits = limits or GraphLimits()
    data = read_file(path, limits.bytes)
    if data is None:
        raise HalfError(f"there is no file {path.name}; name the graph's file")
    return data, beside(path, limits)


def read_graph(data: bytes, find: Beside | None = None, limits: GraphLimits | None = None) -> Graph:
    """The graph in a file's bytes; `find` gives the files that came with it, by name. Raises HalfError.

    Outputs that are drawn at random are left out, with a note, if others remain.
    """
    model = parse(data, find, limits)
    drawn = downstream(model, random_draws(model))
    kept = [output for output in model.graph.output if output.name not in drawn]
    left_out = [output.name for output in model.graph.output if output.name in drawn]
    if not kept:
        raise HalfError(f"the graph draws at random ({', '.join(_random_operators(model))}); {SAMPLING}")
    notes = [f"the output {shown(name)} is drawn at random, and was left out" for name in left_out]
    return graph_of(model, list(model.graph.input), kept, [*notes, *_logarithms(model, kept)])


def parse(data: bytes, find: Beside | None = None, limits: GraphLimits | None = None) -> "ModelProto":
    """The parsed graph, weights put in, checked but for its random operators. Raises HalfError."""
    if find_spec("onnx") is None:
        raise HalfError(MISSING)
    from google.protobuf.message import DecodeError
    from onnx import ModelProto

    limits = limits or GraphLimits()
    check_bytes(data, limits)
    model = ModelProto()
    try:
        model.ParseFromString(data)
    except DecodeError as error:
        raise HalfError(NOT_ONNX) from error
    _check_versions(model, limits)
    check_ends(model)
    take_in(model, find or nothing_beside, limits)
    check_tensors(model, limits)
    constants = constants_of(model)
    check_operators(model, constants)
    check_asked(model, constants, limits)
    settle_ports(model, limits)
    return model


def graph_of(
    model: "ModelProto",
    inputs: "Iterable[ValueInfoProto]",
    outputs: "Iterable[ValueInfoProto]",
    notes: Iterable[str] = (),
) -> Graph:
    """The part of a checked graph between these. Raises HalfError."""
    from onnx import TensorProto

    part = extract(model, list(inputs), list(outputs))
    floats = {TensorProto.DataType.Value(name) for name in FLOATS}
    weights = sum(prod(held.dims) for held in part.graph.initializer if held.data_type in floats and held.dims)
    ports = [tuple(described(entry) for entry in entries) for entries in (part.graph.input, part.graph.output)]
    return Graph(part.SerializeToString(), ports[0], ports[1], weights, tuple(notes))


def _check_versions(model: "ModelProto", limits: GraphLimits) -> None:
    if not model.graph.node or not model.graph.input or not model.graph.output:
        raise HalfError(NOT_ONNX)
    if len(model.graph.node) > limits.nodes:
        raise HalfError(f"the graph has {len(model.graph.node):,} nodes, and {limits.nodes:,} are the most; {EXPORT}")
    if len(model.graph.output) > limits.outputs:
        raise HalfError(
            f"the graph has {len(model.graph.output)} outputs; export it with μ and the second one, or pixels"
        )
    if opset_of(model) not in OPSETS:
        known = f"{OPSETS.start} to {OPSETS.stop - 1} are known here"
        raise HalfError(f"the graph is of opset {opset_of(model)}, and {known}; export it with opset 20")
    if not 1 <= model.ir_version <= NEWEST_IR:
        known = f"1 to {NEWEST_IR} are known here"
        raise HalfError(f"the graph's file is of IR version {model.ir_version}, and {known}; export it with opset 20")


def _random_operators(model: "ModelProto") -> list[str]:
    return sorted({node.op_type for node in model.graph.node if node.op_type in RANDOM})


def _logarithms(model: "ModelProto", outputs: "list[ValueInfoProto]") -> list[str]:
    """A note for each output that is the logarithm of a Sigmoid."""
    notes = []
    for output in outputs:
        nodes = {name: node for node in nodes_before(model, [output.name]) for name in node.output}
        last = nodes.get(output.name)
        before = nodes.get(last.input[0]) if last is not None and last.op_type == "Log" else None
        if before is not None and before.op_type == "Sigmoid":
            how = "it is minus infinity where float32's sigmoid is 0; export the decoder with logits instead"
            notes.append(f"the output {shown(output.name)} is the logarithm of a sigmoid: {how}")
    return notes
