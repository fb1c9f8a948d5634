"""Guess the language of a listing, compiled; ``pugmark.text.language`` says why."""

from __future__ import annotations

from typing import Final

import numpy as np

from pugmark.text.folding import LETTER, PICTURE, SOLID, TABLE_SIZE
from pugmark.text.kernel.columns import ASCII, LANGUAGE_SHIFT, PART
from pugmark.text.kernel.desk import (
    CHARS,
    LIGHTS,
    SYMBOLS,
    TALLY,
    WEIGHTS,
    apart,
    compiled,
    inlined,
    int16s,
    int32s,
    int64s,
)
from pugmark.text.kernel.hashing import find
from pugmark.text.kernel.reading import about, class_of, light_at, light_hash
from pugmark.text.kernel.tables import TRADITIONAL_BIT
from pugmark.text.language import ENGLISH_FIRST, LANGUAGES, SCRIPTS, SPELT

_SCRIPT_NAMES: Final = (*dict.fromkeys(lang for _, _, lang in SCRIPTS),)
_RANGES: Final = np.array(
    [(ord(low), ord(high), _SCRIPT_NAMES.index(lang)) for low, high, lang in SCRIPTS], np.int64
)
_JAPANESE: Final = _SCRIPT_NAMES.index("ja")
_CHINESE: Final = len(_SCRIPT_NAMES)
_HANS, _HANT, _UNKNOWN = (LANGUAGES.index(name) for name in ("zh-Hans", "zh-Hant", "und"))
_ENGLISH: Final = SPELT.index("en")

SCORES: Final = 0
COUNTS: Final = 16
HAN, TRADITIONAL, LETTERS = 32, 33, 34
TALLY_SIZE: Final = 40
"""A tally, int64: scores of ``SPELT``; symbols by script; Han, Traditional, Latin letters."""


@inlined
def tally_token(desk, start, end, first, after, kind, flags, known):
    """Add to the tally what a token says.

    It has the symbols from ``start`` to ``end`` and the characters from ``first`` to ``after``;
    ``known`` is what the table of words holds of it.
    """
    tally, symbol = int64s(desk, TALLY), int32s(desk, SYMBOLS)[start]
    if symbol < 0x0250 or 0x1E00 <= symbol <= 0x1EFF:
        if symbol < 0x61 or kind != LETTER:
            return
        tally[LETTERS] += end - start
        if flags & PART:
            return
        if flags & ASCII:
            row = (known >> LANGUAGE_SHIFT) - 1
        else:
            row = find(desk, LIGHTS, light_hash(desk, first, after)[0]) - 1
        if row >= 0:
            weights = int16s(desk, WEIGHTS)
            for language in range(16):
                tally[SCORES + language] += weights[16 * row + language]
        return
    script = np.int64(-1)
    for number in range(len(_RANGES)):
        if _RANGES[number, 0] <= symbol <= _RANGES[number, 1]:
            script = _RANGES[number, 2]
            break
    if script >= 0:
        tally[COUNTS + script] += end - start
    elif 0x4E00 <= symbol <= 0x9FFF:
        tally[HAN] += end - start
    if kind == SOLID:
        _tally_solid(desk, first, after, end - start)


@compiled
def _tally_solid(desk, first, after, size):
    apart()
    tally, chars = int64s(desk, TALLY), int32s(desk, CHARS)
    kana = False
    for at in range(first, after):
        code = np.int64(chars[at])
        if LETTER <= class_of(about(desk, code)) <= PICTURE:
            light = light_at(desk, code)
            kana = kana or 0x3040 <= light <= 0x30FF
            if about(desk, light) & TRADITIONAL_BIT and light < TABLE_SIZE:
                tally[TRADITIONAL] += 1
    if kana:
        tally[COUNTS + _JAPANESE] += size


@compiled
def decide(desk):
    """The number in ``LANGUAGES`` of the language that a tally speaks for."""
    apart()
    tally = int64s(desk, TALLY)
    if tally[HAN] and not tally[COUNTS + _JAPANESE] and tally[HAN] * 2 > tally[LETTERS]:
        tally[COUNTS + _CHINESE] = tally[HAN]
    best = 0
    for script in range(_CHINESE + 1):
        if tally[COUNTS + script] > tally[COUNTS + best]:
            best = script
    if tally[COUNTS + best] and tally[COUNTS + best] * 3 >= tally[LETTERS]:
        if best < _CHINESE:
            return len(SPELT) + best
        traditional = tally[TRADITIONAL]
        return _HANT if traditional >= 2 or (traditional and tally[HAN] < 12) else _HANS
    best = 0
    for language in range(len(SPELT)):
        if tally[SCORES + language] > tally[SCORES + best]:
            best = language
    if tally[SCORES + best]:
        if tally[SCORES + _ENGLISH] + ENGLISH_FIRST >= tally[SCORES + best]:
            return _ENGLISH
        return best
    return _ENGLISH if tally[LETTERS] else _UNKNOWN
