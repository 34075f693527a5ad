"""All that is said of a digit when it is encoded: its code, its loss, what the judge reads, how typical it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from app import schemas
from model.config import IMAGE_SIZE
from model.registry import Model
from model.sample import sample_pixels
from model.typicality import nearest, relative_error

if TYPE_CHECKING:
    from model.codec import Code, JudgeCodec, Terms

Images = NDArray[np.float32]
NEAREST = 6
NATS_DECIMALS = 6  # hundreds of pixels add next to nothing each: rounded more, their sum would be off
UNLIKE = 99  # percentile of relative reconstruction error from which a picture is called unlike any digit


def encodings(model: Model, judge: JudgeCodec | None, images: Images) -> list[schemas.EncodingOut]:
    """All figures of digits (n, 784) that are not blank: likelihood rates a blank image the best digit of all."""
    mu, sigma = model.codec.encode(images)  # (n, d)
    rebuilt = model.codec.decode(mu)  # (n, 784)
    probabilities = None if judge is None else judge.probabilities(images)  # (n, 10)
    found = []
    for i in range(len(images)):
        # One by one: drawn together, a digit's terms would depend on whose digits came along.
        one = slice(i, i + 1)
        code = (mu[one], None if sigma is None else sigma[one])
        judgement = None if probabilities is None else _judgement(probabilities[i])
        found.append(_encoding(model, images[one], code, rebuilt[one], judgement))
    return found


def _encoding(
    model: Model, image: Images, code: Code, rebuilt: Images, judgement: schemas.JudgementOut | None
) -> schemas.EncodingOut:
    mu, sigma = code  # (1, d)
    terms, error = model.codec.terms(image, code), relative_error(image, rebuilt)
    standing = _standing(model, terms.by_name() | {"relative_error": error})
    rank = standing.percentile.relative_error
    return schemas.EncodingOut(
        mu=mu[0].tolist(),
        sigma=None if sigma is None else sigma[0].tolist(),
        kl_per_dim=None if sigma is None else model.codec.kl_per_dim(mu, sigma)[0].tolist(),
        terms=_terms(terms),
        standing=standing,
        reconstruction=rows(rebuilt[0]),
        input=rows(image[0]),
        steps=[],
        judge=judgement,
        typicality=schemas.TypicalityOut(
            relative_error=float(error[0]), percentile=rank, nearest=nearest(image[0], sample_pixels(), NEAREST)
        ),
        warnings=["unlike_digits"] if rank >= UNLIKE else [],
    )


def rows(image: NDArray[np.floating], decimals: int = 4) -> list[list[float]]:
    """An image of 784 pixels as nested lists, to four decimals: finer than a grey level."""
    found: list[list[float]] = np.round(image.astype(np.float64), decimals).reshape(IMAGE_SIZE, IMAGE_SIZE).tolist()
    return found


def _terms(terms: Terms) -> schemas.TermsOut:
    values = {name: _first(of_all) for name, of_all in terms.by_name().items()}
    return schemas.TermsOut(**values, per_pixel=rows(terms.per_pixel[0], NATS_DECIMALS), draws=terms.draws)


def _standing(model: Model, figures: dict[str, Images | None]) -> schemas.StandingOut:
    """The percentile of each figure of one image, (1,) or None each."""
    ranks = {
        name: None if values is None else model.standing.percentile(name, float(values[0]))
        for name, values in figures.items()
    }
    return schemas.StandingOut(images=model.standing.images, percentile=schemas.PercentilesOut(**ranks))


def _first(values: Images | None) -> float | None:
    return None if values is None else float(values[0])


def _judgement(probabilities: Images) -> schemas.JudgementOut:
    return schemas.JudgementOut(label=int(probabilities.argmax()), probabilities=probabilities.tolist())
