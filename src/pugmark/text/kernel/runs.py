"""Terms in scripts without spaces, compiled; ``pugmark.text.runs`` says why."""

from __future__ import annotations

from typing import Final

import numpy as np

from pugmark.text.folding import SOLID
from pugmark.text.kernel.columns import RAW_COLUMNS, RAW_FROM, RAW_GAP, RAW_KIND, RAW_TO
from pugmark.text.kernel.desk import (
    ANCHOR_STARTS,
    EDGES,
    FOUND,
    HASHES,
    LENGTHS,
    OWNER,
    POWERS,
    RAW,
    RUNS,
    STARTS,
    SURFACE_FLAGS,
    SYMBOLS,
    apart,
    compiled,
    inlined,
    int32s,
    int64s,
    uint8s,
)
from pugmark.text.kernel.hashing import find, may_hold, part_hash
from pugmark.text.kernel.tables import ANCHOR, SPACED
from pugmark.text.runs import LEADING_VOWELS, MARKS, SHORT
from pugmark.text.tokens import GAP_PHRASE, GAP_SPACE, PIECE

_BLOCK: Final = 0x0E00
_MARKS: Final = np.zeros(0x1800 - _BLOCK, np.uint8)
_MARKS[[ord(_char) - _BLOCK for _char in MARKS]] = 1
_MARKS[[ord(_char) - _BLOCK for _char in LEADING_VOWELS]] = 2
RUN_COLUMNS: Final = 4
"""Begin and end in symbols, surface, 1 where it was pulled apart."""
MAX_RUNS: Final = 4 * PIECE
"""Runs that one piece has room for; a text would have to say four terms with every letter."""


@inlined
def _sign_of_vowel(symbol):
    return _MARKS[symbol - _BLOCK] if _BLOCK <= symbol < _BLOCK + len(_MARKS) else 0


@inlined
def _plain(symbol):
    return 0x30 <= symbol <= 0x39 or 0x61 <= symbol <= 0x7A or 0x41 <= symbol <= 0x5A


@compiled
def has_solid(desk, count):
    """Say whether a token is written in a script without spaces."""
    apart()
    raw = int32s(desk, RAW)
    for token in range(count):  # noqa: SIM110
        if raw[token * RAW_COLUMNS + RAW_KIND] == SOLID:
            return True
    return False


@compiled
def _own_symbols(desk, count):
    """Write for each symbol the number of its token."""
    raw, owner = int32s(desk, RAW), int32s(desk, OWNER)
    for token in range(count):
        row = token * RAW_COLUMNS
        for at in range(raw[row + RAW_FROM], raw[row + RAW_TO]):
            owner[at] = token


@inlined
def _gap_at(desk, at):
    raw = int32s(desk, RAW)
    row = np.int64(int32s(desk, OWNER)[at]) * RAW_COLUMNS
    return np.int64(raw[row + RAW_GAP]) if raw[row + RAW_FROM] == at else np.int64(0)


@compiled
def _inside(desk, size, at):
    apart()
    symbols = int32s(desk, SYMBOLS)
    if at >= size or _gap_at(desk, at):
        return False
    if _sign_of_vowel(symbols[at]) == 1:
        return True
    return at > 0 and _plain(symbols[at]) and _plain(symbols[at - 1])


@inlined
def _start_key(desk, size, begin, single):
    """Key of the first two symbols here, or of the first; 0 where there are no two."""
    symbols = int32s(desk, SYMBOLS)
    key = np.int64(symbols[begin]) << 32
    if single:
        return key
    return key | np.int64(symbols[begin + 1]) if begin + 1 < size else np.int64(0)


@inlined
def _may_begin(desk, size, begin, single):
    """Say whether a surface with an anchor may begin here."""
    return may_hold(desk, ANCHOR_STARTS, _start_key(desk, size, begin, single))


@inlined
def _lengths(desk, size, begin, single):
    """The lengths of the surfaces that may begin here, a bit each."""
    return np.int64(find(desk, LENGTHS, _start_key(desk, size, begin, single)))


@inlined
def _highest(bits):
    place = 0
    while bits > 1:
        bits >>= 1
        place += 1
    return place


