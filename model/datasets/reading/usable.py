"""Whether a set's own test images can test what its training images teach, and what is said where they can't."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from latent_explorer.model.datasets.reading.labels import without_missing
from latent_explorer.model.datasets.reading.options import Numbers, Part, Split

Parts = Mapping[Split, Part]
_NAMED = 3  # classes that a note names


def usable(parts: Parts, names: Mapping[int, str]) -> tuple[dict[Split, Part], tuple[str, ...]]:
    """The splits, without test images that can't be used, and notes; `names` are those of numbers that are labels.

    Test images are of use where they have labels of which the training images have some, or where neither have any.
    """
    given = {split: part.labels for split, part in parts.items()}
    known, notes = without_missing(given, {split: part.source for split, part in parts.items()})
    kept = {split: replace(part, labels=known[split]) for split, part in parts.items()}
    if "test" not in kept or len(kept) == 1:
        return kept, notes
    test, told = _fitting(kept.pop("test"), _trained_on(kept), names)
    return kept | ({} if test is None else {"test": test}), (*notes, *told)


def _trained_on(parts: Parts) -> Numbers | None:
    """Labels of the images that are trained on, of those for validation too if both splits have labels."""
    given = [parts[split].labels for split in ("train", "validation") if split in parts]
    labels = [one for one in given if one is not None]
    return np.concatenate(labels) if len(labels) == len(given) else given[0]


def _fitting(test: Part, trained: Numbers | None, names: Mapping[int, str]) -> tuple[Part | None, tuple[str, ...]]:
    """The test images as they can be used, or None, and why."""
    if trained is None:
        why = "the training images have no labels: those of the test images are left out"
        return replace(test, labels=None), () if test.labels is None else (why,)
    count = f"{len(test.images):,}"
    if test.labels is None:
        remedy = "give them labels, or leave all labels out by --labels none"
        return None, (f"the {count} test images have no labels, and others have: they can't be used; {remedy}",)
    unknown = ~np.isin(test.labels, trained)
    if not unknown.any():
        return test, ()
    of = _listed(test.labels[unknown], names)
    if unknown.all():
        return None, (f"the {count} test images are of {of}, and no training image is: they can't be used",)
    return test, (f"{int(unknown.sum()):,} of the {count} test images are of {of}, and no training image is",)


def _listed(labels: Numbers, names: Mapping[int, str]) -> str:
    """The first classes of some labels, and how many more there are."""
    there = [names.get(value, str(value)) for value in np.unique(labels).tolist()]
    more = [f"{len(there) - _NAMED:,} more"] if len(there) > _NAMED else []
    return " and ".join([*there[:_NAMED], *more])
