"""Folders of foreign models: config.json with the confirmed conventions, and encoder and decoder as files."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from latent_explorer.model.config import MNIST, ForeignConfig, ImageSet
from latent_explorer.model.foreign.halves import HalfError, Halves
from latent_explorer.model.foreign.network import ForeignNetwork
from latent_explorer.model.store.checkpoint import CONFIG, METRICS, SEEDS, WEIGHTS, Checkpoint, digest, figures, load
from latent_explorer.model.store.files import (
    MAX_JSON,
    MAX_TENSORS,
    CheckpointError,
    json_bytes,
    parse_object,
    read,
    refusal,
    write,
)
from latent_explorer.model.store.metrics_schema import check_metrics

ENCODER, DECODER, FOREIGN = "encoder.onnx", "decoder.onnx", "foreign"
ONNX, PYTHON = "onnx", "python"  # forms; others are names of architectures


@dataclass(frozen=True)
class ForeignCheckpoint:
    """A foreign model as it is loaded, with what `Checkpoint` has for our own; it has no training that we know of."""

    id: str
    network: ForeignNetwork
    model: ForeignConfig
    metrics: dict[str, Any]
    revision: str
    images: ImageSet
    seeds: dict[str, Any] = field(default_factory=dict)

    @property
    def parameters(self) -> int | None:
        """Number of trained parameters, where it is known."""
        return self.network.parameter_count


AnyCheckpoint = Checkpoint | ForeignCheckpoint


def load_any(folder: Path) -> AnyCheckpoint:
    """Load a model, our own or a foreign one. Raises CheckpointError if a file is missing or invalid."""
    return load_foreign(folder) if is_foreign(folder) else load(folder)


def is_foreign(folder: Path) -> bool:
    """Whether a folder's config.json says that it is of a foreign model; False where it can't be read."""
    try:
        return FOREIGN in parse_object(read(folder, CONFIG, MAX_JSON))
    except (CheckpointError, ValueError):
        return False


def images_of(folder: Path) -> ImageSet:
    """What the images of a folder's model are, own or foreign, without its weights. Raises CheckpointError."""
    return _described(folder, read(folder, CONFIG, MAX_JSON))


def _described(folder: Path, config: bytes) -> ImageSet:
    try:
        values = parse_object(config)
        return ImageSet.from_json(values["images"]) if "images" in values else MNIST
    except (ValueError, TypeError, AttributeError) as error:
        raise refusal(folder, CONFIG, f"is damaged ({error})") from error


def load_foreign(folder: Path) -> ForeignCheckpoint:
    """Load a foreign model. Raises CheckpointError if a file is missing or invalid."""
    config = read(folder, CONFIG, MAX_JSON)
    images = _described(folder, config)
    try:
        model = ForeignConfig.from_json(parse_object(config)[FOREIGN])
    except (ValueError, TypeError, AttributeError) as error:
        raise refusal(folder, CONFIG, f"is damaged ({error})") from error
    files = {name: read(folder, name, MAX_TENSORS) for name in file_names(model)}
    try:
        network = ForeignNetwork(open_halves(model.form, files, images), model, images)
    except HalfError as error:
        raise CheckpointError(f"{folder}: {error}") from error
    metrics = figures(folder, METRICS, check_metrics)
    return ForeignCheckpoint(folder.name, network, model, metrics, digest(config, *files.values()), images)


def file_names(model: ForeignConfig) -> tuple[str, ...]:
    """The files that hold its networks."""
    return (ENCODER, DECODER) if model.form == ONNX else (WEIGHTS,)


def open_halves(form: str, files: dict[str, bytes], images: ImageSet) -> Halves:
    """Encoder and decoder from the contents of their files. Raises HalfError."""
    if form == ONNX:
        from latent_explorer.model.foreign.onnx.halves import onnx_halves

        return onnx_halves(files[ENCODER], files[DECODER])
    from latent_explorer.model.foreign.architectures import recognise
    from latent_explorer.model.foreign.weights_file import parse_weights

    found = recognise(parse_weights(files[WEIGHTS]), images)
    if found.form != form:
        raise HalfError(f"{WEIGHTS} is of {found.form}, and {CONFIG} says {form}; import it anew")
    return found.halves


def save_foreign(folder: Path, model: ForeignConfig, files: dict[str, bytes], images: ImageSet) -> ForeignCheckpoint:
    """Write a foreign model's folder, and load it; figures that were measured on other files are removed.

    Raises CheckpointError if a file can't be written, or what was written can't be loaded.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name in {ENCODER, DECODER, WEIGHTS} - set(files):
        (folder / name).unlink(missing_ok=True)
    for name, content in files.items():
        write(folder / name, content)
    of_others = {} if images == MNIST else {"images": images.to_json()}
    write(folder / CONFIG, json_bytes({FOREIGN: model.to_json()} | of_others))
    for name in (METRICS, SEEDS):
        (folder / name).unlink(missing_ok=True)
    return load_foreign(folder)
