"""Some images of a set on one sheet, each with its label below, to see whether they are upright, light and labelled."""

from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from latent_explorer.model.arrays import Labels
from latent_explorer.model.datasets.image_data import ImageData

COUNT, COLUMNS = 25, 5
CELL, GAP, LINE = 128, 8, 18  # px: an image at least, the room between two, and the label's line
PAPER, INK = "#fff", "#222"


def choose(labels: Labels | None, images: int, seed: int = 0) -> NDArray[np.intp]:
    """Indices of up to COUNT of so many images, drawn by the seed: of all classes in turn, and in their order."""
    order = np.random.default_rng(seed).permutation(images)
    if labels is None:
        return np.sort(order[:COUNT])
    drawn = labels[order]
    place = np.empty(images, np.intp)  # of each among those drawn of its class
    for label in np.unique(drawn):
        of_class = np.flatnonzero(drawn == label)
        place[of_class] = np.arange(len(of_class))
    chosen = np.sort(order[np.lexsort((drawn, place))][:COUNT])
    return chosen[np.argsort(labels[chosen], kind="stable")]


def contact_sheet(data: ImageData, classes: tuple[str, ...], seed: int = 0) -> bytes:
    """A PNG of COUNT images of a set, or all if there are fewer, enlarged without smoothing, with their labels."""
    which = choose(data.labels, len(data), seed)
    side = data.images.shape[1]
    scale = -(-CELL // side)
    width, height = side * scale + GAP, side * scale + LINE + GAP
    rows = -(-len(which) // COLUMNS)
    sheet = Image.new("RGB", (COLUMNS * width + GAP, rows * height + GAP), PAPER)
    for place, index in enumerate(which):
        left, top = GAP + place % COLUMNS * width, GAP + place // COLUMNS * height
        large = Image.fromarray(data.images[index]).resize((side * scale, side * scale), Image.Resampling.NEAREST)
        sheet.paste(large, (left, top))
        label = "" if data.labels is None else classes[int(data.labels[index])]
        _write(sheet, label, (left, top + side * scale + 1), side * scale)
    out = BytesIO()
    sheet.save(out, "PNG")
    return out.getvalue()


def _write(sheet: Image.Image, label: str, place: tuple[int, int], width: int) -> None:
    """Write a label, cut off where it is longer than its image is wide."""
    font, draw = ImageFont.load_default(14), ImageDraw.Draw(sheet)
    text = label
    while text and draw.textlength(text if text == label else text + "…", font) > width:
        text = text[:-1]
    draw.text(place, text if text == label else text + "…", INK, font)
