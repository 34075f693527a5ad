"""A report on a model's health: nine questions that any autoencoder or VAE can be asked, each with a verdict.

It works on any `Codec`: what needs a σ, a likelihood, labels or a judge is left out without, and the verdict says why.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np

from latent_explorer.model.codec import Codec, JudgeCodec
from latent_explorer.model.datasets.image_data import DataError, ImageData
from latent_explorer.model.datasets.sample import Sample
from latent_explorer.model.measures.evaluate import Progress
from latent_explorer.model.measures.health_axes import axes, collapse
from latent_explorer.model.measures.health_codes import nearness, round_trip
from latent_explorer.model.measures.health_images import draws, misfit
from latent_explorer.model.measures.health_prior import gaps, prior
from latent_explorer.model.measures.health_subject import Section, Subject
from latent_explorer.model.measures.health_width import width

FEWEST = 20  # images: of fewer the shares and the covariance say nothing
MOST = 10_000  # images: with their reconstructions they are held as float32, in 64 × 64 and colour 1 GB


@dataclass(frozen=True)
class Health:
    """The sections by name, in the order of the report, and of how many images they are, out of how many."""

    sections: dict[str, Section]
    images: int
    given: int
    seed: int


def health(
    codec: Codec,
    judge: JudgeCodec | None,
    data: ImageData,
    others: Sequence[Sample],
    progress: Progress,
    seed: int = 0,
) -> Health:
    """Examine a model on images that it was not trained on, in whatever order: on MOST of them, drawn by the seed.

    `others` are samples of other sets, as misfits; the first is taken that is not of the same images.
    `progress(stage, done, total)` is called along the way. Raises DataError if there are fewer than FEWEST images.
    """
    if len(data) < FEWEST:
        raise DataError(
            f"there are {len(data)} images of {codec.images.id}; a report needs {FEWEST}, so name more by --data"
        )
    progress("codes", 0, 1)
    some = in_random_order(data, seed)
    subject = Subject.of(codec, some.pixels(), seed)
    progress("codes", 1, 1)
    questions: dict[str, Callable[[], Section]] = {
        "axes": lambda: axes(subject),
        "collapse": lambda: collapse(subject),
        "prior": lambda: prior(subject),
        "holes": lambda: gaps(subject, judge),
        "draws": lambda: draws(subject),
        "round_trip": lambda: round_trip(subject),
        "width": lambda: width(subject),
        "misfit": lambda: misfit(subject, others),
        "nearness": lambda: nearness(subject, judge),
    }
    sections = {}
    for done, (name, ask) in enumerate(questions.items()):
        progress("questions", done, len(questions))
        sections[name] = ask()
    progress("questions", len(questions), len(questions))
    return Health(sections, len(some), len(data), seed)


def in_random_order(data: ImageData, seed: int) -> ImageData:
    """At most MOST images in an order drawn by the seed: questions compare halves, or ask of the first alone.

    As they come they may be sorted, by class for one, so that one half is of other classes than the other. They are
    put in order by a hash of each, keyed by the seed: the same images have the same report in whatever order they come.
    """
    key = str(seed).encode()
    hashes = [blake2b(image.tobytes(), key=key, digest_size=16).digest() for image in data.images]
    return data.take(np.array(sorted(range(len(data)), key=hashes.__getitem__))[:MOST])
