"""Checkpoints: config.json, weights.safetensors and metrics.json in one folder; never a pickle."""

import hashlib
import json
import math
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load as parse_tensors
from safetensors.torch import save as tensor_bytes
from torch import Tensor, nn

from model.autoencoder import Autoencoder
from model.config import ModelConfig, TrainConfig
from model.networks import Judge

CONFIG, WEIGHTS, METRICS, HISTORY = "config.json", "weights.safetensors", "metrics.json", "history.json"
SEEDS = "seeds.json"


class CheckpointError(Exception):
    """A checkpoint that can't be used; the message names the folder and what is wrong with it."""


@dataclass(frozen=True)
class Checkpoint:
    """A trained network in eval mode with all that is known of it. `revision` digests config and weights.

    `metrics` are {} where it was never evaluated; `seeds` the pooled metrics by kind, "ae" and "vae", of a VAE that was
    trained with its twin from several seeds, or {}.
    """

    id: str
    network: nn.Module
    model: ModelConfig
    training: TrainConfig
    metrics: dict[str, Any]
    seeds: dict[str, Any]
    revision: str

    @property
    def parameters(self) -> int:
        """The number of trained numbers in the network."""
        return sum(p.numel() for p in self.network.parameters())


def build(model: ModelConfig) -> nn.Module:
    """The untrained network of a configuration."""
    return Judge() if model.kind == "judge" else Autoencoder(model)


def write_json(path: Path, value: object) -> None:
    """Write JSON so that a reader sees the old file or the new one, never a part."""
    part = path.with_name(path.name + ".part")
    part.write_text(json.dumps(value, indent=1) + "\n")
    os.replace(part, path)


def write_tensors(path: Path, tensors: dict[str, Tensor], metadata: dict[str, str] | None = None) -> None:
    """Write tensors as safetensors, all or nothing."""
    part = path.with_name(path.name + ".part")
    part.write_bytes(tensor_bytes({k: v.detach().cpu().contiguous() for k, v in tensors.items()}, metadata))
    os.replace(part, path)


def save(folder: Path, network: nn.Module, model: ModelConfig, training: TrainConfig) -> None:
    """Write config and weights, and remove the figures that other weights gave.

    Weights are stored as float16, and every metric is of what a reader loads back.
    """
    folder.mkdir(parents=True, exist_ok=True)
    before = _revision(folder)
    write_tensors(folder / WEIGHTS, {k: v.half() for k, v in network.state_dict().items()})
    write_json(folder / CONFIG, {"model": model.to_json(), "training": training.to_json()})
    if before != _revision(folder):
        for figures in (METRICS, SEEDS):
            (folder / figures).unlink(missing_ok=True)


def _revision(folder: Path) -> str | None:
    paths = [folder / CONFIG, folder / WEIGHTS]
    return _digest(*(path.read_bytes() for path in paths)) if all(path.is_file() for path in paths) else None


def _digest(config: bytes, weights: bytes) -> str:
    return hashlib.sha256(config + weights).hexdigest()[:12]


def load(folder: Path) -> Checkpoint:
    """Read a checkpoint onto the CPU, float32, eval mode. Raises CheckpointError where a file is missing or wrong."""
    try:
        config_bytes, weight_bytes = (folder / CONFIG).read_bytes(), (folder / WEIGHTS).read_bytes()
        config = json.loads(config_bytes)
        model, training = ModelConfig.from_json(config["model"]), TrainConfig.from_json(config["training"])
        network = _restore(model, parse_tensors(weight_bytes))
        metrics, seeds = read_json(folder / METRICS), read_json(folder / SEEDS)
    except FileNotFoundError as error:
        raise CheckpointError(f"{folder}: {Path(error.filename).name} is missing") from error
    except OSError as error:
        raise CheckpointError(f"{folder}: {error.strerror}: {error.filename}") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:  # JSON of another shape, or of bad values
        raise CheckpointError(f"{folder}: {CONFIG} is damaged ({error})") from error
    except (SafetensorError, RuntimeError) as error:
        raise CheckpointError(f"{folder}: {WEIGHTS} does not fit {CONFIG} ({error})") from error
    return Checkpoint(folder.name, network, model, training, metrics, seeds, _digest(config_bytes, weight_bytes))


def read_json(path: Path) -> dict[str, Any]:
    """What `write_json` kept, {} where there is no file.

    Raises CheckpointError where it is no JSON object, or holds a number that is not finite.
    """

    def finite(text: str) -> float:
        if not math.isfinite(value := float(text)):
            raise ValueError(f"{text} is no figure")
        return value

    try:
        text = path.read_text() if path.is_file() else "{}"
        value = json.loads(text, parse_constant=finite, parse_float=finite)
        if not isinstance(value, dict):
            raise ValueError("no JSON object")
    except ValueError as error:
        raise CheckpointError(f"{path}: it is damaged ({error}); remove it, or make it anew") from error
    return value


def _restore(model: ModelConfig, weights: dict[str, Tensor]) -> nn.Module:
    with torch.device("meta"):
        network = build(model)
    network.load_state_dict({k: v.float() for k, v in weights.items()}, assign=True)
    if not all(bool(v.isfinite().all()) for v in weights.values()):
        raise RuntimeError("they are not finite")
    return network.eval().requires_grad_(False)
