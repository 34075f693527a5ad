"""What the `import` command is given: two graphs, one of both, or weights, as the files of a model's folder."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from safetensors.torch import save as serialise

from latent_explorer.model.config import ConfigError, ImageSet
from latent_explorer.model.foreign.architectures import recognise
from latent_explorer.model.foreign.halves import Halves
from latent_explorer.model.foreign.onnx.cut import cut_sigmoid
from latent_explorer.model.foreign.onnx.graph import Graph, file_with_weights, read_graph_file
from latent_explorer.model.foreign.onnx.halves import halves_of
from latent_explorer.model.foreign.onnx.split import read_halves
from latent_explorer.model.foreign.weights_file import read_weights
from latent_explorer.model.store.checkpoint import WEIGHTS
from latent_explorer.model.store.foreign import DECODER, ENCODER, ONNX

SUFFIX = ".onnx"


@dataclass(frozen=True)
class Source:
    """A model as it was given: its form, its halves, the files that its folder is to hold.

    `known`: fields of Conventions that are as its architecture was published; `logits`: whether the Sigmoid that its
    decoder ends in is left out, whatever was said of it; `notes`: sentences for its user.
    """

    form: str
    halves: Halves
    files: dict[str, bytes]
    known: dict[str, Any] = field(default_factory=dict)
    logits: bool = False
    notes: tuple[str, ...] = ()

    def with_known(self, fixed: dict[str, Any]) -> dict[str, Any]:
        """What is known of its conventions, with what its user says. Raises ConfigError where these contradict."""
        said = fixed.get("output", "logits")
        if not self.logits:
            return self.known | fixed
        if said not in ("unit", "logits"):
            raise ConfigError(f"output can't be {said}: the decoder ends in a Sigmoid; leave --set output out")
        return self.known | fixed | {"output": "logits"}


def read_graphs(paths: list[Path]) -> Source | None:
    """The source if the paths name graphs: two files, one, or a folder of encoder.onnx and decoder.onnx; else None.

    Raises HalfError, or ConfigError for more than two.
    """
    if len(paths) == 1 and paths[0].is_dir() and (paths[0] / ENCODER).is_file():
        paths = [paths[0] / ENCODER, paths[0] / DECODER]
    if not all(path.suffix == SUFFIX for path in paths):
        return None
    if len(paths) > 2:
        raise ConfigError(f"a model is one or two files, not {len(paths)}: encoder.onnx and decoder.onnx")
    if len(paths) == 1:
        return _of_graphs(*read_halves(*file_with_weights(paths[0])))
    return _of_graphs(*map(read_graph_file, paths))


def read_checkpoint(paths: list[Path], images: ImageSet) -> Source:
    """The source from a file of weights, for images of a set. Raises HalfError, or ConfigError for several files."""
    if len(paths) != 1:
        raise ConfigError("weights are one file; two are encoder.onnx and decoder.onnx")
    weights = read_weights(paths[0])
    found = recognise(weights, images)
    known = {name: getattr(found.conventions, name) for name in PUBLISHED if name not in found.open}
    note = f"these are weights of {found.title}"
    logits = known.get("output") == "logits"
    return Source(found.form, found.halves, {WEIGHTS: serialise(weights)}, known, logits, (note,))


PUBLISHED = ("shape", "input", "output", "second", "layout", "axes", "inverted", "transposed")


def _of_graphs(encoder: Graph, decoder: Graph) -> Source:
    """Of graphs, the decoder without the Sigmoid that it ends in, if it does: logits lose nothing."""
    logits = cut_sigmoid(decoder)
    notes = (*encoder.notes, *decoder.notes)
    if logits:
        notes = (*notes, "the decoder ends in a Sigmoid, which is left out here: its input, the logits, loses nothing")
    last = logits or decoder
    files = {ENCODER: encoder.data, DECODER: last.data}
    return Source(ONNX, halves_of(encoder, last), files, {}, logits is not None, notes)
