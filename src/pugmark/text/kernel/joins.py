"""Put together and take apart words, compiled; ``pugmark.text.joins`` says why."""

from __future__ import annotations

from typing import Final

import numpy as np

from pugmark.text.folding import DIGIT, LETTER
from pugmark.text.forms import JOINED, OPEN, SIGNS, SPLIT, STEM
from pugmark.text.joins import MAX_COMPOUND, MAX_MERGE, MAX_PART, MIN_COMMON
from pugmark.text.kernel.columns import (
    ASCII,
    COMMON_BIT,
    COMPOUND_BIT,
    END,
    FLAGS,
    FROM,
    GAP,
    HAS_DIGIT,
    HASHTAG,
    HOW,
    KIND,
    PART,
    RAW_COLUMNS,
    RAW_END,
    RAW_FLAGS,
    RAW_FROM,
    RAW_GAP,
    RAW_KIND,
    RAW_SIGN,
    RAW_START,
    RAW_TO,
    SMALL,
    SMALL_BIT,
    START,
    STRONG_BIT,
    TO,
    TOKEN_COLUMNS,
    WORD,
    WORD_MASK,
)
from pugmark.text.kernel.desk import (
    COSTS,
    HASHES,
    HOT,
    PLACE,
    POWERS,
    RAW,
    STRONG,
    SYMBOLS,
    TOKENS,
    WORD_KEY,
    WORDS,
    apart,
    compiled,
    inlined,
    int32s,
    int64s,
    uint8s,
)
from pugmark.text.kernel.forms import (
    HOW_BITS,
    NO_WORD,
    NOTHING,
    is_compound,
    known_word,
    latin_for,
    letter_for,
    starred,
    stem,
    strong_word,
    unknown_form,
    word_form,
)
from pugmark.text.kernel.hashing import MULTIPLIER, find, may_hold, part_hash
from pugmark.text.kernel.language import tally_token
from pugmark.text.kernel.tables import ALONE
from pugmark.text.tokens import GAP_PUNCT, GAP_SPACE
from pugmark.text.vocabulary import LONGEST, MAX_ENDING, MIN_STEM

_SHORTEST_COMPOUND: Final = 7
_HOW_MASK: Final = (1 << HOW_BITS) - 1
_ROW: Final = MAX_COMPOUND + 2
"""Length of a row of ``COSTS``: costs, origins, cuts."""


