"""Split a text into tokens that remember where they stood in the original.

A token is a run of letters and digits, one emoji, or a run of a script that writes no spaces.
``gap`` says what stood before it, because a full stop between letters (``i.v.o.r.y``) is not the
end of a sentence.
"""

from __future__ import annotations

import html.entities
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from pugmark.text.folding import (
    COMMA,
    DIGIT,
    DROP,
    LEET,
    LETTER,
    PICTURE,
    PUNCT,
    SOLID,
    SPACE,
    STOP,
    _class_of,
    fold_character,
)  # fmt: skip

GAP_NONE, GAP_PUNCT, GAP_SPACE, GAP_PHRASE, GAP_SENTENCE = range(5)

_ENTITY = re.compile(r"&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([A-Za-z]{2,12}));")
_REVERSED = re.compile("‮([^‬\n]*)‬?")


@dataclass(slots=True)
class Token:
    """One word of a text.

    ``text`` is folded; ``start`` and ``end`` count characters of the original; ``where`` holds
    the character index of each symbol; ``signs`` holds what stood inside a merged token.
    """

    text: str
    light: str
    start: int
    end: int
    gap: int
    kind: int
    where: list[int]
    sign: str = ""
    hashtag: bool = False


@lru_cache(maxsize=65536)
def _fold(char: str) -> tuple[str, int, str]:
    folded = fold_character(char)
    return folded, _class_of(char, folded), char.lower()


def unwrap(text: str) -> tuple[str, list[int] | None]:
    """Undo HTML entities and reversed runs; return the text and a map to original indexes.

    The map is None where nothing changed.
    """
    if "&" not in text and "‮" not in text:
        return text, None
    chars: list[str] = []
    where: list[int] = []
    position = 0
    for match in _ENTITY.finditer(text):
        decimal, hexadecimal, name = match.groups()
        if name:
            value = html.entities.html5.get(name + ";", "")
            if len(value) != 1:
                continue
        else:
            code = int(decimal) if decimal else int(hexadecimal, 16)
            if not 31 < code < 0x110000 or 0xD800 <= code < 0xE000:
                continue
            value = chr(code)
        chars.extend(text[position : match.start()])
        where.extend(range(position, match.start()))
        chars.append(value)
        where.append(match.start())
        position = match.end()
    chars.extend(text[position:])
    where.extend(range(position, len(text)))
    joined = "".join(chars)
    for match in _REVERSED.finditer(joined):
        low, high = match.span(1)
        chars[low:high] = chars[low:high][::-1]
        where[low:high] = where[low:high][::-1]
    return "".join(chars), where


def tokenise(text: str) -> list[Token]:
    """Split a text into tokens (indexes count characters of ``text``)."""
    tokens: list[Token] = []
    current: Token | None = None
    gap = GAP_SENTENCE
    sign = ""
    hashtag = False
    size = len(text)
    for index, char in enumerate(text):
        folded, kind, light = _fold(char)
        if kind == DROP or (not folded and kind not in (SPACE, PUNCT, COMMA, STOP)):
            if current is not None and gap == GAP_NONE and unicodedata.combining(char):
                current.end = index + 1
            continue
        if kind in (LETTER, DIGIT, SOLID, PICTURE):
            joins = (
                current is not None
                and gap == GAP_NONE
                and kind != PICTURE
                and current.kind != PICTURE
                and (kind == SOLID) == (current.kind == SOLID)
            )
            if joins and current is not None:
                current.text += folded
                current.light += light
                current.end = index + 1
                current.where.extend([index] * len(folded))
                if kind == LETTER:
                    current.kind = LETTER
            else:
                current = Token(
                    folded, light, index, index + 1, gap, kind, [index] * len(folded), sign, hashtag
                )
                tokens.append(current)
            gap, sign, hashtag = GAP_NONE, "", False
            if kind == PICTURE and char in LEET:
                sign = char
            continue
        inside = 0 < index < size - 1 and not text[index - 1].isspace()
        inside = inside and not text[index + 1].isspace()
        if kind == SPACE:
            gap = max(gap, GAP_SPACE)
        elif kind == PUNCT or (inside and char not in "\n\r"):
            gap = max(gap, GAP_PUNCT)
            if char in LEET:
                sign = LEET[char]
        else:
            gap = max(gap, GAP_PHRASE if kind == COMMA else GAP_SENTENCE)
        hashtag = char in "#＃"
    return tokens
