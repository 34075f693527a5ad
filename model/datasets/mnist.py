"""MNIST from IDX files: reading and verification."""

from pathlib import Path
from typing import Literal

from latent_explorer.model.arrays import Bytes
from latent_explorer.model.datasets.idx import digest_of, read_idx
from latent_explorer.model.datasets.image_data import DataError, ImageData
from latent_explorer.model.datasets.names import find_file

Split = Literal["train", "test"]

# SHA-256 of the uncompressed files: mirrors compress the same bytes differently.
DIGESTS = {
    "train-images-idx3-ubyte": "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
    "train-labels-idx1-ubyte": "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
    "t10k-images-idx3-ubyte": "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
    "t10k-labels-idx1-ubyte": "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
}
_PREFIX: dict[Split, str] = {"train": "train", "test": "t10k"}


def file_names(*splits: Split) -> list[str]:
    """Names of MNIST's files that hold the splits."""
    return [name for name in DIGESTS if name.startswith(tuple(_PREFIX[split] for split in splits))]


def load_mnist(folder: Path, split: Split) -> ImageData:
    """MNIST's 60,000 training or 10,000 test digits from a folder of IDX files, plain or .gz. Raises DataError.

    The files may be called, and stand below the folder, as `find_file` knows them.
    """
    kinds = ("images-idx3-ubyte", "labels-idx1-ubyte")
    images, labels = (_read_named(folder, f"{_PREFIX[split]}-{kind}") for kind in kinds)
    return ImageData(images, labels)


def _read_named(folder: Path, name: str) -> Bytes:
    if path := find_file(folder, name):
        return read_idx(path, DIGESTS[name])
    wanted = ", ".join(f"{n}.gz" for n in DIGESTS)
    raise DataError(f"{folder} holds no {name}[.gz]. Put MNIST's files there ({wanted}) or name another with --data")


def is_mnist(folder: Path) -> bool:
    """Whether a folder holds one of MNIST's own files, or is empty or missing. Other sets have files of these names."""
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return True
    return folder.is_dir() and any(_is_own(find_file(folder, name), digest) for name, digest in DIGESTS.items())


def _is_own(path: Path | None, digest: str) -> bool:
    return path is not None and digest_of(path) == digest
