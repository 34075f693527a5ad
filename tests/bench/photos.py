"""How often the judge reads a photographed digit rightly: python -m tests.bench.photos [pictures a kind].

After normalisation, and without it: the picture merely made grey, its ink white, squeezed to 28×28.
"""

import sys
from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from latent_explorer.app.errors import Problem
from latent_explorer.app.images.normalise import Candidate, Normalised
from latent_explorer.app.images.reading import normalise
from latent_explorer.model.codec import JudgeCodec
from latent_explorer.model.registry import ZOO, open_registry
from tests.helpers.photos import KINDS, photo
from tests.helpers.photos.scene import Box, Photo

PER_KIND = 40
FIRST = 5000  # seed: none of these pictures was looked at when the engine was made
OVERLAP = 0.5  # of intersection to union: a box that is the digit's
Array = NDArray[np.float32]


def overlap(a: Box, b: Box) -> float:
    """Intersection over union."""
    sides = [max(0.0, min(a[i] + a[i + 2], b[i] + b[i + 2]) - max(a[i], b[i])) for i in (0, 1)]
    both = sides[0] * sides[1]
    return both / (a[2] * a[3] + b[2] * b[3] - both)


def candidate_box(digit: Candidate) -> Box:
    return digit.left, digit.top, digit.width, digit.height


def asked_pixels(one: Photo, found: Normalised) -> Array | None:
    """The digit asked for among those found (28, 28), None where it isn't; one digit alone has to be the chosen one."""
    boxes = [overlap(candidate_box(digit), one.box) for digit in found.digits]
    best = int(np.argmax(boxes))
    if boxes[best] < OVERLAP or (one.alone and best != found.chosen):
        return None
    return found.digits[best].thumbnail.astype(np.float32) / np.float32(255)


def normalised(one: Photo) -> Array | None:
    try:
        return asked_pixels(one, normalise(one.data))
    except Problem:
        return None


def squeezed(one: Photo) -> Array:
    """The whole picture to (28, 28), white on black by its border."""
    with Image.open(BytesIO(one.data)) as opened:
        image = ImageOps.exif_transpose(opened)
        if image.mode == "RGBA":
            white = Image.new("RGBA", image.size, "white")
            image = Image.alpha_composite(white, image)
        small = np.asarray(image.convert("L").resize((28, 28), Image.Resampling.BOX), np.float32) / np.float32(255)
    border = np.concatenate([small[0], small[-1], small[:, 0], small[:, -1]])
    return 1 - small if border.mean() > 0.5 else small


def right(judge: JudgeCodec, pictures: list[Array | None], labels: list[int]) -> NDArray[np.bool_]:
    """Which of the pictures the judge reads rightly; one that is missing is wrong."""
    given = [np.zeros((28, 28), np.float32) if p is None else p for p in pictures]
    read = judge.probabilities(np.stack(given).reshape(len(given), -1)).argmax(1)
    there = np.array([p is not None for p in pictures])
    return np.asarray((read == np.array(labels)) & there)


def wilson(hits: int, n: int, z: float = 1.96) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson 1927)."""
    p, z2 = hits / n, z * z
    middle, half = p + z2 / (2 * n), z * (p * (1 - p) / n + z2 / (4 * n * n)) ** 0.5
    return (middle - half) / (1 + z2 / n), (middle + half) / (1 + z2 / n)


def row(name: str, ours: NDArray[np.bool_], naive: NDArray[np.bool_]) -> str:
    low, high = wilson(int(ours.sum()), len(ours))
    shares = f"{ours.mean():.1%} | {low:.1%}–{high:.1%} | {naive.mean():.1%}"
    return f"| {name} | {len(ours)} | {shares} |"


def main(per_kind: int = PER_KIND) -> None:
    judge = open_registry([ZOO]).judge
    assert judge is not None
    print("| kind | pictures | normalised | 95 % interval | merely squeezed |\n|---|---:|---:|---:|---:|")
    every: list[tuple[NDArray[np.bool_], NDArray[np.bool_]]] = []
    for kind in KINDS:
        photos = [photo(kind, seed) for seed in range(FIRST, FIRST + per_kind)]
        labels = [one.label for one in photos]
        ours = right(judge, [normalised(one) for one in photos], labels)
        naive = right(judge, [squeezed(one) for one in photos], labels)
        every.append((ours, naive))
        print(row(kind, ours, naive), flush=True)
    print(row("all", *(np.concatenate(part) for part in zip(*every, strict=True))))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
