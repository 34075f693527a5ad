"""IDX files of any type and rank, under the names of MNIST, EMNIST, QMNIST, Fashion-MNIST and KMNIST, or others."""

import hashlib
import math
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from posixpath import basename, dirname

import numpy as np

from latent_explorer.model.datasets.image_data import DataError
from latent_explorer.model.datasets.mnist import DIGESTS
from latent_explorer.model.datasets.reading.arrays import as_images, as_labels, native
from latent_explorer.model.datasets.reading.files import Files
from latent_explorer.model.datasets.reading.natural import natural
from latent_explorer.model.datasets.reading.options import Numbers, Part, Raw, Split
from latent_explorer.model.datasets.reading.packed import plain_name, unpack
from latent_explorer.model.datasets.reading.splits import split_in, without_split

# By the third byte of a file; numbers of several bytes have their highest first.
TYPES = {0x08: "u1", 0x09: "i1", 0x0B: ">i2", 0x0C: ">i4", 0x0D: ">f4", 0x0E: ">f8"}
# …-idx3-ubyte, or …idx3-ubyte behind a dot, as Windows unpacks it; QMNIST's labels are idx2-int.
_NAME = re.compile(r"(.+?)[-._]idx\d(-\w+)?$|(.+)\.idx$", re.IGNORECASE)
_LABELS, _IMAGES = {"labels", "label"}, {"images", "image", "imgs"}


@dataclass(frozen=True)
class _File:
    """A file by what its name says: the set that it is of, its split, and whether it holds labels.

    The group is the path of the set: its folder, and its name in the files' own, which is "" in MNIST's.
    """

    name: str
    group: str
    split: Split
    labels: bool


def parse_idx(raw: bytes, name: str) -> Numbers:
    """The array of an IDX file of any type, in this machine's byte order. Raises DataError if it is damaged."""
    if len(raw) < 4 or raw[:2] != b"\0\0" or raw[2] not in TYPES:
        raise DataError(f"{name} is no IDX file, which begins with two zeros and a type")
    dtype, start = np.dtype(TYPES[raw[2]]), 4 + 4 * raw[3]
    shape = tuple(int.from_bytes(raw[i : i + 4], "big") for i in range(4, start, 4))
    if len(raw) != start + math.prod(shape) * dtype.itemsize:
        raise DataError(f"{name} is cut short or damaged; fetch it again")
    return native(np.frombuffer(raw, dtype, offset=start).reshape(shape))


def idx_names(files: Files) -> list[str]:
    """The files that are called as IDX files are, each once: unpacked before packed, which torchvision keeps both."""
    named: dict[str, str] = {}
    for name in files.names:
        if _NAME.match(basename(plain_name(name))):
            plain = plain_name(name)
            named[plain] = name if name == plain else named.get(plain, name)
    return list(named.values())


def read_idx_files(files: Files, names: list[str], wanted: str | None, with_labels: bool) -> Raw:
    """The set that IDX files are of, or if they are of several that of the file `wanted`. Raises DataError."""
    groups: defaultdict[str, list[_File]] = defaultdict(list)
    for file in map(_by_name, names):
        groups[file.group].append(file)
    group = _chosen(groups, wanted)
    parts: dict[Split, Part] = {}
    notes: list[str] = []
    for split in ("train", "validation", "test"):
        if of_split := [file for file in groups[group] if file.split == split]:
            parts[split], about = _part(files, of_split, with_labels)
            notes += about
    told = (*dict.fromkeys(notes), *_digests(files, groups[group]))
    return Raw("IDX", parts, _mapping(files, group), told, id=basename(group))


def _by_name(name: str) -> _File:
    match = _NAME.match(basename(plain_name(name)))
    assert match is not None  # idx_names took no others
    stem = match[1] or match[3]
    group = "-".join(word for word in without_split(stem) if word not in _LABELS | _IMAGES)
    return _File(name, f"{dirname(name)}/{group}", split_in(stem) or "train", "label" in stem.lower())


def _chosen(groups: dict[str, list[_File]], wanted: str | None) -> str:
    if wanted is not None:
        return next(group for group, files in groups.items() if wanted in {plain_name(file.name) for file in files})
    if len(groups) > 1:
        first = next(file.name for file in next(iter(groups.values())) if not file.labels)
        several = ", ".join(sorted((group.strip("/") or "one without a name" for group in groups), key=natural))
        raise DataError(f"there are several sets here ({several}); name a file of the one you want, such as {first}")
    return next(iter(groups))


def _part(files: Files, of_split: list[_File], with_labels: bool) -> tuple[Part, list[str]]:
    images = [file for file in of_split if not file.labels]
    labels = [file for file in of_split if file.labels]
    if len(images) != 1 or len(labels) > 1:
        listed = ", ".join(files.called(file.name) for file in of_split)
        raise DataError(f"of one split there are one file of images and one of labels, not {listed}")
    called = files.called(images[0].name)
    pixels, notes = as_images(_array(files, images[0]), called)
    if not labels or not with_labels:
        return Part(pixels, None, called), list(notes)
    beside = files.called(labels[0].name)
    classes, told = as_labels(_array(files, labels[0]), beside)
    if classes is not None and len(classes) != len(pixels):
        raise DataError(f"{called} has {len(pixels)} images and {beside} {len(classes)} labels; each image needs one")
    return Part(pixels, classes, called), [*notes, *told]


def _array(files: Files, file: _File) -> Numbers:
    called = files.called(file.name)
    return parse_idx(unpack(files.read(file.name), called), called)


def _mapping(files: Files, group: str) -> dict[int, str]:
    """The characters of labels by EMNIST's mapping file beside them: a label and its characters' codes a line."""
    name = next((name for name in files.names if f"/{name}" == f"/{group.lstrip('/')}-mapping.txt"), None)
    if name is None:
        return {}
    found: dict[int, str] = {}
    for row, line in enumerate(files.read(name).decode("ascii", "replace").splitlines(), 1):
        label, *codes = line.split() or [""]
        if not all(part.isdigit() for part in (label, *codes)) or not codes:
            if line.strip():
                raise DataError(f"line {row} of {files.called(name)} is no label with its characters' codes")
            continue
        found[int(label)] = "/".join(chr(int(code)) for code in codes)
    return found


def _digests(files: Files, of_group: Iterable[_File]) -> tuple[str, ...]:
    """Whether files that are called like MNIST's are MNIST's own: Fashion-MNIST and KMNIST took over its names."""
    same = {}
    for file in of_group:
        own = basename(plain_name(file.name)).replace(".idx", "-idx")
        if own in DIGESTS:
            content = unpack(files.read(file.name), files.called(file.name))
            same[own] = hashlib.sha256(content).hexdigest() == DIGESTS[own]
    if not same:
        return ()
    if all(same.values()):
        return ("these are MNIST's own files, by their SHA-256",)
    return (
        "the files are called like MNIST's but are not MNIST, by their SHA-256: the set is called as its folder is",
    )
