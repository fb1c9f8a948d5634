"""Workbooks of Excel and its relatives: XLSX, XLSB, XLS and ODS."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import IO, Any, Final

import numpy as np
import pyarrow as pa
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from pugmark.sources.batch import Chunk
from pugmark.sources.columns import Choose, Plan
from pugmark.sources.errors import (
    CompressionBomb,
    DamagedSource,
    EmptySource,
    MissingColumn,
    NoRows,
    NoTextColumn,
    TooManyColumns,
)
from pugmark.sources.formats.layout import DEEPEST
from pugmark.sources.limits import Limits

_ROWS: Final = 10_000
_PIECE: Final = 1 << 20


def read_workbook(file: IO[bytes], choose: Choose, limits: Limits, source: str) -> Iterator[Chunk]:
    """Read the first sheet in which a column of text is recognised.

    The first row that is not empty has the names of the columns, or a later one where rows with
    little in them stand above it; these are counted as a warning. Raises DamagedSource,
    CompressionBomb, EmptySource, NoRows, TooManyColumns and what ``choose`` raises.
    """
    _check_size(file, limits, source)
    try:
        book = CalamineWorkbook.from_filelike(file)
        sheets = [book.get_sheet_by_name(name) for name in book.sheet_names]
    except (CalamineError, OSError, ValueError) as error:
        what = f"the workbook cannot be read ({error})"
        raise DamagedSource(what, source=source) from error
    refused: NoTextColumn | MissingColumn | None = None
    for sheet in sheets:
        if not sheet.total_height:
            continue
        if sheet.total_width > limits.columns:
            raise TooManyColumns(f"has {sheet.total_width:,} columns", source=source)
        rows = sheet.iter_rows()
        passed = 0
        for header in islice(rows, DEEPEST + 1):
            names = [_text(cell) or f"column {at}" for at, cell in enumerate(header, 1)]
            try:
                plan = choose(names)
            except (NoTextColumn, MissingColumn) as error:
                refused = refused or error
                if _is_row(header):
                    break
                passed += any(cell != "" for cell in header)
                continue
            for chunk in _chunks(sheet, rows, names, plan, source):
                if passed:
                    chunk.warnings["above the header, passed over"] = passed
                    passed = 0
                yield chunk
            return
    raise refused or EmptySource("its sheets are empty", source=source)


def _is_row(cells: list[Any]) -> bool:
    """Whether most cells are filled, so that it is a row of a table and no title above it."""
    filled = sum(1 for cell in cells if cell != "")
    return 2 * filled >= len(cells)


def _chunks(
    sheet: CalamineSheet, rows: Iterator[list[Any]], names: list[str], plan: Plan, source: str
) -> Iterator[Chunk]:
    """The rows of a sheet; empty ones are passed over, but counted."""
    places = {name: names.index(name) for name in plan.wanted}
    values: dict[str, list[str | None]] = {name: [] for name in places}
    numbers: list[int] = []
    number = 0
    for number, row in enumerate(rows, 1):
        if any(cell != "" for cell in row):
            numbers.append(number)
            for name, place in places.items():
                values[name].append(_text(row[place]))
        if len(numbers) >= _ROWS:
            yield _chunk(values, numbers, plan)
            values, numbers = {name: [] for name in places}, []
    if number == 0:
        what = f"the sheet {sheet.name!r} has column names and no rows"
        raise NoRows(what, source=source)
    yield _chunk(values, numbers, plan)


def _chunk(values: dict[str, list[str | None]], numbers: list[int], plan: Plan) -> Chunk:
    columns = {name: pa.array(column, pa.string()) for name, column in values.items()}
    return Chunk(
        {field: columns[name] for field, name in plan.fields.items()},
        {name: columns[name] for name in plan.kept},
        np.array(numbers, np.int64),
        checked=True,
    )


def _text(cell: Any) -> str | None:
    """What a person sees in a cell: whole numbers without a point, dates in ISO 8601."""
    if isinstance(cell, str):
        return cell or None
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else f"{cell:.4f}"
    if isinstance(cell, datetime | date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return str(cell)
    return None if cell is None else str(cell)


def _check_size(file: IO[bytes], limits: Limits, source: str) -> None:
    """Unpack once and keep nothing, because the sizes that an archive tells may be false."""
    if not zipfile.is_zipfile(file):
        file.seek(0)
        return
    size = file.seek(0, 2)
    most = min(max(limits.free, limits.ratio * size), limits.total)
    unpacked = 0
    try:
        with zipfile.ZipFile(file) as archive:
            for info in archive.infolist():
                with archive.open(info) as member:
                    while piece := member.read(_PIECE):
                        unpacked += len(piece)
                        if unpacked > most:
                            what = f"{size:,} packed bytes unpack to more than {most:,}"
                            raise CompressionBomb(what, source=source)
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError) as error:
        raise DamagedSource(f"the workbook is damaged ({error})", source=source) from error
    file.seek(0)
