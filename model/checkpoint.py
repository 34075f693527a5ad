"""Checkpoints: config.json, weights.safetensors and metrics.json in one folder; never a pickle."""

import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load as parse_tensors
from safetensors.torch import save_file
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
    save_file({k: v.detach().cpu().contiguous() for k, v in tensors.items()}, part, metadata)
    os.replace(part, path)


def save(folder: Path, network: nn.Module, model: ModelConfig, training: TrainConfig) -> None:
    """Write config and weights; weights are stored as float16, and every metric is of what a reader loads back."""
    folder.mkdir(parents=True, exist_ok=True)
    write_tensors(folder / WEIGHTS, {k: v.half() for k, v in network.state_dict().items()})
    write_json(folder / CONFIG, {"model": model.to_json(), "training": training.to_json()})


def load(folder: Path) -> Checkpoint:
    """Read a checkpoint onto the CPU, float32, eval mode. Raises CheckpointError where a file is missing or wrong."""
    try:
        config_bytes, weight_bytes = (folder / CONFIG).read_bytes(), (folder / WEIGHTS).read_bytes()
        config = json.loads(config_bytes)
        model, training = ModelConfig.from_json(config["model"]), TrainConfig.from_json(config["training"])
        network = _restore(model, parse_tensors(weight_bytes))
        metrics, seeds = _read_figures(folder / METRICS), _read_figures(folder / SEEDS)
    except FileNotFoundError as error:
        raise CheckpointError(f"{folder}: {Path(error.filename).name} is missing") from error
    except OSError as error:
        raise CheckpointError(f"{folder}: {error.strerror}: {error.filename}") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:  # JSON of another shape, or of bad values
        raise CheckpointError(f"{folder}: {CONFIG} is damaged ({error})") from error
    except (SafetensorError, RuntimeError) as error:
        raise CheckpointError(f"{folder}: {WEIGHTS} does not fit {CONFIG} ({error})") from error
    revision = hashlib.sha256(config_bytes + weight_bytes).hexdigest()[:12]
    return Checkpoint(folder.name, network, model, training, metrics, seeds, revision)


def _read_figures(path: Path) -> dict[str, Any]:
    """The figures kept in a file, {} where there is none. Raises CheckpointError where they are no JSON object."""

    def refuse(name: str) -> None:
        raise ValueError(f"{name} is no figure")

    try:
        figures = json.loads(path.read_text(), parse_constant=refuse) if path.is_file() else {}
        if not isinstance(figures, dict):
            raise ValueError("no JSON object")
    except ValueError as error:
        raise CheckpointError(f"{path}: it is damaged ({error}); remove it and evaluate again") from error
    return figures


def _restore(model: ModelConfig, weights: dict[str, Tensor]) -> nn.Module:
    with torch.device("meta"):
        network = build(model)
    network.load_state_dict({k: v.float() for k, v in weights.items()}, assign=True)
    if not all(bool(v.isfinite().all()) for v in weights.values()):
        raise RuntimeError("they are not finite")
    return network.eval().requires_grad_(False)
