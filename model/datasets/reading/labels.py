"""Labels of any numbers or names as classes 0, 1, …, and what the classes are called."""

from collections.abc import Mapping

import numpy as np

from latent_explorer.model.arrays import Labels
from latent_explorer.model.config.image_set import MAX_CLASSES, MAX_TEXT
from latent_explorer.model.datasets.image_data import DataError
from latent_explorer.model.datasets.reading.natural import natural
from latent_explorer.model.datasets.reading.options import Numbers, Split

Given = Mapping[Split, Numbers | None]


def number(
    given: Given, names: Mapping[int, str], sources: Mapping[Split, str]
) -> tuple[dict[Split, Labels | None], tuple[str, ...], tuple[str, ...]]:
    """Labels (n,) of each split as classes from 0, the classes' names, and notes.

    `given` are whole numbers or text; `names` those of numbers, where the files tell them. Without any, text is its own
    name and numbers are written out. Raises DataError if there are too many, or if only some images have a label.
    """
    known, notes = without_missing(given, sources)
    if not any(labels is not None for labels in known.values()):
        return known, (), notes
    there = np.unique(np.concatenate([labels for labels in known.values() if labels is not None]))
    if len(there) > MAX_CLASSES:
        raise DataError(
            f"there are {len(there):,} different labels and at most {MAX_CLASSES} can be classes; "
            f"choose others, or leave them out, by --labels"
        )
    values, classes = _classes(there, names)
    place = {value: i for i, value in enumerate(values)}
    numbered = {split: _placed(labels, place) for split, labels in known.items()}
    return numbered, _checked(classes), (*notes, *_told(values))


def without_missing(given: Given, sources: Mapping[Split, str]) -> tuple[dict[Split, Numbers | None], tuple[str, ...]]:
    """The labels without splits in which all are -1, as Hugging Face keeps test labels secret; and notes.

    Where one split has text and another numbers, all become text. Raises DataError if only some of a split are -1.
    """
    known, notes = dict(given), []
    for split, labels in given.items():
        if labels is None or labels.dtype.kind == "U" or not (missing := labels == -1).any():
            continue
        if not missing.all():
            raise DataError(f"row {int(missing.argmax()) + 1} of {sources[split]} has the label -1, which means none")
        known[split] = None
        notes.append(f"every label of {sources[split]} is -1, which means none: its images have no labels")
    return _alike(known), tuple(notes)


def _alike(given: Given) -> dict[Split, Numbers | None]:
    kinds = {labels.dtype.kind == "U" for labels in given.values() if labels is not None}
    if len(kinds) < 2:
        return dict(given)
    return {split: None if labels is None else labels.astype(str) for split, labels in given.items()}


def _classes(there: Numbers, names: Mapping[int, str]) -> tuple[list[int | str], tuple[str, ...]]:
    """The labels in the order of their classes, and the classes' names. All that are named are classes, used or not."""
    if there.dtype.kind == "U":
        ordered = sorted(map(str, there), key=natural)
        return list(ordered), tuple(ordered)
    numbers = sorted({*names, *(int(value) for value in there)})
    return list(numbers), tuple(names.get(value, str(value)) for value in numbers)


def _told(values: list[int | str]) -> tuple[str, ...]:
    if isinstance(values[0], str) or values == list(range(len(values))):
        return ()
    gaps = "" if values[-1] == values[0] + len(values) - 1 else ", with gaps,"
    return (f"the labels {values[0]} to {values[-1]}{gaps} became the classes 0 to {len(values) - 1}",)


def _placed(labels: Numbers | None, place: Mapping[int | str, int]) -> Labels | None:
    if labels is None:
        return None
    there, inverse = np.unique(labels, return_inverse=True)
    return np.array([place[value.item()] for value in there], np.int64)[inverse]


def _checked(classes: tuple[str, ...]) -> tuple[str, ...]:
    twice = next((name for i, name in enumerate(classes) if name in classes[:i]), None)
    if twice is not None:
        raise DataError(f"two classes are called {twice!r}; give each a name of its own")
    if long := next((name for name in classes if len(name) > MAX_TEXT), None):
        raise DataError(f"the class {long:.40}… has a name of more than {MAX_TEXT} characters; give it a shorter one")
    return classes
