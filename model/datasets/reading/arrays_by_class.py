"""An array of images for each class, called by its file, as Quick, Draw! passes its drawings on; or one alone."""

from posixpath import basename, splitext

import numpy as np

from latent_explorer.model.datasets.image_data import DataError
from latent_explorer.model.datasets.reading.arrays import MAX_BYTES, as_images
from latent_explorer.model.datasets.reading.files import Files
from latent_explorer.model.datasets.reading.options import Part, Raw
from latent_explorer.model.datasets.reading.stored_arrays import Stored, header, read_array


def are_classes(files: Files, there: list[Stored]) -> bool:
    """Whether each array is in a file of its own, and all hold numbers of the shape of images, of one size."""
    headers = [header(files, named) for named in there]
    alone = len({named.file for named in there}) == len(there)
    sizes = {about.shape[1:] for about in headers}
    return alone and len(sizes) == 1 and sizes != {()} and all(about.dtype.kind in "buif" for about in headers)


def read_by_class(files: Files, there: list[Stored], with_labels: bool) -> Raw:
    """The set whose classes are the arrays, in the order of the files; a single array has no classes."""
    source = files.path.name
    size = sum(int(np.prod(about.shape)) * about.dtype.itemsize for about in (header(files, named) for named in there))
    if size > MAX_BYTES:
        raise DataError(f"the arrays in {source} have {size >> 30} GiB together; keep fewer or smaller ones there")
    parts, notes = zip(*(as_images(read_array(files, named), named.called(files)) for named in there), strict=True)
    images = parts[0] if len(parts) == 1 else np.concatenate(parts)
    told = tuple(dict.fromkeys(note for of_one in notes for note in of_one))
    if len(there) == 1 or not with_labels:
        return Raw("NumPy arrays", {"train": Part(images, None, source)}, {}, told)
    names = np.repeat(_names(there), [len(part) for part in parts])
    told = (*told, "each file is a class, called as the file is")
    return Raw("NumPy arrays", {"train": Part(images, names, source)}, {}, told)


def _names(there: list[Stored]) -> list[str]:
    """The files' names without the words before them that all have, as in full_numpy_bitmap_cat."""
    words = [splitext(basename(named.file))[0].split("_") for named in there]
    while all(len(of_one) > 1 and of_one[0] == words[0][0] for of_one in words):
        words = [of_one[1:] for of_one in words]
    return [" ".join(of_one) for of_one in words]
