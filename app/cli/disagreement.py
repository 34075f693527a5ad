"""The `disagreement` command: train further decoders on a model's codes, and keep where they disagree."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from latent_explorer.app.cli.image_source import source_for
from latent_explorer.app.cli.stages import stages
from latent_explorer.app.cli.terminal import console, find, plain_errors
from latent_explorer.model.codec import Codec
from latent_explorer.model.config import ConfigError
from latent_explorer.model.datasets.image_data import split_validation
from latent_explorer.model.explore.map_grid import nodes
from latent_explorer.model.measures.disagreement import disagreement
from latent_explorer.model.registry import open_model
from latent_explorer.model.store import checkpoint
from latent_explorer.model.store.disagreement import DISAGREEMENT, NODES, Told, write_disagreement
from latent_explorer.model.training.decoders import Ensemble, train_decoders

PLANE = 2  # axes
DRAWS = 5_000


@dataclass(frozen=True)
class Question:
    """Which decoders are trained, on what."""

    data: Path
    ensemble: Ensemble
    threads: int


@plain_errors()
def measure_disagreement(name: str, asked: Question) -> None:
    """Train the decoders, and write the grid into the model's folder. Raises ConfigError if it has no plane."""
    torch.set_num_threads(asked.threads)
    folder = find(name)
    loaded = checkpoint.load(folder)
    if loaded.model.kind == "judge" or loaded.model.latent_dim != PLANE:
        raise ConfigError(f"{loaded.id} is no model of a plane: a map of disagreement needs a latent_dim of 2")
    source = source_for(loaded.images, asked.data, folder.resolve().parent)
    training, held_out = split_validation(source.load("train"), loaded.training.validation_images, loaded.training.seed)
    codec, x = Codec(loaded), training.pixels()  # (n, p)
    with stages(loaded.id) as progress:
        progress("codes", 0, 1)
        code = codec.encode(x)
        progress("codes", 1, 1)
        whole = asked.ensemble.decoders * asked.ensemble.epochs
        progress("decoders", 0, whole)
        decoders = train_decoders(
            loaded, torch.from_numpy(x), code, asked.ensemble, lambda done: progress("decoders", done, whole)
        )
    draws = np.random.default_rng(0).standard_normal((DRAWS, PLANE)).astype(np.float32)
    means = [float(disagreement(decoders, z).mean()) for z in (draws, codec.encode(held_out.pixels())[0])]
    extent = open_model(folder).extent
    told = Told(asked.ensemble.decoders, asked.ensemble.epochs, *means)
    write_disagreement(folder, loaded.revision, extent.square, disagreement(decoders, nodes(extent, NODES)), told)
    console.print(f"saved in {folder / DISAGREEMENT}", markup=False, highlight=False)
    console.print(f"mean disagreement: {means[0]:.4f} over draws from N(0, I), {means[1]:.4f} at codes of images")
