"""Which word of the lexicon a token stands for, compiled; ``pugmark.text.forms`` says why."""

from __future__ import annotations

from typing import Final

import numpy as np

from pugmark.text.folding import DIGIT, TABLE_SIZE
from pugmark.text.forms import (
    ARABIC_PREFIXES,
    DIGITS,
    LOOK_ALIKE,
    MISSPELT,
    STAR_LETTERS,
    STEM,
    STRETCHED,
)
from pugmark.text.kernel.columns import (
    COMMON_BIT,
    COMPOUND_BIT,
    STEM_BIT,
    STRONG_BIT,
    WORD_MASK,
)
from pugmark.text.kernel.desk import (
    COMPOUNDS,
    CYRILLIC,
    DELETE_MAP,
    DELETED,
    DELETES,
    HASHES,
    KNOWN,
    LATIN,
    LEET,
    POWERS,
    SQUEEZED,
    STEMS,
    STRONG,
    SYMBOLS,
    WORD_FIRST,
    WORD_ROW,
    WORD_SIZE,
    WORDS,
    apart,
    compiled,
    inlined,
    int32s,
    int64s,
    uint8s,
)
from pugmark.text.kernel.hashing import MULTIPLIER, find, may_hold, part_hash
from pugmark.text.vocabulary import LONGEST, MAX_ENDING, MIN_STEM

NOTHING: Final = -1
NO_WORD: Final = -2
"""A common word that was pulled apart and says nothing."""
HOW_BITS: Final = 8
"""A form is word * 2**8 + how it was written, or ``NOTHING``."""

_PREFIXES: Final = np.zeros((len(ARABIC_PREFIXES), 4), np.int32)
for _row, _prefix in enumerate(ARABIC_PREFIXES):
    _PREFIXES[_row, 0] = len(_prefix)
    _PREFIXES[_row, 1 : len(_prefix) + 1] = [ord(_char) for _char in _prefix]
_STAR_LETTERS: Final = np.array([ord(_letter) for _letter in STAR_LETTERS], np.int64)


@inlined
def known_word(desk, key):
    """The word of the lexicon with this hash, or -1."""
    if not may_hold(desk, KNOWN, key):
        return np.int64(NOTHING)
    return (find(desk, WORDS, key) & WORD_MASK) - 1


@inlined
def strong_word(desk, key):
    """The strong word with this hash, or -1."""
    if not may_hold(desk, STRONG, key):
        return np.int64(NOTHING)
    about = find(desk, WORDS, key)
    return (about & WORD_MASK) - 1 if about & STRONG_BIT else np.int64(NOTHING)


@inlined
def is_compound(desk, key):
    """Say whether the word with this hash may be part of a longer one."""
    return may_hold(desk, COMPOUNDS, key) and find(desk, WORDS, key) & COMPOUND_BIT != 0


@compiled
def stem(desk, start, end, shortest, ending):
    """The word that takes an ending here, or -1."""
    hashes, powers = int64s(desk, HASHES), int64s(desk, POWERS)
    length = end - start - 1
    least = max(shortest, end - start - ending)
    while length >= least:
        key = part_hash(hashes, powers, start, start + length)
        if may_hold(desk, STEMS, key):
            about = find(desk, WORDS, key)
            if about & STEM_BIT:
                return (about & WORD_MASK) - 1
        length -= 1
    return np.int64(NOTHING)


@compiled
def _without_prefix(desk, start, end):
    apart()
    symbols, hashes, powers = int32s(desk, SYMBOLS), int64s(desk, HASHES), int64s(desk, POWERS)
    for row in range(len(_PREFIXES)):
        size = np.int64(_PREFIXES[row, 0])
        if end - start - size < 2:
            continue
        same = True
        for index in range(size):
            same = same and symbols[start + index] == _PREFIXES[row, 1 + index]
        if same:
            word = known_word(desk, part_hash(hashes, powers, start + size, end))
            if word < 0:
                word = stem(desk, start + size, end, 3, 3)
            if word >= 0:
                return word
    return np.int64(NOTHING)


@inlined
def latin_for(desk, symbol):
    """The Latin letter that a symbol looks like, or the symbol itself."""
    letter = np.int64(0)
    if symbol < TABLE_SIZE:
        letter = np.int64(int32s(desk, LATIN)[symbol])
    return letter if letter else np.int64(symbol)


@inlined
def _cyrillic_for(desk, symbol):
    letter = np.int64(0)
    if symbol < TABLE_SIZE:
        letter = np.int64(int32s(desk, CYRILLIC)[symbol])
    return letter if letter else np.int64(symbol)


@inlined
def letter_for(desk, symbol):
    """The letter that a digit or sign may stand for, or the symbol itself."""
    letter = np.int64(0)
    if symbol < TABLE_SIZE:
        letter = np.int64(int32s(desk, LEET)[symbol])
    return letter if letter else np.int64(symbol)


@compiled
def word_form(desk, start, end, kind):
    """The form of the symbols from ``start`` to ``end``, or ``NOTHING``."""
    apart()
    key = part_hash(int64s(desk, HASHES), int64s(desk, POWERS), start, end)
    word = known_word(desk, key)
    if word >= 0:
        return word << HOW_BITS
    return unknown_form(desk, start, end, kind, key)


@compiled
def unknown_form(desk, start, end, kind, key):
    """The form of a word that is not known as it stands."""
    apart()
    word = stem(desk, start, end, MIN_STEM, MAX_ENDING)
    if word >= 0:
        return word << HOW_BITS | STEM
    if kind == DIGIT or end - start < 3:
        return np.int64(NOTHING)
    return disguised(desk, start, end, key)


