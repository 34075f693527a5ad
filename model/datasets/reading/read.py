"""A data set from whatever people have."""

from pathlib import Path

from latent_explorer.model.datasets.reading.assemble import assemble
from latent_explorer.model.datasets.reading.formats import read_raw
from latent_explorer.model.datasets.reading.options import Found, PictureReader, Progress, ReadingOptions


def _quiet(done: int, total: int) -> None:
    """Show no progress."""


def read_data(
    path: Path,
    options: ReadingOptions | None = None,
    pictures: PictureReader | None = None,
    on_progress: Progress = _quiet,
) -> Found:
    """The images of a folder, a zip or a file, with their labels, and how they were understood.

    `pictures` decodes picture files; without it, files of numbers alone are read. `on_progress(done, total)` counts
    pictures or lines. Raises DataError, by file and row, where something is damaged or could mean two things; the
    message says which option decides.
    """
    options = options or ReadingOptions()
    options.check()
    return assemble(read_raw(path, options, pictures, on_progress), options)
