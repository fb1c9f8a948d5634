"""CSV, TSV and their relatives."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from pugmark.sources.batch import Chunk, Reject
from pugmark.sources.columns import Choose, Plan
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
from pugmark.sources.formats.layout import layout_of, names_of, told_delimiter
from pugmark.sources.formats.splitting import BROKEN, Split, split
from pugmark.sources.limits import Limits
from pugmark.sources.streams import Headed, Stream


def read_delimited(stream: Stream, choose: Choose, limits: Limits, source: str) -> Iterator[Chunk]:
    """Read a delimited text, given as UTF-8, whose header has the names of its columns.

    The header is the first record, or a later one where lines of another kind stand above it;
    these are counted as a warning.

    Raises EmptySource, NoRows, TooManyColumns, what ``choose`` raises and what the stream
    raises; bad rows come as rejects.
    """
    headed = Headed(stream)
    layout = layout_of(headed.head, choose, limits.columns)
    delimiter, above = layout
    passed = above - bool(told_delimiter(headed.head)) if above else 0

    def cut(content: bytes, final: bool) -> Split:
        return split(content, delimiter=delimiter, ahead=limits.record, final=final)

    table: _Table | None = None
    row = 1
    try:
        for block in blocks(with_unix_lines(headed, headed.head), cut, limits):
            first = 0
            if table is None:
                if above >= len(block.records.starts) and not block.oversize:
                    above -= len(block.records.starts)
                    continue
                table = _header(block, above, delimiter, choose, limits, source)
                first = above + 1
            chunk = table.chunk(block, first, row)
            if passed:
                chunk.warnings["above the header, passed over"] = passed
                passed = 0
            row += len(block.records.starts) - first + block.oversize
            yield chunk
    except SourceError as error:
        error.row = error.row or row
        raise
    if table is None:
        raise EmptySource("there is nothing in it", source=source)
    if row == 1:
        raise NoRows(f"has {len(table.names)} column names and no rows", source=source)


def _header(
    block: Block, number: int, delimiter: int, choose: Choose, limits: Limits, source: str
) -> _Table:
    """The table that record ``number`` of a block describes."""
    if block.oversize or block.records.cells[number] > limits.columns:
        many = "more than a line can hold" if block.oversize else f"{block.records.cells[number]:,}"
        raise TooManyColumns(f"has {many} columns", source=source)
    names = names_of(block.content, block.records, number, delimiter)
    return _Table(names, delimiter, choose(names), limits, source)


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