@compiled
def read_words(desk, count, tally, write):
    """Read the raw tokens as words; returns how many, and whether one is key to an anchor.

    ``tally`` adds them to the tally of languages. ``TOKENS`` gets word, gap, start and end of
    each; with ``write`` all columns, and the exact place of parts of compounds.
    """
    raw, out, symbols = int32s(desk, RAW), int32s(desk, TOKENS), int32s(desk, SYMBOLS)
    hashes, powers, keys = int64s(desk, HASHES), int64s(desk, POWERS), uint8s(desk, WORD_KEY)
    kept = index = 0
    key_found = False
    while index < count:
        at = index * RAW_COLUMNS
        kind = np.int64(raw[at + RAW_KIND])
        start, end = np.int64(raw[at + RAW_FROM]), np.int64(raw[at + RAW_TO])
        flags = np.int64(raw[at + RAW_FLAGS])
        key = part_hash(hashes, powers, start, end)
        about = find(desk, HOT, key)
        if about == 0:
            about = find(desk, WORDS, key)
        last = index
        form = np.int64(NOTHING)
        if kind in (LETTER, DIGIT):
            if index + 1 < count:
                following = at + RAW_COLUMNS
                gap, beside = raw[following + RAW_GAP], raw[following + RAW_KIND]
                if beside in (LETTER, DIGIT):
                    if gap <= GAP_PUNCT or (gap == GAP_SPACE and end - start == 1):
                        last, form = _rejoined(desk, index, count)
                    if last == index and gap == GAP_SPACE:
                        after = np.int64(raw[following + RAW_TO])
                        both = part_hash(hashes, powers, start, after)
                        if may_hold(desk, STRONG, both) and 5 <= after - start <= LONGEST:
                            word = _pair(desk, index, about, both)
                            if word >= 0:
                                last, form = index + 1, word << HOW_BITS | SPLIT
            if last > index:
                kind = np.int64(LETTER)
                end = np.int64(raw[last * RAW_COLUMNS + RAW_TO])
                for other in range(index + 1, last + 1):
                    flags &= raw[other * RAW_COLUMNS + RAW_FLAGS] | ~ASCII
                key = part_hash(hashes, powers, start, end)
                about = find(desk, WORDS, key)
            elif about & WORD_MASK:
                form = ((about & WORD_MASK) - 1) << HOW_BITS
            else:
                if about & COMMON_BIT and not 0x600 <= symbols[start] <= 0x6FF:
                    word = stem(desk, start, end, MIN_STEM, MAX_ENDING)
                    if word >= 0:
                        form = word << HOW_BITS | STEM
                else:
                    form = unknown_form(desk, start, end, kind, key)
                    if (
                        kind == LETTER
                        and _SHORTEST_COMPOUND <= end - start <= MAX_COMPOUND
                        and about & COMMON_BIT == 0
                    ):
                        parts, has_key = _split_compound(desk, index, kept, tally, write)
                        if parts:
                            key_found = key_found or has_key
                            kept += parts
                            index += 1
                            continue
        elif about & WORD_MASK:
            form = ((about & WORD_MASK) - 1) << HOW_BITS
        if form >= 0 and keys[form >> HOW_BITS] & ALONE:
            key_found = True
        first, after = raw[at + RAW_START], raw[last * RAW_COLUMNS + RAW_END]
        if tally:
            tally_token(desk, start, end, first, after, kind, flags, about)
        row = kept * TOKEN_COLUMNS
        out[row + WORD] = form >> HOW_BITS if form >= 0 else NOTHING
        out[row + GAP] = raw[at + RAW_GAP]
        out[row + START] = first
        out[row + END] = after
        if write:
            out[row + FROM] = start
            out[row + TO] = end
            out[row + KIND] = kind
            out[row + HOW] = form & _HOW_MASK if form >= 0 else 0
            out[row + FLAGS] = flags & (HASHTAG | ASCII) | (SMALL if about & SMALL_BIT else 0)
        kept += 1
        index = last + 1
    return kept, key_found


@inlined
def _size_of(raw, index):
    return raw[index * RAW_COLUMNS + RAW_TO] - raw[index * RAW_COLUMNS + RAW_FROM]


@compiled
def _rejoined(desk, first, count):
    """The last token and the form of the longest run that makes a word, else ``NOTHING``."""
    apart()
    last = _limit(int32s(desk, RAW), first, count)
    while last > first:
        form = _whole(desk, first, last)
        if form != NOTHING:
            return last, form
        last -= 1
    return first, np.int64(NOTHING)


@compiled
def _limit(raw, first, count):
    limit = first
    single = _size_of(raw, first) == 1
    while limit + 1 < count and limit - first < MAX_MERGE:
        following = (limit + 1) * RAW_COLUMNS
        kind, gap = raw[following + RAW_KIND], raw[following + RAW_GAP]
        single = single and _size_of(raw, limit + 1) == 1
        near = gap <= GAP_PUNCT or (gap == GAP_SPACE and single)
        if (kind != LETTER and kind != DIGIT) or not near:
            break
        limit += 1
    return limit


