"""NumPy's .npz and .npy files: which arrays are images and which labels, by the names that libraries use."""

from posixpath import basename, splitext

from latent_explorer.model.datasets.image_data import DataError
from latent_explorer.model.datasets.reading.arrays import as_images, as_labels
from latent_explorer.model.datasets.reading.arrays_by_class import are_classes, read_by_class
from latent_explorer.model.datasets.reading.files import Files
from latent_explorer.model.datasets.reading.options import Part, Raw, Split
from latent_explorer.model.datasets.reading.stored_arrays import Stored, is_pickle, listed, read_array

# Keras: x_train; MedMNIST: train_images; dSprites: imgs; scikit-learn: images, and the same again flat as data.
_IMAGES = (("images",), ("imgs",), ("image",), ("img",), ("x",), ("pixels",), ("data",), ("features",))
_LABELS = (("labels",), ("label",), ("y",), ("targets",), ("target",), ("latents", "classes"))
_NAMES = (("target", "names"), ("class", "names"), ("label", "names"))
_SHAPES = ("square", "ellipse", "heart")  # of dSprites, whose metadata tell them in a pickle
_ENDINGS = (".npz", ".npy")


def array_names(files: Files) -> list[str]:
    """The .npz and .npy files."""
    return files.ending_in(*_ENDINGS)


def read_arrays(files: Files, names: list[str], labels: str | None) -> Raw:
    """The set in .npz or .npy files; `labels` names the array of the labels, or is `none`. Raises DataError.

    No pickle is ever opened.
    """
    there = [named for name in names for named in listed(files, name)]
    by_split: dict[Split, Part] = {}
    notes: list[str] = []
    used: set[Stored] = set()
    for split in ("train", "validation", "test"):
        of_split = [named for named in there if named.split == split]
        images = _first(of_split, _IMAGES)
        if images is not None:
            beside = _labels(of_split, labels)
            by_split[split], told = _part(files, images, beside)
            used |= {images, *([beside] if beside else [])}
            notes += told
    if not by_split and are_classes(files, there):
        return read_by_class(files, there, labels != "none")
    if not by_split:
        several = ", ".join(named.called(files) for named in there)
        raise DataError(f"none of these arrays is called as images are ({several}); call one images, and one labels")
    return Raw("NumPy arrays", by_split, *_class_names(files, there, used, notes))


def _first(there: list[Stored], wanted: tuple[tuple[str, ...], ...]) -> Stored | None:
    """The array whose name is the first of those wanted, or ends with it: kmnist-imgs."""
    ends = (named for words in wanted for named in there if named.words[-len(words) :] == words)
    return next(ends, None)


def _labels(there: list[Stored], labels: str | None) -> Stored | None:
    if labels == "none":
        return None
    if labels is None:
        return _first(there, _LABELS)
    found = next((named for named in there if labels in (named.key, splitext(basename(named.file))[0])), None)
    if found is None:
        several = ", ".join(named.key or named.file for named in there)
        raise DataError(f"no array is called {labels!r}; --labels takes one of {several}, or none")
    return found


def _part(files: Files, images: Stored, labels: Stored | None) -> tuple[Part, tuple[str, ...]]:
    called = images.called(files)
    pixels, notes = as_images(read_array(files, images), called)
    if labels is None:
        return Part(pixels, None, called), notes
    beside = labels.called(files)
    values = read_array(files, labels)
    if labels.words[-2:] == _LABELS[-1] and values.ndim == 2 and values.shape[1] == 6:
        values = values[:, 1]
        notes = (*notes, f"{beside} has the factors of dSprites: the shape is the class, the others are left out")
    classes, told = as_labels(values, beside)
    if classes is not None and len(classes) != len(pixels):
        raise DataError(f"{called} has {len(pixels)} images and {beside} {len(classes)} labels; each image needs one")
    return Part(pixels, classes, called), (*notes, *told)


def _class_names(
    files: Files, there: list[Stored], used: set[Stored], notes: list[str]
) -> tuple[dict[int, str], tuple[str, ...]]:
    """The names of the classes where an array tells them, and the notes with the arrays that are left out."""
    names: dict[int, str] = {}
    named = _first(there, _NAMES)
    if named is not None and not is_pickle(files, named):
        names = {i: str(name) for i, name in enumerate(read_array(files, named).tolist())}
        used = used | {named}
    if any("dSprites" in note for note in notes):
        names = dict(enumerate(_SHAPES))
    left = [one for one in there if one not in used]
    pickles = [one.called(files) for one in left if is_pickle(files, one)]
    others = [one.called(files) for one in left if one.called(files) not in pickles]
    if pickles:
        notes = [*notes, f"left out, as pickles, which can run any program: {', '.join(pickles)}"]
    if others:
        notes = [*notes, f"left out: {', '.join(others)}"]
    return names, tuple(notes)
