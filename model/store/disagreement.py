"""Where further decoders of a model's codes disagree, kept beside its weights: a grid over its map."""

import logging
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save

from latent_explorer.model.arrays import Array
from latent_explorer.model.store.files import MAX_TENSORS, plain_file, read, write

DISAGREEMENT = "disagreement.safetensors"
GRID = "disagreement"  # its only tensor
NODES = 65  # along a side of the map's square

log = logging.getLogger("latent_explorer")


@dataclass(frozen=True)
class Told:
    """What is told beside the grid: how many decoders were trained, for how many epochs each, and two means.

    Of their disagreement, in pixel values 0..1: `prior` over draws from N(0, I), `codes` over codes of images that none
    was trained on.
    """

    decoders: int
    epochs: int
    prior: float
    codes: float


@dataclass(frozen=True)
class Disagreement:
    """The file of a grid, and what is told beside it."""

    told: Told
    file: bytes


def write_disagreement(folder: Path, revision: str, values: Array, told: Told) -> None:
    """Keep the grid's values (NODES²,), row by row from the lowest x and y. Raises CheckpointError."""
    grid = values.reshape(NODES, NODES).astype(np.float16)
    about = {name: str(value) for name, value in asdict(told).items()}
    write(folder / DISAGREEMENT, save({GRID: grid}, about | {"revision": revision}))


def read_disagreement(folder: Path, revision: str) -> Disagreement | None:
    """What was written for this revision; None where there is none, or a damaged one, which is logged."""
    try:
        path = plain_file(folder, DISAGREEMENT, MAX_TENSORS)
    except FileNotFoundError:
        return None
    try:
        told = _told(path, revision)
    except (SafetensorError, KeyError, ValueError) as error:
        log.warning("%s is damaged, and its layer is not shown: %s", path, error)
        return None
    return None if told is None else Disagreement(told, read(folder, DISAGREEMENT, MAX_TENSORS))


def _told(path: Path, revision: str) -> Told | None:
    """Raises SafetensorError, KeyError or ValueError if the file is damaged."""
    with safe_open(path, framework="np") as file:
        about = file.metadata() or {}
        if about.get("revision") != revision:
            return None
        grid = file.get_tensor(GRID)
    if grid.shape != (NODES, NODES) or grid.dtype != np.float16 or not np.isfinite(grid).all():
        raise ValueError(f"it has no grid of {NODES} × {NODES} finite float16 numbers")
    return Told(int(about["decoders"]), int(about["epochs"]), float(about["prior"]), float(about["codes"]))
