"""Moments of a model's training, kept beside its weights."""

import logging
from pathlib import Path

from safetensors import SafetensorError, safe_open

from latent_explorer.model.store.files import MAX_JSON, MAX_TENSORS, CheckpointError, read, read_json

TENSORS, FIGURES = "snapshots.safetensors", "snapshots.json"

log = logging.getLogger("latent_explorer")


def has_snapshots(folder: Path, revision: str) -> bool:
    """Whether the folder has moments of the training that ended in this revision; those that are damaged are none."""
    path = folder / TENSORS
    return path.is_file() and read_json(folder / FIGURES).get("revision") == revision and _is_whole(path)


def _is_whole(path: Path) -> bool:
    try:
        with safe_open(path, framework="np"):
            return True
    except SafetensorError as error:
        log.warning("%s is damaged, and its moments are not shown: %s", path, error)
        return False


def read_snapshots(folder: Path, revision: str) -> tuple[bytes, bytes]:
    """The figures, as JSON, and the tensors. Raises CheckpointError if there are none of this revision."""
    if not has_snapshots(folder, revision):
        raise CheckpointError(f"{folder} has no snapshots of {revision}")
    return read(folder, FIGURES, MAX_JSON), read(folder, TENSORS, MAX_TENSORS)