@compiled
def _pair(desk, first, about, both):
    """The strong word with the hash ``both`` that a token makes with the next, or -1."""
    apart()
    raw, hashes, powers = int32s(desk, RAW), int64s(desk, HASHES), int64s(desk, POWERS)
    word = strong_word(desk, both)
    if word < 0:
        return word
    start = np.int64(raw[first * RAW_COLUMNS + RAW_FROM])
    middle = np.int64(raw[first * RAW_COLUMNS + RAW_TO])
    end = np.int64(raw[(first + 1) * RAW_COLUMNS + RAW_TO])
    other = find(desk, WORDS, part_hash(hashes, powers, middle, end))
    if about & WORD_MASK and other & WORD_MASK:
        return np.int64(NOTHING)
    if about & COMMON_BIT and other & COMMON_BIT and end - start < 8:
        return np.int64(NOTHING)
    return word


@compiled
def _whole(desk, first, last):
    """The form of the word that some tokens make together, or ``NOTHING``."""
    apart()
    raw = int32s(desk, RAW)
    start = np.int64(raw[first * RAW_COLUMNS + RAW_FROM])
    end = np.int64(raw[last * RAW_COLUMNS + RAW_TO])
    size = end - start
    if not 3 <= size <= MAX_COMPOUND:
        return np.int64(NOTHING)
    digits = True
    has_sign = has_digit = False
    for index in range(first, last + 1):
        at = index * RAW_COLUMNS
        digits = digits and raw[at + RAW_KIND] == DIGIT
        has_digit = has_digit or raw[at + RAW_FLAGS] & HAS_DIGIT != 0
        has_sign = has_sign or (index > first and raw[at + RAW_SIGN] != 0)
    if digits:
        return np.int64(NOTHING)
    singles = size == last - first + 1
    if size >= 4 or singles:
        key = part_hash(int64s(desk, HASHES), int64s(desk, POWERS), start, end)
        word = known_word(desk, key)
        if word >= 0:
            return word << HOW_BITS | SPLIT
    if has_sign:
        word = _signed(desk, first, last)
        if word >= 0:
            return word << HOW_BITS | SIGNS
    if size >= 4 and (singles or has_digit):
        form = word_form(desk, start, end, LETTER)
        if form >= 0 and (singles or form & OPEN == 0):
            return form >> HOW_BITS << HOW_BITS | SPLIT
    if singles and size >= MIN_COMMON:
        key = part_hash(int64s(desk, HASHES), int64s(desk, POWERS), start, end)
        if find(desk, WORDS, key) & COMMON_BIT:
            return np.int64(NO_WORD)
    return np.int64(NOTHING)


@compiled
def _signed(desk, first, last):
    """The word that tokens make with the signs between them, each read as a letter, or -1."""
    apart()
    raw, symbols = int32s(desk, RAW), int32s(desk, SYMBOLS)
    key = np.int64(0)
    size = stars = star_at = 0
    for index in range(first, last + 1):
        at = index * RAW_COLUMNS
        sign = np.int64(raw[at + RAW_SIGN])
        if index > first and sign:
            if sign == 0x2A:
                stars += 1
                star_at = size
            key = key * MULTIPLIER + sign + 1
            size += 1
        for place in range(raw[at + RAW_FROM], raw[at + RAW_TO]):
            symbol = latin_for(desk, letter_for(desk, symbols[place]))
            key = key * MULTIPLIER + symbol + 1
            size += 1
    word = known_word(desk, key)
    if word < 0 and stars == 1 and size >= 4:
        word = starred(desk, key, size, star_at)
    return word


