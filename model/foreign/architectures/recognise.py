"""Find which known architecture weights are of, by their names and shapes alone."""

from dataclasses import dataclass

import torch
from torch import Tensor

from latent_explorer.model.config import Conventions, ImageSet
from latent_explorer.model.foreign.architectures.architecture import Architecture, Shapes
from latent_explorer.model.foreign.architectures.burgess import BurgessVAE
from latent_explorer.model.foreign.architectures.pythae import PythaeAE, PythaeVAE
from latent_explorer.model.foreign.architectures.pytorch_example import PyTorchExample
from latent_explorer.model.foreign.architectures.vanilla_vae import VanillaVAE
from latent_explorer.model.foreign.halves import Halves
from latent_explorer.model.foreign.weights_file import WeightsError
from latent_explorer.model.foreign.weights_formats import EXPORT

KNOWN: tuple[type[Architecture], ...] = (PyTorchExample, BurgessVAE, VanillaVAE, PythaeVAE, PythaeAE)
COUNTER = "num_batches_tracked"  # of batch norm, which needs it for training alone: files have it, or not


@dataclass(frozen=True)
class Recognised:
    """A model in a known architecture: its halves, its `form` in config.json, and its conventions as published.

    `open` holds the names of the fields of Conventions that the publication leaves open; images have to tell them.
    """

    form: str
    title: str
    halves: Halves
    conventions: Conventions
    open: tuple[str, ...]


def recognise(tensors: dict[str, Tensor], images: ImageSet) -> Recognised:
    """The model that weights are of, float32 by their names in the network, for images of a set.

    Raises WeightsError where no architecture has these names and shapes, or where it takes images of another size.
    """
    weights = {name: values for name, values in tensors.items() if not name.endswith(COUNTER)}
    shapes = {name: tuple(values.shape) for name, values in weights.items()}
    nearest = min((_built(kind, shapes) for kind in KNOWN), key=lambda network: _distance(_wanted(network), shapes))
    if misfit := _misfit(_wanted(nearest), shapes):
        raise WeightsError(_unknown(nearest, misfit, shapes))
    conventions = nearest.conventions(images)
    counters = {name: torch.zeros((), dtype=torch.int64) for name in nearest.state_dict() if name.endswith(COUNTER)}
    nearest.load_state_dict(weights | counters, assign=True)
    return Recognised(nearest.form, nearest.title, nearest.halves(), conventions, nearest.open)


def _built(kind: type[Architecture], shapes: Shapes) -> Architecture:
    with torch.device("meta"):  # takes no memory, however large the shapes say
        return kind.of(shapes)


def _wanted(network: Architecture) -> Shapes:
    return {name: tuple(v.shape) for name, v in network.state_dict().items() if not name.endswith(COUNTER)}


def _distance(wanted: Shapes, found: Shapes) -> tuple[float, int]:
    """How far weights are from an architecture: the share of names that only one of them has, then unequal shapes."""
    other = len(wanted.keys() ^ found.keys()) / len(wanted.keys() | found.keys())
    return other, sum(found.get(name) != shape for name, shape in wanted.items())


def _misfit(wanted: Shapes, found: Shapes) -> str | None:
    """The first name that is missing, of another shape, or too many."""
    for name, shape in wanted.items():
        if name not in found:
            return f"{name} is missing"
        if found[name] != shape:
            return f"{name} is {_by(found[name])} instead of {_by(shape)}"
    return next((f"there is also {name[:80]!r}" for name in found if name not in wanted), None)


def _unknown(nearest: Architecture, misfit: str, shapes: Shapes) -> str:
    known = "; ".join(kind.title for kind in KNOWN)
    if _distance(_wanted(nearest), shapes)[0] == 1:
        near = f"the first of the names is {next(iter(shapes))[:80]!r}" if shapes else "there are none"
    else:
        near = f"the nearest is {nearest.title}, of which {misfit}"
    return f"the weights fit no architecture that is known ({known}); {near}; export the model instead:\n{EXPORT}"


def _by(shape: tuple[int, ...]) -> str:
    return "×".join(str(length) for length in shape) or "one number"
