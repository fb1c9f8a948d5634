"""From bytes to tokens, compiled: decode, undo entities and reversals, fold, split.

All functions here follow ``pugmark.text.tokens``, which says why.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from pugmark.text.folding import (
    COMMA,
    DIGIT,
    DROP,
    LETTER,
    PICTURE,
    PUNCT,
    RARE_HAN_END,
    SOLID,
    SPACE,
    TABLE_SIZE,
)
from pugmark.text.kernel.columns import (
    ASCII,
    HAS_DIGIT,
    HASHTAG,
    RAW_COLUMNS,
    RAW_END,
    RAW_FLAGS,
    RAW_FROM,
    RAW_GAP,
    RAW_KIND,
    RAW_SIGN,
    RAW_START,
    RAW_TO,
)
from pugmark.text.kernel.desk import (
    CHARS,
    COMPOSED,
    COMPOSED_COUNT,
    ENTITIES,
    HASHES,
    HIGH,
    LEET,
    LIGHT,
    LOW,
    MORE,
    PACKED,
    PLACE,
    RAW,
    SYMBOLS,
    apart,
    compiled,
    inlined,
    int32s,
    int64s,
)
from pugmark.text.kernel.hashing import MULTIPLIER, find
from pugmark.text.kernel.tables import (
    CLASS_SHIFT,
    COMBINING_BIT,
    LINE_BIT,
    SEVERAL_BIT,
    SYMBOL_MASK,
    WHITE_BIT,
)
from pugmark.text.tokens import GAP_NONE, GAP_PHRASE, GAP_PUNCT, GAP_SENTENCE, GAP_SPACE, PIECE

_REVERSE: Final = 0x202E
_POP: Final = 0x202C
_MALFORMED: Final = 0xFFFD
_LONGEST_NAME: Final = 12
_BLOCK: Final = 32
_CLASS_MASK: Final = 15
_PLAIN_MASK: Final = _CLASS_MASK << CLASS_SHIFT | SEVERAL_BIT
_PLAIN_LETTER: Final = LETTER << CLASS_SHIFT
_PLAIN_SOLID: Final = SOLID << CLASS_SHIFT
"""What a letter of one symbol has of the bits of the mask."""


@compiled
def decode(desk, data, at, end):
    """Decode UTF-8 from ``at`` into code points, at most ``PIECE``; cut after white space.

    Returns their number, the byte after the last, and whether an entity or a reversal may be in
    them. A byte that is no UTF-8 becomes U+FFFD.
    """
    chars = int32s(desk, CHARS)
    count = np.int64(0)
    next_try = np.int64(at)
    wrapped = False
    while at < end and count < PIECE:
        if at >= next_try and end - at >= _BLOCK and PIECE - count >= _BLOCK:
            # A block of ASCII at once; loops without branches become vector instructions.
            high = np.uint8(0)
            entities = np.uint8(0)
            for index in range(_BLOCK):
                high |= data[at + index]
                entities |= data[at + index] == 0x26
            if high < 0x80:
                for index in range(_BLOCK):
                    chars[count + index] = data[at + index]
                wrapped = wrapped or entities != 0
                at += _BLOCK
                count += _BLOCK
                continue
            next_try = at + _BLOCK
        byte = np.int64(data[at])
        if byte < 0x80:
            chars[count] = byte
            if byte == 0x26:
                wrapped = True
            at += 1
            count += 1
            continue
        size, code = 1, _MALFORMED
        if 0xC2 <= byte < 0xE0 and at + 1 < end:
            one = np.int64(data[at + 1])
            if one & 0xC0 == 0x80:
                size, code = 2, (byte & 0x1F) << 6 | (one & 0x3F)
        elif 0xE0 <= byte < 0xF0 and at + 2 < end:
            one, two = np.int64(data[at + 1]), np.int64(data[at + 2])
            if one & 0xC0 == 0x80 and two & 0xC0 == 0x80:
                value = (byte & 0x0F) << 12 | (one & 0x3F) << 6 | (two & 0x3F)
                if value >= 0x800 and not 0xD800 <= value < 0xE000:
                    size, code = 3, value
        elif 0xF0 <= byte < 0xF5 and at + 3 < end:
            one, two, three = (
                np.int64(data[at + 1]), np.int64(data[at + 2]), np.int64(data[at + 3]),
            )  # fmt: skip
            if one & 0xC0 == 0x80 and two & 0xC0 == 0x80 and three & 0xC0 == 0x80:
                value = (
                    (byte & 0x07) << 18 | (one & 0x3F) << 12 | (two & 0x3F) << 6 | (three & 0x3F)
                )
                if 0x10000 <= value < 0x110000:
                    size, code = 4, value
        if code == _REVERSE:
            wrapped = True
        chars[count] = code
        at += size
        count += 1
    return count, at, wrapped


@compiled
def cut(desk, count, data, at):
    """Cut a full piece after its last white space; returns its length and the byte after it."""
    apart()
    chars = int32s(desk, CHARS)
    keep = count
    while keep > 0 and about(desk, chars[keep - 1]) & WHITE_BIT == 0:
        keep -= 1
    if keep == 0:
        return count, at
    for _ in range(count - keep):
        at -= 1
        while data[at] & 0xC0 == 0x80:
            at -= 1
    return keep, at


@compiled
def _entity(desk, chars, at, count):
    """Return the code point of an entity at ``at`` and the place after it, or 0 and ``at``."""
    apart()
    if at + 2 >= count:
        return 0, at
    place = at + 1
    value = 0
    if chars[place] == 0x23:
        place += 1
        if chars[place] == 0x78 or chars[place] == 0x58:
            place += 1
            begin = place
            while place < count and place - begin < 6:
                code = chars[place]
                if 0x30 <= code <= 0x39:
                    value = value * 16 + code - 0x30
                elif 0x41 <= code <= 0x46 or 0x61 <= code <= 0x66:
                    value = value * 16 + (code & 0x0F) + 9
                else:
                    break
                place += 1
        else:
            begin = place
            while place < count and place - begin < 7 and 0x30 <= chars[place] <= 0x39:
                value = value * 10 + chars[place] - 0x30
                place += 1
        if place == begin or place >= count or chars[place] != 0x3B:
            return 0, at
        if not 31 < value < 0x110000 or 0xD800 <= value < 0xE000:
            return 0, at
        return value, place + 1
    name = 0
    begin = place
    while place < count and place - begin <= _LONGEST_NAME:
        code = chars[place]
        if not (0x41 <= code <= 0x5A or 0x61 <= code <= 0x7A):
            break
        name = name * MULTIPLIER + code + 1
        place += 1
    if place - begin < 2 or place >= count or chars[place] != 0x3B:
        return 0, at
    value = find(desk, ENTITIES, name)
    return (value, place + 1) if value else (0, at)


@compiled
def unwrap(desk, count):
    """Undo entities and reversed runs in place.

    Writes to ``LOW`` and ``HIGH`` where each character stood; returns how many are left.
    """
    apart()
    chars, low, high = int32s(desk, CHARS), int32s(desk, LOW), int32s(desk, HIGH)
    kept = 0
    at = 0
    while at < count:
        value, after = 0, at
        if chars[at] == 0x26:
            value, after = _entity(desk, chars, at, count)
        if value == 0:
            value, after = chars[at], at + 1
        chars[kept] = value
        low[kept] = at
        high[kept] = after
        kept += 1
        at = after
    at = 0
    while at < kept:
        if chars[at] != _REVERSE:
            at += 1
            continue
        begin = at + 1
        end = begin
        while end < kept and chars[end] != _POP and chars[end] != 0x0A:
            end += 1
        left, right = begin, end - 1
        while left < right:
            chars[left], chars[right] = chars[right], chars[left]
            low[left], low[right] = low[right], low[left]
            high[left], high[right] = high[right], high[left]
            left += 1
            right -= 1
        at = end + 1 if end < kept and chars[end] == _POP else end
    return kept


@inlined
def about(desk, code):
    """What is known of a code point: its packed row, see ``tables.Folding``."""
    if code < TABLE_SIZE:
        return np.int64(int32s(desk, PACKED)[code])
    if code < RARE_HAN_END:
        return np.int64(SOLID << CLASS_SHIFT | code)
    return np.int64(DROP << CLASS_SHIFT)


@inlined
def class_of(known):
    """The class in a packed row."""
    return (known >> CLASS_SHIFT) & _CLASS_MASK


@compiled
def sign_for_letter(desk, chars, at, count):
    """Say whether a currency sign stands between two letters: cro$odile."""
    if not 0 < at < count - 1 or chars[at] >= TABLE_SIZE:
        return False
    return (
        int32s(desk, LEET)[chars[at]] != 0
        and class_of(about(desk, chars[at - 1])) == LETTER
        and class_of(about(desk, chars[at + 1])) == LETTER
    )


@compiled
def tokenise(desk, count, places):
    """Split code points into tokens; returns the number of tokens and of symbols.

    Fills ``RAW``, ``SYMBOLS`` and ``HASHES``, where the hash of the first n symbols of the row
    stands at n; with ``places`` also ``PLACE``, the character of each symbol.
    """
    chars, packed, raw = int32s(desk, CHARS), int32s(desk, PACKED), int32s(desk, RAW)
    symbols, hashes, leet = int32s(desk, SYMBOLS), int64s(desk, HASHES), int32s(desk, LEET)
    tokens = size = at = np.int64(0)
    value = np.int64(0)
    hashes[0] = 0
    gap, sign, hashtag = np.int64(GAP_SENTENCE), np.int64(0), np.int64(0)
    while at < count:
        code = np.int64(chars[at])
        known = np.int64(packed[code]) if code < TABLE_SIZE else about(desk, code)
        kind = class_of(known)
        if kind == SPACE:
            gap = max(gap, np.int64(GAP_SPACE))
            hashtag = np.int64(0)
            at += 1
            continue
        if LETTER <= kind <= PICTURE and not (
            kind == PICTURE and sign_for_letter(desk, chars, at, count)
        ):
            row = tokens * RAW_COLUMNS
            raw[row + RAW_START] = at
            raw[row + RAW_FROM] = size
            raw[row + RAW_GAP] = gap
            raw[row + RAW_SIGN] = sign
            flags, codes, whole = hashtag, np.int64(0), kind
            end = at
            plain = _PLAIN_SOLID if kind == SOLID else _PLAIN_LETTER
            while True:
                # The common case first: letters of one symbol each.
                while known & _PLAIN_MASK == plain:
                    codes |= code
                    symbol = known & SYMBOL_MASK
                    symbols[size] = symbol
                    value = value * MULTIPLIER + symbol + 1
                    size += 1
                    hashes[size] = value
                    at += 1
                    if at == count:
                        break
                    code = np.int64(chars[at])
                    if code >= TABLE_SIZE:
                        break
                    known = np.int64(packed[code])
                if at > end:
                    if plain == _PLAIN_LETTER:
                        whole = np.int64(LETTER)
                    end = at
                    if at == count:
                        break
                    if code >= TABLE_SIZE:
                        known = about(desk, code)
                    kind = class_of(known)
                elif LETTER <= kind <= PICTURE:
                    codes |= code
                    if kind == LETTER:
                        whole = kind
                    elif kind == DIGIT:
                        flags |= HAS_DIGIT
                    at += 1
                    end = at
                    if known & SEVERAL_BIT == 0:
                        symbol = known & SYMBOL_MASK
                        symbols[size] = symbol
                        value = value * MULTIPLIER + symbol + 1
                        size += 1
                        hashes[size] = value
                    else:
                        size, value, digit = _several(desk, known & SYMBOL_MASK, size, value)
                        if digit:
                            flags |= HAS_DIGIT
                    if at == count:
                        break
                    code = np.int64(chars[at])
                    known = about(desk, code)
                    kind = class_of(known)
                while kind == DROP:
                    at += 1
                    if known & COMBINING_BIT:
                        end = at
                        codes |= 128
                    if at == count:
                        break
                    code = np.int64(chars[at])
                    known = about(desk, code)
                    kind = class_of(known)
                if (
                    at == count
                    or not LETTER <= kind < PICTURE
                    or whole == PICTURE
                    or (kind == SOLID) != (whole == SOLID)
                ):
                    break
                end = at
            raw[row + RAW_END] = end
            raw[row + RAW_TO] = size
            raw[row + RAW_KIND] = whole
            raw[row + RAW_FLAGS] = flags | ASCII if codes < 128 else flags
            tokens += 1
            gap, sign, hashtag = np.int64(GAP_NONE), np.int64(0), np.int64(0)
            continue
        at += 1
        if kind == DROP:
            continue
        inside = (
            1 < at < count
            and about(desk, np.int64(chars[at - 2])) & WHITE_BIT == 0
            and about(desk, np.int64(chars[at])) & WHITE_BIT == 0
        )
        if kind in (PUNCT, PICTURE) or (inside and known & LINE_BIT == 0):
            gap = max(gap, np.int64(GAP_PUNCT))
            if code < TABLE_SIZE and leet[code] != 0:
                sign = np.int64(leet[code])
        else:
            gap = max(gap, np.int64(GAP_PHRASE if kind == COMMA else GAP_SENTENCE))
        hashtag = np.int64(HASHTAG if code == 0x23 or code == 0xFF03 else 0)
    if places:
        _place_symbols(desk, tokens)
    return tokens, size


@compiled
def _several(desk, start, size, value):
    """Append the symbols of a character that folds to several.

    Returns the number of symbols, the hash, and whether a digit is among them.
    """
    apart()
    symbols, hashes, more = int32s(desk, SYMBOLS), int64s(desk, HASHES), int32s(desk, MORE)
    digit = False
    for index in range(start + 1, start + 1 + more[start]):
        part = np.int64(more[index])
        digit = digit or 0x30 <= part <= 0x39
        symbols[size] = part
        value = value * MULTIPLIER + part + 1
        size += 1
        hashes[size] = value
    return size, value, digit


@compiled
def _place_symbols(desk, tokens):
    """Write to ``PLACE`` the character of each symbol of the tokens."""
    apart()
    chars, raw, place = int32s(desk, CHARS), int32s(desk, RAW), int32s(desk, PLACE)
    more = int32s(desk, MORE)
    for token in range(tokens):
        row = token * RAW_COLUMNS
        size = np.int64(raw[row + RAW_FROM])
        for at in range(raw[row + RAW_START], raw[row + RAW_END]):
            known = about(desk, np.int64(chars[at]))
            if not LETTER <= class_of(known) <= PICTURE:
                continue
            count = np.int64(1)
            if known & SEVERAL_BIT:
                count = np.int64(more[known & SYMBOL_MASK])
            for _ in range(count):
                place[size] = at
                size += 1


@compiled
def _composed(desk, letter, accent):
    """The letter with an accent, or 0 where there is none."""
    apart()
    pairs = int64s(desk, COMPOSED)
    wanted = letter << 21 | accent
    low, high = 0, desk[COMPOSED_COUNT]
    while low < high:
        middle = (low + high) // 2
        if pairs[2 * middle] < wanted:
            low = middle + 1
        else:
            high = middle
    if low < desk[COMPOSED_COUNT] and pairs[2 * low] == wanted:
        return pairs[2 * low + 1]
    return np.int64(0)


@inlined
def light_at(desk, code):
    """The lower-case character with its accents."""
    return np.int64(int32s(desk, LIGHT)[code]) if code < TABLE_SIZE else code


@compiled
def light_hash(desk, start, end):
    """Hash of the letters from ``start`` to ``end`` with their accents, see ``light_of``.

    Returns the hash, the number of letters, and whether all are below 128.
    """
    apart()
    chars = int32s(desk, CHARS)
    value = before = letter = np.int64(0)
    size = 0
    plain = True
    for at in range(start, end):
        code = np.int64(chars[at])
        known = about(desk, code)
        kind = class_of(known)
        if kind == DROP:
            if letter and known & COMBINING_BIT:
                both = _composed(desk, letter, code)
                if both:
                    letter = both
                    value = before * MULTIPLIER + letter + 1
                    plain = plain and letter < 128
            continue
        if LETTER <= kind <= PICTURE and not (
            kind == PICTURE and start < at < end - 1 and sign_for_letter(desk, chars, at, end)
        ):
            letter = light_at(desk, code)
            before = value
            value = value * MULTIPLIER + letter + 1
            size += 1
            plain = plain and letter < 128
        else:
            letter = np.int64(0)
    return value, size, plain
