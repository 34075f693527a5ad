"""Compare decoded images with the first of them: pixels, judge's labels, and feature distances."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from latent_explorer.model.arrays import Array
from latent_explorer.model.codec import Codec, JudgeCodec, to_bytes

CHANGED = 0.25  # of the range from black to white: a larger change of a pixel is visible


@dataclass(frozen=True)
class Comparison:
    """Decoded images (n, side, side[, 3]) uint8 of codes z (n, d), and figures of each image, (n,)."""

    z: Array
    images: NDArray[np.uint8]
    label: NDArray[np.intp] | None  # the judge's; None where there is no judge
    confidence: Array | None  # the judge's probability of that label
    change: Array  # mean squared error per pixel against the first
    changed: Array  # share of the pixels that differ from the first by more than CHANGED
    feature: Array | None  # Euclidean distance of the judge's features from those of the first
    step: Array  # Euclidean distance of p pixels in 0..1 from the image before; 0 for the first
    length: float  # of the decoded curve through all of z: the sum of the steps, unless measured more finely

    @property
    def figures(self) -> Array:
        """The figures of each image, in the order of the fields: (n, 6) float32; NaN for what no judge has said."""
        columns = (self.label, self.confidence, self.change, self.changed, self.feature, self.step)
        unsaid = np.full(len(self.step), np.nan)
        return np.stack([unsaid if column is None else column for column in columns], axis=1).astype(np.float32)


def compare(codec: Codec, judge: JudgeCodec | None, z: Array) -> Comparison:
    """Decode codes (n, d), classify the images with the judge, if there is one, and compare each with the first."""
    images = codec.decode(z)  # (n, p)
    probabilities, features = judge.read(images) if judge else (None, None)  # (n, classes), (n, f)
    difference = images - images[:1]  # (n, p)
    step = np.linalg.norm(np.diff(images, axis=0, prepend=images[:1]), axis=1)  # (n,)
    return Comparison(
        z=z,
        images=to_bytes(images, codec.images),
        label=None if probabilities is None else probabilities.argmax(axis=1),
        confidence=None if probabilities is None else probabilities.max(axis=1),
        change=np.square(difference).mean(axis=1),
        changed=(np.abs(difference) > CHANGED).mean(axis=1, dtype=np.float32),
        feature=None if features is None else np.linalg.norm(features - features[:1], axis=1),
        step=step,
        length=float(step.sum()),
    )
