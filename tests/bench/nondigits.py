"""Is this a digit? How well the figures tell other pictures from digits: `python -m tests.bench.nondigits` prints it.

The other pictures are drawn by tests/nondigits.py; the digits are the shipped sample's 1,000. Those made from one
(turned, mirrored, crossed out) are compared with it too, so that the figures of the features are too low there.
"""

from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Annotated

import torch
import typer

from latent_explorer.app.inference.encoding import Judged, oddities
from latent_explorer.model.arrays import Array
from latent_explorer.model.codec import JudgeCodec
from latent_explorer.model.datasets.mnist import load_mnist
from latent_explorer.model.datasets.sample import sample_pixels
from latent_explorer.model.registry import ZOO, Model, open_model
from latent_explorer.model.statistics.percentiles import percentile
from latent_explorer.model.statistics.typicality import relative_error
from latent_explorer.model.store.checkpoint import load
from tests.helpers.nondigits import AS_PIXELS, PICTURES, Batch, auroc, batch

MODELS = ("vae-2d", "ae-2d", "vae-16d", "ae-16d")
BEFORE = 99  # percentile of the relative error alone, from which a picture was called unlike digits before
Figure = Callable[[Array], Array]


def error(model: Model, images: Array) -> Array:
    """The relative reconstruction error of images (n, 784): (n,)."""
    return relative_error(images, model.codec.decode(model.codec.encode(images)[0]))


def distance(judge: JudgeCodec, images: Array) -> Array:
    """The judge's distance of images (n, 784) from digits: (n,)."""
    return judge.distance(images, judge.read(images)[1])


def ranks_of(model: Model, images: Array) -> list[float]:
    """The percentiles of the relative errors of images (n, 784)."""
    return [model.reference_quantiles.percentile("relative_error", e) or 0.0 for e in error(model, images).tolist()]


def said(ranks: list[float], judge: JudgeCodec, images: Array) -> list[list[str]]:
    """The warnings of images (n, 784) whose errors have these percentiles, besides those of their ink."""
    probabilities, features = judge.read(images)
    away = judge.distance(images, features).tolist()
    judged = [Judged(p, d, percentile(d, judge.usual_distances)) for p, d in zip(probabilities, away, strict=True)]
    return list(map(oddities, ranks, judged))


def separation(models: list[Model], judge: JudgeCodec, kinds: dict[str, Batch]) -> str:
    """A table of areas under the ROC curve: each figure, each kind that reaches a model."""
    figures: list[Figure] = [*(partial(error, model) for model in models), partial(distance, judge)]
    real = [figure(sample_pixels()) for figure in figures]
    names = ["AUROC against the sample", *(f"error, `{model.checkpoint.id}`" for model in models), "judge’s features"]
    lines = [row(names), "|---" * len(names) + "|"]
    for kind, found in kinds.items():
        if len(found.images):
            areas = [auroc(of_real, figure(found.images)) for of_real, figure in zip(real, figures, strict=True)]
            lines.append(row([kind, *(f"{area:.3f}" for area in areas)]))
    return "\n".join(lines)


def shown(model: Model, judge: JudgeCodec, kinds: dict[str, Batch]) -> str:
    """A table of what a page with this model says of each kind, percent of the pictures."""
    names = [f"%, `{model.checkpoint.id}`", "refused", "ink", "unlike, before", "unlike", "unsure", "nothing said"]
    rows = [row([kind, *shares(model, judge, found)]) for kind, found in kinds.items()]
    return "\n".join([row(names), "|---" * len(names) + "|", *rows])


def shares(model: Model, judge: JudgeCodec, found: Batch) -> list[str]:
    """Of one kind: refused, warned of its ink, called unlike digits before and now, unsure, and none of all these."""
    refused, ranks, codes = found.refused.total(), list[float](), list[list[str]]()
    if len(found.images):
        ranks = ranks_of(model, found.images)
        codes = said(ranks, judge, found.images)
    of = Counter(code for of_one in codes for code in of_one)
    before = sum(rank >= BEFORE for rank in ranks)
    silent = sum(not (ink or others) for ink, others in zip(found.warnings, codes, strict=True))
    counts = (refused, sum(map(bool, found.warnings)), before, of["unlike_digits"], of["unsure"], silent)
    return [f"{100 * count / (refused + len(codes)):.1f}" for count in counts]


def row(cells: list[str]) -> str:
    """A line of a Markdown table."""
    return f"| {' | '.join(cells)} |"


def main(
    count: Annotated[int, typer.Option(help="Pictures of each kind.")] = 200,
    seed: Annotated[int, typer.Option(help="Of the pictures.")] = 0,
    data: Annotated[
        Path | None, typer.Option(help="MNIST's folder: what is said of all 10,000 test images too.")
    ] = None,
) -> None:
    """Print the tables."""
    torch.set_num_threads(1)
    models, judge = [open_model(ZOO / name) for name in MODELS], JudgeCodec(load(ZOO / "judge"))
    kinds = {kind: batch(kind, count, seed) for kind in (*PICTURES, *AS_PIXELS)}
    print(separation(models, judge, kinds))
    digits = {"digits of the sample": unspoilt(sample_pixels())}
    if data:
        digits["all test images"] = unspoilt(load_mnist(data, "test").pixels())
    for model in models:
        print(f"\n{shown(model, judge, digits | kinds)}")


def unspoilt(images: Array) -> Batch:
    """Digits (n, 784) as they are, without a word on their ink."""
    return Batch(images, [[] for _ in images])


if __name__ == "__main__":
    typer.run(main)
