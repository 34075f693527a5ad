"""Images and labels that were read row by row, as splits."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from latent_explorer.model.datasets.image_data import DataError
from latent_explorer.model.datasets.reading.arrays import as_labels
from latent_explorer.model.datasets.reading.options import Numbers, Part, Split


def cut(
    images: Numbers, splits: Sequence[Split], labels: Sequence[Any], source: str, ready: bool = True
) -> tuple[dict[Split, Part], tuple[str, ...]]:
    """Images (n, …) as parts, by the split of each, and notes on their labels; None is no label.

    Raises DataError, by the row, if only some images of a split have a label.
    """
    parts: dict[Split, Part] = {}
    notes: list[str] = []
    for split in dict.fromkeys(splits):
        which = np.array([one == split for one in splits])
        own, told = _labels([label for label, mine in zip(labels, which, strict=True) if mine], f"{source}, {split}")
        notes += told
        # A split alone, as most sets come, is not copied.
        parts[split] = Part(images if which.all() else images[which], own, source, ready)
    return parts, tuple(notes)


def _labels(labels: list[Any], where: str) -> tuple[Numbers | None, tuple[str, ...]]:
    missing = [row for row, label in enumerate(labels, 1) if label is None]
    if len(missing) == len(labels):
        return None, ()
    if missing:
        raise DataError(f"row {missing[0]} of {where} has no label, and others have: give it one, or --labels none")
    try:
        array = np.array(labels)
    except ValueError as error:
        raise DataError(
            f"the labels of {where} are lists of different lengths; leave them out by --labels none"
        ) from error
    return as_labels(array, f"the labels of {where}")
