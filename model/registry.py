"""Which models there are: every checkpoint folder, loaded once, with its code cloud and its extent."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from model.checkpoint import CONFIG, Checkpoint, CheckpointError, load
from model.cloud import read_cloud
from model.codec import Codec, JudgeCodec
from model.grid import Extent, extent_of
from model.sample import sample_pixels
from model.typicality import relative_error

ZOO = Path(__file__).parent / "zoo"
Array = NDArray[np.float32]


@dataclass(frozen=True)
class Model:
    """A model that can decode, its codes of the shipped sample, and how well it rebuilds that sample.

    mu and sigma (1000, d), sigma None for an autoencoder; errors (1000,) relative reconstruction errors.
    """

    codec: Codec
    mu: Array
    sigma: Array | None
    errors: Array
    extent: Extent

    @property
    def checkpoint(self) -> Checkpoint:
        """The checkpoint that the model was loaded from."""
        return self.codec.checkpoint


@dataclass(frozen=True)
class Registry:
    """All that could be loaded, and for what could not, the reason."""

    models: dict[str, Model]
    judge: JudgeCodec | None
    failures: dict[str, str]


def open_model(folder: Path) -> Model:
    """Load one model with its codes of the shipped sample, encoded anew where none are kept. Raises CheckpointError."""
    codec = Codec(load(folder))
    images = sample_pixels()  # (1000, 784)
    mu, sigma = read_cloud(folder, codec.checkpoint) or codec.encode(images)
    if not all(np.isfinite(values).all() for values in (mu, sigma) if values is not None):
        raise CheckpointError(f"{folder}: its codes of the sample are not finite")
    errors = relative_error(images, codec.decode(mu))
    return Model(codec, mu, sigma, errors, extent_of(mu[:, :2]))


def open_registry(folders: list[Path]) -> Registry:
    """Load every checkpoint below the folders, by name; a broken one is left out and named in `failures`."""
    models: dict[str, Model] = {}
    judge, failures = None, {}
    for folder in sorted((c.parent for f in folders for c in f.glob(f"*/{CONFIG}")), key=lambda f: f.name):
        try:
            if folder.name == "judge":
                judge = JudgeCodec(load(folder))
            else:
                models[folder.name] = open_model(folder)
        except CheckpointError as error:
            failures[folder.name] = str(error)
    return Registry(models, judge, failures)
