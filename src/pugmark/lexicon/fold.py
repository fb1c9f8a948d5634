"""Words as a person looks them up: without capitals, accents and punctuation."""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import Final

_ALIKE: Final = {"đ": "d", "ł": "l", "ø": "o", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe", "ё": "е"}
_LAST_ACCENT: Final = 0x0600
"""Marks of European scripts end here; those of later scripts are part of the letter."""


@cache
def _letters(char: str) -> str:
    """What one character counts as: a letter or digit, a picture, or a space."""
    if char in _ALIKE:
        return _ALIKE[char]
    code = ord(char)
    if char.isalnum() or unicodedata.category(char) in ("Mn", "Mc", "Sc", "So"):
        return "" if unicodedata.combining(char) and code < _LAST_ACCENT else char
    if unicodedata.category(char) in ("Cf", "Sk") or char in "'’ʼ":
        return ""
    return char if code >= 0x1F000 else " "


def fold(text: str) -> str:
    """Return the text in small letters, without accents and punctuation, one space apart.

    >>> fold("  Tête-à-tête: NGÀ Đầu! ")
    'tete a tete nga dau'
    """
    if text.isascii() and text.isalnum():
        return text.lower()
    whole = unicodedata.normalize("NFKC", text).casefold()
    parts = unicodedata.normalize("NFD", whole)
    folded = unicodedata.normalize("NFC", "".join(map(_letters, parts)))
    return " ".join(folded.split())
