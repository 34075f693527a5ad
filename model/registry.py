"""The available models: every checkpoint folder, loaded once, with its code cloud, its extent and its image set.

Importing this module does not import torch, which takes a second that a page need not wait for.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from latent_explorer.model.arrays import Array
from latent_explorer.model.config import MNIST, ConfigError, ImageSet, check_id
from latent_explorer.model.datasets.sample import Sample, mnist_sample
from latent_explorer.model.explore.map_grid import Extent, extent_of
from latent_explorer.model.statistics.percentiles import ReferenceQuantiles, quantiles_of
from latent_explorer.model.statistics.spread import collapsed_axes, spread
from latent_explorer.model.statistics.typicality import relative_error

if TYPE_CHECKING:
    from latent_explorer.model.codec import Code, Codec, JudgeCodec
    from latent_explorer.model.store.checkpoint import Checkpoint
    from latent_explorer.model.store.disagreement import Disagreement
    from latent_explorer.model.store.foreign import AnyCheckpoint

# Far beyond any digit's code, yet draws around it, even at the highest temperature, fit a decoder's float32 sums.
MAX_CODE = 1e9  # latent units
ZOO = Path(__file__).parent / "zoo"


@dataclass(frozen=True)
class LoadedSet:
    """An image set's sample, and the judge that reads its images; None where there is none."""

    sample: Sample
    judge: JudgeCodec | None = None

    @property
    def images(self) -> ImageSet:
        """What its images are."""
        return self.sample.images


@dataclass(frozen=True)
class Model:
    """A loaded model with its codes of its set's sample: mu and sigma (m, d); an autoencoder's sigma is None.

    `snapshots` is the folder that has moments of its training, where they were kept; `disagreement` that of further
    decoders, where it was measured.
    """

    codec: Codec
    mu: Array
    sigma: Array | None
    extent: Extent
    image_set: LoadedSet
    snapshots: Path | None = None
    disagreement: Disagreement | None = None

    @property
    def checkpoint(self) -> AnyCheckpoint:
        """The checkpoint it was loaded from."""
        return self.codec.checkpoint

    @property
    def own_checkpoint(self) -> Checkpoint | None:
        """The checkpoint if it is of our own architecture, with whose weights a page can compute; else None."""
        from latent_explorer.model.store.checkpoint import Checkpoint

        return self.checkpoint if isinstance(self.checkpoint, Checkpoint) else None

    @property
    def judge(self) -> JudgeCodec | None:
        """The judge of its images."""
        return self.image_set.judge

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

        images = self.image_set.sample.pixels  # (m, p)
        terms = self.codec.terms(images, (self.mu, self.sigma), ELBO_DRAWS)
        error = relative_error(images, self.codec.decode(self.mu))  # (m,)
        return ReferenceQuantiles(len(images), quantiles_of(terms.by_name() | {"relative_error": error}))


@dataclass(frozen=True)
class Registry:
    """The models that could be loaded, their image sets by id, and by folder the reason why others could not.

    MNIST is always there. `replaced`: by name, which folder's model stands in place of which other one's.
    """

    models: dict[str, Model]
    sets: dict[str, LoadedSet]
    failures: dict[str, str]
    replaced: dict[str, str] = field(default_factory=dict)

    @property
    def judge(self) -> JudgeCodec | None:
        """The judge of MNIST's digits."""
        return self.sets[MNIST.id].judge


def open_model(folder: Path, image_set: LoadedSet | None = None) -> Model:
    """Load a model with its code cloud, encoding its set's sample if none is kept. Raises CheckpointError.

    Without `image_set` it has the sample that stands beside it, and no judge.
    """
    from latent_explorer.model.code_cloud import read_code_cloud
    from latent_explorer.model.codec import Codec
    from latent_explorer.model.store.checkpoint import CheckpointError
    from latent_explorer.model.store.disagreement import read_disagreement
    from latent_explorer.model.store.foreign import load_any
    from latent_explorer.model.store.image_sets import sample_for
    from latent_explorer.model.store.snapshots import has_snapshots

    codec = Codec(load_any(folder))
    image_set = image_set or LoadedSet(sample_for(folder, codec.images))
    if codec.images != image_set.images:
        raise CheckpointError(f"{folder} was trained on another set than that which is called {image_set.images.id}")
    model = model_of(codec, image_set, read_code_cloud(folder, codec.checkpoint, image_set.sample))
    revision = codec.checkpoint.revision
    model = replace(model, disagreement=read_disagreement(folder, revision, model.extent.square))
    return replace(model, snapshots=folder) if has_snapshots(folder, revision) else model