@compiled
def disguised(desk, start, end, key):
    """The form of a word that is neither known nor has a known stem."""
    apart()
    symbols, row = int32s(desk, SYMBOLS), int32s(desk, WORD_ROW)
    size = end - start
    if 0x600 <= symbols[start] <= 0x6FF:
        word = _without_prefix(desk, start, end)
        if word >= 0:
            return word << HOW_BITS | STEM
    if find(desk, WORDS, key) & COMMON_BIT:
        return np.int64(NOTHING)
    for index in range(size):
        row[index] = symbols[start + index]
    form, key = _look_alike(desk, size, key)
    if form < 0:
        form = _digits(desk, size)
    if form >= 0:
        return form
    if find(desk, WORDS, key) & COMMON_BIT:
        return np.int64(NOTHING)
    word = _stretched(desk, size)
    if word >= 0:
        return word << HOW_BITS | STRETCHED
    if 5 <= size <= LONGEST + 1:
        word = _misspelt(desk, size, key)
        if word >= 0:
            return word << HOW_BITS | MISSPELT
    return np.int64(NOTHING)


@compiled
def _look_alike(desk, size, key):
    """A word with look-alike letters, and the hash of the row, written in Latin if it may be."""
    apart()
    row = int32s(desk, WORD_ROW)
    latin = cyrillic = np.int64(0)
    unlike = changed = has_latin = foreign = False
    for index in range(size):
        symbol = np.int64(row[index])
        letter = latin_for(desk, symbol)
        changed = changed or letter != symbol
        unlike = unlike or letter >= 128
        foreign = foreign or symbol >= 128
        has_latin = has_latin or 0x61 <= symbol <= 0x7A
        latin = latin * MULTIPLIER + letter + 1
        cyrillic = cyrillic * MULTIPLIER + _cyrillic_for(desk, symbol) + 1
    if not foreign:
        return np.int64(NOTHING), key
    if changed and not unlike and size >= 4:
        word = known_word(desk, latin)
        if word >= 0:
            return word << HOW_BITS | LOOK_ALIKE, key
    if not has_latin:
        return np.int64(NOTHING), key
    word = known_word(desk, cyrillic)
    if word >= 0:
        return word << HOW_BITS | LOOK_ALIKE, key
    for index in range(size):
        row[index] = latin_for(desk, row[index])
    return np.int64(NOTHING), latin


@compiled
def _digits(desk, size):
    apart()
    row = int32s(desk, WORD_ROW)
    first = second = np.int64(0)
    has_sign = has_latin = has_one = False
    for index in range(size):
        symbol = np.int64(row[index])
        letter = letter_for(desk, symbol)
        has_sign = has_sign or letter != symbol
        has_latin = has_latin or 0x61 <= symbol <= 0x7A
        first = first * MULTIPLIER + letter + 1
        if symbol == 0x31:
            has_one = True
            letter = np.int64(0x6C)
        second = second * MULTIPLIER + letter + 1
    if not (has_sign and has_latin):
        return np.int64(NOTHING)
    word = known_word(desk, first)
    if word < 0 and has_one:
        word = known_word(desk, second)
    return word << HOW_BITS | DIGITS if word >= 0 else np.int64(NOTHING)


@compiled
def _stretched(desk, size):
    apart()
    row = int32s(desk, WORD_ROW)
    thin = np.int64(0)
    longest = length = 0
    before = np.int64(-1)
    for index in range(size):
        symbol = np.int64(row[index])
        if symbol == before:
            length += 1
        else:
            thin = thin * MULTIPLIER + symbol + 1
            length = 1
        longest = max(longest, length)
        before = symbol
    if longest < 2:
        return np.int64(NOTHING)
    word = find(desk, SQUEEZED, thin) - 1
    if word >= 0 and (longest >= 3 or uint8s(desk, WORD_SIZE)[word] >= 5):
        return word
    return np.int64(NOTHING)


@compiled
def _misspelt(desk, size, key):
    apart()
    row, powers = int32s(desk, WORD_ROW), int64s(desk, POWERS)
    word = _candidate(desk, key, row[0], 0, LONGEST + 2)
    if word >= 0:
        return word
    before = np.int64(0)
    for left_out in range(size):
        # key = before * P**(after + 1) + symbol * P**after + rest
        after = size - left_out - 1
        symbol = np.int64(row[left_out]) + 1
        longer = before * MULTIPLIER + symbol
        rest = key - longer * powers[after]
        word = _candidate(desk, before * powers[after] + rest, row[0], size - 1, size)
        if word >= 0:
            return word
        before = longer
    return np.int64(NOTHING)


@compiled
def _candidate(desk, key, first, least, most):
    """A word that gives this hash when a letter is left out, of a first letter and a length."""
    if may_hold(desk, DELETES, key):
        span = find(desk, DELETE_MAP, key)
        words = int32s(desk, DELETED)
        for index in range(span >> 8, (span >> 8) + (span & 255)):
            word = np.int64(words[index])
            if (
                int32s(desk, WORD_FIRST)[word] == first
                and least <= uint8s(desk, WORD_SIZE)[word] <= most
            ):
                return word
    return np.int64(NOTHING)


@compiled
def starred(desk, key, size, at):
    """The word that a row stands for whose symbol at ``at`` is a star, or -1."""
    apart()
    powers = int64s(desk, POWERS)
    for letter in _STAR_LETTERS:
        word = strong_word(desk, key + (letter - 0x2A) * powers[size - 1 - at])
        if word >= 0:
            return word
    for letter in _STAR_LETTERS:
        word = known_word(desk, key + (letter - 0x2A) * powers[size - 1 - at])
        if word >= 0:
            return word
    return np.int64(NOTHING)
