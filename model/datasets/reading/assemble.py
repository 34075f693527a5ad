"""From what a format's reader gives to images of one side, one range and upright, with classes from 0."""

import re
from dataclasses import replace

import numpy as np

from latent_explorer.model.arrays import Bytes, Labels
from latent_explorer.model.config import ImageSet
from latent_explorer.model.datasets.image_data import ImageData
from latent_explorer.model.datasets.reading import labels
from latent_explorer.model.datasets.reading.fit import USUAL, fit, grey_of, is_grey, keeps
from latent_explorer.model.datasets.reading.options import Found, Numbers, Part, Raw, ReadingOptions, Split
from latent_explorer.model.datasets.reading.splits import words
from latent_explorer.model.datasets.reading.usable import usable
from latent_explorer.model.datasets.reading.value_range import (
    CHUNK,
    Range,
    joined,
    measure,
    recognise,
    scaled,
    to_bytes,
)

Parts = dict[Split, Part]
_ARRAYS = ("IDX", "CSV", "NumPy arrays")  # in which rows and columns may be swapped
_DECLARED_NONE = "labels are left out, as declared"
_AS_THEY_STAND = "rows and columns are taken as they stand: see in the picture whether the images are upright"


def assemble(raw: Raw, options: ReadingOptions) -> Found:
    """The images and labels of a set, and all notes. Raises DataError if its range or its labels can't be told."""
    known, about_test = usable(raw.parts, raw.names)
    parts, turned = _upright(known, raw.format, options)
    images, told = _images(parts, options)
    given = {split: part.labels for split, part in parts.items()}
    sources = {split: part.source for split, part in parts.items()}
    numbered, classes, about_labels = labels.number(given, raw.names, sources)
    splits = {split: ImageData(images[split], numbered[split]) for split in parts}
    train, test, about_splits = _joined(splits)
    side, channels = train.images.shape[1], 3 if train.images.ndim == 4 else 1
    described = ImageSet(id=id_of(raw.id), side=side, channels=channels, classes=classes)
    declared = (_DECLARED_NONE,) if options.labels == "none" else ()
    notes = (*raw.notes, *turned, *told, *declared, *about_labels, *about_splits, *about_test)
    return Found(train, test, described, raw.format, tuple(dict.fromkeys(notes)))


def id_of(name: str) -> str:
    """An image set's id made of a folder's name."""
    plain = re.sub(r"[^\w.-]+", "-", name).strip("-.")[:64]
    return plain or "images"


def _upright(parts: Parts, format: str, options: ReadingOptions) -> tuple[Parts, tuple[str, ...]]:
    """The images with rows and columns swapped where that is declared, or known of files called so."""
    by_name = format in _ARRAYS and any("emnist" in words(part.source) for part in parts.values())
    if not (by_name if options.transpose is None else options.transpose):
        return parts, (_AS_THEY_STAND,) if format in _ARRAYS else ()
    why = "as declared" if options.transpose else "as in all of EMNIST's files, whose columns stand as rows"
    swapped = {split: replace(part, images=np.swapaxes(part.images, 1, 2)) for split, part in parts.items()}
    return swapped, (f"rows and columns are swapped, {why}",)


def _images(parts: Parts, options: ReadingOptions) -> tuple[dict[Split, Bytes], tuple[str, ...]]:
    """Each split's images as uint8 of one side and as many channels, and notes."""
    if all(part.ready for part in parts.values()):
        return {split: _in_channels(part.images, bool(options.colour)) for split, part in parts.items()}, ()
    limits, told_range = _range(parts, options)
    side, told_side = _side(parts, options)
    colour, told_colour = _colour(parts, options)
    made = {split: _converted(part, limits, side, colour) for split, part in parts.items()}
    return made, (*told_range, *told_side, *told_colour)


def _range(parts: Parts, options: ReadingOptions) -> tuple[Range, tuple[str, ...]]:
    found = joined(measure(part.images, part.source) for part in parts.values())
    limits = options.range or recognise(found)
    why = "as declared" if options.range else "as that shows"
    return limits, (f"the values are {found}: black is {limits[0]:g} and white {limits[1]:g}, {why}",)


def _side(parts: Parts, options: ReadingOptions) -> tuple[int, tuple[str, ...]]:
    sizes = {part.images.shape[1:3] for part in parts.values()}
    own = next(iter(sizes))
    side = options.side or (own[0] if len(sizes) == 1 and keeps(own) else USUAL)
    if sizes == {(side, side)}:
        return side, ()
    listed = " and ".join(f"{width}×{height}" for height, width in sorted(sizes))
    return side, (f"images of {listed} px are scaled by areas to {side}×{side}, each whole",)


def _colour(parts: Parts, options: ReadingOptions) -> tuple[bool, tuple[str, ...]]:
    coloured = [part.images for part in parts.values() if part.images.ndim == 4]
    if options.colour is not None or not coloured:
        return bool(options.colour), ()
    if all(is_grey(images[i : i + CHUNK]) for images in coloured for i in range(0, len(images), CHUNK)):
        return False, ("red, green and blue are the same everywhere: the images are grey",)
    return True, ()


def _converted(part: Part, limits: Range, side: int, colour: bool) -> Bytes:
    images = part.images
    if images.shape[1:3] == (side, side) and (images.ndim == 4) == colour:
        return to_bytes(images, limits, part.source)
    out = np.empty((len(images), side, side, *((3,) if colour else ())), np.uint8)
    for start in range(0, len(images), CHUNK):
        chunk = images[start : start + CHUNK]
        fitted = _fitted(grey_of(chunk) if chunk.ndim == 4 and not colour else chunk, side)
        made = scaled(fitted, limits, f"row {{row}} of {part.source}", start)
        out[start : start + len(made)] = _in_channels(made, colour)
    return out


def _fitted(images: Numbers, side: int) -> Numbers:
    return images if images.shape[1:3] == (side, side) else np.stack([fit(image, side) for image in images])


def _in_channels(images: Bytes, colour: bool) -> Bytes:
    """Grey images (n, h, w) as (n, h, w, 3) where colours are wanted; others as they are."""
    return np.repeat(images[..., None], 3, axis=3) if colour and images.ndim == 3 else images


def _joined(splits: dict[Split, ImageData]) -> tuple[ImageData, ImageData | None, tuple[str, ...]]:
    """The training images, with those for validation, and the test images if there are others too."""
    test = splits.pop("test", None)
    validation = splits.pop("validation", None)
    train = splits.pop("train", None)
    if train is None and validation is None:
        assert test is not None  # readers give at least one split
        return test, None, ("there are test images alone: they are taken as training images",)
    if train is None or validation is None:
        return train or validation or ImageData(np.empty(0, np.uint8), None), test, ()
    if (train.labels is None) != (validation.labels is None):
        return train, test, (f"the {len(validation):,} validation images are left out, for only one split has labels",)
    both = ImageData(np.concatenate([train.images, validation.images]), _both(train.labels, validation.labels))
    why = "as training keeps a part of its images aside by itself"
    return both, test, (f"the {len(validation):,} validation images are put to the training images, {why}",)


def _both(first: Labels | None, second: Labels | None) -> Labels | None:
    return None if first is None or second is None else np.concatenate([first, second])
