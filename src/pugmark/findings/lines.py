"""Findings as lines of JSON or CSV, made column by column and not row by row."""

from __future__ import annotations

import json
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

_SPECIAL: Final = r'["\\\x00-\x1f]'


def json_lines(table: pa.Table) -> bytes:
    """The rows of a table as JSON Lines: an object a line, columns in order, null for nothing."""
    if not table.num_rows:
        return b""
    parts: list[pa.Array] = []
    for number, name in enumerate(table.column_names):
        opening = ("{" if number == 0 else ", ") + json.dumps(name) + ": "
        parts += [pa.scalar(opening), json_column(table.column(name).combine_chunks())]
    return _content(pc.binary_join_element_wise(*parts, pa.scalar("}\n"), ""))


def csv_lines(table: pa.Table) -> bytes:
    """The rows of a table as CSV without a header: cells in quotation marks where they must be.

    Lists of texts are joined by ``; ``, other lists are JSON, nothing is an empty cell.
    """
    if not table.num_rows:
        return b""
    cells = [_cells(column.combine_chunks()) for column in table.columns]
    rows = pc.binary_join_element_wise(*cells, ",")
    return _content(pc.binary_join_element_wise(rows, pa.scalar("\n"), ""))


def _cells(values: pa.Array) -> pa.Array:
    kind = values.type
    if pa.types.is_list(kind):
        texts = pa.types.is_string(kind.value_type)
        values = pc.binary_join(values, "; ") if texts else json_column(values)
    elif not pa.types.is_string(kind):
        return pc.cast(values, pa.string()).fill_null("")
    cells = values.fill_null("")
    special = pc.match_substring_regex(cells, r'[",\r\n]')
    doubled = pc.replace_substring(cells, '"', '""')
    quoted = pc.binary_join_element_wise('"', doubled, '"', "")
    return pc.if_else(special, quoted, cells)


def json_column(values: pa.Array) -> pa.Array:
    """Each value of a column as JSON text."""
    kind = values.type
    if pa.types.is_string(kind):
        return _texts(values)
    if pa.types.is_floating(kind):
        finite = pc.fill_null(pc.is_finite(values), False)
        return pc.if_else(finite, pc.cast(values, pa.string()), "null").fill_null("null")
    if pa.types.is_list(kind):
        return _lists(values)
    return pa.array([_dumped(value) for value in values.to_pylist()], pa.string())


def _texts(values: pa.Array) -> pa.Array:
    """Texts in quotation marks; those with characters to escape go the slow way."""
    quoted = pc.binary_join_element_wise('"', values, '"', "")
    special = pc.fill_null(pc.match_substring_regex(values, _SPECIAL), False)
    if pc.any(special).as_py():
        escaped = pa.array(
            [_dumped(text) for text in values.filter(special).to_pylist()], pa.string()
        )
        quoted = pc.replace_with_mask(quoted, special, escaped)
    return quoted.fill_null("null")


def _lists(values: pa.Array) -> pa.Array:
    """Lists; most are empty, and only the others are taken apart."""
    lengths = pc.list_value_length(values)
    filled = pc.fill_null(pc.greater(lengths, 0), False)
    empty = pc.if_else(pc.is_null(values), "null", pa.scalar("[]"))
    if not pc.any(filled).as_py():
        return empty
    written = pa.array([_dumped(each) for each in values.filter(filled).to_pylist()], pa.string())
    return pc.replace_with_mask(empty, filled, written)


def _dumped(value: Any) -> str:
    return json.dumps(_tidy(value), ensure_ascii=False)


def _tidy(value: Any) -> Any:
    """Numbers of 32 bits without the digits that 64 bits add to them."""
    if isinstance(value, float):
        return float(f"{value:.7g}")
    if isinstance(value, list):
        return [_tidy(each) for each in value]
    if isinstance(value, dict):
        return {key: _tidy(each) for key, each in value.items()}
    return value


def _content(rows: pa.Array) -> bytes:
    """The bytes of a column of texts, one after the other."""
    _, offsets, data = rows.buffers()
    bounds = memoryview(offsets).cast("i")
    return bytes(memoryview(data)[bounds[rows.offset] : bounds[rows.offset + len(rows)]])
