"""The facts about an image: its own, by the judge; and in each model, its code, loss and percentiles."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from latent_explorer.app import schemas
from latent_explorer.app.inference.upright import Upright, upright
from latent_explorer.model.arrays import Array
from latent_explorer.model.config import ImageSet
from latent_explorer.model.registry import LoadedSet, Model
from latent_explorer.model.statistics.percentiles import percentile
from latent_explorer.model.statistics.typicality import nearest, relative_error

if TYPE_CHECKING:
    from latent_explorer.model.codec import Code, JudgeCodec, Terms

NEAREST = 6
NATS_DECIMALS = 6  # hundreds of pixels add next to nothing each: coarser rounding would put their sum off
UNLIKE_ERROR, UNLIKE_FEATURES = 99.5, 99.0  # percentiles from which a picture is called unlike almost all digits
SURE, APART = 0.5, 0.2  # the judge's probability of its label, and its lead, below which it is unsure


class Judged(NamedTuple):
    """The judge's probabilities (classes,) of an image, its features' distance from others', and its percentile."""

    probabilities: Array
    distance: float
    percentile: float


class ImageFacts(NamedTuple):
    """Facts about an image, whatever the model. `nearest`: the sample's images nearest in pixels, by index."""

    judged: Judged | None
    nearest: list[int]
    upright: Upright | None


class ModelFacts(NamedTuple):
    """An image's facts in one model; sigma and kl_per_dim are None for an autoencoder."""

    mu: list[float]
    sigma: list[float] | None
    kl_per_dim: list[float] | None
    terms: schemas.TermsOut
    standing: schemas.StandingOut
    reconstruction: schemas.Pixels
    relative_error: float


class Encoded(NamedTuple):
    """The facts about one image: its own, and those in each of several models, in the order asked for."""

    image: ImageFacts
    models: list[ModelFacts]


def image_facts(image_set: LoadedSet, images: Array) -> list[ImageFacts]:
    """The facts about each of a set's images (n, p) that depend on no model."""
    judged = [None] * len(images) if image_set.judge is None else _judged(image_set.judge, images)
    return [_image_facts(image_set, image, said) for image, said in zip(images, judged, strict=True)]


def _image_facts(image_set: LoadedSet, image: Array, judged: Judged | None) -> ImageFacts:
    judge = image_set.judge if image_set.images.ink else None  # what is no ink may lie as it will
    way = upright(judge, image, judged.percentile) if judge and judged else None
    return ImageFacts(judged, nearest(image, image_set.sample.pixels, NEAREST), way)


def model_facts(model: Model, images: Array) -> list[ModelFacts]:
    """The facts of images (n, p) in a model. None may be blank: likelihood rates blank images best of all."""
    mu, sigma = model.codec.encode(images)  # (n, d)
    rebuilt = model.codec.decode(mu)  # (n, p)
    found = []
    for i in range(len(images)):
        # One by one: drawn together, an image's terms would depend on the others in its batch.
        one = slice(i, i + 1)
        found.append(_facts(model, images[one], (mu[one], None if sigma is None else sigma[one]), rebuilt[one]))
    return found


def _judged(judge: JudgeCodec, images: Array) -> list[Judged | None]:
    probabilities, features = judge.read(images)  # (n, classes), (n, 864)
    away = judge.distance(images, features).tolist()
    ranks = [percentile(distance, judge.usual_distances) for distance in away]
    return list(map(Judged, probabilities, away, ranks))


def _facts(model: Model, image: Array, code: Code, rebuilt: Array) -> ModelFacts:
    mu, sigma = code  # (1, d)
    terms, error = model.codec.terms_of_one(image, code), relative_error(image, rebuilt)
    return ModelFacts(
        mu=mu[0].tolist(),
        sigma=None if sigma is None else sigma[0].tolist(),
        kl_per_dim=None if sigma is None else model.codec.kl_per_dim(mu, sigma)[0].tolist(),
        terms=_terms(terms, model.codec.images),
        standing=_percentiles(model, terms.by_name() | {"relative_error": error}),
        reconstruction=rows(rebuilt[0], model.codec.images),
        relative_error=float(error[0]),
    )


def oddities(error_percentile: float, judged: Judged | None, loss_percentile: float | None = None) -> list[str]:
    """Catalogue codes of what is odd about an image, one at most; for its ink see `warnings_of`.

    `unlike_digits`: its relative error or its features' distance is larger than that of almost all test images, or
    its loss where no judge reads it. `unsure`: it is not, but the judge finds no class likely, or two about equally.
    """
    if error_percentile >= UNLIKE_ERROR or (judged and judged.percentile >= UNLIKE_FEATURES):
        return ["unlike_digits"]
    if judged is None:
        return ["unlike_digits"] if loss_percentile is not None and loss_percentile >= UNLIKE_ERROR else []
    second, first = np.sort(judged.probabilities)[-2:]
    return ["unsure"] if first < SURE or first - second < APART else []


def loss_percentile(ranks: schemas.PercentilesOut) -> float | None:
    """The percentile of the loss that the model was trained on: without the KL divergence if it has none; or null."""
    return ranks.reconstruction if ranks.negative_elbo is None else ranks.negative_elbo


def rows(image: NDArray[np.floating], of: ImageSet, decimals: int = 4) -> schemas.Pixels:
    """An image of a set as nested lists, to four decimals by default: finer than a grey level."""
    found: schemas.Pixels = np.round(image.astype(np.float64), decimals).reshape(of.shape).tolist()
    return found


def _terms(terms: Terms, of: ImageSet) -> schemas.TermsOut:
    values = {name: _first(of_all) for name, of_all in terms.by_name().items()}
    per_pixel = None if terms.per_pixel is None else rows(terms.per_pixel[0], of, NATS_DECIMALS)
    return schemas.TermsOut(**values, per_pixel=per_pixel, draws=terms.draws)


def _percentiles(model: Model, figures: dict[str, Array | None]) -> schemas.StandingOut:
    """The percentile of each of one image's figures, (1,) or None."""
    ranks = {
        name: None if values is None else model.reference_quantiles.percentile(name, float(values[0]))
        for name, values in figures.items()
    }
    return schemas.StandingOut(images=model.reference_quantiles.images, percentile=schemas.PercentilesOut(**ranks))


def _first(values: Array | None) -> float | None:
    return None if values is None else float(values[0])
