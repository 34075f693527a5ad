"""MNIST as it comes from Yann LeCun's site, its mirrors, Kaggle and torchvision."""

import gzip
import hashlib
from pathlib import Path

import numpy as np
import pytest

from latent_explorer.model.datasets import mnist
from latent_explorer.model.datasets.download import missing_files
from latent_explorer.model.datasets.mnist import load_mnist
from latent_explorer.model.datasets.names import find_file

NAMES = ("t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte")
PLACES = {
    "as on LeCun's site": "{name}.gz",
    "unpacked": "{name}",
    "with a dot, as Windows unpacks them": "{dotted}",
    "with a dot, packed": "{dotted}.gz",
    "in folders of their own": "{name}/{name}",
    "in folders of their own, with a dot": "{dotted}/{dotted}",
    "Kaggle's": "{name}/{dotted}",
    "in folders that are called .gz": "{name}.gz/{name}",
    "torchvision's": "MNIST/raw/{name}",
    "torchvision's, packed": "MNIST/raw/{name}.gz",
    "torchvision's own folder": "raw/{name}",
}


def idx(*shape: int) -> bytes:
    header = bytes([0, 0, 8, len(shape)]) + b"".join(size.to_bytes(4, "big") for size in shape)
    return header + bytes(int(np.prod(shape)))


CONTENT = dict(zip(NAMES, (idx(3, 28, 28), idx(3)), strict=True))


def put(folder: Path, place: str, packed: bool) -> None:
    for name, content in CONTENT.items():
        path = folder / place.format(name=name, dotted=name.replace("-idx", ".idx"))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(gzip.compress(content) if packed else content)


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
@pytest.mark.parametrize("packed", [True, False], ids=["packed", "plain"])
def test_mnist_is_found_under_its_usual_names(
    place: str, packed: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, content in CONTENT.items():
        monkeypatch.setitem(mnist.DIGESTS, name, hashlib.sha256(content).hexdigest())
    put(tmp_path, place, packed)
    assert missing_files(tmp_path, "test") == []
    assert load_mnist(tmp_path, "test").images.shape == (3, 28, 28)


def test_what_is_not_there_is_not_found(tmp_path: Path) -> None:
    (tmp_path / NAMES[0]).mkdir()
    (tmp_path / "train-images-idx3-ubyte").write_bytes(b"")
    assert find_file(tmp_path, NAMES[0]) is None and find_file(tmp_path / "absent", NAMES[0]) is None
    assert missing_files(tmp_path, "test") == list(NAMES)


def test_what_is_unpacked_is_taken_first(tmp_path: Path) -> None:
    for place in ("{name}.gz", "{dotted}"):
        put(tmp_path, place, packed=False)
    assert find_file(tmp_path, NAMES[0]) == tmp_path / "t10k-images.idx3-ubyte"
