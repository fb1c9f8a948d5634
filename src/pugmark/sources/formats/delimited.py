"""CSV, TSV and their relatives."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from pugmark.sources.batch import Chunk, Reject
from pugmark.sources.columns import Plan
from pugmark.sources.errors import (
    BrokenQuoting,
    EmptySource,
    FieldTooLarge,
    NoRows,
    SourceError,
    TooFewCells,
    TooManyCells,
    TooManyColumns,
)
from pugmark.sources.formats.blocks import Block, blocks, with_unix_lines
from pugmark.sources.formats.cells import columns_of, undecodable_cell
from pugmark.sources.formats.splitting import BROKEN, Split, cells_of, split
from pugmark.sources.limits import Limits
from pugmark.sources.streams import Headed, Stream

Choose = Callable[[Sequence[str]], Plan]
"""Names of columns in, and which of them are read out."""

_DELIMITERS: Final = b"\t,;|"
_ALONE: Final = 0x1F
"""The unit separator of ASCII: the delimiter of a table with one column, which has none."""


def read_delimited(stream: Stream, choose: Choose, limits: Limits, source: str) -> Iterator[Chunk]:
    """Read a delimited text, given as UTF-8, whose first record has the names of its columns.

    Raises EmptySource, NoRows, TooManyColumns, what ``choose`` raises and what the stream
    raises; bad rows come as rejects.
    """
    headed = Headed(stream)
    delimiter = delimiter_of(headed.head)

    def cut(content: bytes, final: bool) -> Split:
        return split(content, delimiter=delimiter, ahead=limits.record, final=final)

    table: _Table | None = None
    row = 1
    try:
        for block in blocks(with_unix_lines(headed, headed.head), cut, limits):
            first = 0
            if table is None:
                table, first = _header(block, delimiter, choose, limits, source)
            chunk = table.chunk(block, first, row)
            row += len(block.records.starts) - first + block.oversize
            yield chunk
    except SourceError as error:
        error.row = error.row or row
        raise
    if table is None:
        raise EmptySource("there is nothing in it", source=source)
    if row == 1:
        raise NoRows(f"has {len(table.names)} column names and no rows", source=source)


def delimiter_of(head: bytes) -> int:
    """The delimiter that cuts the header and most records into equally many cells.

    ``sep=;`` in the first line, which Excel understands, is obeyed.
    """
    told = _told(head)
    if told:
        return told[0]
    best, mark = (0.0, 0), _ALONE
    sample = head[: head.rfind(b"\n") + 1] or head
    for delimiter in _DELIMITERS:
        records = split(sample, delimiter=delimiter, ahead=len(sample), final=True)
        if len(records.cells) and records.cells[0] > 1:
            agreeing = float(np.mean(records.cells == records.cells[0]))
            if (agreeing, int(records.cells[0])) > best:
                best, mark = (agreeing, int(records.cells[0])), delimiter
    return mark


def _told(head: bytes) -> bytes:
    """The delimiter of a first line such as ``sep=;``."""
    line = head.split(b"\n", 1)[0].rstrip(b"\r").strip(b'"')
    return line[4:] if len(line) == 5 and line.lower().startswith(b"sep=") else b""


def _header(
    block: Block, delimiter: int, choose: Choose, limits: Limits, source: str
) -> tuple[_Table, int]:
    """The table that the first record describes, and the number of records before its rows."""
    if block.oversize or block.records.cells[0] > limits.columns:
        many = "more than a line can hold" if block.oversize else f"{block.records.cells[0]:,}"
        raise TooManyColumns(f"has {many} columns", source=source)
    first = 1 if _told(block.content) and len(block.records.starts) > 1 else 0
    start, end = block.records.starts[first], block.records.ends[first]
    cells = cells_of(block.content[start:end], delimiter)
    names = [
        cell.decode("utf-8", errors="replace").strip() or f"column {number}"
        for number, cell in enumerate(cells, 1)
    ]
    return _Table(names, delimiter, choose(names), limits, source), first + 1


@dataclass(frozen=True, slots=True)
class _Table:
    """What the header says, and how its rows are read."""

    names: list[str]
    delimiter: int
    plan: Plan
    limits: Limits
    source: str

    @property
    def wanted(self) -> dict[str, int]:
        """Names of the columns to read, and their positions."""
        return {name: self.names.index(name) for name in self.plan.wanted}

    def chunk(self, block: Block, first: int, row: int) -> Chunk:
        """The records of a block from number ``first`` on; the first has the number ``row``."""
        records = block.records.after(first)
        rows = np.arange(row, row + len(records.starts), dtype=np.int64)
        whole = (
            (records.kinds != BROKEN)
            & (records.cells == len(self.names))
            & (records.widest <= self.limits.field)
        )
        refused = np.flatnonzero(~whole).tolist()
        rejects = [self._rejected(records, at, int(rows[at])) for at in refused]
        if block.oversize:
            what = f"a record of more than {self.limits.record:,} bytes"
            rejects.append(Reject.of(FieldTooLarge(what, source=self.source, row=row)))
        columns, undecodable = columns_of(
            block.content, records, whole, self.wanted, len(self.names), self.delimiter
        )
        for at in undecodable:
            record = block.content[records.starts[at] : records.ends[at]]
            error = undecodable_cell(
                record, self.wanted, self.delimiter, source=self.source, row=int(rows[at])
            )
            rejects.append(Reject.of(error))
        whole[undecodable] = False
        return Chunk(
            {name: columns[column] for name, column in self.plan.fields.items()},
            {column: columns[column] for column in self.plan.kept},
            rows[whole],
            sorted(rejects, key=lambda reject: reject.row or 0),
            checked=True,
        )

    def _rejected(self, records: Split, at: int, row: int) -> Reject:
        """Why record number ``at`` is not whole."""
        cells, expected = int(records.cells[at]), len(self.names)
        counted = f"{cells:,} cells, and {expected:,} columns"
        error: SourceError
        if records.kinds[at] == BROKEN:
            error = BrokenQuoting("a quotation mark is opened and not closed", source=self.source)
        elif cells > expected:
            error = TooManyCells(counted, source=self.source)
        elif cells < expected:
            error = TooFewCells(counted, source=self.source)
        else:
            size, most = int(records.widest[at]), self.limits.field
            error = FieldTooLarge(f"a cell of {size:,} bytes, above {most:,}", source=self.source)
        error.row = row
        return Reject.of(error)
