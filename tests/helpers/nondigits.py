"""Pictures that show no digit, or a spoilt one, drawn by code: what a page that asks for a digit is also given.

Each kind is a function of a random generator, and so the same for the same seed (letters also depend on the fonts).
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont
from scipy import ndimage
from scipy.interpolate import CubicSpline
from scipy.stats import mannwhitneyu

from latent_explorer.app.errors import Problem
from latent_explorer.app.images.normalise import Grey, normalise_grey
from latent_explorer.model.datasets.sample import load_sample, sample_pixels

PAGE = 112  # px
LETTERS = "ACDEFGHJKMNPQRTUVWXYadefhkmnprtuvwxy"  # without those that are written as digits are: B as 8, l as 1
HANDED = (2, 3, 4, 5, 6, 7, 9)  # digits that are no digit in the mirror
FONT_FOLDERS = (Path("/usr/share/fonts"), Path("/Library/Fonts"), Path("C:/Windows/Fonts"))
Draw = Callable[[np.random.Generator], Grey]
Points = NDArray[np.float64]


@dataclass
class Batch:
    """What became of pictures of one kind: those that reach a model, as 28×28, and the codes of what was said."""

    images: NDArray[np.float32]  # (n, 784)
    warnings: list[list[str]]  # of each of them
    refused: Counter[str] = field(default_factory=Counter)


def batch(kind: str, count: int, seed: int = 0) -> Batch:
    """So many pictures of a kind, normalised as an upload is; those of AS_PIXELS as they are."""
    rng, found = np.random.default_rng(seed), Batch(np.empty((0, 784), np.float32), [])
    kept = []
    for _ in range(count):
        if kind in AS_PIXELS:
            kept.append(AS_PIXELS[kind](rng))
            found.warnings.append([])
            continue
        try:
            normalised = normalise_grey(PICTURES[kind](rng))
        except Problem as problem:
            found.refused[problem.code] += 1
        else:
            kept.append(normalised.pixels)
            found.warnings.append(list(normalised.warnings))
    found.images = np.array(kept, np.float32).reshape(-1, 784)
    return found


def auroc(of_digits: NDArray[np.float32], of_others: NDArray[np.float32]) -> float:
    """The area under the ROC curve of a figure: how often another picture's is larger than a digit's, ties by half."""
    larger = mannwhitneyu(of_others, of_digits).statistic
    return float(larger / (len(of_digits) * len(of_others)))


def digit(rng: np.random.Generator, classes: tuple[int, ...] = tuple(range(10))) -> Grey:
    """One of the sample's digits (28, 28) of these classes."""
    of_classes = np.flatnonzero(np.isin(load_sample().known_labels, classes))
    return _grey(sample_pixels()[rng.choice(of_classes)].reshape(28, 28))


def blank(rng: np.random.Generator) -> Grey:
    """Paper with a trace of grain."""
    return _grey(0.9 + 0.005 * rng.standard_normal((PAGE, PAGE)))


def inverted(rng: np.random.Generator) -> Grey:
    """Black ink on white."""
    return 1 - digit(rng)


def noise(rng: np.random.Generator) -> Grey:
    """Each pixel by itself."""
    return _grey(rng.random((28, 28)))


def blurred_noise(rng: np.random.Generator) -> Grey:
    """Noise through a Gaussian, its highest tenth to third as ink: blots."""
    soft = ndimage.gaussian_filter(rng.standard_normal((PAGE, PAGE)), rng.uniform(4, 10))
    return _grey(np.clip((soft - np.quantile(soft, rng.uniform(0.67, 0.9))) / soft.std(), 0, 1))


def scribble(rng: np.random.Generator) -> Grey:
    """A smooth pen curve through random points."""
    points = rng.uniform(16, PAGE - 16, (rng.integers(5, 11), 2))
    curve = CubicSpline(np.arange(len(points)), points)(np.linspace(0, len(points) - 1, 40 * len(points)))
    return _pen([curve], rng)


