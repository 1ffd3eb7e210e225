"""The shapes that a list takes on its way from a file to rows: plain values, no Django models."""

from dataclasses import dataclass, field
from typing import Any


class FileRefused(Exception):
    """The file as a whole cannot be read. Its text says what is wrong and how to mend it."""


class CellRefused(Exception):
    """One cell cannot be read. Its text says what is wrong and how to mend it."""


@dataclass
class Grid:
    """One sheet: its values row by row, the places filled from merged cells, and what a printed list hides."""

    name: str
    rows: list[list[Any]]
    # Ranges as (first row, first column, last row, last column), all counted from 0.
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden: bool = False

    @property
    def width(self):
        return max((len(row) for row in self.rows), default=0)


@dataclass(frozen=True, slots=True)
class Person:
    """A person as a cell names them; `hint` is what stood in brackets beside a telephone: a unit or a post."""

    name: str
    phone: str = ""
    hint: str = ""

    def __str__(self):
        inside = self.phone or self.hint
        return f"{self.name}({inside})" if inside else self.name


@dataclass(frozen=True)
class Step:
    """A milestone as a cell names it."""

    name: str
    planned_on: Any
    weight: Any = None


@dataclass(frozen=True)
class Amount:
    """A target as a cell names it."""

    name: str
    total: Any
    measure: str


@dataclass
class Column:
    """How one column was understood. `how`: exact, near, chosen, aside (known, not needed), unknown or doubled."""

    index: int
    heading: str
    field: str = ""
    how: str = "unknown"
    unit: str = ""

    @property
    def letter(self):
        """The column as a spreadsheet names it: A, B … AA."""
        number, text = self.index + 1, ""
        while number:
            number, rest = divmod(number - 1, 26)
            text = chr(65 + rest) + text
        return text


@dataclass(frozen=True)
class Problem:
    """A bad cell or row: where, what stood there, and a sentence that says how to mend it."""

    sheet: str
    row: int
    column: str
    value: str
    sentence: str


@dataclass(slots=True)
class Row:
    """A project as the file says it: only what stood there; blank cells have no key."""

    sheet: str
    row: int
    values: dict[str, Any] = field(default_factory=dict)


@dataclass
class SheetReading:
    """How one sheet was understood."""

    name: str
    header_rows: tuple[int, int] | None = None
    columns: list[Column] = field(default_factory=list)
    # (row number, first words) of the rows left out: totals, headings of sections, repeated headers, notes.
    skipped: list[tuple[int, str]] = field(default_factory=list)
    note: str = ""


@dataclass
class Reading:
    """A whole file: its sheets, the projects in order, and everything that is wrong at once."""

    sheets: list[SheetReading] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def fields(self):
        """The keys of all fields that some column was understood as."""
        return {column.field for sheet in self.sheets for column in sheet.columns if column.field}
