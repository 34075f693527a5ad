"""NumPy's .npz and .npy files: which arrays are images and which labels, by the names that libraries use."""

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from posixpath import basename, splitext
from typing import IO

from latent_explorer.model.datasets.image_data import DataError
from latent_explorer.model.datasets.reading.arrays import as_images, as_labels
from latent_explorer.model.datasets.reading.files import Files
from latent_explorer.model.datasets.reading.npy import read_header, read_npy
from latent_explorer.model.datasets.reading.options import Numbers, Part, Raw, Split
from latent_explorer.model.datasets.reading.splits import split_in, without_split
from latent_explorer.model.datasets.reading.zips import member, opened

# Keras: x_train; MedMNIST: train_images; dSprites: imgs; scikit-learn: images, and the same again flat as data.
_IMAGES = (("images",), ("imgs",), ("image",), ("img",), ("x",), ("pixels",), ("data",), ("features",))
_LABELS = (("labels",), ("label",), ("y",), ("targets",), ("target",), ("latents", "classes"))
_NAMES = (("target", "names"), ("class", "names"), ("label", "names"))
_SHAPES = ("square", "ellipse", "heart")  # of dSprites, whose metadata tell them in a pickle
_ENDINGS = (".npz", ".npy")


@dataclass(frozen=True)
class _Named:
    """An array that is not read yet: its file, the place within if that is an .npz, and its name's words and split."""

    file: str
    key: str | None
    words: tuple[str, ...]
    split: Split

    def called(self, files: Files) -> str:
        return files.called(self.file) + (f", array {self.key}" if self.key else "")


def array_names(files: Files) -> list[str]:
    """The .npz and .npy files."""
    return files.ending_in(*_ENDINGS)


def read_arrays(files: Files, names: list[str], labels: str | None) -> Raw:
    """The set in .npz or .npy files; `labels` names the array of the labels, or is `none`. Raises DataError.

    No pickle is ever opened.
    """
    there = [named for name in names for named in _listed(files, name)]
    by_split: dict[Split, Part] = {}
    notes: list[str] = []
    used: set[_Named] = set()
    for split in ("train", "validation", "test"):
        of_split = [named for named in there if named.split == split]
        images = _first(of_split, _IMAGES)
        if images is not None:
            beside = _labels(of_split, labels)
            by_split[split], told = _part(files, images, beside)
            used |= {images, *([beside] if beside else [])}
            notes += told
    if not by_split:
        listed = ", ".join(named.called(files) for named in there)
        raise DataError(f"none of these arrays is called as images are ({listed}); call one images, and one labels")
    return Raw("NumPy arrays", by_split, *_class_names(files, there, used, notes))


def _listed(files: Files, name: str) -> list[_Named]:
    stem = splitext(basename(name))[0]
    if name.lower().endswith(".npy"):
        return [_named(name, None, stem)]
    with _archive(files, name) as archive:
        keys = [splitext(inside)[0] for inside in archive.namelist() if inside.endswith(".npy")]
    # KMNIST: kmnist-train-imgs.npz holds arr_0, as numpy.savez calls an array that was given no name.
    return [_named(name, key, stem if keys == ["arr_0"] else key) for key in keys]


def _named(file: str, key: str | None, told: str) -> _Named:
    words = tuple(without_split(told))
    return _Named(file, key, words, split_in(told) or split_in(file) or "train")


def _first(there: list[_Named], wanted: tuple[tuple[str, ...], ...]) -> _Named | None:
    """The array whose name is the first of those wanted, or ends with it: kmnist-imgs."""
    ends = (named for words in wanted for named in there if named.words[-len(words) :] == words)
    return next(ends, None)


def _labels(there: list[_Named], labels: str | None) -> _Named | None:
    if labels == "none":
        return None
    if labels is None:
        return _first(there, _LABELS)
    found = next((named for named in there if labels in (named.key, splitext(basename(named.file))[0])), None)
    if found is None:
        several = ", ".join(named.key or named.file for named in there)
        raise DataError(f"no array is called {labels!r}; --labels takes one of {several}, or none")
    return found


def _part(files: Files, images: _Named, labels: _Named | None) -> tuple[Part, tuple[str, ...]]:
    called = images.called(files)
    pixels, notes = as_images(_array(files, images), called)
    if labels is None:
        return Part(pixels, None, called), notes
    beside = labels.called(files)
    values = _array(files, labels)
    if labels.words[-2:] == _LABELS[-1] and values.ndim == 2 and values.shape[1] == 6:
        values = values[:, 1]
        notes = (*notes, f"{beside} has the factors of dSprites: the shape is the class, the others are left out")
    classes, told = as_labels(values, beside)
    if classes is not None and len(classes) != len(pixels):
        raise DataError(f"{called} has {len(pixels)} images and {beside} {len(classes)} labels; each image needs one")
    return Part(pixels, classes, called), (*notes, *told)


def _class_names(
    files: Files, there: list[_Named], used: set[_Named], notes: list[str]
) -> tuple[dict[int, str], tuple[str, ...]]:
    """The names of the classes where an array tells them, and the notes with the arrays that are left out."""
    names: dict[int, str] = {}
    named = _first(there, _NAMES)
    if named is not None and not _is_pickle(files, named):
        names = {i: str(name) for i, name in enumerate(_array(files, named).tolist())}
        used = used | {named}
    if any("dSprites" in note for note in notes):
        names = dict(enumerate(_SHAPES))
    left = [one for one in there if one not in used]
    pickles = [one.called(files) for one in left if _is_pickle(files, one)]
    others = [one.called(files) for one in left if one.called(files) not in pickles]
    if pickles:
        notes = [*notes, f"left out, as pickles, which can run any program: {', '.join(pickles)}"]
    if others:
        notes = [*notes, f"left out: {', '.join(others)}"]
    return names, tuple(notes)


@contextmanager
def _archive(files: Files, name: str) -> Iterator[zipfile.ZipFile]:
    with files.open(name) as file, opened(file, files.called(name)) as archive:
        yield archive


def _is_pickle(files: Files, named: _Named) -> bool:
    with _opened(files, named) as file:
        return read_header(file, named.called(files)).dtype.hasobject


def _array(files: Files, named: _Named) -> Numbers:
    with _opened(files, named) as file:
        return read_npy(file, named.called(files))


@contextmanager
def _opened(files: Files, named: _Named) -> Iterator[IO[bytes]]:
    if named.key is None:
        with files.open(named.file) as file:
            yield file
        return
    with _archive(files, named.file) as archive, member(archive, f"{named.key}.npy", named.called(files)) as inside:
        yield inside