def letter(rng: np.random.Generator) -> Grey:
    """A printed letter."""
    files, size = font_files(), PAGE * 0.75
    chosen = int(rng.integers(len(files) + 1))
    font = ImageFont.truetype(str(files[chosen]), size) if chosen < len(files) else ImageFont.load_default(size)
    page = Image.new("L", (PAGE, PAGE))
    ImageDraw.Draw(page).text((PAGE / 2, PAGE / 2), str(rng.choice(list(LETTERS))), 255, font, "mm")
    return _grey(np.asarray(page) / 255)


def font_files() -> list[Path]:
    """The machine's text fonts; Pillow's own is always there."""
    files = sorted(path for folder in FONT_FOLDERS if folder.is_dir() for path in folder.rglob("*.ttf"))
    return [path for path in files if "Math" not in path.name]


def shape(rng: np.random.Generator) -> Grey:
    """A square, a cross, a smiley or a star, a little turned and stretched."""
    make = [square, cross, smiley, star][rng.integers(4)]
    return _pen(_moved(make(), rng), rng)


def square() -> list[Points]:
    """Its outline."""
    return [_closed([(-1, -1), (1, -1), (1, 1), (-1, 1)])]


def cross() -> list[Points]:
    """Two strokes."""
    return [_points([(-1, 0), (1, 0)]), _points([(0, -1), (0, 1)])]


def smiley() -> list[Points]:
    """A face in a circle."""
    return [_arc(0, 0, 1), _arc(-0.35, -0.3, 0.1), _arc(0.35, -0.3, 0.1), _arc(0, 0, 0.55, 0.3, np.pi - 0.3)]


def star() -> list[Points]:
    """Five points, in one stroke."""
    turns = np.arange(6) * 4 * np.pi / 5 - np.pi / 2
    return [np.stack([np.cos(turns), np.sin(turns)], axis=1)]


OUTLINES = {
    "shirt": [(-0.4, -1), (-1, -0.6), (-0.8, -0.2), (-0.5, -0.4), (-0.5, 1), (0.5, 1), (0.5, -0.4), (0.8, -0.2),
              (1, -0.6), (0.4, -1), (0, -0.8)],
    "trousers": [(-0.5, -1), (0.5, -1), (0.7, 1), (0.2, 1), (0, -0.4), (-0.2, 1), (-0.7, 1)],
    "dress": [(-0.3, -1), (0.3, -1), (0.25, -0.2), (0.7, 1), (-0.7, 1), (-0.25, -0.2)],
    "shoe": [(-1, -0.3), (-0.5, -0.4), (0, 0), (0.8, 0.2), (1, 0.5), (-1, 0.5)],
    "bag": [(-0.8, -0.2), (-0.5, -0.2), (-0.4, -0.8), (0.4, -0.8), (0.5, -0.2), (0.8, -0.2), (0.9, 0.8), (-0.9, 0.8)],
}  # fmt: skip


def clothes(rng: np.random.Generator) -> Grey:
    """The silhouette of a shirt, trousers, a dress, a shoe or a bag."""
    outline = OUTLINES[str(rng.choice(list(OUTLINES)))]
    return _filled(_moved([_closed(outline)], rng), rng.uniform(0.4, 1))


def cat(rng: np.random.Generator) -> Grey:
    """A cat's head: ears, eyes, nose and whiskers."""
    ears = [_points([(s * 0.8, -0.5), (s * 0.75, -1.1), (s * 0.3, -0.8)]) for s in (-1, 1)]
    eyes = [_arc(s * 0.35, -0.15, 0.12) for s in (-1, 1)]
    hairs = [_points([(s * 0.3, 0.25 + up / 3), (s * 1.3, 0.2 + up)]) for s in (-1, 1) for up in (-0.15, 0.15)]
    return _pen(_moved([_arc(0, 0, 0.9), *ears, *eyes, _arc(0, 0.25, 0.08), *hairs], rng), rng)


