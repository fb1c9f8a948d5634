"""Columns of any Arrow type as plain text, and texts repaired."""

from __future__ import annotations

from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from pugmark.sources.values.lists import TEXTS, text_of

REPLACEMENT: Final = "\ufffd"


def plain(values: pa.Array) -> pa.Array:
    """The column without dictionaries, large offsets and views; other types stay as they are."""
    kind = values.type
    if pa.types.is_dictionary(kind):
        return plain(values.dictionary_decode())
    if pa.types.is_run_end_encoded(kind):
        return plain(pc.run_end_decode(values))
    if pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
        return pc.cast(values, pa.string())
    if pa.types.is_large_list(kind) or pa.types.is_fixed_size_list(kind):
        return plain(pc.cast(values, pa.list_(kind.value_type)))
    if pa.types.is_decimal(kind) or pa.types.is_float16(kind):
        return pc.cast(values, pa.float64(), safe=False)
    if _is_binary(kind):
        return pc.cast(pc.cast(values, pa.binary()), pa.string())
    return values


def undecodable(values: pa.Array) -> NDArray[np.int64]:
    """Positions of texts, or of lists with a text, that are not UTF-8."""
    if pa.types.is_dictionary(values.type):
        bad = undecodable(values.dictionary)
        if not len(bad):
            return bad
        return np.flatnonzero(
            pc.is_in(values.indices, pa.array(bad)).to_numpy(zero_copy_only=False)
        )
    if _is_list(values.type) and _is_text(values.type.value_type):
        inner = undecodable(values.flatten())
        return np.unique(pc.list_parent_indices(values).to_numpy()[inner])
    if not (_is_text(values.type) or _is_binary(values.type)):
        return np.empty(0, np.int64)
    if pa.types.is_string(values.type):
        data = _bytes_of(values)
        if not len(data) or data.max() < 128:
            return np.empty(0, np.int64)
    try:
        if _is_binary(values.type):
            pc.cast(pc.cast(values, pa.binary()), pa.string())
        else:
            values.validate(full=True)
    except pa.ArrowInvalid:
        raw = pc.cast(values, pa.large_binary()).to_pylist()
        return np.array([at for at, item in enumerate(raw) if not _decodes(item)], np.int64)
    return np.empty(0, np.int64)


def as_text(values: pa.Array) -> pa.Array:
    """A plain column as text: whole numbers without a point, lists joined."""
    kind = values.type
    if pa.types.is_string(kind):
        return values
    if pa.types.is_null(kind):
        return pa.nulls(len(values), pa.string())
    if pa.types.is_floating(kind):
        finite = pc.is_finite(values)
        whole = pc.all(
            pc.equal(pc.if_else(finite, pc.trunc(values), 0.0), pc.if_else(finite, values, 0.0))
        )
        small = pc.all(pc.less(pc.abs(pc.if_else(finite, values, 0.0)), 1e15))
        numbers = pc.if_else(finite, values, pa.scalar(None, kind))
        if whole.as_py() and small.as_py():
            numbers = pc.cast(numbers, pa.int64())
        return pc.cast(numbers, pa.string())
    if pa.types.is_list(kind) and pa.types.is_string(kind.value_type):
        return pc.binary_join(values, " ")
    if _is_list(kind) or pa.types.is_nested(kind):
        return pa.array([None if item is None else text_of(item) for item in values.to_pylist()])
    return pc.cast(values, pa.string())


def as_texts(values: pa.Array) -> pa.Array:
    """A plain column of lists, each item as text; other columns as text."""
    if not pa.types.is_list(values.type):
        return as_text(values)
    if pa.types.is_string(values.type.value_type):
        return values
    lists = [
        item and [text_of(each) for each in item if each is not None] for item in values.to_pylist()
    ]
    return pa.array(lists, TEXTS)


def without_nul(values: pa.Array) -> tuple[pa.Array, NDArray[np.int64]]:
    """A column of texts or lists with U+FFFD for every NUL, and the positions repaired."""
    if pa.types.is_list(values.type):
        repaired, inner = without_nul(values.flatten())
        if not len(inner):
            return values, inner
        where = np.unique(pc.list_parent_indices(values).to_numpy()[inner])
        lengths = pc.fill_null(pc.list_value_length(values), 0).to_numpy()
        offsets = pa.array(np.concatenate([[0], np.cumsum(lengths)]), pa.int32())
        return pa.ListArray.from_arrays(offsets, repaired, mask=values.is_null()), where
    data = _bytes_of(values)
    if not len(data) or data.min() > 0:
        return values, np.empty(0, np.int64)
    where = np.flatnonzero(
        pc.match_substring(values, "\0").fill_null(False).to_numpy(zero_copy_only=False)
    )
    return pc.replace_substring(values, "\0", REPLACEMENT), where


def _bytes_of(values: pa.Array) -> NDArray[np.uint8]:
    """The bytes of a text column, without those of rows outside its slice."""
    _, offsets, data = values.buffers()
    if data is None or not len(values):
        return np.empty(0, np.uint8)
    bounds = np.frombuffer(offsets, np.int32)
    first, last = bounds[values.offset], bounds[values.offset + len(values)]
    return np.frombuffer(data, np.uint8)[first:last]


def _decodes(item: bytes | None) -> bool:
    try:
        return item is None or item.decode("utf-8") is not None
    except UnicodeDecodeError:
        return False


def _is_text(kind: pa.DataType) -> bool:
    return bool(
        pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind)
    )


def _is_binary(kind: pa.DataType) -> bool:
    return bool(
        pa.types.is_binary(kind)
        or pa.types.is_large_binary(kind)
        or pa.types.is_binary_view(kind)
        or pa.types.is_fixed_size_binary(kind)
    )


def _is_list(kind: pa.DataType) -> bool:
    return bool(
        pa.types.is_list(kind) or pa.types.is_large_list(kind) or pa.types.is_fixed_size_list(kind)
    )
