"""The cells of whole records as columns, by Arrow's reader where it agrees, else by ours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pyarrow import csv

from pugmark.sources.errors import UndecodableBytes
from pugmark.sources.formats.splitting import LENIENT, Split, cells_of


def columns_of(
    content: bytes,
    records: Split,
    whole: NDArray[np.bool_],
    wanted: Mapping[str, int],
    width: int,
    delimiter: int,
) -> tuple[dict[str, pa.Array], list[int]]:
    """The wanted columns of the whole records, and which of these records are not UTF-8.

    ``wanted`` leads from names to positions, ``width`` is the number of columns, ``whole``
    marks the records that have as many cells. The columns leave out the undecodable records.
    """
    body = _body(content, records, whole, delimiter)
    try:
        columns = _parsed(body, wanted, width, delimiter)
        if all(len(column) == np.count_nonzero(whole) for column in columns.values()):
            return columns, []
    except pa.ArrowInvalid:
        pass
    return _carefully(content, records, np.flatnonzero(whole), wanted, delimiter)


def _body(content: bytes, records: Split, whole: NDArray[np.bool_], delimiter: int) -> pa.Buffer:
    """The whole records as one text, the lenient ones rewritten as every reader knows them."""
    starts, ends = records.starts, records.ends
    special = np.flatnonzero(~whole | (records.kinds == LENIENT))
    pieces: list[bytes] = []
    run = 0
    for at in special.tolist():
        if at > run:
            pieces.append(content[starts[run] : ends[at - 1]])
        if whole[at]:
            pieces.append(_rewritten(content[starts[at] : ends[at]], delimiter))
        run = at + 1
    if run == 0:
        first, last = (starts[0], ends[-1]) if len(starts) else (0, 0)
        return pa.py_buffer(content)[first:last]
    if run < len(starts):
        pieces.append(content[starts[run] : ends[-1]])
    return pa.py_buffer(b"\n".join(pieces))


def _rewritten(record: bytes, delimiter: int) -> bytes:
    cells = (b'"' + cell.replace(b'"', b'""') + b'"' for cell in cells_of(record, delimiter))
    return bytes([delimiter]).join(cells)


def _parsed(
    body: pa.Buffer, wanted: Mapping[str, int], width: int, delimiter: int
) -> dict[str, pa.Array]:
    if not body.size:
        return {name: pa.array([], pa.string()) for name in wanted}
    names = [str(number) for number in range(width)]
    chosen = {name: str(position) for name, position in wanted.items()}
    table = csv.read_csv(
        pa.BufferReader(body),
        csv.ReadOptions(use_threads=False, block_size=body.size + 1, column_names=names),
        csv.ParseOptions(delimiter=chr(delimiter), newlines_in_values=True),
        csv.ConvertOptions(
            include_columns=list(dict.fromkeys(chosen.values())),
            column_types=dict.fromkeys(chosen.values(), pa.string()),
            strings_can_be_null=False,
        ),
    )
    return {name: table.column(column).combine_chunks() for name, column in chosen.items()}


def _carefully(
    content: bytes,
    records: Split,
    chosen: Sequence[int] | NDArray[np.int64],
    wanted: Mapping[str, int],
    delimiter: int,
) -> tuple[dict[str, pa.Array], list[int]]:
    """The same, record by record."""
    found: dict[str, list[str]] = {name: [] for name in wanted}
    undecodable: list[int] = []
    for at in chosen:
        cells = cells_of(content[records.starts[at] : records.ends[at]], delimiter)
        try:
            texts = [cells[position].decode("utf-8") for position in wanted.values()]
        except UnicodeDecodeError:
            undecodable.append(int(at))
            continue
        for column, text in zip(found.values(), texts, strict=True):
            column.append(text)
    return {name: pa.array(column, pa.string()) for name, column in found.items()}, undecodable


def undecodable_cell(
    record: bytes, wanted: Mapping[str, int], delimiter: int, *, source: str, row: int
) -> UndecodableBytes:
    """What to say of a record that is not UTF-8: the first column concerned, and the bytes."""
    cells = cells_of(record, delimiter)
    for name, position in wanted.items():
        try:
            cells[position].decode("utf-8")
        except UnicodeDecodeError as error:
            bad = cells[position][error.start : error.start + 4].hex(" ")
            what = f"the bytes {bad} at {error.start} are not text in this encoding"
            return UndecodableBytes(what, source=source, row=row, field=name)
    return UndecodableBytes("some bytes are not text in this encoding", source=source, row=row)
