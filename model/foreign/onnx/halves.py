"""The halves of a foreign model out of ONNX files."""

from math import prod

from latent_explorer.model.foreign.halves import Halves
from latent_explorer.model.foreign.onnx.child import Limits
from latent_explorer.model.foreign.onnx.graph import Graph, read_graph
from latent_explorer.model.foreign.onnx.session import OnnxHalf


def onnx_halves(encoder: bytes, decoder: bytes, limits: Limits | None = None) -> Halves:
    """Encoder and decoder from the bytes of their files, as they are. Raises HalfError."""
    return halves_of(read_graph(encoder), read_graph(decoder), limits)


def halves_of(encoder: Graph, decoder: Graph, limits: Limits | None = None) -> Halves:
    """Encoder and decoder from their graphs, each in a process of its own. Raises HalfError."""
    encode, decode = OnnxHalf(encoder, limits), OnnxHalf(decoder, limits)
    code = decoder.inputs[0].of_one or ()
    known = [side for side in code if side is not None]
    return Halves(
        encode,
        decode,
        latent_dim=prod(known) if code and len(known) == len(code) else None,
        input_shape=encoder.inputs[0].of_one,
        parameters=encoder.parameters + decoder.parameters,
    )