@compiled
def _split_compound(desk, index, kept, tally, write):
    """Write the parts of a compound; returns how many, 0 where it is none, and if one is key."""
    apart()
    raw, out, place = int32s(desk, RAW), int32s(desk, TOKENS), int32s(desk, PLACE)
    hashes, powers, costs = int64s(desk, HASHES), int64s(desk, POWERS), int32s(desk, COSTS)
    at = index * RAW_COLUMNS
    start, end = np.int64(raw[at + RAW_FROM]), np.int64(raw[at + RAW_TO])
    kind, flags = np.int64(raw[at + RAW_KIND]), raw[at + RAW_FLAGS] & HASHTAG
    cuts = _cheapest_cuts(desk, start, end - start, flags != 0)
    if cuts:
        worthy = False
        for part in range(cuts):
            begin, stop = start + costs[2 * _ROW + part], start + costs[2 * _ROW + part + 1]
            about = find(desk, WORDS, part_hash(hashes, powers, begin, stop))
            worthy = worthy or about & (STRONG_BIT | COMPOUND_BIT) != 0
        if not worthy:
            return 0, False
    else:
        cuts = _compound_cuts(desk, start, end - start)
    has_key = False
    for part in range(cuts):
        begin, stop = start + costs[2 * _ROW + part], start + costs[2 * _ROW + part + 1]
        form = word_form(desk, begin, stop, kind)
        if form >= 0 and uint8s(desk, WORD_KEY)[form >> HOW_BITS] & ALONE:
            has_key = True
        if tally:
            tally_token(desk, begin, stop, 0, 0, kind, PART, np.int64(0))
        row = (kept + part) * TOKEN_COLUMNS
        out[row + WORD] = form >> HOW_BITS if form >= 0 else NOTHING
        out[row + GAP] = raw[at + RAW_GAP] if part == 0 else 0
        out[row + START] = raw[at + RAW_START]
        out[row + END] = raw[at + RAW_END]
        if write:
            about = find(desk, WORDS, part_hash(hashes, powers, begin, stop))
            out[row + START] = place[begin]
            out[row + END] = place[stop - 1] + 1
            out[row + FROM] = begin
            out[row + TO] = stop
            out[row + KIND] = kind
            out[row + HOW] = JOINED if form >= 0 else 0
            out[row + FLAGS] = flags | PART | (SMALL if about & SMALL_BIT else 0)
    return cuts, has_key


@compiled
def _cheapest_cuts(desk, start, size, hashtag):
    """Cut into known words, as few as possible: writes where each begins, and the end.

    Returns the number of parts, or 0.
    """
    apart()
    hashes, powers, costs = int64s(desk, HASHES), int64s(desk, POWERS), int32s(desk, COSTS)
    for at in range(size + 1):
        costs[at] = -1
        costs[_ROW + at] = 0
    costs[0] = 0
    for begin in range(size - 1):
        before = costs[begin]
        if before < 0:
            continue
        for end in range(begin + 2, min(size, begin + MAX_PART) + 1):
            key = part_hash(hashes, powers, start + begin, start + end)
            length = end - begin
            if length >= 3 and known_word(desk, key) >= 0:
                total = before + 2
            elif hashtag and find(desk, WORDS, key) & COMMON_BIT:
                total = before + (3 if length > 3 else 5)
            else:
                continue
            if costs[end] < 0 or total < costs[end]:
                costs[end] = total
                costs[_ROW + end] = begin
    if costs[size] < 0:
        return 0
    parts = 0
    at = np.int64(size)
    while at > 0:
        parts += 1
        at = np.int64(costs[_ROW + at])
    at = np.int64(size)
    for part in range(parts, -1, -1):
        costs[2 * _ROW + part] = at
        at = np.int64(costs[_ROW + at])
    return parts


@compiled
def _compound_cuts(desk, start, size):
    """Cut a word that begins or ends with a compound; returns 2, or 0."""
    apart()
    hashes, powers, costs = int64s(desk, HASHES), int64s(desk, POWERS), int32s(desk, COSTS)
    cut = np.int64(0)
    length = size - 3
    while length > 3 and cut == 0:
        if is_compound(desk, part_hash(hashes, powers, start, start + length)):
            cut = length
        elif is_compound(desk, part_hash(hashes, powers, start + size - length, start + size)):
            cut = size - length
        length -= 1
    if cut == 0:
        return 0
    costs[2 * _ROW], costs[2 * _ROW + 1], costs[2 * _ROW + 2] = 0, cut, size
    return 2