@compiled
def may_hold_anchor(desk, size):
    """Say whether some surface with an anchor stands here, whatever its neighbours."""
    apart()
    symbols, starts = int32s(desk, SYMBOLS), uint8s(desk, STARTS)
    hashes, powers = int64s(desk, HASHES), int64s(desk, POWERS)
    for begin in range(size):
        if starts[np.int64(symbols[begin]) & 0xFFFF] == 0:
            continue
        for single in range(2):
            if not _may_begin(desk, size, begin, single):
                continue
            lengths = _lengths(desk, size, begin, single)
            while lengths:
                length = _highest(lengths)
                lengths ^= np.int64(1) << length
                if begin + length <= size:
                    key = part_hash(hashes, powers, begin, begin + length)
                    surface = find(desk, RUNS, key) - 1
                    if surface >= 0 and uint8s(desk, SURFACE_FLAGS)[surface] & ANCHOR:
                        return True
    return False


@compiled
def runs_found(desk, count, size):
    """Write to ``FOUND`` what stands in a piece of ``count`` raw tokens; returns how many."""
    apart()
    _own_symbols(desk, count)
    edges, found = int32s(desk, EDGES), int32s(desk, FOUND)
    runs = _candidates(desk, size)
    kept = 0
    for index in range(runs):
        row = index * RUN_COLUMNS
        begin, end = np.int64(found[row]), np.int64(found[row + 1])
        if _short(desk, begin, end) and not _alone(desk, size, begin, end):
            continue
        for column in range(RUN_COLUMNS):
            found[kept * RUN_COLUMNS + column] = found[row + column]
        kept += 1
    for at in range(size + 1):
        edges[at] = 0
    return kept


@compiled
def _candidates(desk, size):
    apart()
    symbols, starts = int32s(desk, SYMBOLS), uint8s(desk, STARTS)
    hashes, powers = int64s(desk, HASHES), int64s(desk, POWERS)
    edges, found = int32s(desk, EDGES), int32s(desk, FOUND)
    count = 0
    for begin in range(size):
        if starts[np.int64(symbols[begin]) & 0xFFFF] == 0 or _inside(desk, size, begin):
            continue
        if begin and _sign_of_vowel(symbols[begin - 1]) == 2 and _gap_at(desk, begin) == 0:
            continue
        for single in range(2):
            lengths = _lengths(desk, size, begin, single)
            while lengths:
                length = _highest(lengths)
                lengths ^= np.int64(1) << length
                end = begin + length
                if end > size:
                    continue
                surface = find(desk, RUNS, part_hash(hashes, powers, begin, end)) - 1
                if surface < 0 or _inside(desk, size, end):
                    continue
                widest, fits = _gaps_fit(desk, begin, end, surface)
                if not fits or count == MAX_RUNS:
                    continue
                row = count * RUN_COLUMNS
                found[row] = begin
                found[row + 1] = end
                found[row + 2] = surface
                found[row + 3] = widest > 0
                edges[begin] += 1
                edges[end] += 1
                count += 1
    return count


@compiled
def _gaps_fit(desk, begin, end, surface):
    """The widest gap between symbols, and whether a term may be pulled apart so."""
    apart()
    raw, owner, symbols = int32s(desk, RAW), int32s(desk, OWNER), int32s(desk, SYMBOLS)
    widest = spaces = np.int64(0)
    for token in range(owner[begin] + 1, owner[end - 1] + 1):
        gap = np.int64(raw[token * RAW_COLUMNS + RAW_GAP])
        widest = max(widest, gap)
        spaces += gap == GAP_SPACE
    if widest >= GAP_PHRASE:
        return widest, False
    if spaces == 0 or spaces * 2 >= end - begin - 1:
        return widest, True
    if uint8s(desk, SURFACE_FLAGS)[surface] & SPACED:
        return widest, True
    for at in range(begin, end):
        if not 0x4E00 <= symbols[at] <= 0x9FFF:
            return widest, False
    return widest, True


@compiled
def _short(desk, begin, end):
    symbol = int32s(desk, SYMBOLS)[begin]
    complex_script = 0x0E00 <= symbol <= 0x109F or 0x1780 <= symbol <= 0x17FF
    if end - begin == 1:
        return complex_script or 0x4E00 <= symbol <= 0x9FFF
    return complex_script and end - begin <= SHORT


@compiled
def _alone(desk, size, begin, end):
    apart()
    edges, symbols = int32s(desk, EDGES), int32s(desk, SYMBOLS)
    left = (
        begin == 0 or _gap_at(desk, begin) != 0 or edges[begin] > 1 or symbols[begin - 1] < _BLOCK
    )
    if not left:
        return False
    return end == size or _gap_at(desk, end) != 0 or edges[end] > 1 or symbols[end] < _BLOCK
