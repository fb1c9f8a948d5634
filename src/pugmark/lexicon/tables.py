"""One file of the lexicon as columns, or the exact place where it is broken."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.csv as pa_csv

from pugmark.lexicon.column import Column
from pugmark.lexicon.errors import Problem

BOMS: Final = (
    (b"\xef\xbb\xbf", "UTF-8 with a byte order mark"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)
LINE_BREAKS: Final = "\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
"""What some programs take for the end of a line; the lexicon knows LF, and CR with LF."""

LONGEST_LINE: Final = 20_000
"""Characters of one row; the longest that ships has 400."""

_CELL: Final = r'(?:"(?:[^"]|"")*"|[^",]*)'
_WELL_QUOTED: Final = re.compile(f"{_CELL}(?:,{_CELL})*")


@dataclass(frozen=True, slots=True)
class Table:
    """One file: ``columns`` maps each column to its cells, all of the same number.

    ``digest`` is the SHA-256 over the rows, whatever their order, quoting and line ends;
    ``untidy`` says what is wrong with the form of the file though not with its content.
    """

    name: str
    columns: dict[str, Column]
    size: int
    digest: str = ""
    untidy: tuple[Problem, ...] = ()

    def __getitem__(self, column: str) -> Column:
        return self.columns[column]

    def problem(self, index: int, column: str, what: str) -> Problem:
        """Something wrong with a cell of the row of this index, the first row being 0."""
        return Problem(self.name, index + 2, column, what)

    def faults(self, column: str, fault: Callable[[str], str | None]) -> Iterator[Problem]:
        """Cells of a column at fault; each different value is judged once."""
        cells = self.columns[column]
        found = {
            code: what
            for code, value in enumerate(cells.values)
            if (what := fault(value)) is not None
        }
        if found:
            for index in np.flatnonzero(np.isin(cells.codes, list(found))).tolist():
                yield self.problem(index, column, found[int(cells.codes[index])])

    def rows(self) -> Iterator[dict[str, str]]:
        """The rows, each by column."""
        for cells in zip(*self.columns.values(), strict=True):
            yield dict(zip(self.columns, cells, strict=True))


class _BrokenError(Exception):
    """The file cannot be cut into lines."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def read_table(name: str, data: bytes, header: Sequence[str]) -> tuple[Table | None, list[Problem]]:
    """Read one CSV file (RFC 4180, UTF-8, one row a line) with exactly these columns.

    Returns the table, or None and every problem of its form. Arrow reads the bulk, as it is ten
    times as fast; what it does not take is read again with care, so that the message is exact.
    """
    try:
        lines = _lines(name, data, header)
    except _BrokenError as error:
        return None, [error.problem]
    problems = _too_long(name, lines, header) or _quoting(name, lines, header)
    if problems:
        return None, problems
    columns = None if "" in lines else _quickly(data, header)
    if columns is None:
        columns, problems = _carefully(name, lines, header)
    if columns is None:
        return None, problems
    untidy = tuple(_untidy(name, data))
    return Table(name, columns, len(lines) - 1, _digest(lines[1:]), untidy), []


def _quickly(data: bytes, header: Sequence[str]) -> dict[str, Column] | None:
    """The columns, or None where the file must be looked at row by row."""
    text = pa.dictionary(pa.int32(), pa.string())
    try:
        read = pa_csv.read_csv(
            pa.BufferReader(data),
            pa_csv.ReadOptions(use_threads=False, block_size=len(data) + 1),
            pa_csv.ParseOptions(ignore_empty_lines=False),
            pa_csv.ConvertOptions(column_types=dict.fromkeys(header, text)),
        )
    except pa.ArrowInvalid:
        return None
    if read.column_names != list(header):
        return None
    columns = {}
    for column, cells in zip(header, read.columns, strict=True):
        if cells.num_chunks != 1:
            return None
        chunk = cells.chunk(0)
        columns[column] = Column(_texts(chunk.dictionary), chunk.indices.to_numpy())
    return columns


def _texts(values: pa.StringArray) -> list[str]:
    """Texts of Arrow as texts of Python, five times as fast as its own ``to_pylist``."""
    texts: list[str] = values.to_numpy(zero_copy_only=False).tolist()
    return texts


def _carefully(
    name: str, lines: list[str], header: Sequence[str]
) -> tuple[dict[str, Column] | None, list[Problem]]:
    """The columns, or every row that has not the right number of cells."""
    rows = list(csv.reader(lines, strict=True))
    problems = _shape(name, rows, list(header))
    if problems:
        return None, problems
    cells: Sequence[Sequence[str]] = list(zip(*rows[1:], strict=True)) or [()] * len(header)
    return dict(zip(header, map(Column.of, cells), strict=True)), []


def _digest(lines: Sequence[str]) -> str:
    """SHA-256 over the rows in order, each quoted only where it must be."""
    plain = sorted(line if '"' not in line else _plainly_quoted(line) for line in lines)
    return hashlib.sha256("\n".join(plain).encode()).hexdigest()


