"""Split a text into tokens that remember where they stood in the original.

A token is a run of letters and digits, one emoji, or a run of a script that writes no spaces.
``gap`` says what stood before it, because a full stop between letters (``i.v.o.r.y``) is not the
end of a sentence.
"""

from __future__ import annotations

import html.entities
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

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
    class_of,
    fold_character,
    light_character,
)  # fmt: skip

GAP_NONE, GAP_PUNCT, GAP_SPACE, GAP_PHRASE, GAP_SENTENCE = range(5)

PIECE: Final = 32_768
"""Characters that are read at once."""
REVERSE: Final = "\u202e"
"""RIGHT-TO-LEFT OVERRIDE, shows what follows backwards."""
NAMED_CHARACTERS: Final = {
    name[:-1]: value
    for name, value in html.entities.html5.items()
    if name.endswith(";") and len(value) == 1 and 3 <= len(name) <= 13 and name[:-1].isalpha()
}
"""HTML's named characters: ``eacute`` is é."""

_WORDLIKE = frozenset({LETTER, DIGIT, SOLID, PICTURE})
_ENTITY = re.compile(r"&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([A-Za-z]{2,12}));")
_REVERSED = re.compile(REVERSE + "([^\u202c\n]*)\u202c?")


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
    return folded, class_of(char, folded), light_character(char)


def unwrap(text: str) -> tuple[str, list[tuple[int, int]] | None]:
    """Undo HTML entities and reversed runs.

    Returns the text and, for each of its characters, start and end of where it stood in the
    original; None where nothing changed.
    """
    if "&" not in text and REVERSE not in text:
        return text, None
    chars: list[str] = []
    where: list[tuple[int, int]] = []
    position = 0
    for match in _ENTITY.finditer(text):
        decimal, hexadecimal, name = match.groups()
        if name:
            value = NAMED_CHARACTERS.get(name, "")
        else:
            code = int(decimal) if decimal else int(hexadecimal, 16)
            value = chr(code) if 31 < code < 0x110000 and not 0xD800 <= code < 0xE000 else ""
        if not value:
            continue
        chars.extend(text[position : match.start()])
        where.extend((index, index + 1) for index in range(position, match.start()))
        chars.append(value)
        where.append(match.span())
        position = match.end()
    chars.extend(text[position:])
    where.extend((index, index + 1) for index in range(position, len(text)))
    for match in _REVERSED.finditer("".join(chars)):
        low, high = match.span(1)
        chars[low:high] = chars[low:high][::-1]
        where[low:high] = where[low:high][::-1]
    return "".join(chars), where


def pieces(text: str) -> Iterator[tuple[int, str]]:
    """Cut a long text after white space into pieces of at most ``PIECE`` characters.

    Yields where each begins, and the piece. No word and no phrase reaches over a cut, which keeps
    memory and time bounded for a field of any size.
    """
    start = 0
    while len(text) - start > PIECE:
        end = start + PIECE
        while end > start and not text[end - 1].isspace():
            end -= 1
        if end == start:
            end = start + PIECE
        yield start, text[start:end]
        start = end
    yield start, text[start:]


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
        if kind == DROP or (not folded and kind in _WORDLIKE):
            if current is not None and gap == GAP_NONE and unicodedata.combining(char):
                current.end = index + 1
                composed = unicodedata.normalize("NFC", current.light[-1] + char)
                if len(composed) == 1:
                    current.light = current.light[:-1] + composed
            continue
        between = 0 < index < size - 1
        if kind == PICTURE and char in LEET and between and _letters_beside(text, index):
            kind = PUNCT  # a currency sign that stands for a letter: cro$odile
        if kind in _WORDLIKE:
            if (
                current is not None
                and gap == GAP_NONE
                and PICTURE not in (kind, current.kind)
                and (kind == SOLID) == (current.kind == SOLID)
            ):
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
            continue
        inside = between and not text[index - 1].isspace() and not text[index + 1].isspace()
        if kind == SPACE:
            gap = max(gap, GAP_SPACE)
        elif kind == PUNCT or (inside and char not in "\n\r"):
            gap = max(gap, GAP_PUNCT)
            sign = LEET.get(char, sign)
        else:
            gap = max(gap, GAP_PHRASE if kind == COMMA else GAP_SENTENCE)
        hashtag = char in "#＃"
    return tokens


def _letters_beside(text: str, index: int) -> bool:
    return _fold(text[index - 1])[1] == LETTER == _fold(text[index + 1])[1]


def light_of(text: str) -> str:
    """Return the letters of a text in lower case with their accents, nothing between them."""
    return "".join(token.light for token in tokenise(text))
