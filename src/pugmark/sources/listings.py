"""Raw columns become listings: every field in its type, every row in order or among the rejects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from pugmark.records import LISTING
from pugmark.sources.batch import Chunk, Reject, Rows
from pugmark.sources.errors import BadRow, FieldTooLarge, UndecodableBytes
from pugmark.sources.limits import Limits
from pugmark.sources.values.dates import dates
from pugmark.sources.values.hosts import hosts
from pugmark.sources.values.lists import lists
from pugmark.sources.values.prices import currencies, prices
from pugmark.sources.values.texts import as_text, as_texts, plain, undecodable, without_nul

_LISTS: Final = ("comments", "hashtags", "images")
_DATES: Final = ("posted_at", "captured_at")
_COUNTED: Final = ("platform", "language", "currency", "seller")
"""Fields that people count by: an empty text there means unknown."""
_NO_ID: Final = pa.array(["", "nan", "null", "none", "<na>"])


@dataclass(slots=True)
class Listed:
    """Listings made of one chunk; ``given`` marks those whose id stood in the file."""

    listings: pa.Table
    kept: pa.Table
    rows: Rows
    given: NDArray[np.bool_]
    rejects: list[Reject]
    warnings: dict[str, int]


def listed(chunk: Chunk, source: str, limits: Limits) -> Listed:
    """The listings of a chunk.

    Rows with a field above the limit or with bytes that are not text are rejected; NUL is
    replaced and unread prices and dates are counted as warnings.
    """
    rejects, warnings = list(chunk.rejects), dict(chunk.warnings)
    chunk, refused = _sound(chunk, source, limits)
    rejects += refused
    size = len(chunk.rows)
    columns: dict[str, pa.Array] = {}
    for field, raw in chunk.columns.items():
        _fill(columns, field, plain(raw), warnings)
    ids, given = _ids(columns.get("listing_id"), chunk.rows)
    columns["listing_id"] = ids
    if "source" not in columns:
        columns["source"] = pa.repeat(pa.scalar(source), size)
    if "platform" not in columns and "url" in columns:
        columns["platform"] = hosts(columns["url"])
    repaired: list[NDArray[np.int64]] = []
    for field, column in columns.items():
        if pa.types.is_string(column.type) or pa.types.is_list(column.type):
            columns[field], where = without_nul(column)
            repaired.append(where)
    _count(warnings, "NUL characters replaced", len(np.unique(np.concatenate(repaired))))
    arrays = [
        columns[field.name] if field.name in columns else pa.nulls(size, field.type)
        for field in LISTING
    ]
    kept = {name: as_text(plain(column)) for name, column in chunk.kept.items()}
    return Listed(
        pa.Table.from_arrays(arrays, schema=LISTING),
        pa.table(kept),
        chunk.rows,
        given,
        rejects,
        warnings,
    )


def _fill(
    columns: dict[str, pa.Array], field: str, raw: pa.Array, warnings: dict[str, int]
) -> None:
    """Put one raw column into the field, in the type of the field."""
    if field in _LISTS:
        columns[field] = lists(as_texts(raw), field)
    elif field == "price":
        amounts, signs, unread = prices(raw if _is_number(raw.type) else as_text(raw))
        _count(warnings, "prices not understood", unread)
        columns["price"] = amounts
        known = columns.get("currency")
        columns["currency"] = signs if known is None else pc.coalesce(known, signs)
    elif field == "currency":
        written = currencies(as_text(raw))
        known = columns.get("currency")
        columns["currency"] = written if known is None else pc.coalesce(written, known)
    elif field in _DATES:
        keep = _is_number(raw.type) or pa.types.is_timestamp(raw.type) or pa.types.is_date(raw.type)
        columns[field], unread = dates(raw if keep else as_text(raw))
        _count(warnings, "dates not understood", unread)
    else:
        texts = as_text(raw)
        if field in _COUNTED:
            texts = pc.if_else(pc.equal(texts, ""), pa.scalar(None, pa.string()), texts)
        columns[field] = texts


def _ids(given: pa.Array | None, rows: Rows) -> tuple[pa.Array, NDArray[np.bool_]]:
    """Ids as given, and the number of the row where there is none."""
    numbers = pc.cast(pa.array(rows), pa.string())
    if given is None:
        return numbers, np.zeros(len(rows), np.bool_)
    folded = pc.utf8_lower(pc.utf8_trim_whitespace(given))
    missing = pc.or_(pc.is_null(given), pc.fill_null(pc.is_in(folded, value_set=_NO_ID), True))
    return pc.if_else(missing, numbers, given), ~missing.to_numpy(zero_copy_only=False)


def _sound(chunk: Chunk, source: str, limits: Limits) -> tuple[Chunk, list[Reject]]:
    """The chunk without rows that no field may hold, and these rows as rejects."""
    bad: dict[int, BadRow] = {}
    for field, column in chunk.columns.items():
        for at in () if chunk.checked else undecodable(column).tolist():
            what = "some bytes are not UTF-8"
            bad.setdefault(at, UndecodableBytes(what, source=source, field=field))
        for at, size in _oversize(column, limits.field):
            what = f"{size:,} bytes, above {limits.field:,}"
            bad.setdefault(at, FieldTooLarge(what, source=source, field=field))
    if not bad:
        return chunk, []
    keep = np.ones(len(chunk.rows), np.bool_)
    keep[list(bad)] = False
    mask = pa.array(keep)
    rejects = []
    for at, error in sorted(bad.items()):
        error.row = int(chunk.rows[at])
        rejects.append(Reject.of(error))
    columns = {name: column.filter(mask) for name, column in chunk.columns.items()}
    kept = {name: column.filter(mask) for name, column in chunk.kept.items()}
    return Chunk(columns, kept, chunk.rows[keep]), rejects


def _oversize(column: pa.Array, most: int) -> list[tuple[int, int]]:
    """Positions and sizes of texts, and of lists of texts, above the limit."""
    if column.nbytes <= most:
        return []
    if pa.types.is_list(column.type) or pa.types.is_large_list(column.type):
        inner = _oversize(column.flatten(), most)
        parents = pc.list_parent_indices(column).to_numpy() if inner else []
        return [(int(parents[at]), size) for at, size in inner]
    try:
        sizes = pc.fill_null(pc.binary_length(column), 0).to_numpy()
    except (pa.ArrowNotImplementedError, pa.ArrowInvalid):
        return []
    return [(int(at), int(sizes[at])) for at in np.flatnonzero(sizes > most)]


def _is_number(kind: pa.DataType) -> bool:
    return bool(pa.types.is_integer(kind) or pa.types.is_floating(kind))


def _count(warnings: dict[str, int], what: str, number: int) -> None:
    if number:
        warnings[what] = warnings.get(what, 0) + number
