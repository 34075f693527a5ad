"""Moments of a model's training, kept beside its weights."""

from pathlib import Path

from latent_explorer.model.store.files import MAX_JSON, MAX_TENSORS, CheckpointError, read, read_json

TENSORS, FIGURES = "snapshots.safetensors", "snapshots.json"


def has_snapshots(folder: Path, revision: str) -> bool:
    """Whether the folder has moments of the training that ended in this revision."""
    return (folder / TENSORS).is_file() and read_json(folder / FIGURES).get("revision") == revision


def read_snapshots(folder: Path, revision: str) -> tuple[bytes, bytes]:
    """The figures, as JSON, and the tensors. Raises CheckpointError if there are none of this revision."""
    if not has_snapshots(folder, revision):
        raise CheckpointError(f"{folder} has no snapshots of {revision}")
    return read(folder, FIGURES, MAX_JSON), read(folder, TENSORS, MAX_TENSORS)
