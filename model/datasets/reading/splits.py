"""Which split a file's or a folder's name stands for."""

import re

from latent_explorer.model.datasets.reading.options import Split

_WORDS: dict[str, Split] = {
    **dict.fromkeys(("train", "training", "tra"), "train"),
    **dict.fromkeys(("val", "valid", "validation", "dev"), "validation"),
    **dict.fromkeys(("test", "testing", "t10k", "tes"), "test"),
}
_BETWEEN = re.compile(r"[-_.\s/]+")


def words(name: str) -> list[str]:
    """The words of a name, in lower case: what stands between dashes, dots, spaces and slashes."""
    return [word for word in _BETWEEN.split(name.lower()) if word]


def split_in(name: str) -> Split | None:
    """The split that a word of the name stands for, the last of them if several do; None if none does."""
    return next((_WORDS[word] for word in reversed(words(name)) if word in _WORDS), None)


def is_split(name: str) -> bool:
    """Whether the whole name stands for a split."""
    return name.lower() in _WORDS


def without_split(name: str) -> list[str]:
    """The words of a name that stand for no split."""
    return [word for word in words(name) if word not in _WORDS]
