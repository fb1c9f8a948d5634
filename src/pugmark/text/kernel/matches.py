"""Match a batch of Arrow columns: ``match_batch`` and what it returns."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from pugmark.text.joins import MAX_COMPOUND
from pugmark.text.kernel import desk as on
from pugmark.text.kernel.batch import (
    FIELDS_USED,
    HITS_USED,
    SENSES_USED,
    SYMBOLS_USED,
    TOKENS_USED,
    USED_SIZE,
    make_reader,
)
from pugmark.text.kernel.columns import FIELD_COLUMNS, HIT_COLUMNS, RAW_COLUMNS, TOKEN_COLUMNS
from pugmark.text.kernel.desk import DESK_SIZE, MAX_COLUMNS
from pugmark.text.kernel.language import TALLY_SIZE
from pugmark.text.kernel.phrases import MAX_HITS
from pugmark.text.kernel.runs import MAX_RUNS, RUN_COLUMNS
from pugmark.text.kernel.stamp import source_stamp
from pugmark.text.kernel.tables import Tables
from pugmark.text.tokens import PIECE

Columns = Mapping[str, pa.Array | pa.ChunkedArray]

_SYMBOLS: Final = 4 * PIECE
"""Symbols that one piece may fold to."""


@dataclass(frozen=True, slots=True)
class Matches:
    """What the kernel found in a batch of n rows.

    By row: ``counts`` int32 tokens; ``languages`` int8, a number in ``LANGUAGES``; ``candidate``
    bool. Only fields of candidates follow (of all rows where asked), in the order of the text:
    ``fields`` int32 (f, 3) row, column, item in a list; field k has the tokens
    ``field_tokens[k]`` to ``field_tokens[k + 1]`` and the hits ``field_hits[k]`` to
    ``field_hits[k + 1]``. ``tokens`` (t, TOKEN_COLUMNS), ``hits`` (h, HIT_COLUMNS), ``senses``
    numbers of terms, ``symbols`` code points that tokens point into: see ``columns``.
    """

    names: tuple[str, ...]
    counts: NDArray[np.int32]
    languages: NDArray[np.int8]
    candidate: NDArray[np.bool_]
    fields: NDArray[np.int32]
    field_tokens: NDArray[np.int64]
    field_hits: NDArray[np.int64]
    tokens: NDArray[np.int32]
    symbols: NDArray[np.int32]
    hits: NDArray[np.int32]
    senses: NDArray[np.int32]


@lru_cache(maxsize=1)
def _compiled() -> Callable[[int], bool]:
    return make_reader(source_stamp())


class Desk:
    """The array of addresses that compiled code works on, and all that lies there."""

    def __init__(self) -> None:
        self.places = np.zeros(DESK_SIZE, np.int64)
        self._kept: dict[int, NDArray[Any]] = {}

    def lay(self, place: int, array: NDArray[Any]) -> None:
        """Lay an array down at a place and keep it alive."""
        if not array.flags.c_contiguous:
            raise ValueError("an array on the desk must lie in one piece")
        self._kept[place] = array
        self.places[place] = array.ctypes.data

    def lay_table(self, place: int, array: NDArray[np.int64], entries: int) -> None:
        """Lay down a table or bitmap of a power of two of ``entries``."""
        self.lay(place, array)
        self.places[place + 1] = entries.bit_length() - 1

    def copy(self) -> Desk:
        """Another desk with the same on it."""
        other = Desk()
        other.places[:] = self.places
        other._kept = dict(self._kept)
        return other


def lay_tables(tables: Tables) -> Desk:
    """Make a desk with the tables on it, without scratch."""
    desk = Desk()
    folding, words, phrases, runs, surfaces, languages = tables
    for place, table in (
        (on.ENTITIES, folding.entities), (on.WORDS, words.slots), (on.SQUEEZED, words.squeezed),
        (on.DELETE_MAP, words.delete_map), (on.STEPS, phrases.steps), (on.LENGTHS, runs.lengths),
        (on.RUNS, runs.slots),
        (on.HOT, words.hot), (on.LIGHTS, languages.lights),
    ):  # fmt: skip
        desk.lay_table(place, table, len(table) // 2)
    for place, bitmap in (
        (on.KNOWN, words.known), (on.STEMS, words.stems), (on.STRONG, words.strong),
        (on.COMPOUNDS, words.compounds), (on.DELETES, words.deletes),
        (on.ANCHOR_STARTS, runs.anchors),
    ):  # fmt: skip
        desk.lay_table(place, bitmap, len(bitmap) * 64)
    plain: tuple[tuple[int, NDArray[Any]], ...] = (
        (on.PACKED, folding.packed), (on.MORE, folding.more), (on.LIGHT, folding.light),
        (on.LEET, folding.leet), (on.LATIN, folding.latin), (on.CYRILLIC, folding.cyrillic),
        (on.COMPOSED, folding.composed), (on.POWERS, folding.powers),
        (on.DELETED, words.deleted), (on.WORD_FIRST, words.first), (on.WORD_SIZE, words.size),
        (on.WORD_KEY, words.key), (on.ROOT, phrases.root), (on.NODE_SURFACE, phrases.surface),
        (on.STARTS, runs.starts), (on.SENSES_OF, surfaces.senses), (on.TERMS_OF, surfaces.terms),
        (on.SURFACE_SYMBOLS, surfaces.symbols), (on.SURFACE_FLAGS, surfaces.flags),
        (on.TERM_FLAGS, surfaces.term_flags), (on.TERM_LIGHT, surfaces.light),
        (on.WEIGHTS, languages.weights),
    )  # fmt: skip
    for place, array in plain:
        desk.lay(place, array)
    desk.places[on.COMPOSED_COUNT] = len(folding.composed) // 2
    return desk


def _lay_scratch(desk: Desk) -> None:
    """Lay down what is needed to read one piece: about 15 MB, of which short texts touch little."""
    for place, kind, size in (
        (on.CHARS, np.int32, PIECE), (on.LOW, np.int32, PIECE), (on.HIGH, np.int32, PIECE),
        (on.RAW, np.int32, PIECE * RAW_COLUMNS), (on.SYMBOLS, np.int32, _SYMBOLS),
        (on.PLACE, np.int32, _SYMBOLS), (on.HASHES, np.int64, _SYMBOLS + 1),
        (on.OWNER, np.int32, _SYMBOLS), (on.TOKENS, np.int32, 2 * PIECE * TOKEN_COLUMNS),
        (on.FOUND, np.int32, MAX_RUNS * RUN_COLUMNS), (on.HITS, np.int32, MAX_HITS * HIT_COLUMNS),
        (on.ORDER, np.int64, MAX_HITS), (on.WORD_ROW, np.int32, _SYMBOLS),
        (on.COSTS, np.int32, 3 * (MAX_COMPOUND + 2)),
    ):  # fmt: skip
        desk.lay(place, np.empty(size, kind))
    desk.lay(on.EDGES, np.zeros(_SYMBOLS + 1, np.int32))
    desk.lay(on.TAKEN, np.zeros(PIECE, np.uint8))
    desk.lay(on.TALLY, np.zeros(TALLY_SIZE, np.int64))


@dataclass(slots=True)
class _Fields:
    """Where the fields of all rows lie, in reading order."""

    data: tuple[NDArray[np.uint8], ...]
    columns: NDArray[np.int8]
    items: NDArray[np.int32]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    rows: NDArray[np.int64]


def match_batch(columns: Columns, tables: Tables, *, every: bool = False) -> Matches:
    """Find all terms in columns of text, in the order of the columns.

    ``columns`` at most eight of equal length, strings or lists of strings, null where a row has
    none. ``every`` also returns tokens and hits of rows without an anchor. Releases the lock of
    the interpreter, so that threads may each match a batch. Raises TypeError for other types.
    """
    fields = _lay_out(columns)
    rows = len(fields.rows) - 1
    size = int((fields.ends - fields.starts).sum())
    share = 1 if every else 8
    room = {
        "fields": len(fields.starts) // share + 64,
        "tokens": size // (4 * share) + 1024,
        "symbols": size // share + 4096,
        "hits": size // (32 * share) + 256,
        "senses": size // (16 * share) + 512,
    }
    desk = lay_tables(tables)
    _lay_scratch(desk)
    _lay_fields(desk, fields)
    desk.places[on.EVERY] = every
    out = _Out(rows, room)
    read = _compiled()
    out.lay(desk)
    while not read(desk.places.ctypes.data):
        out.grow()
        out.lay(desk)
    return out.matches(tuple(columns))


def _lay_fields(desk: Desk, fields: _Fields) -> None:
    desk.lay(on.FIELD_COLUMN_IN, fields.columns)
    desk.lay(on.FIELD_ITEM_IN, fields.items)
    desk.lay(on.FIELD_FROM, fields.starts)
    desk.lay(on.FIELD_TO, fields.ends)
    desk.lay(on.ROW_FIELDS, fields.rows)
    desk.places[on.ROWS] = len(fields.rows) - 1
    for number, data in enumerate(fields.data):
        desk.lay(on.DATA + number, data)


_ROOMS: Final[Mapping[str, tuple[tuple[int, int, Any, int], ...]]] = {
    "fields": (
        (on.OUT_FIELDS, FIELD_COLUMNS, np.int32, 0),
        (on.OUT_FIELD_TOKENS, 1, np.int64, 1),
        (on.OUT_FIELD_HITS, 1, np.int64, 1),
    ),
    "tokens": ((on.OUT_TOKENS, TOKEN_COLUMNS, np.int32, 0),),
    "symbols": ((on.OUT_SYMBOLS, 1, np.int32, 0),),
    "hits": ((on.OUT_HITS, HIT_COLUMNS, np.int32, 0),),
    "senses": ((on.OUT_SENSES, 1, np.int32, 0),),
}
"""By kind of room: place on the desk, columns, type, and how many rows more than the room."""
_ROOM_PLACES: Final = {
    "fields": on.ROOM_FIELDS, "tokens": on.ROOM_TOKENS, "symbols": on.ROOM_SYMBOLS,
    "hits": on.ROOM_HITS, "senses": on.ROOM_SENSES,
}  # fmt: skip


class _Out:
    """Room for what is found, which grows."""

    def __init__(self, rows: int, room: dict[str, int]) -> None:
        self.room = room
        self.counts = np.zeros(rows, np.int32)
        self.languages = np.zeros(rows, np.int8)
        self.candidate = np.zeros(rows, np.uint8)
        self.used = np.zeros(USED_SIZE, np.int64)
        self.arrays: dict[int, NDArray[Any]] = {}
        self._make()

    def _make(self) -> None:
        for name, kinds in _ROOMS.items():
            for place, columns, kind, more in kinds:
                self.arrays[place] = np.zeros((self.room[name] + more) * columns, kind)

    def grow(self) -> None:
        """Double all room."""
        before = self.arrays
        self.room = {name: 2 * have for name, have in self.room.items()}
        self.arrays = {}
        self._make()
        for place, array in before.items():
            self.arrays[place][: len(array)] = array

    def lay(self, desk: Desk) -> None:
        """Lay all room down on the desk."""
        desk.lay(on.OUT_COUNTS, self.counts)
        desk.lay(on.OUT_LANGUAGES, self.languages)
        desk.lay(on.OUT_CANDIDATE, self.candidate)
        desk.lay(on.USED, self.used)
        for place, array in self.arrays.items():
            desk.lay(place, array)
        for name, place in _ROOM_PLACES.items():
            desk.places[place] = self.room[name]

    def matches(self, names: tuple[str, ...]) -> Matches:
        """What was written."""
        used, arrays = self.used, self.arrays
        fields = int(used[FIELDS_USED])
        return Matches(
            names,
            self.counts,
            self.languages,
            self.candidate.astype(np.bool_),
            arrays[on.OUT_FIELDS].reshape(-1, FIELD_COLUMNS)[:fields],
            arrays[on.OUT_FIELD_TOKENS][: fields + 1],
            arrays[on.OUT_FIELD_HITS][: fields + 1],
            arrays[on.OUT_TOKENS].reshape(-1, TOKEN_COLUMNS)[: used[TOKENS_USED]],
            arrays[on.OUT_SYMBOLS][: used[SYMBOLS_USED]],
            arrays[on.OUT_HITS].reshape(-1, HIT_COLUMNS)[: used[HITS_USED]],
            arrays[on.OUT_SENSES][: used[SENSES_USED]],
        )


_NO_BYTES: Final = np.frombuffer(b"\0", np.uint8)


def _lay_out(columns: Columns) -> _Fields:
    if len(columns) > MAX_COLUMNS:
        raise TypeError(f"{len(columns)} columns of text; the kernel reads at most {MAX_COLUMNS}")
    parts = [_column(name, column) for name, column in columns.items()]
    data = [part.data for part in parts]
    rows = len(parts[0].counts) if parts else 0
    if any(len(part.counts) != rows for part in parts):
        raise TypeError("columns of text differ in length")
    counts = np.sum([part.counts for part in parts], axis=0, dtype=np.int64)
    ends = np.zeros(rows + 1, np.int64)
    if rows:
        np.cumsum(counts, out=ends[1:])
    total = int(ends[-1])
    fields = _Fields(
        tuple(data), np.empty(total, np.int8), np.empty(total, np.int32),
        np.empty(total, np.int64), np.empty(total, np.int64), ends,
    )  # fmt: skip
    at = ends[:-1].copy()
    for number, part in enumerate(parts):
        places = np.repeat(at, part.counts) + part.items
        fields.columns[places] = number
        fields.items[places] = part.items
        fields.starts[places] = part.starts
        fields.ends[places] = part.ends
        at += part.counts
    return fields


@dataclass(slots=True)
class _Column:
    """One column: its bytes, the fields of each row, the place of each field."""

    data: NDArray[np.uint8]
    counts: NDArray[np.int64]
    items: NDArray[np.int64]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]


def _column(name: str, column: pa.Array | pa.ChunkedArray) -> _Column:
    if isinstance(column, pa.ChunkedArray):
        column = column.combine_chunks()
        if isinstance(column, pa.ChunkedArray):
            column = pa.concat_arrays(column.chunks)
    kind = column.type
    if pa.types.is_null(kind):
        column, kind = column.cast(pa.string()), pa.string()
    if pa.types.is_dictionary(kind):
        column, kind = column.cast(kind.value_type), kind.value_type
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        data, offsets = _strings(column)
        full = np.asarray(column.is_valid())
        counts = full.astype(np.int64)
        return _Column(
            data, counts, np.zeros(int(counts.sum()), np.int64), offsets[:-1][full],
            offsets[1:][full],
        )  # fmt: skip
    if pa.types.is_list(kind) or pa.types.is_large_list(kind):
        inner = _column(name, column.flatten())
        lengths = column.value_lengths().fill_null(0).to_numpy(zero_copy_only=False)
        lengths = lengths.astype(np.int64)
        begins = np.cumsum(lengths) - lengths
        items = np.arange(int(lengths.sum())) - np.repeat(begins, lengths)
        starts = np.zeros(len(items), np.int64)
        ends = np.zeros(len(items), np.int64)
        full = inner.counts > 0
        starts[full], ends[full] = inner.starts, inner.ends
        return _Column(inner.data, lengths, items, starts, ends)
    raise TypeError(f"column {name!r} is {kind}; the kernel reads strings and lists of strings")


def _strings(column: pa.Array) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    _, offsets, data = column.buffers()
    wide = pa.types.is_large_string(column.type)
    places = (
        np.frombuffer(offsets, np.int64 if wide else np.int32)[
            column.offset : column.offset + len(column) + 1
        ]
        if offsets is not None and len(column)
        else np.zeros(len(column) + 1, np.int64)
    )
    bytes_ = np.frombuffer(data, np.uint8) if data is not None and data.size else _NO_BYTES
    return bytes_, places.astype(np.int64)
