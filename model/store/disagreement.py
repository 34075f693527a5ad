"""Where further decoders of a model's codes disagree, kept beside its weights: a grid over its map."""

import logging
import os
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save

from latent_explorer.model.arrays import Array
from latent_explorer.model.store.files import MAX_TENSORS, CheckpointError, plain_file, read, write

DISAGREEMENT = "disagreement.safetensors"
GRID = "disagreement"  # its only tensor
NODES = 65  # along a side of the map's square

Square = tuple[float, float, float]  # of a map: its centre and half its width, latent units

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


def write_disagreement(folder: Path, revision: str, square: Square, values: Array, told: Told) -> None:
    """Keep the grid's values (NODES²,) over a square, row by row from the lowest x and y. Raises CheckpointError."""
    grid = values.reshape(NODES, NODES).astype(np.float16)
    about = {name: str(value) for name, value in asdict(told).items()}
    write(folder / DISAGREEMENT, save({GRID: grid}, about | _identity(revision, square)))


def read_disagreement(folder: Path, revision: str, square: Square) -> Disagreement | None:
    """What was written for this revision and square; None where there is none, or a damaged one, which is logged."""
    if not os.path.lexists(folder / DISAGREEMENT):
        return None
    try:
        told = _told(plain_file(folder, DISAGREEMENT, MAX_TENSORS), _identity(revision, square))
        return None if told is None else Disagreement(told, read(folder, DISAGREEMENT, MAX_TENSORS))
    except (SafetensorError, CheckpointError, OSError, KeyError, ValueError) as error:
        log.warning("%s is damaged, and its layer is not shown: %s", folder / DISAGREEMENT, error)
        return None


def _identity(revision: str, square: Square) -> dict[str, str]:
    """What a grid is of."""
    return {"revision": revision, "square": " ".join(map(str, square))}


def _told(path: Path, identity: dict[str, str]) -> Told | None:
    """Raises SafetensorError, OSError, KeyError or ValueError if the file is damaged."""
    with safe_open(path, framework="np") as file:
        about, names = file.metadata() or {}, list(file.keys())
        if any(about.get(name) != value for name, value in identity.items()):
            return None
        grid = file.get_tensor(GRID) if names == [GRID] else np.zeros(0)
    if grid.shape != (NODES, NODES) or grid.dtype != np.float16 or not (np.isfinite(grid) & (grid >= 0)).all():
        raise ValueError(f"it is not one grid of {NODES} × {NODES} float16 numbers from 0 on")
    told = Told(int(about["decoders"]), int(about["epochs"]), float(about["prior"]), float(about["codes"]))
    if told.decoders < 2 or not all(0 <= mean <= 1 for mean in (told.prior, told.codes)):
        raise ValueError("its means are of no two decoders' pixel values")
    return told
