"""The available models: every checkpoint folder, loaded once, with its code cloud and extent.

Importing this module does not import torch, which takes a second that a page need not wait for.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from latent_explorer.model.arrays import Array
from latent_explorer.model.config import ConfigError, check_id
from latent_explorer.model.datasets.sample import Sample
from latent_explorer.model.explore.map_grid import Extent, extent_of
from latent_explorer.model.statistics.percentiles import ReferenceQuantiles, quantiles_of
from latent_explorer.model.statistics.spread import collapsed_axes, spread
from latent_explorer.model.statistics.typicality import relative_error

if TYPE_CHECKING:
    from latent_explorer.model.codec import Codec, JudgeCodec
    from latent_explorer.model.store.checkpoint import Checkpoint

# Far beyond any digit's code, yet draws around it, even at the highest temperature, fit a decoder's float32 sums.
MAX_CODE = 1e9  # latent units
ZOO = Path(__file__).parent / "zoo"


@dataclass(frozen=True)
class Model:
    """A loaded model with its codes of its set's sample: mu and sigma (m, d); an autoencoder's sigma is None."""

    codec: Codec
    mu: Array
    sigma: Array | None
    extent: Extent
    sample: Sample

    @property
    def checkpoint(self) -> Checkpoint:
        """The checkpoint it was loaded from."""
        return self.codec.checkpoint

    @cached_property
    def sd(self) -> Array:
        """Standard deviation of the codes on each axis, latent units, (d,): the unit of a step on this model's map.

        Never 0: `spread` says what an axis gets on which all codes are the same.
        """
        return spread(self.mu)

    @property
    def collapsed(self) -> int:
        """Number of axes on which all codes are the same, so that nothing of an image is in them."""
        return collapsed_axes(self.mu, self.sigma)

    @cached_property
    def reference_quantiles(self) -> ReferenceQuantiles:
        """Quantiles that an image's figures are compared with: of the test images, as `evaluate` wrote them.

        A checkpoint without them gets those of the sample, computed at first use.
        """
        test = self.checkpoint.metrics.get("test", {})
        if "quantiles" in test:
            return ReferenceQuantiles(test["images"], test["quantiles"])
        from latent_explorer.model.codec import ELBO_DRAWS

        images = self.sample.pixels  # (m, p)
        terms = self.codec.terms(images, (self.mu, self.sigma), ELBO_DRAWS)
        error = relative_error(images, self.codec.decode(self.mu))  # (m,)
        return ReferenceQuantiles(len(images), quantiles_of(terms.by_name() | {"relative_error": error}))


@dataclass(frozen=True)
class Registry:
    """The models that could be loaded, and by folder the reason why others could not.

    `replaced`: by name, which folder's model stands in place of which other one's.
    """

    models: dict[str, Model]
    judge: JudgeCodec | None
    failures: dict[str, str]
    replaced: dict[str, str] = field(default_factory=dict)


def open_model(folder: Path) -> Model:
    """Load a model with its code cloud, encoding the sample if none is kept. Raises CheckpointError."""
    from latent_explorer.model.code_cloud import read_code_cloud
    from latent_explorer.model.codec import Codec
    from latent_explorer.model.store.checkpoint import CheckpointError, load
    from latent_explorer.model.store.image_sets import sample_for

    codec = Codec(load(folder))
    sample = sample_for(folder, codec.images)
    mu, sigma = read_code_cloud(folder, codec.checkpoint) or codec.encode(sample.pixels)
    if not all(np.isfinite(values).all() for values in (mu, sigma) if values is not None):
        raise CheckpointError(f"{folder}: its codes of the sample are not finite")
    if np.abs(mu).max() > MAX_CODE:
        raise CheckpointError(f"{folder}: its codes reach beyond {MAX_CODE:g}; train it again, with a lower --rate")
    return Model(codec, mu, sigma, extent_of(mu[:, :2], spread(mu)[:2]), sample)


def open_registry(folders: list[Path]) -> Registry:
    """Load every checkpoint in the folders, by name; a broken one is listed in `failures`.

    Of several models of one name the last folder's is taken, so that a model of one's own is shown in place of the
    shipped one whose name it has.
    """
    from latent_explorer.model.codec import JudgeCodec
    from latent_explorer.model.store.checkpoint import CheckpointError, load

    models: dict[str, Model] = {}
    judge, failures, replaced, taken = None, dict[str, str](), dict[str, str](), dict[str, Path]()
    for root in reversed(folders):
        for folder in _candidates(root, failures):
            try:
                _check_place(folder, root)
                if folder.name in taken:
                    replaced[folder.name] = f"{taken[folder.name]} is taken, and {folder} left out: both have one name"
                    continue
                if folder.name == "judge":
                    judge = JudgeCodec(load(folder))
                else:
                    models[folder.name] = open_model(folder)
                taken[folder.name] = folder
            except CheckpointError as error:
                failures[folder.name] = str(error)
    return Registry(dict(sorted(models.items())), judge, failures, replaced)


def _candidates(root: Path, failures: dict[str, str]) -> list[Path]:
    """Folders below `root` that hold a model, complete or not; an unusable root is added to `failures`."""
    from latent_explorer.model.store.checkpoint import CONFIG, WEIGHTS

    def holds_model(folder: Path) -> bool:
        names = (CONFIG, WEIGHTS, "*.pt", "*.pth", "*.pkl")
        return folder.is_dir() and (not os.access(folder, os.X_OK) or any(any(folder.glob(name)) for name in names))

    try:
        if holds_model(root):
            failures[str(root)] = f"{root} is a model's own folder; name the folder that it stands in"
        return sorted(folder for folder in root.iterdir() if holds_model(folder))
    except OSError as error:
        failures[str(root)] = f"{root}: {error.strerror}"
        return []


def _check_place(folder: Path, root: Path) -> None:
    """Raise CheckpointError if a folder's name can't be part of a URL, or it is a link out of `root`."""
    from latent_explorer.model.store.checkpoint import CheckpointError

    try:
        check_id(folder.name, "the folder")
    except ConfigError as error:
        raise CheckpointError(f"{folder}: {error}") from error
    if not folder.resolve().is_relative_to(root.resolve()):
        raise CheckpointError(f"{folder} is a link that leads out of {root}; put the folder itself there")
