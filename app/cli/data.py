"""The `data` command: what was understood of a data set, in words and as a picture, before anything is trained."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from latent_explorer.app.cli.terminal import console, plain_errors
from latent_explorer.app.images.contact_sheet import contact_sheet
from latent_explorer.app.images.set_pictures import read_picture
from latent_explorer.model.config import ConfigError
from latent_explorer.model.datasets.image_data import ImageData
from latent_explorer.model.datasets.mnist import is_mnist
from latent_explorer.model.datasets.reading import Found, ReadingOptions, read_data
from latent_explorer.model.datasets.reading.held_out import refusal, told
from latent_explorer.model.store import files

SHOWN = 20  # classes in the table


@plain_errors()
def show_data(path: Path, options: ReadingOptions, look: Path | None) -> None:
    """Print what a data set holds and why it was understood so, and draw some of its images. Raises DataError."""
    with shown_progress() as on_progress:
        found = read_data(path, options, read_picture, on_progress)
    Console().print(table(found))
    for sentence in sentences(found) if not is_mnist(path) else found.notes:
        Console().print(f"- {sentence}", markup=False, highlight=False)
    place = look or Path(f"{found.images.id}-look.png")
    files.write(place, contact_sheet(found.train, found.images.classes))
    console.print(f"see {place}: some of the training images with their labels", markup=False, highlight=False)


def reading_options(
    side: int | None, colour: bool | None, range_: str | None, transpose: bool | None, labels: str | None
) -> ReadingOptions:
    """What the options declare of a data set. Exits with a sentence if --range is malformed."""
    with plain_errors():
        return ReadingOptions(side, colour, read_range(range_), transpose, labels)


def read_range(text: str | None) -> tuple[float, float] | None:
    """Black and white as --range has them, 0,255. Raises ConfigError."""
    if text is None:
        return None
    try:
        black, white = (float(part) for part in text.split(","))
    except ValueError as error:
        raise ConfigError(f"--range takes what black and white are, as 0,255 or -1,1, not {text!r}") from error
    return black, white


def sentences(found: Found) -> tuple[str, ...]:
    """How a set was understood, and what training makes of it: what it holds out for tests, or why it refuses."""
    refused = refusal(found)
    return (*found.notes, *(told(found) if refused is None else (refused,)))


def counts(found: Found) -> str:
    """How many images there are of each split."""
    return f"{len(found.train):,} training" + ("" if found.test is None else f", {len(found.test):,} test")


def table(found: Found) -> Table:
    """What there is of a data set: counts, size, colours and classes."""
    images = found.images
    side = images.side
    rows = Table("of the data", "understood as", title=escape(f"{images.id}: {found.format}"))
    rows.add_row("images", counts(found))
    rows.add_row("an image", f"{side}×{side} px, {'grey' if images.channels == 1 else 'in colour'}")
    rows.add_row("classes", escape(classes(found.train, images.classes)))
    return rows


def classes(data: ImageData, names: tuple[str, ...]) -> str:
    """How many classes there are, and the number of images of the first of them."""
    if data.labels is None:
        return "none"
    each = np.bincount(data.labels, minlength=len(names))
    listed = [f"{name} ({count:,})" for name, count in zip(names[:SHOWN], each, strict=False)]
    more = [f"and {len(names) - SHOWN:,} more"] if len(names) > SHOWN else []
    return f"{len(names)}: {', '.join([*listed, *more])}"


@contextmanager
def shown_progress() -> Iterator[Callable[[int, int], None]]:
    """A bar that counts what is read, and goes when all is."""
    columns = (TextColumn("reading"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("reading", total=None, visible=False)
        yield lambda done, total: bar.update(task, completed=done, total=total, visible=True)
