"""CSV: an image a line, its label first, last or in a column of its name, with a header or without one."""

import csv
import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import StringIO
from itertools import islice
from posixpath import basename

import numpy as np

from latent_explorer.model.datasets.image_data import DataError
from latent_explorer.model.datasets.reading.arrays import as_images, as_labels
from latent_explorer.model.datasets.reading.files import Files
from latent_explorer.model.datasets.reading.options import Numbers, Part, Progress, Raw, ReadingOptions, Split
from latent_explorer.model.datasets.reading.packed import plain_name, unpack
from latent_explorer.model.datasets.reading.splits import split_in

_ENDINGS = (".csv", ".tsv", ".tra", ".tes")  # the last two are UCI's, of its digits
_LABELS = ("label", "labels", "class", "target", "y", "digit", "character", "letter", "emotion")
_DELIMITERS = ",;\t "
MIN_COLUMNS = 64  # 8×8 pixels
_LINES = 2000  # parsed at a time
_LOOK = 500  # lines by which columns are judged


@dataclass
class _Table:
    """A CSV file: its lines without the header, the number of the first of them, and which column is what."""

    called: str
    lines: list[str]
    delimiter: str
    header: list[str] | None
    label: int | None = None  # its column
    pixels: list[int] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def first(self) -> int:
        """The number of the first line with an image, as editors count."""
        return 1 if self.header is None else 2

    @property
    def columns(self) -> int:
        """How many columns the first image has."""
        return self.count(self.lines[0])

    def cells(self, line: str) -> list[str]:
        """What stands in a line's columns."""
        if '"' in line:  # names may have the delimiter in them
            return next(csv.reader([line], delimiter=self.delimiter), [""])
        return line.split(self.delimiter)

    def count(self, line: str) -> int:
        """How many columns a line has."""
        return len(self.cells(line)) if '"' in line else line.count(self.delimiter) + 1


def csv_names(files: Files) -> list[str]:
    """The files that are called as CSV files are, packed or not."""
    return [name for name in files.names if plain_name(name).lower().endswith(_ENDINGS)]


def read_rows(files: Files, names: list[str], options: ReadingOptions, on_progress: Progress) -> Raw:
    """The set in CSV files, a split each. Raises DataError, by file and line."""
    parts: dict[Split, Part] = {}
    notes: list[str] = []
    for name in names:
        table = _table(unpack(files.read(name), files.called(name)), files.called(name))
        if table.columns < MIN_COLUMNS:  # such as sample_submission.csv
            notes.append(f"{table.called} has too few columns to hold images, and is left out")
            continue
        _find_columns(table, options.labels)
        split = split_in(basename(plain_name(name))) or "train"
        if split in parts:
            raise DataError(f"{parts[split].source} and {table.called} would both be the split {split}; name one file")
        parts[split] = _part(table, on_progress)
        notes += table.notes
    if not parts:
        raise DataError(f"{files.path.name} holds no CSV file with the pixels of an image on each line")
    return Raw("CSV", parts, {}, tuple(notes))


def _table(raw: bytes, called: str) -> _Table:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DataError(f"{called} is no UTF-8 text (byte {error.start}); save it as UTF-8") from error
    lines = text.splitlines()
    while lines and not lines[-1].strip():
        lines.pop()
    if not lines:
        raise DataError(f"{called} is empty")
    delimiter = max(_DELIMITERS, key=lines[0].count)
    first = next(csv.reader([lines[0]], delimiter=delimiter))
    # A first line of one word among numbers is an image with the name of its class.
    header = [name.strip() for name in first] if sum(not _is_number(name) for name in first) > 1 else None
    if header is not None and len(lines) == 1:
        raise DataError(f"{called} has a header and no images")
    return _Table(called, lines[1:] if header else lines, delimiter, header)


def _find_columns(table: _Table, wanted: str | None) -> None:
    """Find out which columns are the pixels and which is the label. Raises DataError if that can't be told."""
    columns = list(range(table.columns))
    if table.header and table.header[0] in ("", "Unnamed: 0", "index", "id"):
        columns = columns[1:]
        table.notes.append(f"the first column of {table.called} counts the rows, and is left out")
    table.label = _label_column(table, columns, wanted)
    if wanted == "none" and math.isqrt(len(columns)) ** 2 != len(columns):
        columns = [column for column in columns if column != _label_column(table, columns, None)]
    table.pixels = [column for column in columns if column != table.label]


def _label_column(table: _Table, columns: list[int], wanted: str | None) -> int | None:
    if wanted == "none":
        return None
    if wanted in ("first", "last"):
        return columns[0] if wanted == "first" else columns[-1]
    if wanted is not None:
        if table.header is None or wanted not in table.header:
            raise DataError(f"{table.called} has no column {wanted!r}; --labels takes first, last, none or a name")
        return table.header.index(wanted)
    named = [i for i in columns if table.header and table.header[i].lower() in _LABELS]
    if len(named) == 1:
        return named[0]
    if math.isqrt(len(columns)) ** 2 == len(columns):
        table.notes.append(f"{table.called} has {len(columns)} columns, a whole square, so none of them is a label")
        return None
    return _judged(table, columns)


def _judged(table: _Table, columns: list[int]) -> int:
    """The label's column by what stands there: names, or whole numbers without gaps, from 0 or 1, of several values."""
    rows = [table.cells(line) for line in table.lines[:_LOOK]]
    ends = {"first": columns[0], "last": columns[-1]}
    likely = [(where, i) for where, i in ends.items() if _like_labels([row[i] for row in rows if i < len(row)])]
    if len(likely) != 1:
        raise DataError(
            f"{table.called} has {len(columns)} columns, and it can't be told whether the label is the first or the "
            f"last: say --labels first, last or none"
        )
    table.notes.append(f"the {likely[0][0]} column of {table.called} is the label, as its values show")
    return likely[0][1]


def _like_labels(values: list[str]) -> bool:
    if not all(map(_is_number, values)):
        return True
    numbers = sorted({float(value) for value in values})
    return len(numbers) > 1 and numbers[0] in (0, 1) and numbers == [numbers[0] + i for i in range(len(numbers))]


def _part(table: _Table, on_progress: Progress) -> Part:
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


def _pixels(table: _Table, lines: list[str], start: int) -> Numbers:
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


def _complaint(table: _Table, lines: list[str], start: int) -> str:
    """What is wrong with the first of the lines that can't be read."""
    for i, line in enumerate(lines):
        cells = [cell.strip() for cell in table.cells(line)]
        where = f"line {table.first + start + i} of {table.called}"
        if len(cells) != table.columns:
            return f"{where} has {len(cells)} columns, and the first image {table.columns}; correct or remove it"
        for column in table.pixels:
            if not _is_number(cells[column]):
                return f"{where} has {cells[column]!r:.40} in column {column + 1}, which is no number"
    return f"{table.called} can't be read as rows of numbers"


def _cell(line: str, table: _Table) -> str:
    assert table.label is not None
    return (table.cells(line) if '"' in line else line.split(table.delimiter, table.label + 1))[table.label].strip()


def _labels(cells: list[str], table: _Table) -> Numbers | None:
    """The labels as numbers, or as text if any is none."""
    array = np.array(cells)
    if all(map(_is_number, set(cells))):
        array = array.astype(np.float64)
    labels, _ = as_labels(array, f"the labels of {table.called}")
    return labels


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
