"""The `evaluate` command: measure a model, or a pair of twins, and print a table."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from rich.console import Console
from rich.markup import escape

from latent_explorer.app.cli import metrics_tables
from latent_explorer.app.cli.image_source import ImageSource, source_for
from latent_explorer.app.cli.stages import stages
from latent_explorer.app.cli.terminal import check_device, console, find, judge_of, plain_errors
from latent_explorer.model.arrays import Array
from latent_explorer.model.code_cloud import read_code_cloud, write_code_cloud
from latent_explorer.model.codec import Codec, JudgeCodec
from latent_explorer.model.config import MNIST, ConfigError
from latent_explorer.model.datasets.image_data import ImageData, split_validation
from latent_explorer.model.datasets.sample import Sample
from latent_explorer.model.measures.evaluate import Part, evaluate, evaluate_judge
from latent_explorer.model.statistics.spread import collapsed_axes
from latent_explorer.model.store import checkpoint, files
from latent_explorer.model.store.checkpoint import Checkpoint
from latent_explorer.model.store.foreign import AnyCheckpoint, load_any
from latent_explorer.model.store.image_sets import sample_for


@dataclass(frozen=True)
class Measurement:
    """How to measure a checkpoint."""

    data: Path
    iwae_k: int
    threads: int
    only: Part | None = None
    device: str = "cpu"


@plain_errors()
def evaluate_model(name: str, twin: bool, measurement: Measurement) -> None:
    """Measure a shipped model or a checkpoint's folder on its set's test images, write metrics.json, print a table.

    With `twin` measure its twin too, and print both side by side.
    """
    check_device(measurement.device)
    torch.set_num_threads(measurement.threads)
    folder = find(name)
    loaded = load_any(folder)
    other = twin_of(loaded, folder) if twin else None
    metrics = measure(loaded, folder, measurement)
    if other is None:
        Console().print(metrics_tables.whole(loaded.id, metrics))
        return
    both = {loaded.model.kind: metrics, other[0].model.kind: measure(*other, measurement)}
    Console().print(metrics_tables.comparison(both["ae"], both["vae"]))


def twin_of(loaded: AnyCheckpoint, folder: Path) -> tuple[AnyCheckpoint, Path]:
    """A model's twin, from the folder beside its own. Raises ConfigError if it names none, or one of its own kind."""
    if loaded.model.twin is None:
        raise ConfigError(f"{loaded.id} names no twin; leave --twin out, and --seeds")
    beside = folder.resolve().parent / loaded.model.twin
    other = load_any(beside)
    if {loaded.model.kind, other.model.kind} != {"ae", "vae"}:
        raise ConfigError(f"{other.id} is not of the other kind: twins are one autoencoder and one VAE")
    if loaded.images != other.images:
        raise ConfigError(f"{other.id} was trained on {other.images.id}, and {loaded.id} on {loaded.images.id}")
    return other, beside


def measure(loaded: AnyCheckpoint, folder: Path, how: Measurement) -> dict[str, Any]:
    """Measure one model and write its metrics, and its codes of the sample, into its folder.

    With `only` one part, codes that are there already stay as they are. Raises ConfigError, before measuring, if the
    folder is not writable, or if `only` one part is wanted of a model that has no metrics yet.
    """
    if how.only and "nearness" not in loaded.metrics:
        raise ConfigError(f"{loaded.id} has no figures to keep beside those of --only; leave it out")
    if not os.access(folder, os.W_OK):
        raise ConfigError(f"{folder} can't be written to, and keeps the figures; copy it, and evaluate the copy")
    twin = _autoencoder_of(loaded, folder, how.device) if how.only in (None, "samples") else None
    sample = _sample_of(loaded, folder)
    source = source_for(sample.images, how.data, _root(loaded, folder))
    test = source.load("test")
    if loaded.model.kind == "judge" and isinstance(loaded, Checkpoint):
        metrics = evaluate_judge(JudgeCodec(loaded, sample), test)
    else:
        judge = judge_of(folder, sample)
        with stages(loaded.id) as progress:
            training = training_of(loaded, source)
            codec = Codec(loaded, device=how.device)
            known = source.factors()
            metrics = evaluate(codec, judge, test, training, how.iwae_k, progress, how.only, twin, sample, known)
    files.write_json(folder / checkpoint.METRICS, metrics)
    console.print(f"saved in {folder / checkpoint.METRICS}", markup=False, highlight=False)
    for sentence in metrics.get("unmeasured", []):
        console.print(sentence, markup=False, highlight=False)
    if loaded.model.kind != "judge":
        kept = read_code_cloud(folder, loaded, sample) if how.only else None
        _tell_if_collapsed(loaded, *(kept or write_code_cloud(folder, loaded)))
    return metrics


def _autoencoder_of(vae: AnyCheckpoint, folder: Path, device: str) -> Codec | None:
    """The twin that a VAE's draws are carried over to, from the folder beside its own.

    None for models that have none; where a named one is not there, or is no such twin, that is printed.
    """
    if not vae.model.samples or vae.model.twin is None:
        return None
    beside = folder.resolve().parent / vae.model.twin
    if (beside / checkpoint.CONFIG).is_file():
        other = load_any(beside)
        if (other.model.kind, other.model.latent_dim, other.images) == ("ae", vae.model.latent_dim, vae.images):
            return Codec(other, device=device)
    console.print(
        f"{vae.id} has no twin {vae.model.twin} beside it, an autoencoder of {vae.model.latent_dim} dimensions and of "
        "the same images: samples around μ are measured of the VAE alone",
        highlight=False,
        markup=False,
    )
    return None


def _tell_if_collapsed(loaded: AnyCheckpoint, mu: Array, sigma: Array | None) -> None:
    """Print how many axes of codes mu and sigma (n, d) tell nothing of an image, if any, and what that means."""
    if not (axes := collapsed_axes(mu, sigma)):
        return
    of = loaded.model.latent_dim
    where = f"all of its {of} axes" if axes == of else f"{axes} of its {of} axes"
    means = "every image is decoded to about the same one" if axes == of else "the image is in the others"
    other = "a smaller --beta, or from" if loaded.model.samples else "a lower --rate, or from"
    console.print(
        f"[bold yellow]warning:[/] {escape(loaded.id)} has collapsed on {where}: there all images have the same code, "
        f"and {means}. Train it again with {other} another --seed",
        highlight=False,
    )


def training_of(loaded: AnyCheckpoint, source: ImageSource) -> ImageData:
    """The images that the checkpoint was trained on: the training images less its validation split.

    All of them, of a model that was built elsewhere.
    """
    if not isinstance(loaded, Checkpoint):
        return source.load("train")
    config = loaded.training
    return split_validation(source.load("train"), config.validation_images, config.seed)[0]


def _root(loaded: AnyCheckpoint, folder: Path) -> Path:
    """The folder that a model stands in, with its image set; of another set's judge that of the set's models."""
    above = folder.resolve().parent
    return above.parent.parent if loaded.model.kind == "judge" and loaded.images != MNIST else above


def _sample_of(loaded: AnyCheckpoint, folder: Path) -> Sample:
    return sample_for(_root(loaded, folder) / loaded.id, loaded.images)
