"""One file of the lexicon as columns, or the exact place where it is broken."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pugmark.lexicon.errors import Problem

BOMS: Final = (
    (b"\xef\xbb\xbf", "UTF-8 with a byte order mark"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)
WELL_QUOTED: Final = re.compile(r'(?:"(?:[^"]|"")*"|[^",]*)(?:,(?:"(?:[^"]|"")*"|[^",]*))*')
LONGEST_CELL: Final = 10_000


@dataclass(frozen=True, slots=True)
class Table:
    """One file: ``columns`` maps each column to its cells, all of the same length."""

    name: str
    columns: dict[str, Sequence[str]]
    size: int

    def __getitem__(self, column: str) -> Sequence[str]:
        return self.columns[column]

    def problem(self, index: int, column: str, what: str) -> Problem:
        """Something wrong with the cell of the ``index``-th row, the first being 0."""
        return Problem(self.name, index + 2, column, what)

    def rows(self) -> Iterator[dict[str, str]]:
        """The rows, each by column."""
        for cells in zip(*self.columns.values(), strict=True):
            yield dict(zip(self.columns, cells, strict=True))


def read_table(name: str, data: bytes, header: Sequence[str]) -> tuple[Table | None, list[Problem]]:
    """Read one CSV file (RFC 4180, UTF-8, one row a line) with exactly these columns.

    Returns the table, or None with every problem of its form.
    """
    try:
        lines = _lines(name, data, header)
        problems = _quoting(name, lines, header)
        if problems:
            return None, problems
        rows = list(csv.reader(lines, strict=True))
    except _BrokenError as error:
        return None, [error.problem]
    except csv.Error:
        return None, _long_lines(name, lines, header)
    problems = _shape(name, rows, header)
    if problems:
        return None, problems
    cells: Sequence[Sequence[str]] = list(zip(*rows[1:], strict=True)) or [()] * len(header)
    return Table(name, dict(zip(header, cells, strict=True)), len(rows) - 1), []


class _BrokenError(Exception):
    """The file cannot be cut into lines."""

    def __init__(self, name: str, row: int, column: str, what: str) -> None:
        super().__init__(what)
        self.problem = Problem(name, row, column, what)


def _lines(name: str, data: bytes, header: Sequence[str]) -> list[str]:
    """The lines of a file, without their ends."""
    for mark, encoding in BOMS:
        if data.startswith(mark):
            raise _BrokenError(name, 1, "", f"the file is {encoding}; save it as plain UTF-8")
    if not data:
        raise _BrokenError(name, 0, "", "the file is empty; its first row names the columns")
    at = data.find(b"\0")
    if at >= 0:
        row, column = _place(data, at, header)
        raise _BrokenError(name, row, column, "a NUL byte; the file is binary or damaged")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        row, column = _place(data, error.start, header)
        what = f"byte 0x{data[error.start]:02x} is not UTF-8; save the file as UTF-8"
        raise _BrokenError(name, row, column, what) from None
    text = text.replace("\r\n", "\n")
    lines = text.split("\n")
    if not lines[-1]:
        lines.pop()
    for ending in ("\r", "\v", "\f", "\x85", "\u2028", "\u2029"):
        if ending in text:
            row = next(i for i, line in enumerate(lines, 1) if ending in line)
            column = _column_at(lines[row - 1], lines[row - 1].index(ending), header)
            what = f"U+{ord(ending):04X} breaks the line; one row stands on one line, ended by LF"
            raise _BrokenError(name, row, column, what)
    return lines


def _place(data: bytes, at: int, header: Sequence[str]) -> tuple[int, str]:
    """Row and column of the byte at this place."""
    start = data.rfind(b"\n", 0, at) + 1
    row = data.count(b"\n", 0, at) + 1
    before = data[start:at].decode("utf-8", "replace")
    return row, _column_at(before, len(before), header)


def _column_at(line: str, at: int, header: Sequence[str]) -> str:
    """The column in which this character of a line stands."""
    cell, quoted = 0, False
    for char in line[:at]:
        if char == '"':
            quoted = not quoted
        elif char == "," and not quoted:
            cell += 1
    return header[cell] if cell < len(header) else ""


def _quoting(name: str, lines: list[str], header: Sequence[str]) -> list[Problem]:
    """Lines whose quotation marks do not pair as RFC 4180 asks."""
    found = []
    for row, line in enumerate(lines, 1):
        if '"' in line and not WELL_QUOTED.fullmatch(line):
            whole = WELL_QUOTED.match(line)
            column = _column_at(line, whole.end() if whole else 0, header)
            what = (
                "a quotation mark out of place; put the whole cell in quotes on one line, "
                'and write a quote inside it as ""'
            )
            found.append(Problem(name, row, column, what))
    return found


def _long_lines(name: str, lines: list[str], header: Sequence[str]) -> list[Problem]:
    """Cells beyond what the csv module takes."""
    limit = csv.field_size_limit()
    for row, line in enumerate(lines, 1):
        if len(line) > limit:
            return [Problem(name, row, "", f"a cell longer than {limit:,} characters")]
    return [Problem(name, 0, "", f"not CSV with the columns {', '.join(header)}")]


def _shape(name: str, rows: list[list[str]], header: Sequence[str]) -> list[Problem]:
    """Wrong header, wrong number of cells, empty lines."""
    expected = list(header)
    if rows[0] != expected:
        return [Problem(name, 1, *_header_fault(rows[0], expected))]
    found = []
    wide = len(expected)
    if any(len(cells) != wide for cells in rows):
        for row, cells in enumerate(rows, 1):
            if not cells:
                found.append(Problem(name, row, "", "an empty line"))
            elif len(cells) < wide:
                what = f"{len(cells)} cells instead of {wide}; this is the first that is missing"
                found.append(Problem(name, row, expected[len(cells)], what))
            elif len(cells) > wide:
                what = f"{len(cells)} cells instead of {wide}; put cells with commas in quotes"
                found.append(Problem(name, row, expected[-1], what))
    return found


def _header_fault(header: list[str], expected: list[str]) -> tuple[str, str]:
    """The first column that is wrong, and how."""
    for column in expected:
        if column not in header:
            return column, f"the column is missing; the columns are {','.join(expected)}"
    for column in header:
        if column not in expected:
            return column, f"a column that nobody knows; the columns are {','.join(expected)}"
        if header.count(column) > 1:
            return column, "the column stands there twice"
    column = next(want for want, have in zip(expected, header, strict=True) if want != have)
    return column, f"the columns stand in another order; the order is {','.join(expected)}"
