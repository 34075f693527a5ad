"""Hugging Face's parquet files: pictures as files or as arrays, and the names of the classes in their metadata.

Needs pyarrow, the extra `parquet`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np

from latent_explorer.model.datasets.image_data import DataError
from latent_explorer.model.datasets.reading.arrays import as_images
from latent_explorer.model.datasets.reading.canvas import Canvas
from latent_explorer.model.datasets.reading.files import Files
from latent_explorer.model.datasets.reading.options import Numbers, Part, PictureReader, Progress, Raw, Split
from latent_explorer.model.datasets.reading.options import ReadingOptions as Options
from latent_explorer.model.datasets.reading.packed import check_is_data
from latent_explorer.model.datasets.reading.parquet_columns import Columns, columns_of
from latent_explorer.model.datasets.reading.parts import cut
from latent_explorer.model.datasets.reading.splits import split_in

_ROWS = 256  # read at a time


def parquet_names(files: Files) -> list[str]:
    """The parquet files."""
    return files.ending_in(".parquet")


def read_parquet(
    files: Files, names: list[str], options: Options, pictures: PictureReader, on_progress: Progress
) -> Raw:
    """The set in parquet files, whose splits their names or folders tell. Raises DataError, by file and row."""
    parquet = _pyarrow()
    columns, total = None, 0
    for name in names:
        with _opened(parquet, files, name) as file:
            columns = columns or columns_of(file.schema_arrow, options.labels, files.called(name))
            total += file.metadata.num_rows
    assert columns is not None  # there is a name at least
    reading = _Reading(files, columns, Canvas(options), pictures)
    for name in names:
        with _opened(parquet, files, name) as file:
            for done in reading.read(name, file):
                on_progress(done, total)
    parts, notes = reading.parts()
    return Raw("parquet", parts, columns.names, (*columns.notes, *notes))


class _Reading:
    """What was read so far: pictures on a canvas, or arrays; a split and a label for each row."""

    def __init__(self, files: Files, columns: Columns, canvas: Canvas, pictures: PictureReader) -> None:
        self._files, self._columns, self._canvas, self._pictures = files, columns, canvas, pictures
        self._arrays: list[Numbers] = []
        self._splits: list[Split] = []
        self._labels: list[int | str | None] = []

    def read(self, name: str, file: Any) -> Iterator[int]:
        """Read a file, and yield how many rows are done of all files."""
        called, split, row = self._files.called(name), split_in(name) or "train", 0
        wanted = [column for column in (self._columns.image, self._columns.label) if column is not None]
        if missing := [column for column in wanted if column not in file.schema_arrow.names]:
            raise DataError(f"{called} has no column {missing[0]!r}, which the first file has")
        for batch in _batches(file, wanted, called):
            for i, value in enumerate(batch.column(0).to_pylist(), row + 1):
                self._add(value, f"row {i} of {called}")
            labels = batch.column(1).to_pylist() if len(wanted) > 1 else [None] * len(batch)
            self._labels += labels
            self._splits += [split] * len(batch)
            row += len(batch)
            yield len(self._splits)

    def _add(self, value: Any, where: str) -> None:
        content = value.get("bytes") if isinstance(value, dict) else value
        if isinstance(content, bytes):
            self._canvas.add(self._pictures(content, where), where)
        elif isinstance(content, list):
            self._arrays.append(_array(content, where))
            if self._arrays[-1].shape != self._arrays[0].shape:
                raise DataError(f"{where} has the shape {self._arrays[-1].shape}, the first {self._arrays[0].shape}")
        elif isinstance(value, dict) and value.get("path"):
            raise DataError(f"{where} names a file, {value['path']}, in place of its bytes: save the set with them")
        else:
            raise DataError(f"{where} has no picture; remove it")

    def parts(self) -> tuple[dict[Split, Part], tuple[str, ...]]:
        """The splits and notes. Raises DataError if there is nothing."""
        source = self._files.path.name
        if not self._arrays:
            images, notes = self._canvas.images(source), self._canvas.notes()
        else:
            images, notes = as_images(np.stack(self._arrays), source)
        parts, told = cut(images, self._splits, self._labels, source, ready=not self._arrays)
        return parts, (*notes, *told)


def _pyarrow() -> Any:
    try:
        import pyarrow.parquet as parquet
    except ModuleNotFoundError as error:
        raise DataError("parquet files need pyarrow: install it by pip install '.[parquet]' in a clone") from error
    return parquet


@contextmanager
def _opened(parquet: Any, files: Files, name: str) -> Iterator[Any]:
    """A parquet file. Raises DataError if it is damaged."""
    from pyarrow import ArrowException

    with files.open(name) as file:
        check_is_data(file.read(64), files.called(name))
        file.seek(0)
        try:
            opened = parquet.ParquetFile(file)
        except (ArrowException, OSError) as error:
            raise DataError(f"{files.called(name)} is no whole parquet file; fetch it again") from error
        yield opened


def _batches(file: Any, columns: list[str], called: str) -> Iterator[Any]:
    from pyarrow import ArrowException

    try:
        yield from file.iter_batches(batch_size=_ROWS, columns=columns)
    except (ArrowException, OSError) as error:
        raise DataError(f"{called} is damaged ({' '.join(str(error).split())}); fetch it again") from error


def _array(content: list[Any], where: str) -> Numbers:
    try:
        return np.array(content)
    except ValueError as error:
        raise DataError(f"{where} has lines of different lengths") from error
