"""Which axis holds which factor of sprites, by β and over seeds: `python -m tests.bench.sprites`.

Seed 0 is shipped and was measured by `evaluate`; the other seeds are trained like it into --out, where they are not
yet, and measured here. --write keeps the figures in sprites.json, and puts the tables into docs/sprites.md.
"""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import torch

from latent_explorer.app.cli.image_source import DrawnSource
from latent_explorer.app.cli.seeds import pool
from latent_explorer.app.cli.train import train_model
from latent_explorer.app.cli.training_jobs import TrainingRun
from latent_explorer.model.code_cloud import CODES
from latent_explorer.model.codec import Codec
from latent_explorer.model.datasets.sprites import GREY
from latent_explorer.model.measures.disentanglement import disentanglement
from latent_explorer.model.measures.evaluate import measure_loss
from latent_explorer.model.registry import ZOO
from latent_explorer.model.store import checkpoint, files
from latent_explorer.model.store.checkpoint import Checkpoint
from tests.bench.__main__ import replaced
from tests.bench.plan import table
from tests.helpers.paths import DOCS

Figures = dict[str, Any]
KEPT, PAGE = Path(__file__).parent / "sprites.json", DOCS / "sprites.md"
BEGIN = "<!-- What `python -m tests.bench.sprites --write` measured; a test compares. -->\n"
END = "<!-- end of sprites -->\n"
SEEDS = 3
MODELS = {
    "sprites-ae-10d": "autoencoder",
    "sprites-vae-10d": "VAE, β = 1",
    **{f"sprites-vae-10d-beta-{beta}": f"VAE, β = {beta}" for beta in (2, 4, 8)},
}
LOSS = ("negative_elbo", "reconstruction", "kl", "mse", "active_units")
TOLD = ("mig", "sap", "disentanglement", "completeness", "informativeness")
FACTORS = tuple(factor.name for factor in GREY.factors)


def folder_of(name: str, seed: int, out: Path) -> Path:
    """Where a model of some seed is: seed 0 is shipped, others are trained first."""
    if seed == 0:
        return ZOO / name
    shipped, _, _ = checkpoint.read_config(ZOO / name)
    mine, twin = (f"{of}-seed-{seed}" for of in (name, shipped.twin))
    if (out / mine / CODES).is_file():  # it is written last
        return out / mine
    data = Path(GREY.about.id)
    train_model(TrainingRun(mine, str(ZOO / name), {"twin": twin}, {"seed": seed}, 1, "cpu", data, out))
    return out / mine


def measured(folder: Path) -> Figures:
    """The loss, and what each axis tells, measured once and kept; of a shipped model as `evaluate` found them."""
    loaded = checkpoint.load(folder)
    return picked(loaded.metrics or _measure(folder, loaded))


def _measure(folder: Path, loaded: Checkpoint) -> Figures:
    codec, source = Codec(loaded), DrawnSource(GREY)
    images = source.load("test").pixels()  # (n, p)
    code, known = codec.encode(images), source.factors()
    told = disentanglement(*code, known.values, known.factors, seed=0)
    found = {"test": measure_loss(codec, images, code), "parameters": loaded.parameters, "factors": told}
    files.write_json(folder / checkpoint.METRICS, found)
    return found


def picked(metrics: Figures) -> Figures:
    """Of the metrics those that the tables show."""
    test, factors = metrics["test"], metrics["factors"]
    return {
        "test": {name: test[name] for name in LOSS},
        "factors": {name: factors[name] for name in TOLD} | {"information": factors["axes"]["information"]},
    }


def section(figures: dict[str, list[Figures]]) -> str:
    """The tables of docs/sprites.md, between its marks."""
    seeds = len(next(iter(figures.values())))
    losses = ("negative ELBO, nats", "reconstruction, nats", "KL, nats", "squared error per pixel", "active units")
    told = ("MIG", "SAP", "DCI: disentanglement", "completeness", "informativeness")
    pooled = {MODELS[name]: pool(of_seeds) for name, of_seeds in figures.items()}
    tables = [
        table(("model", *losses), [(name, *_shown(one["test"], LOSS)) for name, one in pooled.items()]),
        table(("model", *told), [(name, *_shown(one["factors"], TOLD)) for name, one in pooled.items()]),
        table(("model", *FACTORS), [(MODELS[name], *_held(of_seeds)) for name, of_seeds in figures.items()]),
    ]
    captions = (
        f"Mean over {seeds} seeds [least, largest]; of 10,000 test images.",
        f"Mean over {seeds} seeds [lowest, highest end of their 95 % intervals; for disentanglement and completeness "
        "the least and largest].",
        "How much of each factor's entropy is told by the axis that tells most, seed by seed, and in brackets which of "
        "the axes 0 to 9 that is. The first seed is the shipped one.",
    )
    parts = [f"{caption}\n\n{of}" for caption, of in zip(captions, tables, strict=True)]
    return BEGIN + "\n".join(parts) + END


def _shown(one: Figures, names: tuple[str, ...]) -> Iterator[str]:
    for name in names:
        value = one[name]
        digits = {"mse": 4, "active_units": 1}.get(name, 2)
        if isinstance(value, dict):
            yield f"{value['value']:.{digits}f} [{value['low']:.{digits}f}, {value['high']:.{digits}f}]"
        else:
            yield "–" if value is None else f"{value:g}"


def _held(of_seeds: list[Figures]) -> Iterator[str]:
    for factor in range(len(FACTORS)):
        columns = [[axis[factor] for axis in one["factors"]["information"]] for one in of_seeds]
        yield ", ".join(f"{max(column):.2f} ({column.index(max(column))})" for column in columns)


def main() -> None:
    """Train what is missing, measure, and print the tables."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--out", type=Path, default=Path("runs"), help="where further seeds are trained")
    options.add_argument("--seeds", type=int, default=SEEDS, help="how many, the shipped one among them")
    options.add_argument("--write", action="store_true", help="keep the figures, and put the tables into docs/")
    given = options.parse_args()
    torch.set_num_threads(1)
    found = {name: [measured(folder_of(name, seed, given.out)) for seed in range(given.seeds)] for name in MODELS}
    if given.write:
        KEPT.write_text(json.dumps(found, indent=1) + "\n")
        PAGE.write_text(replaced(PAGE.read_text(), BEGIN, END, section(found)))
    print(section(found))


if __name__ == "__main__":
    main()
