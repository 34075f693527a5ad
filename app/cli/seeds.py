"""`evaluate --seeds`: train and measure twins from several seeds, and pool their figures."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import torch
from rich.console import Console

from latent_explorer.app.cli import metrics_tables
from latent_explorer.app.cli.evaluate import Measurement, measure, twin_of
from latent_explorer.app.cli.image_source import DrawnSource, kept_reading, source_for
from latent_explorer.app.cli.stages import stages
from latent_explorer.app.cli.terminal import check_device, console, find, plain_errors
from latent_explorer.app.cli.train import train_model
from latent_explorer.app.cli.training_jobs import TrainingRun
from latent_explorer.model.codec import Codec
from latent_explorer.model.config import ConfigError
from latent_explorer.model.explore.map_layers import PLANE
from latent_explorer.model.measures.distances import FEWEST, pair_distances, variation
from latent_explorer.model.store import checkpoint, files
from latent_explorer.model.store.checkpoint import Checkpoint


@dataclass(frozen=True)
class SeedRuns:
    """The number of seeds, counted up from the model's own, and the folder where further ones are trained."""

    count: int
    out: Path


@plain_errors()
def measure_seeds(name: str, runs: SeedRuns, how: Measurement) -> None:
    """Train both twins from further seeds, measure all, and write the pooled figures into the VAE's folder.

    Work that an earlier call finished is not repeated.
    """
    check_device(how.device)
    folder = find(name)
    loaded = checkpoint.load(folder)
    other, beside = twin_of(loaded, folder)
    if not isinstance(other, Checkpoint):
        raise ConfigError(f"{other.id} was built elsewhere, so no further seeds of it can be trained")
    found: dict[str, dict[str, Any]] = {}
    pair = sorted([(loaded, folder), (other, beside)], key=lambda one: one[0].model.samples)
    for model, place in pair:  # the autoencoder first, as its VAE is measured with it
        of_seeds = [_of_seed(model, place, model.training.seed + i, runs.out, how) for i in range(runs.count)]
        pooled = {"seeds": runs.count, **pool([metrics for _, metrics in of_seeds])}
        found[model.model.kind] = pooled | _distances([trained for trained, _ in of_seeds], place, how)
    place = folder if loaded.model.samples else beside
    files.write_json(place / checkpoint.SEEDS, found)
    console.print(f"saved in {place / checkpoint.SEEDS}")
    Console().print(
        metrics_tables.comparison(found["ae"], found["vae"], f"{runs.count} seeds, {metrics_tables.OVER_SEEDS}")
    )


def _distances(seeds: list[Checkpoint], folder: Path, how: Measurement) -> dict[str, Any]:
    """How far distances between test images depend on the seed, of models of a plane and enough images; else {}."""
    if seeds[0].model.latent_dim != PLANE:
        return {}
    images = source_for(seeds[0].images, how.data, folder.resolve().parent).load("test").pixels()
    if len(images) < 2 * FEWEST:
        return {}
    found = []
    for trained in seeds:
        with stages(f"{trained.id}, seed {trained.training.seed}") as progress:
            codec = Codec(trained, device=how.device)
            found.append(pair_distances(codec, images, partial(progress, "distances")))
    varied = variation(found)
    return {"distances": varied} if varied else {}


def _of_seed(
    model: Checkpoint, folder: Path, seed: int, out: Path, how: Measurement
) -> tuple[Checkpoint, dict[str, Any]]:
    """One seed's model, trained first unless it is the given one, and its metrics."""
    if seed != model.training.seed:
        name, twin = (f"{of}-seed-{seed}" for of in (model.id, model.model.twin))
        fields, budget, root = {"twin": twin}, {"seed": seed}, folder.resolve().parent
        source = source_for(model.images, how.data, root)  # other images than the model's are refused
        data = Path(model.images.id) if isinstance(source, DrawnSource) else how.data
        reading = kept_reading(model.images, root)
        train_model(
            TrainingRun(name, str(folder), fields, budget, 1, device=how.device, data=data, out=out, reading=reading)
        )
        folder = out / name
    trained = checkpoint.load(folder)
    torch.set_num_threads(how.threads)
    return trained, trained.metrics if _is_whole(trained, how.iwae_k) else measure(trained, folder, how)


def _is_whole(trained: Checkpoint, iwae_k: int) -> bool:
    """Whether its metrics are complete, with the wanted k of the importance-weighted NLL (which an AE lacks)."""
    near, test = trained.metrics.get("nearness", {}), trained.metrics.get("test", {})
    around = near.get("posterior_samples", {}).get("curve", [])
    drawn = not trained.model.samples or any(point["ae"] for point in around)
    return drawn and "neighbours" in near and "exact_nll" in test and test["iwae_k"] in (None, iwae_k)


def pool(metrics: list[dict[str, Any]]) -> dict[str, Any]:
    """Pool metrics over seeds: each figure's mean, with the smallest range that holds the intervals of all seeds.

    For a figure without an interval the range is from its smallest to its largest value. Quantiles are left out, as
    images are compared within one model, and what belongs to single axes, whose order is another in each.
    """
    return {key: _pool([m[key] for m in metrics]) for key in ("test", "nearness", "factors") if key in metrics[0]}


def _pool(values: list[Any]) -> Any:
    first = values[0]
    if isinstance(first, dict) and set(first) == {"value", "low", "high"}:
        return _spread(*([v[key] for v in values] for key in ("value", "low", "high")))
    if isinstance(first, dict):
        return {key: _pool([v[key] for v in values]) for key in first if key not in ("quantiles", "axes")}
    if isinstance(first, list):
        return [_pool(list(parts)) for parts in zip(*values, strict=True)]
    return _spread(values, values, values) if isinstance(first, int | float) and len(set(values)) > 1 else first


def _spread(values: list[float], lows: list[float], highs: list[float]) -> dict[str, float]:
    return {"value": float(np.mean(values)), "low": min(lows), "high": max(highs)}
