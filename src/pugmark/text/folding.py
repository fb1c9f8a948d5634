"""Fold every code point to the symbols by which Pugmark compares words.

Sellers write one word in many ways: ``IVORY``, ``ｉｖｏｒｙ``, ``ívory``. Folding maps each
code point to zero to four symbols and a class, so that the kernel reads a text once, by table.
A symbol is the code point of the plain lower-case character. Sources: Unicode NFKC and case
folding (UAX #15), and the look-alike letters of ``CONFUSABLE`` (UTS #39 names the idea; the
table is ours and covers what sellers use).
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

DROP: Final = 0
"""Nothing a reader sees: zero-width, variation selectors, accents that stand alone."""
SPACE: Final = 1
"""White space inside a line."""
PUNCT: Final = 2
"""Punctuation that may also have been put inside a word: ``i.v.o.r.y``."""
LETTER: Final = 3
"""A letter of a script that puts spaces between words."""
DIGIT: Final = 4
SOLID: Final = 5
"""A letter of a script without spaces: Thai, Lao, Khmer, Burmese, Han, Kana, Hangul."""
PICTURE: Final = 6
"""Emoji and pictographs; each is a word of its own."""
COMMA: Final = 7
"""Ends a phrase: comma, bracket, slash, dash between spaces."""
STOP: Final = 8
"""Ends a sentence or a line."""

MAX_SYMBOLS: Final = 4
TABLE_SIZE: Final = 0x20000
"""Code points from here on: rare Han fold to themselves, tags and private use are dropped."""
RARE_HAN_END: Final = 0x323B0

WHITE: Final = 1
"""Flag of a character: white space, as ``str.isspace`` has it."""
COMBINING: Final = 2
"""Flag of a character: an accent that stands on the letter before it."""
LINE: Final = 4
"""Flag of a character: ends a line."""

_SOLID_RANGES: Final = (
    (0x0E01, 0x0E4E),  # Thai
    (0x0E81, 0x0ECD),  # Lao
    (0x0EDC, 0x0EDF),
    (0x1000, 0x109F),  # Burmese
    (0xA9E0, 0xA9FE),
    (0xAA60, 0xAA7F),
    (0x1780, 0x17D3),  # Khmer
    (0x3005, 0x3007),
    (0x3041, 0x30FF),  # Kana
    (0x3400, 0x4DBF),  # Han
    (0x4E00, 0x9FFF),
    (0xAC00, 0xD7A3),  # Hangul
    (0xF900, 0xFAFF),
)
_PICTURE_RANGES: Final = (
    (0x2190, 0x21FF),
    (0x2300, 0x23FF),
    (0x2460, 0x24FF),
    (0x25A0, 0x27BF),
    (0x2B00, 0x2BFF),
    (0x1F000, 0x1F0FF),
    (0x1F300, 0x1FAFF),
)
_DROPPED_RANGES: Final = (
    (0x00AD, 0x00AD),
    (0x0300, 0x036F),
    (0x0483, 0x0489),
    (0x0591, 0x05C7),
    (0x0610, 0x061A),
    (0x0640, 0x0640),
    (0x064B, 0x065F),
    (0x0670, 0x0670),
    (0x093C, 0x093C),
    (0x115F, 0x1160),
    (0x17B4, 0x17B5),
    (0x180B, 0x180E),
    (0x1AB0, 0x1AFF),
    (0x1DC0, 0x1DFF),
    (0x200B, 0x200F),
    (0x202A, 0x202E),
    (0x2060, 0x206F),
    (0x20D0, 0x20FF),
    (0x3164, 0x3164),
    (0xFE00, 0xFE0F),
    (0xFE20, 0xFE2F),
    (0xFEFF, 0xFEFF),
    (0x1F3FB, 0x1F3FF),
)
_COMMAS: Final = frozenset(',()[]{}<>/\\|;:·•،、，：；（）【】「」『』《》〈〉–—~〜…"“”„«»‹›')
_STOPS: Final = frozenset(".!?\n\r\v\f\u0085\u2028\u2029。！？।॥។៕၊။؟۔")

CONFUSABLE: Final[dict[str, str]] = {
    look: latin
    for looks, latins in (
        ("авеёкмнорстухіјѕԁһԛԝєпгъьԍҽ", "abeekmhopctyxijsdhqwenrbbge"),  # Cyrillic
        ("αβεικνορτυχωηγς", "abeikvoptyxwnyc"),  # Greek
        ("զօսհոցա", "zouhngw"),  # Armenian
        ("ʀɪʙɢʜʟɴɑɡɩʏ", "ribghlnagiy"),  # phonetic
        ("ᴀᴄᴅᴇᴊᴋᴍᴏᴘᴛᴜᴠᴡᴢꜱ", "acdejkmoptuvwzs"),  # small capitals
    )
    for look, latin in zip(looks, latins, strict=True)
}
"""Letters of other scripts that look like a Latin letter, folded form on the left."""

LEET: Final[dict[str, str]] = {
    "0": "o", "1": "i", "2": "z", "3": "e", "4": "a", "5": "s", "6": "g", "7": "t", "8": "b",
    "9": "g", "@": "a", "$": "s", "!": "i", "|": "l", "€": "e", "£": "l", "+": "t", "(": "c",
    "¡": "i", "¢": "c", "¥": "y", "§": "s", "^": "a", "*": "*",
}  # fmt: skip
"""Digits and signs that stand for a letter; ``*`` stands for any one letter."""

_SPECIAL: Final = {
    "ø": "o", "đ": "d", "ł": "l", "ı": "i", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ß": "ss",
    "ħ": "h", "ŋ": "n", "ƒ": "f", "ё": "е", "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "أ": "ا",
    "إ": "ا", "آ": "ا", "ٱ": "ا", "ؤ": "و", "ئ": "ي", "ھ": "ه", "ہ": "ه", "ە": "ه", "’": "",
    "'": "", "‘": "", "ʼ": "", "`": "", "´": "", "ー": "ー",
}  # fmt: skip


@dataclass(frozen=True)
class FoldTable:
    """Tables by code point, made once and read by the kernel.

    ``cls`` uint8 class; ``first`` int32 symbol, or minus the start in ``more`` where a code
    point folds to several symbols (``more`` holds a count, then the symbols); ``light`` int32
    the lower-case character with its accents; ``leet`` int32 letter that a sign may stand for;
    ``latin`` int32 Latin letter that a foreign letter looks like, or 0; ``cyrillic`` the reverse;
    ``flags`` WHITE, COMBINING and LINE; ``composed`` int64 (pairs, 2), sorted: a lower-case letter
    and an accent (letter times 2**21 plus accent), then the letter with that accent.
    """

    cls: NDArray[np.uint8]
    first: NDArray[np.int32]
    more: NDArray[np.int32]
    light: NDArray[np.int32]
    leet: NDArray[np.int32]
    latin: NDArray[np.int32]
    cyrillic: NDArray[np.int32]
    flags: NDArray[np.uint8]
    composed: NDArray[np.int64]


def _within(code: int, ranges: tuple[tuple[int, int], ...]) -> bool:
    return any(low <= code <= high for low, high in ranges)


def fold_character(char: str) -> str:
    """Return the symbols (0 to 4 characters) that one character folds to."""
    code = ord(char)
    if code >= TABLE_SIZE:
        return char if code < RARE_HAN_END else ""
    if _within(code, _DROPPED_RANGES):
        return ""
    if char in _SPECIAL:
        return _SPECIAL[char]
    if 0x1F1E6 <= code <= 0x1F1FF:  # regional indicators
        return chr(ord("a") + code - 0x1F1E6)
    if 0x1F150 <= code <= 0x1F169 or 0x1F170 <= code <= 0x1F189:  # negative circled, squared
        return chr(ord("a") + (code - 0x1F150) % 0x20)
    if 0x0E00 <= code <= 0x0EFF and char not in "๐๑๒๓๔๕๖๗๘๙໐໑໒໓໔໕໖໗໘໙":
        return char  # SARA AM must not split
    text = unicodedata.normalize("NFKC", char).casefold()
    text = unicodedata.normalize("NFKC", text)
    out: list[str] = []
    for part in text:
        base = part
        name_block = ord(part)
        if name_block < 0x0250 or 0x1E00 <= name_block <= 0x1FFF or 0x0370 <= name_block <= 0x03FF:
            base = "".join(
                c for c in unicodedata.normalize("NFD", part) if not unicodedata.combining(c)
            )
        for c in base:
            c = _SPECIAL.get(c, c)
            for d in c:
                if 0x30A1 <= ord(d) <= 0x30F6:  # katakana to hiragana
                    d = chr(ord(d) - 0x60)
                if unicodedata.category(d) == "Nd":
                    d = str(unicodedata.digit(d))
                if not _within(ord(d), _DROPPED_RANGES):
                    out.append(d)
    return "".join(out)[:MAX_SYMBOLS]


def light_character(char: str) -> str:
    """Return the lower-case character with its accents: one symbol, or none where nothing shows."""
    lower = unicodedata.normalize("NFKC", char.lower())
    return lower if len(lower) == 1 else fold_character(char)[:1]


def class_of(char: str, folded: str) -> int:
    """Return the class of a character that folds to ``folded``."""
    code = ord(char)
    if code >= TABLE_SIZE:
        return SOLID if code < RARE_HAN_END else DROP
    if char in _STOPS:
        return STOP
    if char in _COMMAS:
        return COMMA
    if char.isspace():
        return SPACE
    if _within(code, _DROPPED_RANGES) or unicodedata.category(char) in (
        "Cf",
        "Cc",
        "Cs",
        "Co",
        "Cn",
    ):
        return DROP
    if folded and folded[0].isdigit():
        return DIGIT
    if folded and all(_within(ord(c), _SOLID_RANGES) for c in folded):
        return SOLID
    if folded and folded[0].isalpha():
        return LETTER
    category = unicodedata.category(char)
    if category in ("Mn", "Mc") and code >= 0x0900:
        return LETTER
    if not folded:
        return DROP
    if category == "So" or _within(code, _PICTURE_RANGES) or category == "Sc":
        return PICTURE
    return PUNCT


@lru_cache(maxsize=65536)
def is_word(char: str) -> bool:
    """Say whether a character is part of a word (a letter, digit, mark or emoji), not a sign."""
    kind = class_of(char, fold_character(char))
    return kind in (LETTER, DIGIT, SOLID, PICTURE) or unicodedata.category(char)[0] == "M"


@lru_cache(maxsize=1)
def fold_table() -> FoldTable:
    """Build the tables for all code points below ``TABLE_SIZE`` (about a second, then cached)."""
    cls = np.full(TABLE_SIZE, DROP, np.uint8)
    flags = np.zeros(TABLE_SIZE, np.uint8)
    first = np.zeros(TABLE_SIZE, np.int32)
    light = np.zeros(TABLE_SIZE, np.int32)
    leet = np.zeros(TABLE_SIZE, np.int32)
    latin = np.zeros(TABLE_SIZE, np.int32)
    cyrillic = np.zeros(TABLE_SIZE, np.int32)
    more: list[int] = [0]
    for code in range(TABLE_SIZE):
        if 0xD800 <= code <= 0xF8FF:
            continue
        if 0x4E00 <= code <= 0x9FFF or 0xAC00 <= code <= 0xD7A3 or 0x3400 <= code <= 0x4DBF:
            cls[code], first[code], light[code] = SOLID, code, code
            continue
        char = chr(code)
        if unicodedata.category(char) == "Cn":
            continue
        folded = fold_character(char)
        kind = class_of(char, folded)
        cls[code] = kind
        flags[code] = (
            WHITE * char.isspace()
            + COMBINING * (unicodedata.combining(char) > 0)
            + LINE * (char in "\n\r")
        )
        if kind in (LETTER, DIGIT, SOLID, PICTURE) and folded:
            if len(folded) == 1:
                first[code] = ord(folded)
            else:
                first[code] = -len(more)
                more.append(len(folded))
                more.extend(ord(c) for c in folded)
            light[code] = ord(light_character(char))
    for sign, letter in LEET.items():
        leet[ord(sign)] = ord(letter)
    for look, letter in CONFUSABLE.items():
        latin[ord(look)] = ord(letter)
        if 0x0430 <= ord(look) <= 0x044F and letter != "b":
            cyrillic[ord(letter)] = ord(look)
    return FoldTable(
        cls, first, np.array(more, np.int32), light, leet, latin, cyrillic, flags, _composed()
    )


def _composed() -> NDArray[np.int64]:
    pairs: dict[int, int] = {}
    for code in range(0x00C0, 0x2000):
        char = chr(code)
        letter, *marks = list(unicodedata.normalize("NFD", char))
        if char != char.lower() or unicodedata.normalize("NFC", char) != char:
            continue
        for index, mark in enumerate(marks):
            rest = unicodedata.normalize(
                "NFC", letter + "".join(marks[:index] + marks[index + 1 :])
            )
            if len(rest) == 1 and unicodedata.normalize("NFC", rest + mark) == char:
                pairs[ord(rest) << 21 | ord(mark)] = code
    return np.array(sorted(pairs.items()), np.int64)
