"""What engines run in batches: functions of a model, or of an image set, and jobs, callable in any process."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from latent_explorer.app import schemas
from latent_explorer.app.errors import Problem
from latent_explorer.app.images.strokes import normalise_strokes
from latent_explorer.app.inference.encoding import ImageFacts, ModelFacts, image_facts, model_facts
from latent_explorer.app.inference.switch_interval import SwitchInterval
from latent_explorer.model.registry import LoadedSet, Model

if TYPE_CHECKING:
    from latent_explorer.model.codec import JudgeCodec
    from latent_explorer.model.explore.comparison import Comparison

Codes = NDArray[np.float32]
ByteImages = NDArray[np.uint8]
# A function of a model and further arguments, and these arguments.
Call = tuple[Callable[..., Any], tuple[Any, ...]]
SHORT_SWITCH_INTERVAL = SwitchInterval()


class Sketch(NamedTuple):
    """A drawing as a digit (p,) uint8, its classes' probabilities, none without a judge, μ (d,), and σ (d,) or None."""

    pixels: ByteImages
    probabilities: Codes
    mu: Codes
    sigma: Codes | None


def decode(model: Model, parts: list[Codes]) -> list[ByteImages]:
    """Decode parts, codes (n, d) each, together, to images (n, side, side[, 3]) uint8 each."""
    images = model.codec.decode_bytes(np.concatenate(parts))
    ends = np.cumsum([len(part) for part in parts])
    return [images[end - len(part) : end] for part, end in zip(parts, ends, strict=True)]


def describe(image_set: LoadedSet, images: list[Codes]) -> list[ImageFacts]:
    """The facts about images of a set, (1, p) each, that depend on no model."""
    with SHORT_SWITCH_INTERVAL:
        return image_facts(image_set, np.concatenate(images))


def encode(model: Model, images: list[Codes]) -> list[ModelFacts]:
    """The facts of images, (1, p) each, in a model."""
    with SHORT_SWITCH_INTERVAL:
        return model_facts(model, np.concatenate(images))


def each(model: Model, calls: list[Call]) -> list[Any]:
    """The result of each call."""
    with SHORT_SWITCH_INTERVAL:
        return [function(model, *given) for function, given in calls]


def compare(model: Model, z: Codes, pace: schemas.Pace | None) -> Comparison:
    """Decode codes (n, d), judge the images if there is a judge, and compare them with the first; `pace`: of a walk."""
    from latent_explorer.model.explore.comparison import compare
    from latent_explorer.model.explore.walk import walk

    codec, judge = model.codec, model.judge
    return walk(codec, judge, z, even=pace == "even") if pace else compare(codec, judge, z)


def sketch(model: Model, strokes: Codes) -> Sketch:
    """Encode and judge a drawing (n, 3). Raises Problem bad_drawing."""
    image = normalise_strokes(strokes).pixels.reshape(1, -1)  # (1, p)
    mu, sigma = model.codec.encode(image)  # (1, d)
    pixels = np.rint(image[0] * 255).astype(np.uint8)
    probabilities = model.judge.probabilities(image)[0] if model.judge else np.empty(0, np.float32)
    return Sketch(pixels, probabilities, mu[0], None if sigma is None else sigma[0])


def judge_of(model: Model) -> JudgeCodec:
    """The judge of a model's images. Raises Problem no_judge."""
    if model.judge is None:
        raise Problem("no_judge")
    return model.judge
