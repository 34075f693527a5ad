"""Where a command's images come from: MNIST's files, sprites that we draw, or a data set of the user's own."""

from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

from latent_explorer.app.cli.data import counts, sentences, shown_progress
from latent_explorer.app.cli.terminal import console, fetch_missing
from latent_explorer.app.images.set_pictures import read_picture
from latent_explorer.model.config import MNIST, ConfigError, ImageSet
from latent_explorer.model.datasets.factors import KnownFactors
from latent_explorer.model.datasets.image_data import DataError, ImageData
from latent_explorer.model.datasets.mnist import Split, is_mnist, load_mnist
from latent_explorer.model.datasets.reading import Found, ReadingOptions, read_data
from latent_explorer.model.datasets.reading.held_out import refusal, splits
from latent_explorer.model.datasets.sprites import COLOUR, GREY, DrawnSet
from latent_explorer.model.store.files import read_json
from latent_explorer.model.store.image_sets import READING, folder_of

DRAWN = {drawn.about.id: drawn for drawn in (GREY, COLOUR)}


class ImageSource(Protocol):
    """Images of one set, by split."""

    @property
    def images(self) -> ImageSet:
        """What they are."""

    def load(self, split: Split) -> ImageData:
        """The training or the test images. Raises DataError."""

    def factors(self) -> KnownFactors | None:
        """What is known of the test images, in their order; None of images that nobody drew from factors."""


@dataclass(frozen=True)
class DrawnSource:
    """Images that are drawn from known factors."""

    drawn: DrawnSet

    @property
    def images(self) -> ImageSet:
        """What they are."""
        return self.drawn.about

    def load(self, split: Split) -> ImageData:
        """The training or the test images."""
        return self.drawn.split(split)[0]

    def factors(self) -> KnownFactors:
        """What the test images were drawn from."""
        return KnownFactors(self.drawn.split("test")[1], self.drawn.factors)


@dataclass(frozen=True)
class MnistSource:
    """MNIST, in a folder to which missing files are fetched."""

    folder: Path
    images = MNIST

    def load(self, split: Split) -> ImageData:
        """The training or the test images. Raises DataError."""
        fetch_missing(self.folder, split)
        return load_mnist(self.folder, split)

    def factors(self) -> None:
        """Nobody knows them."""


@dataclass(frozen=True)
class OwnSource:
    """A data set of the user's own; one in six of its images are for tests, by seed, if it keeps none that fit."""

    path: Path
    options: ReadingOptions

    @cached_property
    def _found(self) -> Found:
        with shown_progress() as on_progress:
            found = read_data(self.path, self.options, read_picture, on_progress)
        if (why := refusal(found)) is not None:
            raise DataError(f"{self.path}: {why}")
        return found

    @cached_property
    def _splits(self) -> dict[Split, ImageData]:
        train, test = splits(self._found)
        return {"train": train, "test": test}

    @property
    def images(self) -> ImageSet:
        """What they are."""
        return self._found.images

    def load(self, split: Split) -> ImageData:
        """The training or the test images. Raises DataError."""
        return self._splits[split]

    def factors(self) -> None:
        """Nobody knows them."""

    def tell(self) -> None:
        """Print what was understood, as `latent-explorer data` does: in a line, and a sentence on each decision."""
        images, found = self.images, self._found
        kind = "grey" if images.channels == 1 else "in colour"
        number = len(images.classes)
        classes = f"{number} class{'es' if number > 1 else ''}" if number else "no labels"
        size = f"images of {images.side}×{images.side} px, {kind}"
        for line in (f"{images.id}: {found.format}, {counts(found)} {size}, {classes}", *sentences(found)):
            console.print(line, markup=False, highlight=False)


def source_of(path: Path, options: ReadingOptions) -> ImageSource:
    """Sprites by their name; MNIST, where the folder holds one of its files or nothing yet; else what is there."""
    if str(path) in DRAWN and not path.exists():
        return DrawnSource(DRAWN[str(path)])
    if not path.exists() and MNIST.id not in path.name.lower():
        raise ConfigError(f"there is no {path}: see how it is spelt (MNIST alone is fetched, to a folder called mnist)")
    if is_mnist(path):
        if options != ReadingOptions():
            given = ", ".join(f"--{name}" for name, value in asdict(options).items() if value is not None)
            raise ConfigError(f"{path} is MNIST, of which all is known; leave {given} out")
        return MnistSource(path)
    return OwnSource(path, options)


def kept_reading(images: ImageSet, root: Path) -> ReadingOptions:
    """What was declared of a set's files when the models in `root` were trained; nothing of MNIST and of sprites."""
    kept: dict[str, Any] = read_json(folder_of(root, images) / READING)
    limits = kept.get("range")
    return ReadingOptions(**kept | {"range": tuple(limits) if limits else None})


def source_for(images: ImageSet, path: Path, root: Path) -> ImageSource:
    """The data that a model among those in `root` was trained on, read as it was then. Raises ConfigError if it isn't.

    Raises CheckpointError if what was declared of it then can't be read.
    """
    if images == MNIST:
        return MnistSource(path)
    if images.id in DRAWN and images == DRAWN[images.id].about:
        return DrawnSource(DRAWN[images.id])
    if not path.exists():
        raise ConfigError(f"there is no {path}; name by --data the images that {images.id} is made of")
    source = OwnSource(path, kept_reading(images, root))
    if is_mnist(path) or source.images != images:
        raise ConfigError(f"{path} holds other images than those of {images.id}; name by --data what it was trained on")
    return source