def _plainly_quoted(line: str) -> str:
    row = io.StringIO()
    csv.writer(row, lineterminator="").writerow(next(csv.reader([line])))
    return row.getvalue()


def _untidy(name: str, data: bytes) -> Iterator[Problem]:
    """Line ends that are not what the files of the lexicon have."""
    returns = data.count(b"\r\n")
    if returns:
        row = data.count(b"\n", 0, data.index(b"\r\n")) + 1
        what = f"{returns:,} lines end with CR LF; save the file with LF line ends"
        yield Problem(name, row, "", what)
    if not data.endswith(b"\n"):
        what = "the last line has no end; add a line break"
        yield Problem(name, data.count(b"\n") + 1, "", what)


def _lines(name: str, data: bytes, header: Sequence[str]) -> list[str]:
    """The lines of a file, without their ends."""
    if not data:
        what = "the file is empty; its first row must name the columns"
        raise _BrokenError(Problem(name, 0, "", what))
    for mark, encoding in BOMS:
        if data.startswith(mark):
            what = f"the file is {encoding}; save it as plain UTF-8"
            raise _BrokenError(Problem(name, 1, header[0], what))
    at = data.find(b"\0")
    if at >= 0:
        what = "a NUL byte; the file is damaged, or no text"
        raise _BrokenError(Problem(name, *_place(data, at, header), what))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        what = f"byte 0x{data[error.start]:02x} is not UTF-8; save the file as UTF-8"
        raise _BrokenError(Problem(name, *_place(data, error.start, header), what)) from None
    text = text.replace("\r\n", "\n")
    lines = text.split("\n")
    if not lines[-1]:
        lines.pop()
    for end in LINE_BREAKS:
        if end in text:
            row = next(number for number, line in enumerate(lines, 1) if end in line)
            column = _column_at(lines[row - 1], lines[row - 1].index(end), header)
            what = f"U+{ord(end):04X} breaks the line; a row is one line that ends with LF"
            raise _BrokenError(Problem(name, row, column, what))
    return lines


def _place(data: bytes, at: int, header: Sequence[str]) -> tuple[int, str]:
    """Row and column of the byte at this place."""
    start = data.rfind(b"\n", 0, at) + 1
    before = data[start:at].decode("utf-8", "replace")
    return data.count(b"\n", 0, at) + 1, _column_at(before, len(before), header)


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
    what = (
        "a quotation mark out of place; put the whole cell in quotes, on one line, "
        'and write a quote inside it as ""'
    )
    for row, line in enumerate(lines, 1):
        if '"' in line and not _WELL_QUOTED.fullmatch(line):
            good = _WELL_QUOTED.match(line)
            found.append(
                Problem(name, row, _column_at(line, good.end() if good else 0, header), what)
            )
    return found


def _too_long(name: str, lines: list[str], header: Sequence[str]) -> list[Problem]:
    """Lines so long that a quotation mark or a line break must be missing."""
    if max(map(len, lines), default=0) <= LONGEST_LINE:
        return []
    found = []
    for row, line in enumerate(lines, 1):
        if len(line) > LONGEST_LINE:
            widths = [len(cell) for cell in line.split(",")]
            at = sum(widths[: widths.index(max(widths))]) + widths.index(max(widths))
            what = f"a line of {len(line):,} characters; at most {LONGEST_LINE:,}, so split it"
            found.append(Problem(name, row, _column_at(line, at, header), what))
    return found


def _shape(name: str, rows: list[list[str]], header: list[str]) -> list[Problem]:
    """Wrong header, wrong number of cells, empty lines."""
    if rows[0] != header:
        return [Problem(name, 1, *_header_fault(rows[0], header))]
    wide = len(header)
    found: list[Problem] = []
    if all(len(cells) == wide for cells in rows):
        return found
    for row, cells in enumerate(rows, 1):
        if not cells:
            found.append(Problem(name, row, header[0], "an empty line; remove it"))
        elif len(cells) < wide:
            what = f"{len(cells)} cells in place of {wide}; this is the first that is missing"
            found.append(Problem(name, row, header[len(cells)], what))
        elif len(cells) > wide:
            what = f"{len(cells)} cells in place of {wide}; put a cell with a comma in quotes"
            found.append(Problem(name, row, header[-1], what))
    return found


def _header_fault(found: list[str], header: list[str]) -> tuple[str, str]:
    """The first column that is wrong, and how."""
    asked = f"the columns are {','.join(header)}"
    for column in header:
        if column not in found:
            return column, f"the column is missing; {asked}"
    for column in found:
        if column not in header:
            return column[:60], f"a column that nobody knows; {asked}"
        if found.count(column) > 1:
            return column, f"the column stands there twice; {asked}"
    column = next(want for want, have in zip(header, found, strict=True) if want != have)
    return column, f"the columns stand in another order; {asked}"
