"""Examine any model that is a codec, on a set's images: the commands' way, and that of who has a model in memory."""

from latent_explorer.app.report.record import Report, Source
from latent_explorer.model.codec import Codec, JudgeCodec
from latent_explorer.model.datasets.image_data import ImageData
from latent_explorer.model.datasets.sample import Sample, mnist_sample
from latent_explorer.model.measures.evaluate import Progress
from latent_explorer.model.measures.health import health
from latent_explorer.model.registry import ZOO
from latent_explorer.model.store.image_sets import SETS, read_set

SHIPPED = ("sprites", "colour-sprites")  # sets beside MNIST, whose images may be shown to a model as misfits


def examine(
    codec: Codec,
    data: ImageData,
    judge: JudgeCodec | None = None,
    progress: Progress = lambda *_: None,
    source: Source = "sample",
) -> Report:
    """The health of a model on images that it was not trained on; `source` says which they are.

    Raises DataError if they are too few, and HalfError where a foreign model does not compute.
    """
    return Report(codec, health(codec, judge, data, _others(codec), progress), source)


def _others(codec: Codec) -> list[Sample]:
    """Images of the shipped sets but the model's own."""
    sets = [mnist_sample(), *(read_set(ZOO / SETS / name) for name in SHIPPED)]
    return [sample for sample in sets if sample.images != codec.images]
