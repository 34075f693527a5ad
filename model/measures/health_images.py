"""Health, 5 and 8: images rebuilt and drawn beside real ones, and what becomes of images that do not fit."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from latent_explorer.model.arrays import Array, Doubles
from latent_explorer.model.config import ImageSet
from latent_explorer.model.datasets.sample import Sample
from latent_explorer.model.measures.health_subject import Section, Subject, Verdict
from latent_explorer.model.statistics.bootstrap import interval
from latent_explorer.model.statistics.typicality import distances

DRAWS = 1_000
STRIP = 10  # images side by side in a picture
BLANK = 0.1  # of the images' variance: a model that explains less draws nearly the same image for all
# Distance from a drawn image to the nearest real one, over that of a rebuilt image. By eye, on our own models: those
# with 1.15 draw what could be of the set, and those beyond 1.5 seldom do.
STRAY, FAR_STRAY = 1.15, 1.5
BLURRED = 0.8  # sharpness of draws over that of rebuilt images: below, draws are mixtures
MISFITS = 300  # images of each kind
OTHER_SET = 0.9  # share of images nearest to one of their own set, from which the other set counts as another
TOLD, HARDLY = 0.9, 0.7  # AUROC: from 0.9 a threshold is of use, below 0.7 it errs about every third time


def draws(subject: Subject) -> Section:
    """Sharpness of rebuilt and of drawn images, and how far each is from the nearest of other real images."""
    drawn = subject.codec.decode(subject.fresh(DRAWS, 6))  # (draws, p)
    half = min(len(subject.images) // 2, DRAWS)
    real, rebuilt = subject.images[:half], subject.rebuilt[half : 2 * half]
    away = [float(np.median(distances(images, real).min(axis=1))) for images in (drawn, rebuilt)]
    about = subject.codec.images
    sharp = [sharpness(images, about) for images in (subject.images, subject.rebuilt, drawn)]
    figures = {
        "squared_error_per_pixel": subject.error,
        "variance_explained": 1 - subject.error / max(float(subject.images.var(axis=0).mean()), 1e-12),
        "sharpness_of_rebuilt_over_images": sharp[1] / max(sharp[0], 1e-12),
        "sharpness_of_draws_over_rebuilt": sharp[2] / max(sharp[1], 1e-12),
        "nearest_image_of_draws_over_rebuilt": away[0] / max(away[1], 1e-12),
    }
    shown = {"images": subject.images[:STRIP], "rebuilt": subject.rebuilt[:STRIP], "drawn": drawn[:STRIP]}
    return Section(_drawn(figures), figures, shown)


def sharpness(images: Array, about: ImageSet) -> float:
    """Total variation per pixel of images (n, p): the mean absolute difference of neighbours (Rudin et al. 1992)."""
    squares = images.reshape(len(images), *about.shape)
    return float(np.abs(np.diff(squares, axis=1)).mean() + np.abs(np.diff(squares, axis=2)).mean())


def _drawn(figures: dict[str, float]) -> Verdict:
    away, sharp = figures["nearest_image_of_draws_over_rebuilt"], figures["sharpness_of_draws_over_rebuilt"]
    if figures["variance_explained"] < BLANK:
        return Verdict("bad", "blank")
    if away > STRAY:
        return Verdict("bad", "astray") if away > FAR_STRAY else Verdict("mind", "stray")
    return Verdict("mind", "blurred") if sharp < BLURRED else Verdict("good", "alike")


def misfit(subject: Subject, others: Sequence[Sample]) -> Section:
    """How well the squared error tells images that do not fit from those that do, by AUROC.

    An AUROC is the chance that the misfit has the larger error, ties counted half (Fawcett 2006, §7): 0.5 is chance.
    """
    some, rng = subject.first(MISFITS), np.random.default_rng((subject.seed, 8))
    other = unlike(some.images, subject.codec.images, others)
    known = np.square(some.rebuilt - some.images).mean(axis=1)  # (n,)
    kinds = _misfits(some.images, subject.codec.images, other, rng)
    rebuilt = {name: subject.codec.decode(subject.codec.encode(images)[0]) for name, images in kinds.items()}
    errors = {name: np.square(rebuilt[name] - images).mean(axis=1) for name, images in kinds.items()}
    blank = float((known < errors.pop("blank")[0]).mean())
    figures: dict[str, Any] = {name: interval(_pairs(known, found), _of_pairs, rng) for name, found in errors.items()}
    least = min(errors, key=lambda name: figures[name]["value"])
    figures = {"auroc": figures, "least": least, "blank_error_above": blank, "other_set": other and other.images.id}
    shown: dict[str, NDArray[Any]] = {f"{name}_given": kinds[name][:STRIP] for name in errors}
    shown |= {f"{name}_rebuilt": rebuilt[name][:STRIP] for name in errors}
    return Section(_told(figures["auroc"][least]["value"]), figures, shown)


def unlike(images: Array, about: ImageSet, others: Sequence[Sample]) -> Sample | None:
    """The first of other sets that is none of the same images under another name; None if all are, or there is none.

    By a two-sample test with nearest neighbours (Schilling 1986): how many images are nearest to one of their own set.
    Where both sets are of the same images, half of either are; one alone may be so sparse that the other is nearer.
    """
    for other in others:
        both = np.concatenate([images, fitted(other, about)[: len(images)]])  # (n + m, p)
        apart = distances(both, both)
        np.fill_diagonal(apart, np.inf)
        ours = np.arange(len(both)) < len(images)
        kept = ours[apart.argmin(axis=1)] == ours
        if max(kept[ours].mean(), kept[~ours].mean()) >= OTHER_SET:
            return other
    return None


def _misfits(images: Array, about: ImageSet, other: Sample | None, rng: np.random.Generator) -> dict[str, Array]:
    """Images (n, p) by what is wrong with them; those of another set, if there is one, are fitted to these."""
    squares = images.reshape(len(images), *about.shape)
    pixels = images.reshape(len(images), about.side**2, about.channels)
    found = {
        "inverted": 1 - images,
        "shifted": np.roll(squares, (about.side // 4, about.side // 4), axis=(1, 2)).reshape(images.shape),
        "shuffled": rng.permuted(pixels, axis=1).reshape(images.shape)
        if about.channels == 1
        else _shuffled(pixels, rng),
        "blank": np.zeros_like(images[:1]),
    }
    return found if other is None else found | {"other": fitted(other, about)[: len(images)]}


def _shuffled(pixels: Array, rng: np.random.Generator) -> Array:
    """The pixels (n, side², channels) of each image in another order, with their colours: (n, p)."""
    mixed: Array = np.stack([rng.permutation(image) for image in pixels]).reshape(len(pixels), -1)
    return mixed


def fitted(other: Sample, about: ImageSet) -> Array:
    """The images of another set with the side and the channels of this one, by the nearest pixel: (n, p)."""
    at = ((np.arange(about.side) + 0.5) * other.images.side / about.side).astype(np.intp)
    squares = other.pixels.reshape(len(other), *other.images.shape)[:, at][:, :, at]  # (n, side, side[, 3])
    if about.channels > other.images.channels:
        squares = squares[..., None].repeat(about.channels, axis=-1)
    elif about.channels < other.images.channels:
        squares = squares.mean(axis=-1)
    found: Array = squares.reshape(len(other), about.values)
    return found


def _pairs(known: Array, found: Array) -> Doubles:
    """Errors and whether each is of a misfit, as rows that can be drawn again: (n + m, 2)."""
    return np.stack([np.r_[known, found], np.r_[np.zeros(len(known)), np.ones(len(found))]], axis=1).astype(np.float64)


def _of_pairs(pairs: Doubles) -> float:
    return auroc(pairs[pairs[:, 1] == 0, 0], pairs[pairs[:, 1] == 1, 0])


def auroc(known: NDArray[np.floating], found: NDArray[np.floating]) -> float:
    """The chance that one of `found` (m,) is larger than one of `known` (n,), ties counted half."""
    ranks = rankdata(np.r_[known, found])[len(known) :]
    return float((ranks.sum() - len(found) * (len(found) + 1) / 2) / (len(known) * len(found)))


def _told(least: float) -> Verdict:
    if least >= TOLD:
        return Verdict("good", "told")
    return Verdict("bad", "untold") if least < HARDLY else Verdict("mind", "hardly")
