"""Why pictures have no labels though they lie in folders: a folder around all of a split is no class."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from posixpath import basename, dirname

from latent_explorer.model.datasets.reading.options import Split
from latent_explorer.model.datasets.reading.splits import is_split


@dataclass(frozen=True)
class Entry:
    """A picture file, its split, and its class if its folder is one."""

    name: str
    split: Split
    label: str | None


def without_classes(entries: Sequence[Entry]) -> Iterator[str]:
    """A sentence on each folder that is no class, as it lies around all pictures of a split; on none at all, too."""
    around = {dirname(entry.name) for entry in entries if entry.label is None}
    named = sorted(folder for folder in around if folder and not is_split(basename(folder)))
    labelled = any(entry.label is not None for entry in entries)
    why = "no other picture is of it" if labelled else "one alone tells nothing apart, so there are no labels"
    for folder in named:
        yield f"the folder {folder}, around all pictures there, is taken for no class: {why}"
    if not named and not labelled:
        yield "the pictures lie in no folders that could be their classes: they have no labels"
