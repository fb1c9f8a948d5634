"""Parquet and Arrow: columns on disk, read row group by row group or batch by batch."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pugmark.sources.batch import Chunk
from pugmark.sources.columns import Choose, Plan
from pugmark.sources.errors import (
    DamagedSource,
    NoRows,
    SourceError,
    TooManyColumns,
    TruncatedSource,
)
from pugmark.sources.formats.sniffing import Format
from pugmark.sources.limits import Limits

_ROWS: Final = 10_000
_PAGE: Final = 1 << 20
Path = tuple[str, ...]


def read_columnar(
    file: str | IO[bytes], format_: Format, choose: Choose, limits: Limits, source: str
) -> Iterator[Chunk]:
    """Read Parquet, or Arrow as a file or a stream, of a path or an open file.

    Raises TruncatedSource or DamagedSource, with the row it was at, NoRows, TooManyColumns and
    what ``choose`` raises.
    """
    row = 1
    try:
        batches, (plan, paths), rows = _opened(file, format_, choose, limits, source)
        for batch in batches:
            chunk = _chunk(batch, plan, paths, row)
            row += batch.num_rows
            chunk.share = (row - 1) / rows if rows else None
            yield chunk
    except SourceError:
        raise
    except (pa.ArrowException, OSError, ValueError) as error:
        raise _explained(error, format_, source, row) from error
    if row == 1:
        raise NoRows("has columns and no rows", source=source)


def _opened(
    file: str | IO[bytes], format_: Format, choose: Choose, limits: Limits, source: str
) -> tuple[Iterator[pa.RecordBatch], tuple[Plan, dict[str, Path]], int | None]:
    """The batches of the file, where the wanted columns lie in them, and how many rows."""
    if format_ is Format.PARQUET:
        parquet = pq.ParquetFile(file, buffer_size=_PAGE, pre_buffer=False)
        _check_width(parquet.metadata.num_columns, limits, source)
        plan, paths = _planned(parquet.schema_arrow, choose)
        tops = sorted({path[0] for path in paths.values()})
        batches = parquet.iter_batches(_ROWS, columns=tops, use_threads=False)
        return batches, (plan, paths), parquet.metadata.num_rows
    data = pa.memory_map(file) if isinstance(file, str) else pa.PythonFile(file, mode="r")
    opened = pa.ipc.open_file if format_ is Format.ARROW_FILE else pa.ipc.open_stream
    reader = opened(data, options=pa.ipc.IpcReadOptions(use_threads=False))
    _check_width(len(reader.schema), limits, source)
    planned = _planned(reader.schema, choose)
    return _sliced(reader, format_), planned, None


def _sliced(reader: Any, format_: Format) -> Iterator[pa.RecordBatch]:
    """The batches of an Arrow file or stream, cut to a moderate number of rows."""
    numbered = format_ is Format.ARROW_FILE
    whole = (reader.get_batch(n) for n in range(reader.num_record_batches)) if numbered else reader
    for batch in whole:
        batch.validate(full=True)
        for start in range(0, batch.num_rows, _ROWS):
            yield batch.slice(start, _ROWS)


def _check_width(number: int, limits: Limits, source: str) -> None:
    if number > limits.columns:
        raise TooManyColumns(f"has {number:,} columns", source=source)


def _planned(schema: pa.Schema, choose: Choose) -> tuple[Plan, dict[str, Path]]:
    """What is read of a schema: nested columns have names with dots."""
    paths: dict[str, Path] = {}
    for field in schema:
        _name_paths(field, (), paths)
    plan = choose(list(paths))
    return plan, {name: paths[name] for name in plan.wanted}


def _name_paths(field: pa.Field, above: Path, paths: dict[str, Path]) -> None:
    path = (*above, field.name)
    if pa.types.is_struct(field.type) and field.type.num_fields:
        for inner in field.type:
            _name_paths(inner, path, paths)
    else:
        paths.setdefault(".".join(path), path)


def _chunk(batch: pa.RecordBatch, plan: Plan, paths: dict[str, Path], row: int) -> Chunk:
    columns = {}
    for name, path in paths.items():
        column = batch.column(path[0])
        columns[name] = pc.struct_field(column, list(path[1:])) if path[1:] else column
    return Chunk(
        {field: columns[name] for field, name in plan.fields.items()},
        {name: columns[name] for name in plan.kept},
        np.arange(row, row + batch.num_rows, dtype=np.int64),
    )


def _explained(error: Exception, format_: Format, source: str, row: int) -> SourceError:
    """Arrow's complaint in our words."""
    text = str(error).splitlines()[0] if str(error) else type(error).__name__
    signs = (
        "magic bytes",
        "footer",
        "Unexpected end",
        "smaller than",
        "truncated",
        "Expected to",
        "Not an Arrow file",
    )
    if any(sign in text for sign in signs):
        what = f"the {format_} ends in the middle ({text})"
        return TruncatedSource(what, source=source, row=row)
    return DamagedSource(f"the {format_} is damaged ({text})", source=source, row=row)
