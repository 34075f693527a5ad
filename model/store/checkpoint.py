"""Checkpoints: config.json, weights.safetensors and metrics.json in one folder; never a pickle."""

import copy
import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load as parse_tensors
from safetensors.torch import save as serialise
from torch import Tensor, nn

from latent_explorer.model.config import MNIST, ImageSet, ModelConfig, TrainConfig
from latent_explorer.model.foreign.weights_names import without_wrappers
from latent_explorer.model.networks.build import build
from latent_explorer.model.store.files import (
    MAX_JSON,
    MAX_TENSORS,
    json_bytes,
    parse_object,
    read,
    read_json,
    refusal,
    write,
)
from latent_explorer.model.store.files import CheckpointError as CheckpointError
from latent_explorer.model.store.metrics_schema import check_metrics, check_seeds

CONFIG, WEIGHTS, METRICS, HISTORY = "config.json", "weights.safetensors", "metrics.json", "history.json"
SEEDS = "seeds.json"
PICKLES = (b"PK\x03\x04", b"\x80\x02", b"\x80\x03", b"\x80\x04", b"\x80\x05")  # how torch.save's and plain ones begin


log = logging.getLogger("latent_explorer")


@dataclass(frozen=True)
class Checkpoint:
    """A trained network in eval mode, with its files' contents. `revision` is a digest of config and weights.

    `metrics` is {} if the model was never evaluated. `seeds` holds metrics pooled over seeds, by kind ("ae", "vae"),
    for a VAE that was trained with its twin from several seeds; else it is {}.
    """

    id: str
    network: nn.Module
    model: ModelConfig
    training: TrainConfig
    metrics: dict[str, Any]
    seeds: dict[str, Any]
    revision: str
    images: ImageSet = MNIST

    @property
    def parameters(self) -> int:
        """Number of trained parameters."""
        return sum(p.numel() for p in self.network.parameters())

    def tensor_bytes(self) -> bytes:
        """The weights as safetensors in float16, by their names in the network, whatever the file calls them.

        Weights that were stored more finely are rounded.
        """
        return _tensor_bytes({name: values.half() for name, values in self.network.state_dict().items()})


def write_tensors(path: Path, tensors: dict[str, Tensor], metadata: dict[str, str] | None = None) -> None:
    """Write tensors as safetensors, all or nothing. Raises CheckpointError if they can't be written."""
    write(path, _tensor_bytes(tensors, metadata))


def _tensor_bytes(tensors: dict[str, Tensor], metadata: dict[str, str] | None = None) -> bytes:
    return serialise({k: v.detach().cpu().contiguous() for k, v in tensors.items()}, metadata)


def save(
    folder: Path, network: nn.Module, model: ModelConfig, training: TrainConfig, images: ImageSet = MNIST
) -> Checkpoint:
    """Write config and weights, and remove figures that were measured on other weights.

    Weights are stored as float16. The returned checkpoint has the rounded weights, as from `load`, so that whatever is
    computed from it holds for the file; its metrics are empty. Raises CheckpointError if a file can't be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    before = revision_of(folder)
    stored = as_stored(network)
    weights, config = _tensor_bytes(stored.state_dict()), json_bytes(describe(model, training, images))
    write(folder / WEIGHTS, weights)
    write(folder / CONFIG, config)
    revision = digest(config, weights)
    if before != revision:
        for figures in (METRICS, SEEDS):
            (folder / figures).unlink(missing_ok=True)
    return Checkpoint(folder.name, ready(stored), model, training, {}, {}, revision, images)


def as_stored(network: nn.Module) -> nn.Module:
    """A copy on the CPU with its weights in float16, as in a file."""
    return copy.deepcopy(network).cpu().half()


def ready(stored: nn.Module) -> nn.Module:
    """The same network in float32, to compute with."""
    return stored.float().eval().requires_grad_(False)


def describe(model: ModelConfig, training: TrainConfig, images: ImageSet) -> dict[str, Any]:
    """What config.json holds; of models of MNIST no image set is named."""
    of_others = {} if images == MNIST else {"images": images.to_json()}
    return {"model": model.to_json(), "training": training.to_json()} | of_others


def revision_of(folder: Path) -> str | None:
    """The revision of a folder's checkpoint, or None where it lacks config or weights."""
    paths = [folder / CONFIG, folder / WEIGHTS]
    return digest(*(path.read_bytes() for path in paths)) if all(path.is_file() for path in paths) else None


