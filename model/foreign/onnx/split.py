"""One graph of a whole VAE, from an image to its reconstruction, taken apart into encoder and decoder.

The code is a tensor through which alone the reconstruction depends on the image: that is found in the graph. Which of
these is narrow enough is measured, for few files tell the shapes inside.
"""

from math import prod
from typing import TYPE_CHECKING

from latent_explorer.model.foreign.halves import HalfError
from latent_explorer.model.foreign.onnx.child import Limits
from latent_explorer.model.foreign.onnx.external import Beside
from latent_explorer.model.foreign.onnx.extract import port
from latent_explorer.model.foreign.onnx.flow import bottlenecks, downstream, parts_of, random_draws, upstream
from latent_explorer.model.foreign.onnx.graph import Graph, graph_of, parse
from latent_explorer.model.foreign.onnx.limits import GraphLimits
from latent_explorer.model.foreign.onnx.shapes import free_of_image, undrawn, values
from latent_explorer.model.foreign.onnx.words import SAMPLING, shown

if TYPE_CHECKING:
    from onnx import ModelProto, ValueInfoProto

LATENTS = range(2, 257)
TWO_FILES = "export encoder and decoder as two files, as latent_explorer.export_onnx does"


def read_halves(
    data: bytes, find: Beside | None = None, limits: GraphLimits | None = None, running: Limits | None = None
) -> tuple[Graph, Graph]:
    """Encoder and decoder out of the bytes of one graph, whose input is an image, or an image and a code.

    The encoder's outputs are those of the graph that do not follow from the code; the decoder's one output is the
    reconstruction. What is drawn at random between μ and z falls between the two. Raises HalfError.
    """
    model = parse(data, find, limits)
    inputs = list(model.graph.input)
    if len(inputs) > 2:
        names = ", ".join(shown(entry.name) for entry in inputs)
        raise HalfError(f"the graph takes {len(inputs)} inputs ({names}), more than an image and a code; {TWO_FILES}")
    if any(None in shape for shape in map(_of_one, inputs)):
        raise HalfError(f"the graph leaves the size of an image open; export it with a fixed one, or {TWO_FILES}")
    return _apart(model) if len(inputs) == 2 else _cut(model, running or Limits())


def _apart(model: "ModelProto") -> tuple[Graph, Graph]:
    """Two halves that lie beside each other, each with its own input: that of fewer numbers is the code."""
    code, image = sorted(model.graph.input, key=_numbers)
    of_code, of_image = (downstream(model, [entry.name]) for entry in (code, image))
    decoded = [output for output in model.graph.output if output.name in of_code]
    encoded = [output for output in model.graph.output if output.name in of_image]
    if not decoded or not encoded or any(output in encoded for output in decoded):
        names = f"{shown(image.name)} and {shown(code.name)}"
        raise HalfError(f"the graph needs both {names} at once, as a conditional model does; export one without labels")
    if downstream(model, random_draws(model)) & {output.name for output in (*decoded, *encoded)}:
        raise HalfError(f"the graph draws at random; {SAMPLING}")
    return graph_of(model, [image], encoded), graph_of(model, [code], decoded)


def _cut(model: "ModelProto", running: Limits) -> tuple[Graph, Graph]:
    """The halves before and after the code."""
    image = model.graph.input[0]
    still = undrawn(model)
    picture = _picture(model, still, running)
    code, shape = _code(model, still, picture.name, running)
    encoded = _encoded(model, code)
    encoder = graph_of(model, [image], encoded or [port(code, shape)])
    free = free_of_image(still, code, picture.name, running)
    return encoder, graph_of(free, [port(code, shape)], [picture])


def _encoded(model: "ModelProto", code: str) -> "list[ValueInfoProto]":
    """The outputs that neither follow from the code nor are drawn, the code itself among them; the image is none."""
    drawn = downstream(model, random_draws(model))
    unfit = (downstream(model, [code]) | drawn) - ({code} - drawn)
    image = model.graph.input[0].name
    parts = [(output, parts_of(model, output.name)) for output in model.graph.output]
    found = [output for output, held in parts if not held & unfit and held != {image}]
    if not found and code in drawn:
        raise HalfError(f"the graph draws its code at random and does not give μ; {SAMPLING}")
    return found


def _picture(model: "ModelProto", still: "ModelProto", running: Limits) -> "ValueInfoProto":
    """The output that is the reconstruction: the first with as many numbers as an image, the image itself apart."""
    image: ValueInfoProto = model.graph.input[0]
    outputs = values(still, [output.name for output in model.graph.output], 2, running)
    output: ValueInfoProto
    for output in model.graph.output:
        if outputs[output.name].size == 2 * _numbers(image) and parts_of(model, output.name) != {image.name}:
            return output
    raise HalfError(f"none of the graph's outputs has as many numbers as an image; {TWO_FILES}")


def _code(model: "ModelProto", still: "ModelProto", picture: str, running: Limits) -> tuple[str, tuple[int, ...]]:
    """The tensor that is the code, and its shape without the batch: the narrowest of those that may be one."""
    found = values(still, _passes(model, picture), 2, running)
    shapes = {name: array.shape[1:] for name, array in found.items() if array.shape[:1] == (2,)}
    narrow = [name for name, shape in shapes.items() if prod(shape) in LATENTS and max(shape) == prod(shape)]
    if not narrow:
        raise HalfError(f"the reconstruction does not follow from one code of the image alone; {TWO_FILES}")
    code = min(narrow, key=lambda name: prod(shapes[name]))
    return code, shapes[code]


def _passes(model: "ModelProto", picture: str) -> list[str]:
    """The bottlenecks on the way to the picture, without layers of the encoder, which may be narrower than the code.

    They begin at the first that is an output of the graph or part of one, as μ is; where none is, behind all that other
    outputs follow from.
    """
    passes = bottlenecks(model, picture)
    others = {output.name for output in model.graph.output} - {picture}
    parts: set[str] = set().union(*(parts_of(model, name) for name in others))
    first = next((place for place, name in enumerate(passes) if name in parts), None)
    if first is not None:
        return passes[first:]
    before = upstream(model, others)
    return [name for name in passes if name not in before] or passes


def _of_one(entry: "ValueInfoProto") -> list[int | None]:
    return [dim.dim_value or None for dim in entry.type.tensor_type.shape.dim[1:]]


def _numbers(entry: "ValueInfoProto") -> int:
    return prod(side or 1 for side in _of_one(entry))
