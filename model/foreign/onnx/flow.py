"""How numbers flow through a graph: what depends on what, and where all of it passes through one tensor."""

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from latent_explorer.model.foreign.onnx.operators import RANDOM

if TYPE_CHECKING:
    from onnx import ModelProto, NodeProto

SIZES = ("Shape", "Size")  # what they give depends on no number of what they take


def random_draws(model: "ModelProto") -> set[str]:
    """The names of the tensors that are drawn at random."""
    return {name for node in model.graph.node if node.op_type in RANDOM for name in node.output}


def downstream(model: "ModelProto", names: Iterable[str]) -> set[str]:
    """The names, and those of all tensors whose numbers depend on theirs."""
    found = set(names)
    for node in model.graph.node:
        if node.op_type not in SIZES and found.intersection(node.input):
            found.update(node.output)
    return found


def bottlenecks(model: "ModelProto", output: str) -> list[str]:
    """The tensors through each of which, alone, an output depends on the inputs and on what is drawn, first to last.

    Where of all tensors made so far one alone is still to be used, all that follows passes through it. Nodes are in an
    order of computation, and any such order shows the same tensors.
    """
    sources = {entry.name for entry in model.graph.input} | random_draws(model)
    moved = downstream(model, sources)
    nodes = _upstream(model, output)
    left = Counter(name for node in nodes for name in moved.intersection(node.input))  # nodes that are still to use it
    live = sources & left.keys()
    found: list[str] = []
    for node in nodes:
        used = moved.intersection(node.input)
        left.subtract(used)
        live -= {name for name in used if not left[name]}
        live |= {name for name in moved.intersection(node.output) if left[name]}
        if used and len(live) == 1:
            found.extend(live - sources)
    return found


def upstream(model: "ModelProto", names: Iterable[str]) -> set[str]:
    """The names, and those of all tensors on whose numbers theirs depend."""
    found = set(names)
    for node in reversed(model.graph.node):
        if node.op_type not in SIZES and found.intersection(node.output):
            found.update(node.input)
    return found


def parts_of(model: "ModelProto", name: str) -> set[str]:
    """The tensors whose numbers are passed on unchanged under this name: one, or those that were put together."""
    parts = {name}
    for node in reversed(model.graph.node):
        if node.op_type in ("Identity", "Concat") and node.output[0] in parts:
            parts = parts - {node.output[0]} | set(node.input)
    return parts


def _upstream(model: "ModelProto", output: str) -> "list[NodeProto]":
    """The nodes on whose numbers an output depends, in order; what draws at random begins anew."""
    wanted, found = {output}, []
    for node in reversed(model.graph.node):
        if node.op_type not in (*SIZES, *RANDOM) and wanted.intersection(node.output):
            wanted.update(node.input)
            found.append(node)
    return found[::-1]
