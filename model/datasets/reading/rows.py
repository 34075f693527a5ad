"""CSV: an image a line, its label first, last or in a column of its name, with a header or without one."""

from collections.abc import Iterator
from io import StringIO
from itertools import islice
from posixpath import basename

import numpy as np

from latent_explorer.model.datasets.image_data import DataError
from latent_explorer.model.datasets.reading.arrays import as_images, as_labels
from latent_explorer.model.datasets.reading.csv_table import Table, find_columns, is_number, read_table
from latent_explorer.model.datasets.reading.files import Files
from latent_explorer.model.datasets.reading.options import Numbers, Part, Progress, Raw, ReadingOptions, Split
from latent_explorer.model.datasets.reading.packed import plain_name, unpack
from latent_explorer.model.datasets.reading.splits import split_in

_ENDINGS = (".csv", ".tsv", ".tra", ".tes")  # the last two are UCI's, of its digits
MIN_COLUMNS = 64  # 8×8 pixels
_LINES = 2000  # parsed at a time


def csv_names(files: Files) -> list[str]:
    """The files that are called as CSV files are, packed or not."""
    return [name for name in files.names if plain_name(name).lower().endswith(_ENDINGS)]


def read_rows(files: Files, names: list[str], options: ReadingOptions, on_progress: Progress) -> Raw:
    """The set in CSV files, a split each. Raises DataError, by file and line."""
    parts: dict[Split, Part] = {}
    notes: list[str] = []
    for name in names:
        table = read_table(unpack(files.read(name), files.called(name)), files.called(name))
        if table.columns < MIN_COLUMNS:  # such as sample_submission.csv
            notes.append(f"{table.called} has too few columns to hold images, and is left out")
            continue
        find_columns(table, options.labels)
        split = split_in(basename(plain_name(name))) or "train"
        if split in parts:
            raise DataError(f"{parts[split].source} and {table.called} would both be the split {split}; name one file")
        parts[split] = _part(table, on_progress)
        notes += table.notes
    if not parts:
        raise DataError(f"{files.path.name} holds no CSV file with the pixels of an image on each line")
    return Raw("CSV", parts, {}, tuple(notes))


def _part(table: Table, on_progress: Progress) -> Part:
    pixels, labels = [], []
    for start, lines in _batches(table.lines):
        pixels.append(_pixels(table, lines, start))
        if table.label is not None:
            labels += [_cell(line, table) for line in lines]
        on_progress(start + len(lines), len(table.lines))
    whole = np.concatenate(pixels)
    images, notes = as_images(whole, table.called)
    table.notes += notes
    return Part(images, _labels(labels, table) if labels else None, table.called)


def _batches(lines: list[str]) -> Iterator[tuple[int, list[str]]]:
    every = iter(lines)
    start = 0
    while batch := list(islice(every, _LINES)):
        yield start, batch
        start += len(batch)


def _pixels(table: Table, lines: list[str], start: int) -> Numbers:
    """The pixels of some lines, in the smallest type that holds them. Raises DataError, by the line."""
    columns = table.columns
    try:
        text = StringIO("\n".join(lines))
        delimiter = table.delimiter if table.delimiter != " " else None
        values = np.loadtxt(text, delimiter=delimiter, usecols=table.pixels, quotechar='"', comments=None, ndmin=2)
    except ValueError as error:
        raise DataError(_complaint(table, lines, start)) from error
    # NumPy skips empty lines, and longer ones are as good to it.
    if any(table.count(line) != columns for line in lines):
        raise DataError(_complaint(table, lines, start))
    return _narrowed(values)


def _narrowed(values: Numbers) -> Numbers:
    if (values == np.rint(values)).all() and values.min(initial=0) >= 0 and values.max(initial=0) <= 255:
        return values.astype(np.uint8)
    return values.astype(np.float32)


def _complaint(table: Table, lines: list[str], start: int) -> str:
    """What is wrong with the first of the lines that can't be read."""
    for i, line in enumerate(lines):
        cells = [cell.strip() for cell in table.cells(line)]
        where = f"line {table.first + start + i} of {table.called}"
        if len(cells) != table.columns:
            return f"{where} has {len(cells)} columns, and the first image {table.columns}; correct or remove it"
        for column in table.pixels:
            if not is_number(cells[column]):
                return f"{where} has {cells[column]!r:.40} in column {column + 1}, which is no number"
    return f"{table.called} can't be read as rows of numbers"


def _cell(line: str, table: Table) -> str:
    assert table.label is not None
    return (table.cells(line) if '"' in line else line.split(table.delimiter, table.label + 1))[table.label].strip()


def _labels(cells: list[str], table: Table) -> Numbers | None:
    """The labels as numbers, or as text if any is none."""
    array = np.array(cells)
    if all(map(is_number, set(cells))):
        array = array.astype(np.float64)
    labels, _ = as_labels(array, f"the labels of {table.called}")
    return labels
