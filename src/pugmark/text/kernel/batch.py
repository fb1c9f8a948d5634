"""Read rows of a batch: the compiled loop."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numba as nb
import numpy as np

from pugmark.text.kernel.columns import (
    END,
    FIELD_COLUMN,
    FIELD_COLUMNS,
    FIELD_ITEM,
    FIELD_ROW,
    FROM,
    HIT_COLUMNS,
    HIT_END,
    HIT_FIRST,
    HIT_HOW,
    HIT_LAST,
    HIT_SENSES,
    HIT_SENSES_END,
    HIT_START,
    HIT_SURFACE,
    START,
    TO,
    TOKEN_COLUMNS,
)
from pugmark.text.kernel.desk import (
    DATA,
    EVERY,
    FIELD_COLUMN_IN,
    FIELD_FROM,
    FIELD_ITEM_IN,
    FIELD_TO,
    HIGH,
    HITS,
    LOW,
    ORDER,
    OUT_CANDIDATE,
    OUT_COUNTS,
    OUT_FIELD_HITS,
    OUT_FIELD_TOKENS,
    OUT_FIELDS,
    OUT_HITS,
    OUT_LANGUAGES,
    OUT_SENSES,
    OUT_SYMBOLS,
    OUT_TOKENS,
    ROOM_FIELDS,
    ROOM_HITS,
    ROOM_SENSES,
    ROOM_SYMBOLS,
    ROOM_TOKENS,
    ROW_FIELDS,
    ROWS,
    SYMBOLS,
    TALLY,
    TERM_FLAGS,
    TOKENS,
    USED,
    apart,
    compiled,
    desk_at,
    int8s,
    int32s,
    int64s,
    uint8s,
)
from pugmark.text.kernel.joins import read_words
from pugmark.text.kernel.language import TALLY_SIZE, decide
from pugmark.text.kernel.phrases import begins_anchor, kept_senses, phrases, place_runs, swallow
from pugmark.text.kernel.reading import cut, decode, tokenise, unwrap
from pugmark.text.kernel.runs import has_solid, may_hold_anchor, runs_found
from pugmark.text.kernel.tables import ANCHOR

FIELDS_USED, TOKENS_USED, SYMBOLS_USED, HITS_USED, SENSES_USED, NEXT_ROW = range(6)
USED_SIZE: Final = 6
"""``USED``, int64: fields, tokens, symbols, hits and senses written, and the next row."""


@compiled
def _next_piece(desk, data, at, end, places):
    """Decode the next piece of a field and split it into raw tokens.

    Returns the byte after it, the number of raw tokens and of symbols, and whether entities or
    reversals were undone.
    """
    count, after, wrapped = decode(desk, data, at, end)
    if after < end:
        count, after = cut(desk, count, data, after)
    if wrapped:
        count = unwrap(desk, count)
    raw, size = tokenise(desk, count, places)
    return after, raw, size, wrapped


@compiled
def _scan_row(desk, row):
    """Read all fields of a row; returns its tokens, and whether it may be a candidate.

    The answer is never wrongly no: each phrase with an anchor has a word that is key to it.
    """
    apart()
    tally, fields = int64s(desk, TALLY), int64s(desk, ROW_FIELDS)
    columns, froms, tos = (
        int8s(desk, FIELD_COLUMN_IN),
        int64s(desk, FIELD_FROM),
        int64s(desk, FIELD_TO),
    )
    for index in range(TALLY_SIZE):
        tally[index] = 0
    total = np.int64(0)
    possible = False
    for field in range(fields[row], fields[row + 1]):
        data = uint8s(desk, DATA + columns[field])
        at, end = froms[field], tos[field]
        while at < end:
            at, raw, size, _ = _next_piece(desk, data, at, end, False)
            tokens, key_found = read_words(desk, raw, True, False)
            total += tokens
            possible = possible or key_found or begins_anchor(desk, tokens)
            if not possible and has_solid(desk, raw):
                possible = may_hold_anchor(desk, size)
    return total, possible


@compiled
def _write_row(desk, row):
    """Append the fields of a row; returns 1 with an anchor, 0 without, -1 where room is short."""
    apart()
    used, fields = int64s(desk, USED), int64s(desk, ROW_FIELDS)
    columns, items = int8s(desk, FIELD_COLUMN_IN), int32s(desk, FIELD_ITEM_IN)
    froms, tos = int64s(desk, FIELD_FROM), int64s(desk, FIELD_TO)
    out = int32s(desk, OUT_FIELDS)
    anchor = 0
    for field in range(fields[row], fields[row + 1]):
        if used[FIELDS_USED] == desk[ROOM_FIELDS]:
            return -1
        data = uint8s(desk, DATA + columns[field])
        at, end = froms[field], tos[field]
        first_token = shift = np.int64(0)
        while at < end:
            before = at
            at, raw, size, wrapped = _next_piece(desk, data, at, end, True)
            tokens, _ = read_words(desk, raw, False, True)
            hits = phrases(desk, tokens)
            if has_solid(desk, raw):
                hits = place_runs(desk, tokens, runs_found(desk, raw, size), hits)
            hits = swallow(desk, hits)
            if not _write_tokens(desk, tokens, size, shift, wrapped):
                return -1
            answer = _write_hits(desk, hits, shift, wrapped, first_token)
            if answer < 0:
                return -1
            anchor |= answer
            first_token += tokens
            for index in range(before, at):
                shift += data[index] & 0xC0 != 0x80
        number = used[FIELDS_USED]
        out[number * FIELD_COLUMNS + FIELD_ROW] = row
        out[number * FIELD_COLUMNS + FIELD_COLUMN] = columns[field]
        out[number * FIELD_COLUMNS + FIELD_ITEM] = items[field]
        used[FIELDS_USED] = number + 1
        int64s(desk, OUT_FIELD_TOKENS)[number + 1] = used[TOKENS_USED]
        int64s(desk, OUT_FIELD_HITS)[number + 1] = used[HITS_USED]
    return anchor


@compiled
def _original(desk, wrapped, start, end):
    """Where characters of the piece stood before entities and reversals were undone."""
    apart()
    if not wrapped:
        return np.int64(start), np.int64(end)
    lows, highs = int32s(desk, LOW), int32s(desk, HIGH)
    low, high = np.int64(lows[start]), np.int64(highs[start])
    for at in range(start + 1, end):
        low = min(low, np.int64(lows[at]))
        high = max(high, np.int64(highs[at]))
    return low, high


@compiled
def _write_tokens(desk, tokens, size, shift, wrapped):
    """Append the tokens of a piece and their symbols; returns False where room is short."""
    apart()
    used = int64s(desk, USED)
    base, first = used[SYMBOLS_USED], used[TOKENS_USED]
    if first + tokens > desk[ROOM_TOKENS] or base + size > desk[ROOM_SYMBOLS]:
        return False
    source, target = int32s(desk, SYMBOLS), int32s(desk, OUT_SYMBOLS)
    for index in range(size):
        target[base + index] = source[index]
    read, out = int32s(desk, TOKENS), int32s(desk, OUT_TOKENS)
    for token in range(tokens):
        row, to = token * TOKEN_COLUMNS, (first + token) * TOKEN_COLUMNS
        for column in range(TOKEN_COLUMNS):
            out[to + column] = read[row + column]
        start, end = _original(desk, wrapped, read[row + START], read[row + END])
        out[to + START] = start + shift
        out[to + END] = end + shift
        out[to + FROM] += base
        out[to + TO] += base
    used[SYMBOLS_USED] = base + size
    used[TOKENS_USED] = first + tokens
    return True


@compiled
def _write_hits(desk, hits, shift, wrapped, first_token):
    """Append the hits of a piece; returns 1 with an anchor, 0 without, -1 where room is short."""
    apart()
    used, order = int64s(desk, USED), int64s(desk, ORDER)
    found, out = int32s(desk, HITS), int32s(desk, OUT_HITS)
    senses, flags = int32s(desk, OUT_SENSES), uint8s(desk, TERM_FLAGS)
    first = used[HITS_USED]
    if first + hits > desk[ROOM_HITS]:
        return -1
    anchor = 0
    for rank in range(hits):
        hit, to = order[rank] * HIT_COLUMNS, (first + rank) * HIT_COLUMNS
        start, end = found[hit + HIT_START], found[hit + HIT_END]
        begin = used[SENSES_USED]
        kept = kept_senses(
            desk, np.int64(found[hit + HIT_SURFACE]), start, end, found[hit + HIT_HOW],
            found[hit + HIT_SENSES] != 0, senses, begin, desk[ROOM_SENSES],
        )  # fmt: skip
        if begin + kept > desk[ROOM_SENSES]:
            return -1
        used[SENSES_USED] = begin + kept
        for index in range(begin, begin + kept):
            if flags[np.int64(senses[index])] & ANCHOR:
                anchor = 1
        low, high = _original(desk, wrapped, start, end)
        out[to + HIT_SURFACE] = found[hit + HIT_SURFACE]
        out[to + HIT_FIRST] = found[hit + HIT_FIRST] + first_token
        out[to + HIT_LAST] = found[hit + HIT_LAST] + first_token
        out[to + HIT_START] = low + shift
        out[to + HIT_END] = high + shift
        out[to + HIT_HOW] = found[hit + HIT_HOW]
        out[to + HIT_SENSES] = begin
        out[to + HIT_SENSES_END] = begin + kept
    used[HITS_USED] = first + hits
    return anchor


def make_reader(stamp: str) -> Callable[[int], bool]:
    """Compile the reader, or load it from Numba's cache if made from source of this ``stamp``.

    It takes the address of a desk and reads rows from the next one on; False where room is short,
    True at the end.
    """

    def read_rows(address):
        if len(stamp) == 0:  # what a closure holds is part of the key of Numba's cache
            return True
        desk = desk_at(address)
        used = int64s(desk, USED)
        counts, languages = int32s(desk, OUT_COUNTS), int8s(desk, OUT_LANGUAGES)
        candidates = uint8s(desk, OUT_CANDIDATE)
        while used[NEXT_ROW] < desk[ROWS]:
            row = used[NEXT_ROW]
            counts[row], possible = _scan_row(desk, row)
            languages[row] = decide(desk)
            candidates[row] = 0
            if possible or desk[EVERY]:
                fields, tokens, symbols = used[FIELDS_USED], used[TOKENS_USED], used[SYMBOLS_USED]
                hits, senses = used[HITS_USED], used[SENSES_USED]
                answer = _write_row(desk, row)
                if answer > 0:
                    candidates[row] = 1
                elif answer < 0 or not desk[EVERY]:
                    used[FIELDS_USED], used[TOKENS_USED] = fields, tokens
                    used[SYMBOLS_USED], used[HITS_USED] = symbols, hits
                    used[SENSES_USED] = senses
                    if answer < 0:
                        return False
            used[NEXT_ROW] = row + 1
        return True

    function: Callable[[int], bool] = nb.njit(nb.boolean(nb.int64), nogil=True, cache=True)(
        read_rows
    )
    return function