def rotated(rng: np.random.Generator) -> Grey:
    """A digit on its side; a 0 and an 8 look much the same, and are left out."""
    return np.rot90(digit(rng, (1, 2, 3, 4, 5, 6, 7, 9))).copy()


def mirrored(rng: np.random.Generator) -> Grey:
    """A digit in the mirror."""
    return digit(rng, HANDED)[:, ::-1].copy()


def two_digits(rng: np.random.Generator) -> Grey:
    """Two digits that touch, squeezed to the width of one."""
    pair = np.concatenate([_cut(digit(rng)), _cut(digit(rng))], axis=1)
    wide = Image.fromarray(np.uint8(255 * np.pad(pair, 4)))
    return _grey(np.asarray(wide.resize((28, 28), Image.Resampling.BOX)) / 255)


def stroke_too_many(rng: np.random.Generator) -> Grey:
    """A digit that is crossed out by one straight stroke."""
    page = Image.fromarray(np.uint8(255 * digit(rng))).resize((PAGE, PAGE), Image.Resampling.BICUBIC)
    turn = rng.uniform(0, np.pi)
    along, middle = 40 * np.array([np.cos(turn), np.sin(turn)]), PAGE / 2 + rng.uniform(-8, 8, 2)
    ImageDraw.Draw(page).line([tuple(middle - along), tuple(middle + along)], 255, int(rng.integers(7, 12)))
    return _grey(np.asarray(page) / 255)


PICTURES: dict[str, Draw] = {
    "blank": blank,
    "inverted digit": inverted,
    "noise": noise,
    "blurred noise": blurred_noise,
    "scribble": scribble,
    "letter": letter,
    "square, cross, smiley, star": shape,
    "clothes": clothes,
    "cat": cat,
    "digit turned by 90°": rotated,
    "digit in the mirror": mirrored,
    "two digits squeezed": two_digits,
    "digit with a stroke too many": stroke_too_many,
}
AS_PIXELS: dict[str, Draw] = {"inverted digit, as pixels": inverted, "noise, as pixels": noise}


def _grey(values: NDArray[np.floating]) -> Grey:
    return np.asarray(values, np.float32)


def _points(pairs: list[tuple[float, float]]) -> Points:
    return np.array(pairs, np.float64)


def _closed(pairs: list[tuple[float, float]]) -> Points:
    return _points([*pairs, pairs[0]])


def _arc(x: float, y: float, radius: float, start: float = 0, end: float = 2 * np.pi) -> Points:
    turns = np.linspace(start, end, 40)
    return np.stack([x + radius * np.cos(turns), y + radius * np.sin(turns)], axis=1)


def _moved(strokes: list[Points], rng: np.random.Generator) -> list[Points]:
    """Strokes in −1..1 on the page, turned by up to 15° and stretched by up to a fifth."""
    turn = rng.uniform(-np.pi / 12, np.pi / 12)
    spin = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    stretch = 0.32 * PAGE * rng.uniform(0.8, 1, 2)
    return [PAGE / 2 + (stroke * stretch) @ spin.T for stroke in strokes]


def _pen(strokes: list[Points], rng: np.random.Generator) -> Grey:
    """Strokes in page pixels drawn with a pen of 7 to 12 px: at the size of a digit as thick as MNIST's."""
    page = Image.new("L", (PAGE, PAGE))
    width = int(rng.integers(7, 13))
    for stroke in strokes:
        ImageDraw.Draw(page).line([tuple(point) for point in stroke], 255, width, "curve")
    return ndimage.gaussian_filter(_grey(np.asarray(page) / 255), 0.7)


def _filled(strokes: list[Points], level: float) -> Grey:
    page = Image.new("L", (PAGE, PAGE))
    for stroke in strokes:
        ImageDraw.Draw(page).polygon([tuple(point) for point in stroke], round(255 * level))
    return _grey(np.asarray(page) / 255)


def _cut(image: Grey) -> Grey:
    """A digit without the empty columns beside it."""
    inked = np.flatnonzero(image.max(axis=0) > 0.1)
    return image[:, inked[0] : inked[-1] + 1]
