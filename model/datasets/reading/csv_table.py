"""A CSV file as a table: its delimiter, its header if it has one, and which columns are the pixels and the label."""

import csv
import math
from dataclasses import dataclass, field

from latent_explorer.model.datasets.image_data import DataError

_LABELS = ("label", "labels", "class", "target", "y", "digit", "character", "letter", "emotion")
_DELIMITERS = ",;\t "
_LOOK = 500  # lines by which columns are judged


@dataclass
class Table:
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


def is_number(text: str) -> bool:
    """Whether a cell holds a number."""
    try:
        float(text)
    except ValueError:
        return False
    return True


def read_table(raw: bytes, called: str) -> Table:
    """The lines of a CSV file, of which no column is judged yet. Raises DataError if it is empty or no text."""
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
    header = [name.strip() for name in first] if sum(not is_number(name) for name in first) > 1 else None
    if header is not None and len(lines) == 1:
        raise DataError(f"{called} has a header and no images")
    return Table(called, lines[1:] if header else lines, delimiter, header)


def find_columns(table: Table, wanted: str | None) -> None:
    """Find out which columns are the pixels and which is the label. Raises DataError if that can't be told."""
    columns = list(range(table.columns))
    if table.header and table.header[0] in ("", "Unnamed: 0", "index", "id"):
        columns = columns[1:]
        table.notes.append(f"the first column of {table.called} counts the rows, and is left out")
    table.label = _label_column(table, columns, wanted)
    if wanted == "none" and math.isqrt(len(columns)) ** 2 != len(columns):
        columns = [column for column in columns if column != _label_column(table, columns, None)]
    table.pixels = [column for column in columns if column != table.label]


def _label_column(table: Table, columns: list[int], wanted: str | None) -> int | None:
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


def _judged(table: Table, columns: list[int]) -> int:
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
    if not all(map(is_number, values)):
        return True
    numbers = sorted({float(value) for value in values})
    return len(numbers) > 1 and numbers[0] in (0, 1) and numbers == [numbers[0] + i for i in range(len(numbers))]
