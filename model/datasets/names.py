"""Where MNIST's files stand and what they are called: as Yann LeCun's site had them, and as others pass them on."""

from collections.abc import Iterator
from pathlib import Path

BELOW = (".", "MNIST/raw", "raw")  # torchvision keeps them in MNIST/raw, below the folder that it is given


def find_file(folder: Path, name: str) -> Path | None:
    """The file of this name of MNIST's in a folder or where torchvision or Kaggle would put it; None if there is none.

    Unpacked files are taken before packed ones.
    """
    return next((path for path in _places(folder, name) if path.is_file()), None)


def _places(folder: Path, name: str) -> Iterator[Path]:
    spellings = (name, name.replace("-idx", ".idx"))  # train-images-idx3-ubyte, or train-images.idx3-ubyte
    called = [f"{spelling}{ending}" for ending in ("", ".gz") for spelling in spellings]
    for below in BELOW:
        for file in called:
            yield folder / below / file
            for own in called:  # a folder of its own, as in Kaggle's archive
                yield folder / below / own / file