def digest(*contents: bytes) -> str:
    """The revision of a model whose files have these contents."""
    return hashlib.sha256(b"".join(contents)).hexdigest()[:12]


def load(folder: Path) -> Checkpoint:
    """Load a checkpoint onto the CPU, float32, eval mode. Raises CheckpointError if a file is missing or invalid."""
    config, weights = read(folder, CONFIG, MAX_JSON), read(folder, WEIGHTS, MAX_TENSORS)
    model, training, images = _parse_config(folder, config)
    try:
        network = _restore(folder, model, images, weights)
    except ValueError as error:
        raise refusal(folder, WEIGHTS, error) from error
    metrics, seeds = (figures(folder, *kind) for kind in ((METRICS, check_metrics), (SEEDS, check_seeds)))
    return Checkpoint(folder.name, network, model, training, metrics, seeds, digest(config, weights), images)


def read_config(folder: Path) -> tuple[ModelConfig, TrainConfig, ImageSet]:
    """Read how a model is built and was trained, and on which images, without its weights. Raises CheckpointError."""
    return _parse_config(folder, read(folder, CONFIG, MAX_JSON))


def _parse_config(folder: Path, config: bytes) -> tuple[ModelConfig, TrainConfig, ImageSet]:
    try:
        values = parse_object(config)
        images = ImageSet.from_json(values["images"]) if "images" in values else MNIST
        return ModelConfig.from_json(values["model"]), TrainConfig.from_json(values["training"]), images
    except (ValueError, KeyError, TypeError, AttributeError) as error:  # JSON of a wrong shape, or with invalid values
        raise refusal(folder, CONFIG, f"is damaged ({error})") from error


def figures(folder: Path, name: str, check: Callable[[dict[str, Any]], None]) -> dict[str, Any]:
    """The figures that a folder keeps in a file; {} if it has none. Raises CheckpointError if they are damaged."""
    found = read_json(folder / name)
    try:
        check(found)
    except ValueError as error:
        raise refusal(folder, name, f"is of another shape ({error}); remove it, or evaluate again") from error
    return found


def _restore(folder: Path, model: ModelConfig, images: ImageSet, data: bytes) -> nn.Module:
    """The network with these weights. Raises ValueError if they don't fit it."""
    weights = _unwrapped(folder, _parse(data))
    with torch.device("meta"):
        network = build(model, images)
    _check_fit(network.state_dict(), weights)
    network.load_state_dict({k: v.float() for k, v in weights.items()}, assign=True)
    if not all(bool(v.isfinite().all()) for v in network.state_dict().values()):
        raise ValueError("holds weights that are not finite")
    return network.eval().requires_grad_(False)


def _unwrapped(folder: Path, weights: dict[str, Tensor]) -> dict[str, Tensor]:
    """The weights by their names in the network itself, if a wrapper around it has put its own before all of them."""
    before, kept = without_wrappers(weights)
    if before:
        log.warning("%s: all weights are named %s…, as a wrapper does; read without it", folder.name, before)
    return kept


def _parse(data: bytes) -> dict[str, Tensor]:
    try:
        return parse_tensors(data)
    except (SafetensorError, KeyError) as error:  # KeyError: a number format that torch lacks
        if data.startswith(PICKLES):
            raise ValueError("is a pickle, which can run code, and is not opened; save it as safetensors") from error
        raise ValueError(f"is no safetensors file ({error})") from error


def _check_fit(wanted: dict[str, Tensor], found: dict[str, Tensor]) -> None:
    for name in sorted(wanted.keys() ^ found.keys()):
        raise ValueError(f"does not fit {CONFIG}: it {'lacks' if name in wanted else 'has also'} {name[:80]!r}")
    for name, values in found.items():
        if values.shape != wanted[name].shape or not values.is_floating_point():
            kinds = [f"{v.dtype} {list(v.shape[:8])}" for v in (values, wanted[name])]
            raise ValueError(f"does not fit {CONFIG}: {name} is {kinds[0]}, and not {kinds[1]}")