def model_of(codec: Codec, image_set: LoadedSet, code: Code | None = None) -> Model:
    """A model on a set's sample; without its code of that, it is encoded. Raises CheckpointError."""
    from latent_explorer.model.foreign.halves import HalfError
    from latent_explorer.model.store.checkpoint import CheckpointError

    folder = codec.checkpoint.id
    try:
        mu, sigma = code or codec.encode(image_set.sample.pixels)
    except HalfError as error:
        raise CheckpointError(f"{folder}: {error}") from error
    if not all(np.isfinite(values).all() for values in (mu, sigma) if values is not None):
        raise CheckpointError(f"{folder}: its codes of the sample are not finite")
    if np.abs(mu).max() > MAX_CODE:
        raise CheckpointError(f"{folder}: its codes reach beyond {MAX_CODE:g}; train it again, with a lower --rate")
    return Model(codec, mu, sigma, extent_of(mu[:, :2], spread(mu)[:2]), image_set)


def open_registry(folders: list[Path]) -> Registry:
    """Load every checkpoint in the folders, by name; a broken one is listed in `failures`.

    Of several models, or image sets, of one name the last folder's is taken, so that a model of one's own is shown in
    place of the shipped one whose name it has.
    """
    from latent_explorer.model.store.image_sets import JUDGE

    found = _Found()
    for root in reversed(folders):
        found.add_sets(root)
    for root in reversed(folders):
        for folder in _candidates(root, found.failures):
            if folder.name != JUDGE:
                found.take(folder.name, folder, root, found.add_model)
    return Registry(dict(sorted(found.models.items())), found.sets, found.failures, found.replaced)


class _Found:
    """What the folders hold, gathered from the last folder to the first."""

    def __init__(self) -> None:
        self.models, self.sets = dict[str, Model](), {MNIST.id: LoadedSet(mnist_sample())}
        self.failures, self.replaced = dict[str, str](), dict[str, str]()
        self._taken: dict[str, Path] = {}

    def take(self, name: str, folder: Path, root: Path, add: Callable[[Path], None]) -> None:
        """Add what a folder below `root` holds, unless that of another is called so; a broken one is listed."""
        from latent_explorer.model.store.checkpoint import CheckpointError

        try:
            _check_place(folder, root)
            if name in self._taken:
                self.replaced[name] = f"{self._taken[name]} is taken, and {folder} left out: both have one name"
                return
            add(folder)
            self._taken[name] = folder
        except CheckpointError as error:
            self.failures[name] = str(error)

    def add_sets(self, root: Path) -> None:
        """Add the root's image sets, each with its judge where there is one, and the judge of MNIST."""
        from latent_explorer.model.store.image_sets import JUDGE, SETS

        if (root / JUDGE).is_dir():
            self.take(JUDGE, root / JUDGE, root, partial(self._add_judge, MNIST.id))
        for folder in sorted((root / SETS).glob("*/")):
            name = f"{SETS}/{folder.name}"
            self.take(name, folder, root, self._add_set)
            if self._taken.get(name) == folder and (folder / JUDGE).is_dir():
                self.take(f"{name}/{JUDGE}", folder / JUDGE, root, partial(self._add_judge, folder.name))

    def add_model(self, folder: Path) -> None:
        """Add a model. Raises CheckpointError."""
        from latent_explorer.model.store.foreign import images_of

        self.models[folder.name] = open_model(folder, self.sets.get(images_of(folder).id))

    def _add_set(self, folder: Path) -> None:
        from latent_explorer.model.store.image_sets import read_set

        self.sets[folder.name] = LoadedSet(read_set(folder))

    def _add_judge(self, of: str, folder: Path) -> None:
        from latent_explorer.model.codec import JudgeCodec
        from latent_explorer.model.store.checkpoint import load

        sample = self.sets[of].sample
        self.sets[of] = LoadedSet(sample, JudgeCodec(load(folder), sample))


def _candidates(root: Path, failures: dict[str, str]) -> list[Path]:
    """Folders below `root` that hold a model, complete or not; an unusable root is added to `failures`."""
    from latent_explorer.model.store.checkpoint import CONFIG, WEIGHTS

    def holds_model(folder: Path) -> bool:
        names = (CONFIG, WEIGHTS, "*.pt", "*.pth", "*.pkl", "*.onnx")
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
